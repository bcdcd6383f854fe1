"""Who arrives and who leaves: profiles by sex, single age and status.

Adults arrive along the labour-force component of the model migration schedule [1]_; children,
whose share a city may know or choose, are two bands with parameters of their own.

References
----------
.. [1] Rogers and Castro (1981), *Model Migration Schedules*, Research Report RR-81-30,
   International Institute for Applied Systems Analysis.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.demography.life_table import SEXES
from simulator.demography.parity import WOMEN
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

STATUSES = ("men", *WOMEN)
"""Men and the statuses of women, in the order of every array here that has both."""

N_AGES = 101
"""Single ages 0, 1, …, 99 and 100 and over."""

SCHOOL, ADULT = 6, 15
"""First ages of the second band of children and of adults (years)."""

OLD = 60
"""From here on those who move are as many as there are people of their age."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabourCurve:
    """m(x) = e^(−α(x − μ) − e^(−λ(x − μ))) + c, at exact age x.

    Its peak lies at μ + ln(λ/α)/λ: 23.5 years with the values below, those of the fundamental
    schedule of Rogers and Castro but for c, which is smaller because few old people move to a
    city of young workers.

    ``descent`` α and ``ascent`` λ are per year, ``location`` μ in years, ``background`` c has no
    unit; the height of the curve is one, because profiles are normalised.
    """

    descent: float = 0.1
    location: float = 20.0
    ascent: float = 0.4
    background: float = 0.005


@dataclass(frozen=True, kw_only=True, slots=True)
class Nation:
    """Who might move: people of the country by sex and age, shape (sex, age), persons."""

    now: FloatArray

    def old(self) -> FloatArray:
        """People of an age for each one aged ``OLD``, one below it, shape (age,)."""
        now = self.now.sum(axis=0)
        return np.where(np.arange(N_AGES) < OLD, 1.0, now / now[OLD])

    def men(self, share: FloatArray) -> FloatArray:
        """A share of men, shape (age,), that from ``OLD`` on falls as that of the country does."""
        men, women = (self.now[SEXES.index(sex)] for sex in ("men", "women"))
        ratio = np.where(np.arange(N_AGES) < OLD, 1.0, men / women * women[OLD] / men[OLD])
        return np.asarray(share * ratio / (share * ratio + 1 - share))


def arrival_profile(
    share_under_15: float | FloatArray,
    share_0_5_of_under_15: float | FloatArray,
    adults: LabourCurve,
    share_men: float | FloatArray,
    nation: Nation | None = None,
) -> FloatArray:
    """Share of every sex and single age in all who arrive.

    Adults follow the labour curve at the middle of each year of age; within each band of children,
    ages 0–5 and 6–14, every age has the same share. With a ``nation`` the background of the curve
    falls above ``OLD`` as its people do: a constant one would send as many people of ninety-five as
    of sixty.

    Parameters
    ----------
    share_under_15
        Share of all arrivals aged 0–14, one value or shape (draws,).
    share_0_5_of_under_15
        Share of these aged 0–5, likewise.
    adults
        The curve for ages 15 and over.
    share_men
        Share of men (boys), one value or shape (age,).
    nation
        Who might move.

    Returns
    -------
    FloatArray
        shape (sex, age) or (draws, sex, age), sexes as in ``SEXES``, summing to one (no unit).

    Raises
    ------
    ValueError
        Where a share does not lie between 0 and 1, or the curve of adults has no such form.
    """
    shares = (np.asarray(share_under_15), np.asarray(share_0_5_of_under_15), np.asarray(share_men))
    if any(np.any(~((value >= 0) & (value <= 1))) for value in shares):
        raise ValueError(message("fault.demography.migration.shares"))
    under_15, small = np.broadcast_arrays(*(each[..., np.newaxis] for each in shares[:2]))
    by_age = np.zeros((*under_15.shape[:-1], N_AGES))
    by_age[..., :SCHOOL] = under_15 * small / SCHOOL
    by_age[..., SCHOOL:ADULT] = under_15 * (1 - small) / (ADULT - SCHOOL)
    by_age[..., ADULT:] = (1 - under_15) * _normalised(adults, nation)
    men = np.broadcast_to(shares[2], by_age.shape)
    if nation is not None:
        men = nation.men(men)
    of_sex = {"men": by_age * men, "women": by_age * (1 - men)}
    return np.stack([of_sex[sex] for sex in SEXES], axis=-2)


def by_status(profile: FloatArray, parity: FloatArray) -> FloatArray:
    """Split the women of a profile by the children they have.

    Parameters
    ----------
    profile
        shape (..., sex, age), sexes as in ``SEXES``; leading axes are draws.
    parity
        shape (..., 6, age), shares of women by status summing to one at every age, statuses as in
        ``simulator.demography.parity.WOMEN``.

    Returns
    -------
    FloatArray
        shape (..., status, age): men, then the five statuses of women; sums like ``profile``.

    Raises
    ------
    ValueError
        Where the shares of women do not sum to one at every age.
    """
    if not np.allclose(parity.sum(axis=-2), 1, rtol=0, atol=1e-9):
        raise ValueError(message("fault.demography.migration.status"))
    men, women = (profile[..., [SEXES.index(sex)], :] for sex in ("men", "women"))
    of_women = women * parity
    men = np.broadcast_to(men, (*of_women.shape[:-2], *men.shape[-2:]))
    return np.concatenate((men, of_women), axis=-2)


def departure_rates(level: float, steps: Sequence[tuple[int, float]]) -> FloatArray:
    """Rate at which people leave, by single age: a level times a staircase.

    Children who go home for examinations are a step up at age 12 and another at 15.

    Parameters
    ----------
    level
        Rate where the staircase is one (per year).
    steps
        Pairs (age from which, relative height), rising from age 0; each lasts to the next.

    Returns
    -------
    FloatArray
        shape (age,), per year.

    Raises
    ------
    ValueError
        Where the steps do not begin at age 0 and rise, or a rate would be negative.
    """
    ages, heights = np.array([age for age, _ in steps]), np.array([height for _, height in steps])
    if ages.size == 0 or ages[0] != 0 or np.any(np.diff(ages) <= 0):
        raise ValueError(message("fault.demography.migration.steps"))
    if not (level >= 0 and np.all(heights >= 0)):
        raise ValueError(message("fault.demography.migration.level"))
    # The last step that begins at or before an age holds at it.
    rates: FloatArray = level * heights[np.searchsorted(ages, np.arange(N_AGES), side="right") - 1]
    return rates


def _normalised(curve: LabourCurve, nation: Nation | None) -> FloatArray:
    """The curve at the middles of the adult ages, summing to one; shape (86,)."""
    if not (curve.ascent > 0 and curve.descent >= 0 and curve.background >= 0):
        raise ValueError(message("fault.demography.migration.curve"))
    years = np.arange(ADULT, N_AGES) + 0.5 - curve.location
    # At the middle of each year of age, as a rate by completed age is the mean over that year.
    # The double exponential of the labour curve: a steep climb when people start work, a slow
    # descent after it, over a small background at all ages.
    height = np.exp(-curve.descent * years - np.exp(-curve.ascent * years))
    height += curve.background * (1.0 if nation is None else nation.old()[ADULT:])
    normalised: FloatArray = height / height.sum()
    return normalised
