"""How ids, days, years, ages and numbers are written in the files of a pack: one way each."""

import re
from datetime import date
from functools import cache
from unicodedata import normalize

LONGEST = 2**63
"""No array holds a longer whole number."""

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_COUNTED = (
    "year_end|year_start|calendar_year|during_year|school_year|period|census|decision|early|day"
)

PATTERNS = {
    "id": r"[a-z][a-z0-9_]*",
    "years": r"[0-9]{4}(-[0-9]{4})?",
    "ages": r"all|born_[0-9]{4}s|[0-9]{1,3}(-[0-9]{1,3}|\+)?",
    "date_rule": rf"({_COUNTED}|(end_)?({_MONTHS}))(_[0-9]{{4}})?",
}
"""Texts that are written one way, by their kind."""

_WRITTEN = {
    **{kind: re.compile(pattern) for kind, pattern in PATTERNS.items()},
    "day": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    "number": re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII),
    "integer": re.compile(r"[-+]?(0|[1-9]\d*)", re.ASCII),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def is_spelt(kind: str, text: str) -> bool:
    """Whether a text is an id, one or several years, an age group, or a number in plain digits."""
    first, _, last = text.partition("-")
    is_range = kind in ("years", "ages") and first.isdigit() and last.isdigit()
    return bool(_WRITTEN[kind].fullmatch(text)) and not (is_range and int(first) >= int(last))


def is_day(value: object) -> bool:
    """Whether a value is a day, 2018-09-01, as text or as TOML has it."""
    text = str(value)
    if not is_spelt("day", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_dated(value: object) -> bool:
    """Whether a value is a year or a day, as dates of paths are written."""
    text = str(value)
    return is_day(value) or ("-" not in text and is_spelt("years", text))


@cache
def alike(text: str) -> str:
    """A text as its spelling counts: the same for full-width letters, other case, other spaces."""
    return " ".join(normalize("NFKC", text).casefold().split())


def has_control(text: str) -> bool:
    """Whether a text holds characters that nobody sees; line breaks and tabs are none."""
    return bool(_CONTROL.search(text))
