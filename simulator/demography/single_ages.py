"""Counts by single year of age, put on the windows of a cohort axis.

The persons younger than age a, N(a), are known at every birthday. A monotone cubic through these
points [1]_ gives N between them: every year of age keeps its number, no window is negative, and
within a year of age there are fewer people towards the end where the next year holds fewer.

References
----------
.. [1] Fritsch and Carlson (1980), "Monotone piecewise cubic interpolation", *SIAM Journal on
   Numerical Analysis* 17(2), 238–246.
"""

import numpy as np
from scipy.interpolate import PchipInterpolator

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis


def to_windows(counts: FloatArray, cohorts: Axis, year: float) -> FloatArray:
    """Lay counts by completed age at an instant out along a cohort axis.

    A window open from b to b′ gets N(year − b) − N(year − b′); whatever was born before the oldest
    window belongs to the open cohort. People of the open age are laid over the windows that have
    reached it, half as many with every further year; rates are the same for all of them. The way
    back is ``completed_ages`` of ``simulator.city.people.table``.

    Parameters
    ----------
    counts
        shape (..., ages), none below zero, the last age open (persons). Of net migrants, gain and
        loss are laid out apart.
    cohorts
        A cohort axis.
    year
        The instant at which ages are counted.

    Returns
    -------
    FloatArray
        shape (..., cohorts), the same unit and total.
    """
    if not (np.isfinite(counts).all() and np.min(counts, initial=0.0) >= 0):
        raise ValueError("counts have to be numbers, at least 0; lay gains and losses out apart")
    windows = cohorts.birth_windows
    edges = np.array([windows.opening(number) for number in range(windows.count + 1)])
    younger = _younger(counts, np.maximum(year - edges, 0.0))
    younger = np.maximum.accumulate(younger[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty((*counts.shape[:-1], cohorts.size))
    found[..., 1:] = younger[..., :-1] - younger[..., 1:]
    found[..., 0] = np.maximum(counts.sum(axis=-1) - younger[..., 0], 0.0)
    return found


def _younger(counts: FloatArray, ages: FloatArray) -> FloatArray:
    """Persons younger than exact ages, shape (..., n)."""
    closed, open_ = counts[..., :-1], counts[..., -1:]
    oldest = closed.shape[-1]
    known = np.concatenate([np.zeros_like(open_), np.cumsum(closed, axis=-1)], axis=-1)
    curve = PchipInterpolator(np.arange(oldest + 1), known, axis=-1)
    past = 1 - 0.5 ** np.maximum(ages - oldest, 0.0)
    return np.asarray(curve(np.minimum(ages, oldest)) + open_ * past, dtype=np.float64)
