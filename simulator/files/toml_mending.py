"""A text that is not TOML: what is wrong with it, and the text mended so that reading can go on.

The reader of TOML says where it stopped, in the terms of a grammar. A person is better told what to
write instead, so the look of the line is held against the slips that people make. Mending is for
finding further faults alone: a file with a fault is refused, whatever was mended.
"""

import re
import tomllib

from simulator.errors import Fault
from simulator.files.hints import find_full_width, narrow, narrow_outside_quotes
from simulator.files.toml_lines import KeyLines, find_key_lines

_POSITION = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

_KEY = re.compile(r"\s*([\w.\"'-]+)\s*(?:[=:]|(?<=\s)\S)")
_HEADER = re.compile(r"\s*\[+\s*([\w.\"'-]+)\s*\]")

# Slips by the look of the line, the likeliest first: pattern, what would be right, in Chinese.
_BY_LINE = (
    (r"^\s*\[*\s*[^\x00-\x7f\"'#\[{]", "names of tables and keys in English letters", "键名用英文"),
    (r"=\s*[-+]?[\d.]+\s*%", "a share as a plain number, 0.45 for 45%", "百分数请写成小数"),
    (r"=\s*[-+]?\d{1,3}(?:,\d{3})+", "a number without thousands separators", "数字不用千分位"),
    (r"=\s*[-+]?\.\d", "a digit before the point, 0.5", "小数点前要有数字"),
    (r"=\s*[-+]?\d+\.(?!\d)", "a digit after the point, 5.0", "小数点后要有数字"),
    (r"=\s*(?i:true|false|yes|no|on|off)\b", "true or false, in small letters", "true 或 false"),
    (r"=\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", "a date like 2020-09-01", "日期写成 2020-09-01"),
    (r"=\s*[-+]?0\d", "a number without leading zeros", "数字前不加零"),
    (r"^[^=]*:", "key = value, with = and not :", "键与值之间用等号"),
    (r"=\s*(?:#.*)?$", "a value after the =", "等号后要有值"),
    (r"^\s*\[[^\]]*$", "a closing ]", "缺少右方括号"),
    (r"=\s*[^\s\"'\[{\d+-]", 'text between quotes, "…"', "文本要加引号"),
)
_BY_ERROR = (
    ("Expected '='", "key = value", "键与值之间用等号"),
    ("Unterminated string", "a closing quote", "缺少右引号"),
    ("Illegal character '\\n'", "a closing quote on the same line", "缺少右引号"),
    ("Unescaped '\\'", "/ or \\\\ for a backslash", "反斜杠写成 / 或两个反斜杠"),
    ("Unclosed array", "a closing ]", "缺少右方括号"),
    ("Unclosed inline table", "a closing } on the same line", "缺少同一行的右花括号"),
    ("Expected newline", "one key = value on a line, nothing behind it but # remarks", "一行一项"),
    ("Cannot", "each key or table once", "同一个键或表只写一次"),
    ("Exceeds the limit", "a number of fewer digits", "数字位数过多"),
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
    line = lines[number - 1] if number is not None and number <= len(lines) else ""
    column = f" (column {position['column']})" if position and position["line"] else ""
    found = f": {_shorten(line)}" if line.strip() else ""
    right, chinese = _find_advice(line, error)
    message = f"can't be read{column}{found}; would be right: {right} / {chinese}"
    return Fault(path=shown, line=number, key=key_on_line(lines, number), message=message)


def key_on_line(lines: list[str], number: int | None) -> str:
    """The dotted key that a line (from 1) seems to set, ``""`` where none can be seen."""
    key = _KEY.match(lines[number - 1]) if number is not None and number <= len(lines) else None
    if key is None or number is None:
        return ""
    headers = [found[1] for line in lines[:number] if (found := _HEADER.match(line))]
    return ".".join([*headers[-1:], key[1]])


def _find_advice(line: str, error: str) -> tuple[str, str]:
    # A quote or bracket left open is known from the error alone; the look of the line misleads.
    if not error.startswith(("Un", "Cannot", "Illegal", "Exceeds")):
        for pattern, right, chinese in _BY_LINE:
            if re.search(pattern, line):
                return right, chinese
    for start, right, chinese in _BY_ERROR:
        if error.startswith(start):
            return right, chinese
    reason = _POSITION.sub("", error)
    return f"key = value (the reader of TOML says: {reason})", "应为 键 = 值"


def _shorten(line: str) -> str:
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in line.strip())
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
            for line, characters in wide.items()
        ]
        return faults, narrowed
    # The reader names the second of two equal keys only; the first tells which of them to keep.
    keys = find_key_lines(text)
    if keys.repeats:
        return _explain_repeats(keys, shown), _without_repeats(text, keys)
    fault = explain_syntax(text, error, keys.broken, shown)
    is_placed = fault.line is not None and "(at end of document)" not in error
    if not is_placed or not error.startswith(_ONE_LINE_ERRORS):
        return [fault], None
    return [fault], _without_line(text, fault.line or 0)


def _explain_full_width(characters: str) -> str:
    narrowed = " ".join(narrow(characters)).strip() or "a plain space"
    return (
        f"found full-width {' '.join(characters)}; would be right: {narrowed} "
        "(typed in English input mode) / 全角符号，请改用英文半角"
    )


def _explain_repeats(keys: KeyLines, shown: str) -> list[Fault]:
    return [
        Fault(
            path=shown,
            line=repeat.line,
            key=".".join(part for part in repeat.parts if isinstance(part, str)),
            message=f"is written twice, first on line {repeat.first_line}; would be right: once "
            "/ 同一个键重复出现，只保留一个",
        )
        for repeat in keys.repeats
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
