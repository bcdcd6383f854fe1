"""A text that is not TOML: what is wrong with it, and the text mended so that reading can go on.

The reader of TOML says where it stopped, in the terms of a grammar. A person is better told what to
write instead, so the look of the line is held against the slips that people make. Mending is for
finding further faults alone: a file with a fault is refused, whatever was mended.
"""

import re
import sys
import tomllib
from itertools import islice

from simulator.errors import Fault
from simulator.files.hints import find_full_width, narrow, narrow_outside_quotes, unseen
from simulator.files.limits import EXPLAINED, FAULTS_OF_SYNTAX, SHOWN
from simulator.files.toml_lines import KeyLines, find_key_lines
from simulator.files.written_values import TRUTHS, advice_on
from simulator.visible import code_of, first_unseen, visible
from simulator.words.catalogue import Pair, message, pair

_POSITION = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

_KEY = re.compile(r"\s*([\w.\"'-]+)\s*(?:[=:]|(?<=\s)\S)")
_HEADER = re.compile(r"\s*\[+\s*([\w.\"'-]+)\s*\]")

# Slips by the look of the line, the likeliest first: a pattern, and what expected.
_BY_LINE = (
    (r"[{,]\s*(?:%|[^\s\"'{},=\x00-\x7f]+)\s*=", "name_in_quotes"),
    (r"^\s*\[*\s*[^\x00-\x7f\"'#\[{]", "english_letters"),
    (r"=\s*(?:true|false|[\d.-]+|\"[^\"]*\")\s+[\w.]+\s*=", "one_a_line"),
    (r"=.*;\s*(?:#.*)?$", "one_a_line"),
    (r"=\s*[-+]?[\d.]+\s*%", "percent"),
    (r"=\s*[-+]?[1-9]\d{0,2}(?:,\d{3})+(?![\d,])", "thousands"),
    (r"=\s*[-+]?\d+,\d", "fraction"),
    (r"=\s*[-+]?\.\d", "leading_digit"),
    (r"=\s*[-+]?\d+\.(?!\d)", "trailing_digit"),
    (rf"=\s*(?!(?:true|false)\b)(?i:{'|'.join(TRUTHS)})\b", "truth"),
    (r"=\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", "date"),
    (r"=\s*(?:\d{4}|.)\s*年", "date"),
    (r"^={7}\s*$", "merge"),
    (r"=\s*[-+]?0\d", "leading_zero"),
    (r"^[^=]*:", "equals"),
    (r"=\s*(?:#.*)?$", "value"),
    (r"^\s*\[[^\]]*$", "bracket"),
    (r"=\s*[^\s\"'\[{\d+-]", "quotes"),
    (r"\{[^{}]*$", "brace"),
    (r",\s*\}", "no_last_comma"),
)
_NO_BREAK_SPACE = "\u00a0"
_TOO_MANY_DIGITS = "Exceeds the limit"
_BY_ERROR = (
    ("Expected '='", "key_value"),
    ("Unterminated string", "closing_quote"),
    ("Illegal character '\\n'", "quote_on_line"),
    ("Unescaped '\\'", "backslash"),
    ("Unclosed array", "bracket"),
    ("Unclosed inline table", "brace"),
    ("Expected newline", "one_a_line"),
    ("Cannot", "once"),
    (_TOO_MANY_DIGITS, "digits"),
)


def explain_syntax(text: str, error: str, broken: int | None, shown: str) -> Fault:
    """The fault of a text that the TOML reader refused.

    Parameters
    ----------
    text
        The whole text.
    error
        What the reader said.
    broken
        First line that cannot be understood, for errors that the reader places at the end.
    shown
        Name of the file in messages.
    """
    position = _POSITION.search(error)
    lines = text.split("\n")
    number = int(position["line"]) if position and position["line"] else broken
    if number is None and error.startswith(_TOO_MANY_DIGITS):
        number = _line_of_digits(text)
    line = lines[number - 1][:SHOWN] if number is not None and number <= len(lines) else ""
    column = position["column"] if position and position["line"] else ""
    told = message(
        f"fault.syntax{'_on' if column else ''}{'_at' if line.strip() else ''}",
        column=column,
        text=_shorten(line),
        right=_find_advice(line, error),
    )
    return Fault(path=shown, line=number, key=key_on_line(lines, number), message=told)


def key_on_line(lines: list[str], number: int | None) -> str:
    """The dotted key that a line (from 1) seems to set, ``""`` where none can be seen."""
    if number is None or number > len(lines):
        return ""
    key = _KEY.match(lines[number - 1][:SHOWN])
    if key is None:
        return ""
    above = (_HEADER.match(line[:SHOWN]) for line in reversed(lines[:number]))
    header = next((found[1] for found in above if found), None)
    return ".".join(filter(None, [header, key[1]]))


def _find_advice(line: str, error: str) -> Pair:
    hidden = first_unseen(line)
    if hidden is not None:
        return pair("syntax.unseen", what=unseen(hidden))
    # A quote or bracket left open is known from the error alone; the look of the line misleads.
    is_closed = error.startswith("Unclosed inline") and "}" in line
    if is_closed or not error.startswith(("Un", "Cannot", "Illegal", "Exceeds")):
        for pattern, right in _BY_LINE:
            if re.search(pattern, line):
                return advice_on(right, line)
    for start, right in _BY_ERROR:
        if error.startswith(start):
            return pair(f"syntax.{right}")
    return pair("syntax.other", reason=_POSITION.sub("", error))


def _line_of_digits(text: str) -> int | None:
    """The line of the number that is too long for the reader, which does not say where it is."""
    found = re.search(rf"\d{{{sys.get_int_max_str_digits() + 1}}}", text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def _shorten(line: str) -> str:
    line = visible(line.strip())
    return line if len(line) <= 50 else f"{line[:49]}…"


# Faults of one line, which can be emptied; after any other the next lines mean something else.
_ONE_LINE_ERRORS = ("Expected newline", "Invalid value", "Expected '=' after a key in a key/value")
_TABLE = re.compile(r"\s*\[")


def mend_toml(text: str, error: str, shown: str) -> tuple[list[Fault], str | None]:
    """Faults of a text that is not TOML, and the text mended so that reading can go on.

    Full-width punctuation is made narrow, a faulty line that stands alone is emptied; ``None``
    instead of a text where what follows would only be misunderstood. Lines keep their numbers.

    Parameters
    ----------
    text
        The whole text.
    error
        What the reader of TOML said of it.
    shown
        Name of the file in messages.
    """
    # First of all: one full-width sign makes several other faults, which go with it.
    wide = find_full_width(text)
    if wide:
        narrowed = narrow_outside_quotes(text)
        lines = narrowed.split("\n")
        faults = [
            Fault(
                path=shown,
                line=line,
                key=key_on_line(lines, line),
                message=_explain_full_width(characters),
            )
            for line, characters in islice(wide.items(), FAULTS_OF_SYNTAX)
        ]
        return faults, narrowed
    # The reader names the second of two equal keys only; the first tells which of them to keep.
    keys = find_key_lines(text) if len(text) <= EXPLAINED else KeyLines()
    if keys.repeats:
        return _explain_repeats(keys, shown), _without_repeats(text, keys)
    fault = explain_syntax(text, error, keys.broken, shown)
    is_placed = fault.line is not None and "(at end of document)" not in error
    if not is_placed or not error.startswith(_ONE_LINE_ERRORS):
        return [fault], None
    return [fault], _without_line(text, fault.line or 0)


def _explain_full_width(characters: str) -> str:
    if characters == _NO_BREAK_SPACE:
        return message("fault.no_break_space", code=code_of(characters))
    narrowed = " ".join(narrow(characters)).strip() or pair("syntax.space")
    found = " ".join(code_of(each) if each.isspace() else each for each in characters)
    return message("fault.full_width", found=found, right=narrowed)


def _explain_repeats(keys: KeyLines, shown: str) -> list[Fault]:
    return [
        Fault(
            path=shown,
            line=repeat.line,
            key=".".join(part for part in repeat.parts if isinstance(part, str)),
            message=message("fault.repeated", line=repeat.first_line),
        )
        for repeat in keys.repeats[:FAULTS_OF_SYNTAX]
    ]


def _without_repeats(text: str, keys: KeyLines) -> str | None:
    lines = text.split("\n")
    for repeat in keys.repeats:
        # Emptying a header or a part of a value over several lines would give away what is below.
        if not _is_toml(lines[repeat.line - 1]) or _TABLE.match(lines[repeat.line - 1]):
            return None
        lines[repeat.line - 1] = ""
    return "\n".join(lines)


def _without_line(text: str, line: int) -> str | None:
    lines = text.split("\n")
    before = "\n".join(lines[: line - 1])
    # A statement that began on an earlier line can't be taken out by emptying this one.
    if _TABLE.match(lines[line - 1]) or not lines[line - 1].strip() or not _is_toml(before):
        return None
    lines[line - 1] = ""
    return "\n".join(lines)


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True
