"""The number that a text stands for: with separators, a unit, or a change in per cent."""

import re

from simulator.files.hints import narrow

_TIMES = {"": 1.0, "%": 0.01, "‰": 0.001, "千": 1e3, "万": 1e4, "亿": 1e8}
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>\d[\d,]*)(?P<rest>(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(?P<unit>[%‰千万亿]?)",
    re.ASCII,
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"\d+,\d+", re.ASCII)
_CHANGE = re.compile(
    r"(?:(?P<down>减少?|降低?|下降|-|minus )|(?P<up>增加?|提高|上升|多|\+|plus ))?"
    r"\s*(?P<part>\d+(?:[.,]\d+)?)\s*%",
    re.ASCII,
)
_ALL, _HALF = 100, 50


def read_quoted_number(text: str) -> float | None:
    """The number that a text like "45%", "12,000", "1,1" or "3.5万" stands for."""
    found = _NUMBER.fullmatch(_plain(text))
    if found is None:
        return None
    whole = _without_commas(found["whole"], is_alone=not found["rest"])
    if whole is None:
        return None
    number = float(f"{found['sign']}{whole}{found['rest']}") * _TIMES[found["unit"]]
    # 35 × 0.01 is 0.35000000000000003 in base two; the hint shows it as it would be typed.
    return float(f"{number:.12g}")


def read_factor(text: str) -> float | None:
    """The factor that a text stands for where one is asked for: 1.1 for "10%", 0.9 for "-10%".

    A share of half or more without a sign is what remains: 0.8 for "80%", 1.1 for "110%".
    """
    found = _CHANGE.fullmatch(_plain(text))
    if found is None:
        return read_quoted_number(text)
    part = float(found["part"].replace(",", "."))
    if found["down"]:
        changed = _ALL - part
    elif found["up"] or part < _HALF:
        changed = _ALL + part
    else:
        changed = part
    return float(f"{changed / _ALL:.12g}") if changed >= 0 else None


def _plain(text: str) -> str:
    return narrow(text).replace("\u2212", "-").strip()


def _without_commas(whole: str, *, is_alone: bool) -> str | None:
    """12,000 as 12000, and 1,1 as 1.1: thousands come in threes, anything else is a fraction."""
    if "," not in whole or _GROUPED.fullmatch(whole):
        return whole.replace(",", "")
    return whole.replace(",", ".") if is_alone and _DECIMAL.fullmatch(whole) else None
