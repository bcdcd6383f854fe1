"""Published life tables: columns from m(x) and a(x), and windows carried exactly along them.

A published table says more than its death rates: how long those who die at an age have lived in it,
a(x), mostly half a year, and how long the oldest live, e of the open age, which need not be 1/m.
With these, the columns l, d, L, T and e follow ([1]_, chapter 3).

For people followed along cohorts each year of age has two hazards (the first: one on the first
month, one on the rest; every other: one a half-year) that give back m(x) and a(x), hence l(x) and
L(x). Survivors between two birthdays are then those of the published table.

References
----------
.. [1] Preston, Heuveline and Guillot (2001), *Demography: Measuring and Modeling Population
   Processes*, Blackwell.
"""

from dataclasses import dataclass

import numpy as np

from simulator.demography.infancy import (
    FIRST_YEAR,
    Parts,
    hazards_of_windows,
    reaches,
    share_before,
    survivors_by_window,
    two_hazards,
)
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.words.catalogue import message

HALVES: Parts = (0.5, 0.5)
"""The parts of every year of age but the first (years)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeTable:
    """Columns of a life table, each of shape (..., age), the last age open.

    ``qx`` probability of dying in the year of age; ``lx`` alive at its start, ``dx`` deaths, ``Lx``
    person-years lived in it, ``Tx`` from its start on, all for a radix; ``ex`` years still lived.
    """

    qx: FloatArray
    lx: FloatArray
    dx: FloatArray
    Lx: FloatArray
    Tx: FloatArray
    ex: FloatArray


def life_table_columns(
    mx: FloatArray,
    ax: FloatArray,
    *,
    open_expectancy: float | FloatArray | None = None,
    radix: float = 1.0,
) -> LifeTable:
    """The columns of a life table.

    q = m/(1 + (1 − a)m), l(x+1) = l(x)(1 − q), L = l(x+1) + a d; of the open age L = l e.

    Parameters
    ----------
    mx
        shape (..., age), central death rates, the last age open (per year).
    ax
        shape (..., age − 1), years lived in each closed year of age by those who die in it.
    open_expectancy
        Years still lived at the open age, scalar or shape (...); 1/m where it is not given.
    radix
        Persons alive at age 0.

    Raises
    ------
    ValueError
        Where ``ax`` has not one column less than ``mx``, a rate is negative or leaves fewer than
        nobody, or nobody of the open age would ever die.
    """
    if mx.shape[-1] != ax.shape[-1] + 1:
        sizes = {"found": ax.shape[-1], "right": mx.shape[-1] - 1}
        raise ValueError(message("fault.demography.mortality.ax_size", **sizes))
    if not (np.all(mx >= 0) and np.all(leaves_some(mx[..., :-1], ax))):
        raise ValueError(message("fault.demography.mortality.mx"))
    if open_expectancy is None and not np.all(mx[..., -1] > 0):
        raise ValueError(message("fault.demography.mortality.rates"))
    years = 1 / mx[..., -1] if open_expectancy is None else open_expectancy
    closed = mx[..., :-1] / (1 + (1 - ax) * mx[..., :-1])
    qx = np.concatenate([closed, np.ones_like(mx[..., -1:])], axis=-1)
    alive = radix * np.cumprod(1 - closed, axis=-1)
    lx = np.concatenate([np.full_like(mx[..., :1], radix), alive], axis=-1)
    dx = lx * qx
    lived = lx[..., 1:] + ax * dx[..., :-1]
    Lx = np.concatenate([lived, (lx[..., -1] * years)[..., np.newaxis]], axis=-1)
    Tx = np.cumsum(Lx[..., ::-1], axis=-1)[..., ::-1]
    ex = np.divide(Tx, lx, out=np.zeros_like(Tx), where=lx > 0)
    return LifeTable(qx=qx, lx=lx, dx=dx, Lx=Lx, Tx=Tx, ex=ex)


def leaves_some(mx: FloatArray, ax: FloatArray) -> BoolArray:
    """Whether somebody survives the year of age: q < 1; shape of ``mx``."""
    some: BoolArray = np.less(mx * ax, 1.0)
    return some


def within_reach(mx: FloatArray, ax: FloatArray) -> BoolArray:
    """Whether two hazards can give back m(x) and a(x), closed ages, shape (..., age).

    In the first year a between about 1/24 and 13/24, later between about 1/4 and 3/4. Where nobody
    survives the year of age, they can't.
    """
    some = leaves_some(mx, ax)
    safe = np.where(some, mx, 0.0)
    first = reaches(safe[..., :1], ax[..., :1], FIRST_YEAR)
    later = reaches(safe[..., 1:], ax[..., 1:], HALVES)
    both: BoolArray = some & np.concatenate([first, later], axis=-1)
    return both


def hazards_along(mx: FloatArray, ax: FloatArray, per_year: int) -> tuple[FloatArray, FloatArray]:
    """Hazards of birth windows over a whole published life table, and the part of infants.

    Births fall evenly on interval 0; after n intervals a window of width w = 1/``per_year`` covers
    the ages [(n − 1)w, nw). Its hazards carry it exactly from each to the next.

    Parameters
    ----------
    mx
        shape (..., age), central death rates; that of the open age holds for everybody in it.
    ax
        shape (..., age − 1), years lived in each closed year of age, within reach.
    per_year
        Windows a year: a divisor of 12.

    Returns
    -------
    tuple of FloatArray
        hazards, shape (..., closed ages × per_year + 1), per year; the share of deaths under age
        one up to the first birthday, shape (..., per_year + 1), no unit.
    """
    closed, ax = np.broadcast_arrays(mx[..., :-1], ax)
    oldest = np.broadcast_to(mx[..., -1:], (*closed.shape[:-1], 1))
    by_month = _by_month(np.concatenate([closed, oldest], axis=-1), ax)
    months = 12 // per_year
    held = survivors_by_window(by_month[..., : by_month.shape[-1] - 12 + months], per_year)
    steepest = by_month[..., :months].max(axis=-1) * 12
    reaching = np.exp(-by_month[..., :12].sum(axis=-1)) / per_year
    shares = share_before(held[..., : per_year + 1], reaching)
    return hazards_of_windows(held, steepest, per_year), shares


def _by_month(mx: FloatArray, ax: FloatArray) -> FloatArray:
    """Hazards cumulated over each month of age, a year of the open age behind all others."""
    first_month, rest = two_hazards(mx[..., 0], ax[..., 0], FIRST_YEAR)
    halves = np.stack(two_hazards(mx[..., 1:-1], ax[..., 1:], HALVES), axis=-1)
    older = np.repeat(halves, 6, axis=-1).reshape(*halves.shape[:-2], -1)
    infants = np.stack([first_month, *[rest] * 11], axis=-1)
    oldest = np.repeat(mx[..., -1:], 12, axis=-1)
    return np.concatenate([infants, older, oldest], axis=-1) / 12
