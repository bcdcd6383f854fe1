"""Numbers with no more digits than their interval bears, and chances in words."""

from math import floor, isfinite, log10

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
    found = next((word for upper, word in _WORDS if share < upper), "virtually_certain")
    return f"chance.{found}"


def borne_by(low: float, high: float) -> float:
    """The unit an interval can be told in: two digits of its width, at least one."""
    width = high - low
    if not isfinite(width) or width <= 0:
        return 1.0
    return max(10.0 ** (floor(log10(width)) - 1), 1.0)


def rounded(value: float, unit: float) -> float:
    """A value to the nearest multiple of a unit; zero has no sign."""
    return round(value / unit) * unit + 0.0
