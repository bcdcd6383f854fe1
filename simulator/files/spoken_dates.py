"""The day that a date stands for which is not written as one: a number, words, other signs.

Only what names one day without a guess is read: a year of four digits has to be there, and an order
of day and month that could be read both ways is not.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from unicodedata import normalize

from simulator.files.limits import FIRST_YEAR, LAST_YEAR

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"(?P<year>\d{4})"
_IN_WORDS = re.compile(r"[年月日号底末初春夏秋冬]|\b[a-z]{3,}\b.*\d|\d.*\b[a-z]{3,}\b")
_WRITTEN = (
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)?",
    rf"{_YEAR}\s*[-./年 ]\s*(?P<month>\d\d?)(?:\s*[-./月 ]\s*(?P<day>\d\d?)\s*[日号]?|\s*月)?",
    rf"{_YEAR}\s*年?\s*(?P<month>\d\d?)\s*月\s*(?P<end>底|末)",
    rf"{_YEAR}\s*年?\s*(?P<close>年?底|年?末)",
    rf"{_YEAR}\s*年?\s*(?P<open>初|元旦)?",
    rf"(?:(?P<close>end)\s+(?:of\s+)?|(?P<open>(?:start|beginning)\s+of\s+)){_YEAR}",
    rf"{_YEAR}[ _-]?(?:(?P<close>year[ _-]?end|end)|(?P<open>year[ _-]?start))",
    rf"(?P<day>\d\d?)?\s*(?P<name>[a-z]{{3,9}})\.?\s+{_YEAR}",
    rf"(?P<name>[a-z]{{3,9}})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\s*,?\s+{_YEAR}",
)


def meant_day(value: object) -> str | None:
    """The day that was meant, as TOML has it; ``None`` where no single day is.

    A text may be Chinese or English words (2018年9月, 2020年底, September 2018) or figures with
    other signs; a number its digits (20180901, 2018.9). The end of a year is its 31 December.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # 2018.1 may be January or, its zero lost, October; 2018.5 May or the middle of the year.
    if isinstance(value, float) and repr(value).endswith((".1", ".5")):
        return None
    if isinstance(value, int | float | str):
        return _read(normalize("NFKC", str(value)).strip().casefold())
    return None


def is_in_words(text: str) -> bool:
    """Whether a text is a date in words, or seems to be meant as one."""
    return bool(_IN_WORDS.search(text.casefold()))


def _read(text: str) -> str | None:
    if re.match(r"[〇零一二三四五六七八九]{4}年", text):
        text = text[:4].translate(_DIGITS) + _chinese_months(text[4:])
    for written in _WRITTEN:
        found = re.fullmatch(written, text, re.ASCII)
        if found is not None:
            return _day({key: part for key, part in found.groupdict().items() if part})
    return None


def _chinese_months(text: str) -> str:
    """Months and days in Chinese figures as digits: 十二月 as 12月."""
    return re.sub(
        r"([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=[月日号])",
        lambda found: _number(*found.groups()) if found[0] else "",
        text,
    )


def _number(tens: str, ten: str, ones: str) -> str:
    if not ten:
        return (tens + ones).translate(_DIGITS)
    return f"{tens.translate(_DIGITS) or 1}{ones.translate(_DIGITS) or 0}"


def _day(parts: dict[str, str]) -> str | None:
    year, month, day = int(parts["year"]), int(parts.get("month", 1)), int(parts.get("day", 1))
    if "name" in parts:
        known = [place for place, name in enumerate(_MONTHS, 1) if parts["name"].startswith(name)]
        month = known[0] if known else 0
    if "close" in parts:
        month, day = 12, 31
    elif "end" in parts and 1 <= month <= 12:
        day = monthrange(year, month)[1]
    try:
        meant = date(year, month, day)
    except ValueError:
        return None
    return meant.isoformat() if FIRST_YEAR <= year <= LAST_YEAR else None
