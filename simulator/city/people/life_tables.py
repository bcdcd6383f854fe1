"""Life tables of a run: what the death rates it is given come to, for a newborn of a year.

They go into the run and do not come out of it. Of the registered, the rates of a year are m(x) by
sex; of all residents, those of each residency by how many of the age live here at the year's end,

    m(x) = m₁(x) × Σ_r (1 + s(x) (ρ_r − 1)) N_r(x) ÷ Σ_r N_r(x)

with ρ_r the relative mortality of a residency and s(x) the weight it has at an age. Of both sexes
a newborn is a boy as often as boys are born: e₀ = β e₀(men) + (1 − β) e₀(women), and q₀ likewise.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.city.axes import sex_of
from simulator.city.ground.outcome import Outcome
from simulator.city.people.vital_rates import national_tables
from simulator.demography.cohort_paths import ByAge
from simulator.demography.life_table import SEXES, infant_death_probability, life_expectancy
from simulator.demography.single_ages import completed_ages
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import end_of_year, place_of
from simulator.stockflow.values.paths import at

Whose = Literal["registered", "resident"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeTable:
    """Death rates of a calendar year: central rates, shape (sex, age 0 … 100+), per year.

    ``a0``: mean years lived in the first year by those who die in it, shape (sex,); ``boys``: their
    share of the newborn.
    """

    rates: FloatArray
    a0: FloatArray
    boys: float

    @property
    def expectancy(self) -> float:
        """Years a newborn would live at these rates."""
        return self._of_both(life_expectancy(self.rates, self.a0))

    @property
    def infant_deaths(self) -> float:
        """Share of newborns who would die before their first birthday."""
        return self._of_both(infant_death_probability(self.rates[:, 0], self.a0))

    def _of_both(self, by_sex: FloatArray) -> float:
        men, women = (float(by_sex[SEXES.index(sex)]) for sex in SEXES)
        return self.boys * men + (1 - self.boys) * women


def life_table(outcome: Outcome, year: int, whose: Whose, draw: int = 0) -> LifeTable | None:
    """The life table of a calendar year of a run.

    ``None`` where the run does not reach the end of the year, or nobody of an age lives here whose
    rates could be told.
    """
    paths, run = outcome.scenario.paths, outcome.trajectory
    deaths, there = paths["death_rate"], place_of(run.snapshots, end_of_year(year))
    selected = paths["selected_ages"]
    if not (isinstance(deaths, ByAge) and isinstance(selected, ByAge)):
        return None
    if year not in deaths.years or there is None:
        return None
    axis = run.system.axis
    table, a0 = outcome.pack.once(national_tables)
    relative, level = (
        _of_draw(at(paths[name], year + 0.5), draw)
        for name in ("relative_mortality", "mortality_level")
    )
    # by age and residency
    by_residency = 1 + np.multiply.outer(selected.table[0, 0], relative - 1)
    statuses = axis["status"].labels
    rows = [next(n for n, label in enumerate(statuses) if sex_of(label) == sex) for sex in SEXES]
    rates = _of_draw(deaths.table, draw)[deaths.years.index(year)][rows]
    registered = axis["residency"].index("registered")
    factor = np.broadcast_to(by_residency[:, registered], rates.shape)
    if whose == "resident":
        factor = _mean_mortality(outcome, by_residency, (there, draw))
    if not np.isfinite(factor).all():
        return None
    return LifeTable(
        rates=level * rates * factor,
        a0=a0[min(year, max(table))],
        boys=float(_of_draw(at(paths["boys_share"], year + 0.5), draw)),
    )


def life_tables(outcome: Outcome, year: int, whose: Whose) -> tuple[LifeTable | None, ...]:
    """The life table of a calendar year and population in every draw, worked out once."""
    draws = range(outcome.scenario.draws)
    return outcome.once(
        (__name__, f"{whose} {year}", 0),
        lambda: tuple(life_table(outcome, year, whose, each) for each in draws),
    )


def _of_draw(values: FloatArray, draw: int) -> FloatArray:
    """What one draw has of an array that leads with the draws, or with one for all of them."""
    return np.asarray(values[draw if len(values) > 1 else 0])


def _ages(outcome: Outcome, there: int) -> FloatArray:
    """Shares of every cohort at every completed age at a snapshot, worked out once."""
    run = outcome.trajectory
    windows = run.system.axis["cohort"].birth_windows
    return outcome.once(
        (__name__, f"ages at {there}", 0),
        lambda: completed_ages(windows, float(run.snapshots[there])),
    )


def _mean_mortality(outcome: Outcome, relative: FloatArray, chosen: tuple[int, int]) -> FloatArray:
    """Mean of the relative mortality over who lives here, shape (sex, age); NaN where nobody.

    ``relative`` has shape (age, residency).
    """
    there, draw = chosen
    by_sex = outcome.once(
        (__name__, f"people by age at {there}", 0), lambda: _by_sex_and_age(outcome, there)
    )[draw]
    living = by_sex.sum(axis=-1)
    unknown = np.full(living.shape, np.nan)
    return np.asarray(
        np.divide((by_sex * relative).sum(axis=-1), living, out=unknown, where=living > 0)
    )


def _by_sex_and_age(outcome: Outcome, there: int) -> FloatArray:
    """Residents of every draw at a snapshot, shape (draws, sex, age, residency)."""
    run = outcome.trajectory
    axis = run.system.axis
    people = run.stocks["people"][..., there].sum(axis=-1)
    sexes = np.array([SEXES.index(sex_of(label)) for label in axis["status"].labels])
    by_sex = np.stack([people[:, sexes == number].sum(axis=1) for number in range(len(SEXES))], 1)
    by_age = by_sex.swapaxes(2, 3) @ _ages(outcome, there)
    return np.asarray(by_age.swapaxes(2, 3))
