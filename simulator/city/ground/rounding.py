"""Numbers with no more digits than their interval bears, and chances in words."""

from math import ceil, floor, isfinite, log10, sqrt

_WORDS = (
    (0.01, "exceptionally_unlikely"),
    (0.10, "very_unlikely"),
    (0.33, "unlikely"),
    (0.66, "as_likely_as_not"),
    (0.90, "likely"),
    (0.99, "very_likely"),
)
"""Up to which probability each word is used (Mastrandrea et al. 2010, table 1)."""


def chance_word(share: float) -> str:
    """The key of the word for a probability, ``chance.…``.

    The scale of Mastrandrea et al. (2010), *Guidance note for lead authors of the IPCC fifth
    assessment report*, table 1, each word used up to the next one's range.
    """
    return f"chance.{_word(share)}"


def met_word(share: float) -> str:
    """The key of the words for the probability that a target is met, ``likely_met.…``."""
    return f"likely_met.{_word(share)}"


def _word(share: float) -> str:
    return next((word for upper, word in _WORDS if share < upper), "virtually_certain")


def borne_by(low: float, high: float) -> float:
    """The unit an interval can be told in: two digits of its width, at least one."""
    width = high - low
    if not isfinite(width) or width <= 0:
        return 1.0
    return max(10.0 ** (floor(log10(width)) - 1), 1.0)


def rounded(value: float, unit: float) -> float:
    """A value to the nearest multiple of a unit; zero has no sign."""
    return round(value / unit) * unit + 0.0


_SELDOM = 0.005
_Z = 1.6448536269514722
"""Of the 90 % interval of a share."""


def share_interval(share: float, draws: int) -> tuple[float, float]:
    """The 90 % interval of a chance of which so many draws say a share (Wilson 1927)."""
    spread = _Z**2 / draws
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / draws + spread / (4 * draws)) / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def chance_told(share: float, draws: int, bound: float | None = None) -> str:
    """A chance in per cent; none or all of the draws is not said to be never or always.

    Beside a ``bound`` it is told as a number only where chance leaves no doubt on which side of it
    it lies; else with its interval.
    """
    low, high = share_interval(share, draws)
    if share == 0:
        return f"< {ceil(100 * high)} %"
    if share == 1:
        return f"> {floor(100 * low)} %"
    if bound is not None and low < bound < high:
        return f"≈ {100 * share:.0f} % ({100 * low:.0f}–{100 * high:.0f} %)"
    # one draw in many is not none, and all but one are not all
    if share < _SELDOM:
        return "< 1 %"
    if share > 1 - _SELDOM:
        return "> 99 %"
    return f"{100 * share:.0f} %"
