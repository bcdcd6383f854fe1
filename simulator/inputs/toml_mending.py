"""A text that is not TOML: its faults, and the text without them, to look for further ones."""

import re
import tomllib

from simulator.errors import Fault
from simulator.inputs.full_width import find_full_width, narrow, narrow_outside_quotes
from simulator.inputs.toml_lines import KeyLines, find_key_lines
from simulator.inputs.toml_syntax import explain_syntax, key_on_line

_ONE_LINE_ERRORS = ("Expected newline", "Invalid value", "Expected '=' after a key in a key/value")
_TABLE = re.compile(r"\s*\[")


def mend_toml(text: str, error: str, shown: str) -> tuple[list[Fault], str | None]:
    """Faults of a text that is not TOML, and the text mended so that reading can go on.

    Full-width punctuation is made narrow, a faulty line that stands alone is emptied; ``None``
    instead of a text where what follows would only be misunderstood.
    """
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
