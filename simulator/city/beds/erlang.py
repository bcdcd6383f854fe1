"""Erlang's loss formula, continuous in beds: how often a full ward turns somebody away.

Patients arrive at random; one who finds all n beds taken is turned away and does not wait. With a
*load* of a patients in bed on an average day, were there room for all (admissions a year × stay in
years), the share turned away is

    B(n, a) = aⁿ e⁻ᵃ / Γ(n + 1, a),    1 / B(n, a) = a ∫₀^∞ e^(−at) (1 + t)ⁿ dt

whatever the distribution of the stay (Erlang 1917; the integral, which makes sense of beds that are
no whole number, is Fortet's). Γ(n + 1, a) is the upper incomplete gamma function. In logarithms the
quotient holds for loads of thousands; where a is so far above n that the regularised function
underflows, Legendre's continued fraction takes its place.
"""

from collections.abc import Callable
from math import exp, inf, log

from scipy.optimize import brentq
from scipy.special import gammaincc, gammaln

_UNDERFLOW = 1e-200
_CONVERGED = 1e-15
_RELATIVE, _TINY = 1e-14, 1e-100


def turned_away(beds: float, load: float) -> float:
    """B(n, a): the share turned away by ``beds`` beds at a ``load`` of patients; 0 to 1.

    Raises ``ValueError`` for a negative or unbounded number of either.
    """
    _refuse(beds, load)
    if beds == 0:
        return 1.0
    if load == 0:
        return 0.0
    tail = float(gammaincc(beds + 1, load))
    if tail < _UNDERFLOW:
        return _far_above(beds, load)
    return exp(beds * log(load) - load - float(gammaln(beds + 1)) - log(tail))


def load_carried(beds: float, share: float) -> float:
    """The load at which ``beds`` beds turn away a ``share``: a with B(n, a) = share.

    Of any load at least 1 − n/a is turned away, so a is at most n ÷ (1 − share).
    Raises ``ValueError`` for a negative number of beds or a share not between 0 and 1.
    """
    _refuse(beds, 0.0)
    _refuse_share(share)
    if beds == 0:
        return 0.0
    most = beds / (1 - share)
    return _root(lambda load: turned_away(beds, load) - share, 0.0, most)


def beds_needed(load: float, share: float) -> float:
    """The beds, no whole number, that turn away a ``share`` of a ``load``: n with B(n, a) = share.

    Raises ``ValueError`` for a negative load or a share not between 0 and 1.
    """
    _refuse(0.0, load)
    _refuse_share(share)
    if load == 0:
        return 0.0
    most = load + 1
    while turned_away(most, load) > share:
        most *= 2
    return _root(lambda beds: turned_away(beds, load) - share, 0.0, most)


def _root(excess: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes sign once between two points is zero."""
    found: float = brentq(excess, low, high, xtol=_TINY, rtol=_RELATIVE)
    return found


def _far_above(beds: float, load: float) -> float:
    """B for a load far above the beds: (c + n ÷ (c + 2 + 2(n − 1) ÷ (c + 4 + …))) ÷ a, c = a − n.

    Legendre's fraction of Γ(n + 1, a), summed from the front by Lentz's method; this far above n it
    settles within a few terms.
    """
    value = ratio = load - beds
    inverse, change, term = 0.0, inf, 0
    while abs(change - 1) > _CONVERGED:
        term += 1
        part, step = term * (beds + 1 - term), load - beds + 2 * term
        inverse = 1 / (step + part * inverse)
        ratio = step + part / ratio
        change = ratio * inverse
        value *= change
    return value / load


def _refuse(beds: float, load: float) -> None:
    for name, number in (("beds", beds), ("load", load)):
        if not 0 <= number < inf:
            raise ValueError(f"{name}: found {number}; expected a number of at least 0")


def _refuse_share(share: float) -> None:
    if not 0 < share < 1:
        raise ValueError(f"share: found {share}; expected a number between 0 and 1")
