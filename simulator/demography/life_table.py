"""Mortality by single age: survival under constant hazards, life expectancy, its level.

Hazards are constant within a year of age (the first year has two, see ``infancy``). The life-table
relations are those of [1]_, chapter 3. A table is brought to a life expectancy by one factor on all
its rates, so that its pattern by age stays.

References
----------
.. [1] Preston, Heuveline and Guillot (2001), *Demography: Measuring and Modeling Population
   Processes*, Blackwell.
.. [2] Andreev and Kingkade (2015), "Average age at death in infancy and infant mortality level",
   *Demographic Research* 33(13), 363–390. The segments in m₀ are those the Methods Protocol of
   the Human Mortality Database (version 6) takes from them.
"""

from typing import Literal

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

SEXES = ("men", "women")
"""The sexes, in the order of that axis of every array of this room."""


def mean_survival(hazard: FloatArray) -> FloatArray:
    """Mean of e^(−hazard × t) over t in [0, 1], φ(x) = (1 − e^(−x))/x and φ(0) = 1.

    Parameters
    ----------
    hazard
        shape (...), hazards cumulated over the span (no unit), at least 0.

    Returns
    -------
    FloatArray
        shape (...), share of the span lived by those alive at its start.
    """
    # expm1 keeps the digits that 1 − e^(−x) loses where hazards are those of children.
    whole = np.where(hazard == 0, 1.0, hazard)
    mean: FloatArray = np.where(hazard == 0, 1.0, -np.expm1(-whole) / whole)
    return mean


def birthday_hazard(younger: FloatArray, older: FloatArray, width: float) -> FloatArray:
    """Mean hazard of a birth window over the interval in which it passes a birthday.

    The window, ``width`` w of a year, holds people of one age at first and of the next at last.
    In a population that neither grows nor shrinks the older of them are fewer, so the mean is not
    that of the two ages m and m′. The hazard that carries the window exactly is

        ln(S/S′)/w = m + ln(φ(mw)/φ(m′w))/w,    φ(x) = (1 − e^(−x))/x,

    with S = l(x) e^(mw) φ(mw) w before the birthday x and S′ = l(x) φ(m′w) w after it.

    Parameters
    ----------
    younger, older
        shape (...), hazards m and m′ before and after the birthday (per year).
    width
        Width of the window (years).

    Returns
    -------
    FloatArray
        shape (...), per year.
    """
    ratio = mean_survival(younger * width) / mean_survival(older * width)
    hazard: FloatArray = younger + np.log(ratio) / width
    return hazard


def years_lived_by_infants_who_die(m0: FloatArray, sex: Literal["men", "women"]) -> FloatArray:
    """Mean age at death a₀ of those who die in the first year, from the level of mortality [2]_.

    a₀ is linear in m₀ in two segments and constant above them.

    Parameters
    ----------
    m0
        shape (...), central death rate at age 0 (per year).
    sex
        Whose coefficients.

    Returns
    -------
    FloatArray
        shape (...), years.
    """
    if sex == "men":
        ends, lines, above = (0.0230, 0.08307), ((0.14929, -1.99545), (0.02832, 3.26021)), 0.29915
    else:
        ends, lines, above = (0.01724, 0.06891), ((0.14903, -2.05527), (0.04667, 3.88089)), 0.31411
    branches = [constant + slope * m0 for constant, slope in lines]
    return np.select([m0 < end for end in ends], branches, above)


def infant_death_probability(m0: FloatArray, a0: float | FloatArray) -> FloatArray:
    """Probability of dying in the first year, q₀ = m₀/(1 + (1 − a₀)m₀), [1]_ chapter 3.

    Parameters
    ----------
    m0
        shape (...), central death rate at age 0 (per year).
    a0
        Mean years lived in the first year by those who die in it, scalar or shape (...).

    Returns
    -------
    FloatArray
        shape (...), no unit.

    Raises
    ------
    ValueError
        Where a rate is negative, or so high that all would die before their first birthday.
    """
    if not (np.all(np.asarray(m0) >= 0) and np.all(m0 * np.asarray(a0) < 1)):
        raise ValueError(message("fault.demography.mortality.m0"))
    probability: FloatArray = m0 / (1 + (1 - np.asarray(a0)) * m0)
    return probability


def life_expectancy(mx: FloatArray, a0: float | FloatArray) -> FloatArray:
    """Years a newborn lives on average.

    e₀ = Σ L(x), where L(0) = 1 − (1 − a₀)q₀ and l(1) = 1 − q₀; for x ≥ 1
    l(x+1) = l(x)e^(−m(x)) and L(x) = l(x)(1 − e^(−m(x)))/m(x); at the last, open age L = l/m.

    Parameters
    ----------
    mx
        shape (..., age), central death rates at ages 0, 1, …, the last one open (per year).
    a0
        Mean years lived in the first year by those who die in it, scalar or shape (...).

    Returns
    -------
    FloatArray
        shape (...), years.

    Raises
    ------
    ValueError
        Where a rate is negative, or that of the open age is zero: nobody would ever die.
    """
    if not (np.all(mx >= 0) and np.all(mx[..., -1] > 0)):
        raise ValueError(message("fault.demography.mortality.rates"))
    dying = infant_death_probability(mx[..., 0], a0)
    # Alive at each birthday: the hazards before it summed, which leaves out the one after it.
    older = mx[..., 1:]
    alive = (1 - dying)[..., None] * np.exp(older - np.cumsum(older, axis=-1))
    lived = alive * mean_survival(older)
    # Nobody is counted out of the open age: under a constant hazard they live 1/m years in it.
    lived[..., -1] = alive[..., -1] / older[..., -1]
    years: FloatArray = 1 - (1 - np.asarray(a0)) * dying + lived.sum(axis=-1)
    return years


def shift_to(mx: FloatArray, a0: float | FloatArray, target: float | FloatArray) -> FloatArray:
    """Multiply all rates of a table by the one factor that gives it a life expectancy.

    a₀ is held: a table shifted here has the target under the same a₀, not under another.

    Parameters
    ----------
    mx
        shape (..., age), central death rates (per year).
    a0
        Mean years lived in the first year by those who die in it, scalar or shape (...).
    target
        Life expectancy wanted (years), scalar or shape (...).

    Returns
    -------
    FloatArray
        shape (..., age), per year.

    Raises
    ------
    ValueError
        Where no factor from 1/30 to 30 gives the table its target.
    """
    leading = mx.shape[:-1]
    lived = np.broadcast_to(np.asarray(a0, dtype=np.float64), leading)
    wanted = np.broadcast_to(np.asarray(target, dtype=np.float64), leading)
    # Table by table: brackets and steps differ, and a draw may need a wider one than the others.
    factor = np.empty(leading)
    for index in np.ndindex(leading):
        factor[index] = _factor(mx[index], float(lived[index]), float(wanted[index]))
    return mx * factor[..., None]


_REACHES = (1.5, 3.0, 10.0, 30.0)


def _factor(mx: FloatArray, a0: float, target: float) -> float:
    """The factor that gives one table its target, looked for in ever wider brackets.

    Life expectancy falls as the factor rises, so a bracket whose ends lie on both sides of the
    target holds the one root; Brent's method then closes it, as bisection would, in fewer steps.
    The logarithm is looked for: half and double are equally far from one.
    """
    from scipy.optimize import brentq  # only where a level is looked for: survival needs none

    def surplus(logarithm: float) -> float:
        return float(life_expectancy(mx * np.exp(logarithm), a0)) - target

    for reach in np.log(_REACHES):
        if surplus(-reach) >= 0 >= surplus(reach):
            return float(np.exp(brentq(surplus, -reach, reach, xtol=1e-14)))
    wanted = {"reach": f"{_REACHES[-1]:g}", "target": f"{target:g}"}
    raise ValueError(message("fault.demography.mortality.expectancy", **wanted))
