"""What a spreadsheet makes of a text that it opens from a CSV file, and how to be left alone.

Excel and WPS read every cell as if it had been typed, quotation marks or not: ``3-5`` turns into a
day in March, ``007`` into 7, ``1E5`` into 100000, and what begins like a formula is carried out. A
full date (2015-09-01) is turned into a date as well, which is what it is, and a plain number into
that number; both are left as they are. The rules below take more for harmful than any one version
does: a mark too many can be read, a lost figure can't be got back.
"""

import re
import unicodedata
from collections.abc import Sequence

MARK = "'"
"""Before a text that a spreadsheet would otherwise read as something else."""

_BLANK = " \t\r\n\v\f\u00a0\u3000\ufeff"
_FORMULA = tuple("=+-@\t\r\n")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPAN = re.compile(r"\d+(-\d+)+")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d*[1-9])?")
_MOST_DIGITS = 15

_MONTHS = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|"
    r"oct(ober)?|nov(ember)?|dec(ember)?)"
)
_APART = r"[\s\-/.,]*"
_CLOCK = r"\d{1,4}:\d{1,2}(:\d{1,2}(\.\d+)?)?(\s*[ap]\.?m?\.?)?"
_SIGNS = "$£¥\u20ac"
_DIGITS = r"(\d[\d,\s]*\.?\d*|\.\d+)"
_YEAR, _MONTH, _DAY, _HOUR, _MINUTE, _SECOND = "\u5e74\u6708\u65e5\u65f6\u5206\u79d2"
_READ_OTHERWISE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # numbers: with separators, currency, per cent, brackets, powers of ten, fractions
        rf"[(]?[+-]?[{_SIGNS}]?\s*[+-]?{_DIGITS}(\s*[ed]\s*[+-]?\s*\d+)?\s*[%{_SIGNS}]?[)]?",
        r"\d+\s+\d+/\d+",
        # spans, and dates: two or three numbers, a month by name, a year, month or day in Chinese
        _SPAN.pattern,
        rf"\d{{1,4}}\s*[-/.]\s*\d{{1,2}}(\s*[-/.]\s*\d{{1,4}})?(\s+{_CLOCK})?",
        rf"(\d{{1,4}}{_APART})?{_MONTHS}{_APART}\d{{1,4}}({_APART}\d{{1,4}})?(\s+{_CLOCK})?",
        rf"\d{{1,4}}{_APART}{_MONTHS}({_APART}\d{{1,4}})?(\s+{_CLOCK})?",
        rf"(\d{{2,4}}{_YEAR})?\d{{1,2}}{_MONTH}(\d{{1,2}}{_DAY}?)?",
        rf"\d{{2,4}}{_YEAR}",
        # times of the day
        rf"{_CLOCK}",
        r"\d{1,2}\s*[ap]\.?m?\.?",
        rf"\d{{1,2}}{_HOUR}(\d{{1,2}}{_MINUTE}(\d{{1,2}}{_SECOND})?)?",
        r"true|false",
        r"#(n/a|ref!|name\?|value!|div/0!|num!|null!)",
    )
)


def left_alone(text: str) -> str:
    """A text in a form that a spreadsheet shows as it is written; itself where it already does.

    Spans of whole numbers get a dash that no spreadsheet takes for a date (3–5), anything else the
    mark. What was changed once is not changed again.
    """
    if not is_misread(text):
        return text
    if _SPAN.fullmatch(text):
        return text.replace("-", "\u2013")
    return f"{MARK}{text}"


def all_left_alone(texts: Sequence[str]) -> list[str]:
    """Every text of a column, each different one looked at once."""
    known = {text: left_alone(text) for text in set(texts)}
    return [known[text] for text in texts]


def is_misread(text: str) -> bool:
    """Whether a spreadsheet would show, or carry out, something else than is written."""
    if not text or _ISO_DATE.fullmatch(text) or _PLAIN_NUMBER.fullmatch(text):
        return sum(map(str.isdigit, text)) > _MOST_DIGITS
    # Digits and signs of full width are typed in Chinese and read like narrow ones.
    typed = unicodedata.normalize("NFKC", text)
    if typed.startswith(_FORMULA) or typed.strip(_BLANK).startswith(_FORMULA):
        return True
    return any(pattern.fullmatch(typed.strip(_BLANK)) for pattern in _READ_OTHERWISE)


def as_written(text: str) -> str:
    """A text without the mark that was put before it; where cells have types none is needed."""
    bare = text.removeprefix(MARK)
    return bare if bare != text and is_misread(bare) else text
