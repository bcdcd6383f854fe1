"""Counts by single year of age, put on the windows of a cohort axis and read off them again.

The persons younger than age a, N(a), are known at every birthday. What lies between is a choice:

- ``smooth``: a monotone cubic through these points [1]_; within a year of age there are fewer
  people towards its end where the next year holds fewer. Right where ages change smoothly.
- ``even``: straight lines, people are born uniformly within each year of age. Right where ages are
  jagged (a famine, a boom): a cubic would bend the edge between two unlike years.

Either way every year of age keeps its number and no window is negative.

``to_windows`` is for a population of one's own, built from Python as ``simulator/README.md`` shows;
a city comes by its people from age groups (``pyramid``). ``completed_ages`` is for both.

References
----------
.. [1] Fritsch and Carlson (1980), "Monotone piecewise cubic interpolation", *SIAM Journal on
   Numerical Analysis* 17(2), 238–246.
"""

from typing import Literal

import numpy as np
from scipy.interpolate import PchipInterpolator

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis, Windows
from simulator.words.catalogue import listed, message

Within = Literal["smooth", "even"]
"""How people are spread within a year of age."""

OPEN_AGE = 100
"""Everybody of this age and older counts as this old (completed years)."""

_INSTANT = 1e-9


def to_windows(
    counts: FloatArray, cohorts: Axis, year: float, *, within: Within = "smooth"
) -> FloatArray:
    """Lay counts by completed age at an instant out along a cohort axis.

    A window open from b to b′ gets N(year − b) − N(year − b′); whatever was born before the oldest
    window belongs to the open cohort. People of the open age are laid over the windows that have
    reached it, half as many with every further year; rates are the same for all of them. The way
    back is ``completed_ages``.

    Parameters
    ----------
    counts
        shape (..., ages), none below zero, the last age open (persons). Of net migrants, gain and
        loss are laid out apart.
    cohorts
        A cohort axis.
    year
        The instant at which ages are counted.
    within
        How people are spread within a year of age.

    Returns
    -------
    FloatArray
        shape (..., cohorts), the same unit and total.

    Raises
    ------
    ValueError
        Where a count is negative or no number: a curve that never falls has no room for it; or
        ``within`` is another word.
    """
    if within not in ("smooth", "even"):
        names = listed(("smooth", "even"), "list.or")
        raise ValueError(message("fault.demography.pyramid.within", found=within, names=names))
    if not (np.isfinite(counts).all() and np.min(counts, initial=0.0) >= 0):
        raise ValueError(message("fault.demography.pyramid.counts"))
    windows = cohorts.birth_windows
    edges = np.array([windows.opening(number) for number in range(windows.count + 1)])
    younger = _younger(counts, np.maximum(year - edges, 0.0), within)
    # Edges run from old to young. The curve never falls with age; its rounded values may, by the
    # last digit, where it is flat, and a window would hold a little less than nobody.
    younger = np.maximum.accumulate(younger[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty((*counts.shape[:-1], cohorts.size))
    found[..., 1:] = younger[..., :-1] - younger[..., 1:]
    found[..., 0] = np.maximum(counts.sum(axis=-1) - younger[..., 0], 0.0)
    return found


def completed_ages(windows: Windows, year: float) -> FloatArray:
    """Share of every cohort at every completed age.

    A window holds people born uniformly between its opening and its close, or so far. Where a
    birthday of the day falls inside the window, its people are two ages; on the day on which
    windows open they never are. The open cohort, first on the axis, is 100 and over.

    Parameters
    ----------
    windows
        The birth windows of a cohort axis.
    year
        The instant at which ages are counted.

    Returns
    -------
    FloatArray
        shape (1 + windows, age 0 … 100+), each row summing to one, that of an unborn window to
        zero. People along cohorts, times this, are people by age.
    """
    opening = np.array([windows.opening(number) for number in range(windows.count)])
    close = np.minimum(opening + 1 / windows.per_year, year)
    # Instants are sums of binary fractions: one that is a birthday may miss it by a last digit.
    youngest = np.floor(year - close + _INSTANT)
    oldest = np.maximum(np.ceil(year - opening - _INSTANT) - 1, youngest)
    after_birthday = close - (year - youngest - 1)
    width = np.maximum(close - opening, _INSTANT)
    younger = np.where(oldest > youngest, after_birthday / width, 1.0)
    shares = np.zeros((windows.count + 1, OPEN_AGE + 1))
    born = np.flatnonzero(opening <= year + _INSTANT)
    for ages, share in ((youngest, younger), (oldest, 1 - younger)):
        place = np.minimum(ages[born], OPEN_AGE).astype(np.int64)
        np.add.at(shares, (born + 1, place), share[born])
    shares[0, OPEN_AGE] = 1.0
    return shares


def _younger(counts: FloatArray, ages: FloatArray, within: Within) -> FloatArray:
    """Persons younger than exact ages (years), shape (..., n)."""
    closed, open_ = counts[..., :-1], counts[..., -1:]
    oldest = closed.shape[-1]
    known = np.concatenate([np.zeros_like(open_), np.cumsum(closed, axis=-1)], axis=-1)
    inside, beyond = np.minimum(ages, oldest), np.maximum(ages - oldest, 0.0)
    if within == "even":
        birthday = np.minimum(inside.astype(np.int64), oldest - 1)
        reached = known[..., birthday] + (inside - birthday) * closed[..., birthday]
        years = np.floor(beyond)
        past = 1 - 0.5**years * (1 - (beyond - years) / 2)
    else:
        reached = PchipInterpolator(np.arange(oldest + 1), known, axis=-1)(inside)
        past = 1 - 0.5**beyond
    return np.asarray(reached + open_ * past, dtype=np.float64)
