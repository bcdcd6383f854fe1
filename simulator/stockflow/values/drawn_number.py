"""A number known by its interval, as a draw: of many draws, 10, 50 and 90 % are where it is stated.

A stated number comes as a value and the 80 % interval from ``low`` to ``high`` around it, seldom
with the value in the middle. What is drawn is a two-piece normal number [1]_ on a scale s on which
it may go as far as it likes, the logarithm of what is positive, the logit of a share:

    s(x) = s(value) + Z × (s(high) − s(value)) / z₉₀    where Z ≥ 0
    s(x) = s(value) + Z × (s(value) − s(low)) / z₉₀     where Z < 0

with Z standard normal and z₉₀ its 90 % quantile. Both halves hold half of the draws, so that the
median is the value and the 10 and 90 % quantiles are ``low`` and ``high``, all three exactly.

References
----------
.. [1] Wallis (2014), "The two-piece normal, binormal, or double Gaussian distribution: its origin
   and rediscoveries", Statistical Science 29(1), 106-112. There the two halves meet in one density
   at the mode; here they meet in the median, since that is what is stated.
"""

from typing import Literal

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.chance import Chance

Kind = Literal["positive", "share"]

_Z90 = 1.2815515655446004
"""90 % quantile of the standard normal distribution."""


def drawn_number(
    chance: Chance, *names: str, value: float, low: float, high: float, kind: Kind = "positive"
) -> FloatArray:
    """A number for every draw, shape (draws,); ``value``, shape (1,), where nothing is drawn.

    Where the value lies outside of the interval, the median is the middle of the interval on the
    scale. A share whose interval ends at one can't go on beyond it: the draws above the 90 %
    quantile are one, and so are those below the 10 % quantile nothing where it begins at nothing.

    Parameters
    ----------
    chance
        What is left to chance.
    names
        What the number is of, and so which of all numbers it is.
    value, low, high
        What is stated: the value and its 80 % interval, ``low`` ≤ ``high``.
    kind
        ``positive``: above nothing, without an upper end. ``share``: between nothing and one.

    Raises
    ------
    ValueError
        Where the interval ends before it begins, or leaves what numbers of the kind may be; a share
        of which nothing is known, from nothing to one, among them.
    """
    if not chance.is_drawn:
        return np.array([value])
    _refuse_unlawful(names, low, high, kind)
    if low == high:
        return np.full(chance.draws, low)
    score = chance.normal(*names) / _Z90
    if kind == "share" and low == 0:
        # the rest of it is a share that may be one
        return 1 - _on_logarithms(-score, 1 - value, 1 - high, 1.0, most=1.0)
    if kind == "share" and high == 1:
        return _on_logarithms(score, value, low, 1.0, most=1.0)
    if kind == "share":
        odds = (number / (1 - number) if number < 1 else np.inf for number in (value, low, high))
        drawn = _on_logarithms(score, *odds, most=np.inf)
        return np.asarray(drawn / (1 + drawn))
    return _on_logarithms(score, value, low, high, most=np.inf)


def _on_logarithms(
    score: FloatArray, value: float, low: float, high: float, *, most: float
) -> FloatArray:
    """Two pieces on the scale of logarithms, shape of ``score``, which counts halves in z₉₀."""
    middle = value if low <= value <= high else float(np.sqrt(low * high))
    piece = np.where(score < 0, np.log(middle / low), np.log(high / middle))
    return np.asarray(np.minimum(middle * np.exp(score * piece), most))


def _refuse_unlawful(names: tuple[str, ...], low: float, high: float, kind: Kind) -> None:
    is_positive = kind == "positive" and 0 < low <= high < np.inf
    is_share = kind == "share" and 0 <= low <= high <= 1 and high - low < 1
    if not (is_positive or is_share):
        raise ValueError(*names, low, high, kind)
