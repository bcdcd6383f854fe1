"""Iterative proportional fitting: a table that keeps the pattern of one and the sums of others.

Of all tables x with the given sums, the fitted one is nearest to the seed s in the sense of
Σ x ln(x/s); every odds ratio of the seed that no margin speaks of is kept [1]_.

References
----------
.. [1] Deming and Stephan (1940), "On a least squares adjustment of a sampled frequency table when
   the expected marginal totals are known", *Annals of Mathematical Statistics* 11(4), 427–444.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

Margin = tuple[tuple[int, ...], FloatArray]
"""Axes kept, in rising order, and the sums over all others: shape of those axes."""


def fit_proportionally(
    seed: FloatArray,
    margins: Sequence[Margin],
    tolerance: float = 1e-12,
    rounds: int = 10_000,
) -> FloatArray:
    """Scale a table, margin after margin, until it has all the sums asked for.

    Each step multiplies x by (target margin)/(margin of x); cells that are zero in the seed stay
    zero.

    Parameters
    ----------
    seed
        shape any, the pattern, nowhere negative (any unit).
    margins
        The sums asked for; see ``Margin``.
    tolerance
        Largest deviation of a sum from its target allowed, relative to the target.
    rounds
        Rounds through all margins before giving up.

    Returns
    -------
    FloatArray
        shape of ``seed``, unit of the margins.

    Raises
    ------
    ValueError
        If the margins contradict one another or the zeros of the seed, or after ``rounds``.
    """
    _check_margins(seed, margins)
    _check_agreement(margins, tolerance)
    fitted = seed.astype(np.float64)
    for axes, target in margins:
        if np.any((target > 0) & (_sum_to(fitted, axes) == 0)):
            raise ValueError(message("fault.demography.fitting.seed_zero", axes=_shown(axes)))
    # Each margin spoils those met before it; but the distance Σ x̂ ln(x̂/x) of the fitted table x̂
    # from what is reached never grows, so going round and round leads there.
    for _ in range(rounds):
        for axes, target in margins:
            fitted *= _laid_along(_ratio(target, _sum_to(fitted, axes)), axes, seed.ndim)
        worst = max(_deviation(_sum_to(fitted, axes), target) for axes, target in margins)
        if worst <= tolerance:
            return fitted
    raise ValueError(
        message("fault.demography.fitting.rounds", rounds=rounds, worst=f"{worst:.1e}")
    )


RESIDENCIES = ("registered", "migrant")
"""Order of the axis residency in the arrays of ``starting_residency``."""


def starting_residency(
    persons: FloatArray,
    districts: FloatArray,
    registered: FloatArray,
    area_of_district: Sequence[int],
    registered_share_by_age: Sequence[Sequence[tuple[float, float]]],
) -> FloatArray:
    """Spread the people of the start over residency and district.

    Three things are known: persons by sex and month of birth, by sex and district, and registered
    people living here by area (island, mainland). The seed is the share of registered people by
    sex and age, the same in every district, and every district has the age pattern of the city
    until the margins say otherwise. The area is an axis of its own, on which the seed is zero
    wherever a district lies elsewhere.

    Parameters
    ----------
    persons
        shape (sex, month of birth), persons, oldest first as in ``months_of_birth``.
    districts
        shape (sex, district), persons; each sex is scaled to its sum in ``persons``.
    registered
        shape (area,), registered people who live here, persons.
    area_of_district
        For every district, the index of its area.
    registered_share_by_age
        For every sex, pairs (exact age in years, share); linear between, constant outside.

    Returns
    -------
    FloatArray
        shape (residency, sex, month of birth, district), persons; residency is registered, migrant,
        sexes as given.

    Raises
    ------
    ValueError
        Where an area holds fewer people than are registered there, ages or shares of the pattern
        are out of order, or the sums contradict one another.
    """
    # Persons by month come from a census carried to the start, those by district from another
    # table: the first is held, the second keeps its pattern alone.
    by_sex = persons.sum(axis=1)
    by_district = districts * (by_sex / districts.sum(axis=1))[:, None]
    member = np.eye(len(registered))[:, list(area_of_district)]
    by_area = member @ by_district.sum(axis=0)
    if np.any(registered > by_area):
        raise ValueError(
            message("fault.demography.fitting.areas", found=by_area, registered=registered)
        )
    months = persons.shape[1]
    share = np.stack([_share_by_month(pairs, months) for pairs in registered_share_by_age])
    seed = np.einsum(
        "rsb,sb,sd,ad->rsbad", np.stack((share, 1 - share)), persons, by_district, member
    )
    # The finest margin comes last: it is met to the last digit, the others within the tolerance.
    fitted = fit_proportionally(
        seed,
        (
            ((0, 3), np.stack((registered, by_area - registered))),
            ((1, 4), by_district),
            ((1, 2), persons),
        ),
    )
    summed: FloatArray = fitted.sum(axis=3)
    return summed


def _share_by_month(pairs: Sequence[tuple[float, float]], n_months: int) -> FloatArray:
    """Share at the middle of every month of birth, oldest first; shape (n_months,)."""
    ages, shares = np.array(pairs, dtype=np.float64).T
    if np.any(np.diff(ages) <= 0) or np.any((shares <= 0) | (shares >= 1)):
        raise ValueError(message("fault.demography.fitting.pattern"))
    share: FloatArray = np.interp((np.arange(n_months)[::-1] + 0.5) / 12, ages, shares)
    return share


def _check_margins(seed: FloatArray, margins: Sequence[Margin]) -> None:
    if not (np.all(np.isfinite(seed)) and np.all(seed >= 0)):
        raise ValueError(message("fault.demography.fitting.seed"))
    for axes, target in margins:
        expected = tuple(seed.shape[axis] for axis in axes)
        if tuple(sorted(set(axes))) != axes or target.shape != expected:
            shapes = {"found": _shown(target.shape), "right": _shown(expected)}
            raise ValueError(message("fault.demography.fitting.shape", axes=_shown(axes), **shapes))
        if not (np.all(np.isfinite(target)) and np.all(target >= 0)):
            raise ValueError(message("fault.demography.fitting.margin", axes=_shown(axes)))


def _check_agreement(margins: Sequence[Margin], tolerance: float) -> None:
    """Refuse margins that do not have the same sums over the axes they share.

    With none shared it is their totals; found here, a contradiction is named and not met as a fit
    that never ends.
    """
    for (axes, target), (others, rival) in combinations(margins, 2):
        shared = tuple(axis for axis in axes if axis in others)
        mine = _sum_to(target, tuple(axes.index(axis) for axis in shared))
        theirs = _sum_to(rival, tuple(others.index(axis) for axis in shared))
        if _deviation(mine, theirs) > tolerance or _deviation(theirs, mine) > tolerance:
            told = {"axes": _shown(axes), "others": _shown(others), "mine": mine, "theirs": theirs}
            if not shared:
                raise ValueError(message("fault.demography.fitting.disagree_in_all", **told))
            raise ValueError(
                message("fault.demography.fitting.disagree", shared=_shown(shared), **told)
            )


def _shown(numbers: tuple[int, ...]) -> str:
    """Axes or a shape as Python writes them.

    Their own text: as a value of a message a tuple of two would be taken for a pair of languages.
    """
    return str(numbers)


def _sum_to(table: FloatArray, axes: tuple[int, ...]) -> FloatArray:
    """Sum over every axis but these."""
    summed: FloatArray = np.asarray(
        table.sum(axis=tuple(axis for axis in range(table.ndim) if axis not in axes))
    )
    return summed


def _laid_along(factor: FloatArray, axes: tuple[int, ...], dimensions: int) -> FloatArray:
    """Lay a margin along its axes of the whole table."""
    return np.expand_dims(factor, tuple(axis for axis in range(dimensions) if axis not in axes))


def _ratio(target: FloatArray, present: FloatArray) -> FloatArray:
    """Target over present; zero where nothing is present, which is where nothing is wanted."""
    ratio: FloatArray = np.divide(
        target, present, out=np.zeros_like(target, dtype=np.float64), where=present > 0
    )
    return ratio


def _deviation(found: FloatArray, target: FloatArray) -> float:
    """Largest deviation relative to the target; a target of zero has to be met exactly."""
    missed = np.abs(found - target)
    scale = np.where(target > 0, target, 1.0)
    return float((missed / scale).max(initial=0.0))
