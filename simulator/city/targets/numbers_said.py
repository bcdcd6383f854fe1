"""Numbers of the scoreboard as they are said: as exact as they can be meant, in any language."""

from math import ceil, floor, log10

_WHOLE = 1000
_ONE_DECIMAL = 10
_EXACT = 1e-9
_NEARLY = 1e-6


def figure(value: float) -> str:
    """A value in the unit of a target: two decimals below 10, one below 1,000, then none.

    A number that is whole stays so: 38, not 38.0.
    """
    size = abs(value)
    if size >= _WHOLE or abs(value - round(value)) < _EXACT:
        return f"{round(rounded(value)) + 0.0:,.0f}"
    return f"{value:.1f}" if size >= _ONE_DECIMAL else f"{value:.2f}"


def printed(value: float) -> str:
    """A number as a plan prints it, every digit kept."""
    return f"{value:,.10g}"


def number(value: float, *, up: bool = True) -> str:
    """Beds, people, places: whole, rounded up (what is needed) or down, four digits.

    Below ten decimals are kept: an expected number need not be whole.
    """
    if abs(value) < _ONE_DECIMAL:
        return figure(value)
    whole = ceil(value - _NEARLY) if up else floor(value + _NEARLY)
    return f"{rounded(whole):,.0f}"


def rounded(value: float) -> float:
    """A large number to four digits: 5,187,944 is 5,188,000."""
    if abs(value) < 10 * _WHOLE:
        return value
    step = 10.0 ** (floor(log10(abs(value))) - 3)
    return round(value / step) * step
