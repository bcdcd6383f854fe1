"""The steep first year of life: its hazards, and what birth windows keep of their newborns.

Infants die mostly in their first month. Two hazards, one on it and one on the rest of the year,
give back the level of mortality at age 0 and the mean age of those who die; the relations are those
of [1]_, chapter 3. A birth window is then carried exactly from one opening of windows to the next.

References
----------
.. [1] Preston, Heuveline and Guillot (2001), *Demography: Measuring and Modeling Population
   Processes*, Blackwell.
"""

from typing import Any

import numpy as np
from scipy.optimize import elementwise

from simulator.demography.life_table import infant_death_probability, mean_survival
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.words.catalogue import message

FIRST_MONTH = 1 / 12
REST_OF_YEAR = 11 / 12
"""The two parts of the first year of life (years)."""

Parts = tuple[float, float]
"""Lengths of the two parts of a year of age, each with a hazard of its own (years)."""

FIRST_YEAR: Parts = (FIRST_MONTH, REST_OF_YEAR)


def infant_hazards(m0: FloatArray, a0: float | FloatArray) -> tuple[FloatArray, FloatArray]:
    """Hazards of the first month and of the rest of the first year that give back m₀ and a₀.

    With h on [0, 1/12) and g on [1/12, 1), ``h/12 + 11g/12 = −ln(1 − q₀)`` keeps q₀ and
    ``(1 − e^(−h/12))/h + e^(−h/12)(1 − e^(−11g/12))/g = 1 − (1 − a₀)q₀`` the years lived.

    Parameters
    ----------
    m0
        shape (...), central death rate at age 0 (per year).
    a0
        Mean years lived in the first year by those who die in it, scalar or shape (...).

    Returns
    -------
    tuple of FloatArray
        two arrays of shape (...), per year: the first month, the rest of the year.

    Raises
    ------
    ValueError
        If no such pair of hazards exists: a₀ is outside what deaths in one of the two give.
    """
    if not reaches(m0, a0, FIRST_YEAR).all():
        raise ValueError(message("fault.demography.mortality.a0"))
    return two_hazards(m0, a0, FIRST_YEAR)


def two_hazards(
    mx: FloatArray, ax: float | FloatArray, parts: Parts
) -> tuple[FloatArray, FloatArray]:
    """Hazards of the two parts of a year of age that give back its level and mean age of deaths.

    Parameters
    ----------
    mx
        shape (...), central death rate of the year of age (per year).
    ax
        Mean years lived in it by those who die in it, scalar or shape (...), within reach.
    parts
        Lengths of the parts, adding to one (years).

    Returns
    -------
    tuple of FloatArray
        two arrays of shape (...), per year.
    """
    hazard, lived = _level(mx, ax)

    def surplus(share: FloatArray, hazard: FloatArray, lived: FloatArray) -> FloatArray:
        return _years_lived(share * hazard, (1 - share) * hazard, parts) - lived

    # One unknown is enough: how much of the whole hazard falls into the first part. The earlier
    # the deaths, the fewer the years lived, so the surplus falls and its zero is the only one.
    share = _root(surplus, np.ones_like(hazard), hazard, lived)
    return share * hazard / parts[0], (1 - share) * hazard / parts[1]


def reaches(mx: FloatArray, ax: float | FloatArray, parts: Parts) -> BoolArray:
    """Whether hazards in two parts of a year can give this level and mean age, shape (...).

    All deaths in the first part, and all in the second, are the ends of what can be reached.
    """
    hazard, lived = _level(mx, ax)
    none = np.zeros_like(hazard)
    latest = _years_lived(none, hazard, parts) - lived
    earliest = _years_lived(hazard, none, parts) - lived
    within: BoolArray = (hazard <= 0) | ((latest >= 0) & (earliest <= 0))
    return within


def _level(mx: FloatArray, ax: float | FloatArray) -> tuple[FloatArray, FloatArray]:
    """The hazard cumulated over a year of age, and the years lived in it; shape (...)."""
    dying = infant_death_probability(mx, ax)
    hazard = -np.log1p(-dying)
    lived = np.broadcast_to(1 - (1 - np.asarray(ax)) * dying, hazard.shape)
    return hazard, lived


def first_year_hazards(
    first_month: FloatArray, rest: FloatArray, m1: FloatArray, per_year: int
) -> FloatArray:
    """Hazards of a birth window of width w = 1/``per_year``, interval by interval.

    Births fall evenly on interval 0, which lasts w; after n intervals the window covers the ages
    [(n − 1)w, nw) and holds S(n) = ∫ l(a) da over them. The hazards that carry the whole window
    exactly from the close of one interval to the close of the next are

        (1 − e^(−c₀w))/c₀ = S(1),    c(n) = ln(S(n)/S(n+1))/w  for n = 1 … ``per_year``.

    In the last of these the window passes its first birthday; later ones follow the age tables.

    Parameters
    ----------
    first_month, rest, m1
        shape (...), hazards on the ages [0, 1/12), [1/12, 1) and [1, 2) (per year).
    per_year
        Windows a year: 1, 2, 3, 4, 6 or 12.

    Returns
    -------
    FloatArray
        shape (..., per_year + 1), per year.

    Raises
    ------
    ValueError
        Where ``per_year`` is none of these, or a hazard is negative or no number.
    """
    if per_year not in (1, 2, 3, 4, 6, 12):
        raise ValueError(message("fault.demography.mortality.windows", found=per_year))
    held = window_survivors(first_month, rest, m1, per_year)
    return hazards_of_windows(held, np.maximum(np.maximum(first_month, rest), m1), per_year)


def hazards_of_windows(held: FloatArray, steepest: FloatArray, per_year: int) -> FloatArray:
    """Hazards that carry windows of survivors S(1), S(2), … exactly from each to the next.

    Parameters
    ----------
    held
        shape (..., n + 1), persons for one birth a year.
    steepest
        shape (...), a hazard that none of the first window is above (per year).
    per_year
        Windows a year.

    Returns
    -------
    FloatArray
        shape (..., n + 1): of the window being born, then c(1) … c(n), per year.
    """
    width = 1 / per_year
    later = np.log(held[..., :-1] / held[..., 1:]) / width

    def surplus(exponent: FloatArray, ratio: FloatArray) -> FloatArray:
        return mean_survival(exponent) - ratio

    # Where nobody dies, rounding can take the ratio past one, and one has the root zero.
    ratio = np.minimum(held[..., 0] / width, 1.0)
    opening = _root(surplus, steepest * width + 1e-9, ratio) / width
    return np.concatenate((opening[..., None], later), axis=-1)


def share_under_one(
    first_month: FloatArray, rest: FloatArray, m1: FloatArray, per_year: int
) -> FloatArray:
    """Share of the deaths of a birth window, interval by interval, that fall before age one.

    All of them in the intervals 0 … m − 1. In interval m the window passes its first birthday:
    of S(m) people l(1)w reach it, so the share is (S(m) − l(1)w)/(S(m) − S(m+1)).

    Parameters
    ----------
    first_month, rest, m1
        shape (...), hazards on the ages [0, 1/12), [1/12, 1) and [1, 2) (per year).
    per_year
        Windows a year: 1, 2, 3, 4, 6 or 12.

    Returns
    -------
    FloatArray
        shape (..., per_year + 1), no unit; 1 where nobody dies.

    Raises
    ------
    ValueError
        Where a hazard is negative or no number.
    """
    held = window_survivors(first_month, rest, m1, per_year)
    reaching = np.exp(-first_month * FIRST_MONTH - rest * REST_OF_YEAR) / per_year
    return share_before(held, reaching)


def share_before(held: FloatArray, reaching: FloatArray) -> FloatArray:
    """Share of deaths before a birthday that the window of ``held[..., -2]`` passes next.

    All of them before, none but ``reaching`` (shape (...), persons) alive at it; shape of ``held``.
    """
    infants, all_ages = held[..., -2] - reaching, held[..., -2] - held[..., -1]
    shares = np.ones_like(held)
    np.divide(infants, all_ages, out=shares[..., -1], where=all_ages > 0)
    return np.clip(shares, 0.0, 1.0)


def window_survivors(
    first_month: FloatArray, rest: FloatArray, m1: FloatArray, per_year: int
) -> FloatArray:
    """Survivors S(n) = ∫ l(a) da over the ages [(n − 1)w, nw), w = 1/``per_year``.

    Parameters
    ----------
    first_month, rest, m1
        shape (...), hazards on the ages [0, 1/12), [1/12, 1) and [1, 2) (per year).
    per_year
        Windows a year, a divisor of 12.

    Returns
    -------
    FloatArray
        shape (..., per_year + 1), for n = 1 … ``per_year`` + 1, persons for one birth a year.

    Raises
    ------
    ValueError
        Where a hazard is negative or no number.
    """
    months = 12 // per_year
    by_month = np.stack([first_month, *[rest] * 11, *[m1] * months], axis=-1) / 12
    return survivors_by_window(by_month, per_year)


def survivors_by_window(by_month: FloatArray, per_year: int) -> FloatArray:
    """The same from hazards cumulated over each month of age since birth.

    ``by_month`` has shape (..., months), as many as fill windows; raises as ``window_survivors``.
    """
    # Months are the finest step at which a hazard changes, so that every window of whole months
    # is a sum of them, each with its survivors at the start times the mean over the month.
    if not np.all(np.isfinite(by_month) & (by_month >= 0)):
        raise ValueError(message("fault.demography.mortality.hazards"))
    alive = np.exp(by_month - np.cumsum(by_month, axis=-1))
    lived = alive * mean_survival(by_month) / 12
    held: FloatArray = lived.reshape(*lived.shape[:-1], -1, 12 // per_year).sum(axis=-1)
    return held


def _years_lived(first: FloatArray, rest: FloatArray, parts: Parts) -> FloatArray:
    """Years lived in a year of age under cumulated hazards of its two parts; same shape."""
    years: FloatArray = parts[0] * mean_survival(first) + parts[1] * np.exp(-first) * mean_survival(
        rest
    )
    return years


def _root(surplus: Any, upper: FloatArray, *given: FloatArray) -> FloatArray:  # noqa: ANN401
    """Element by element, the zero in [0, upper] of a falling function."""
    found = elementwise.find_root(surplus, (np.zeros_like(upper), upper), args=given)
    return np.asarray(found.x, dtype=np.float64)
