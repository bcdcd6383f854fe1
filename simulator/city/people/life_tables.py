"""Life tables of a run: what the death rates it is given come to, for a newborn of a year.

They go into the run and do not come out of it. Of the registered, the rates of a year are m(x) by
sex; of all residents, those of each residency by how many of the age live here at the year's end,

    m(x) = m₁(x) × Σ_r (1 + s(x) (ρ_r − 1)) N_r(x) ÷ Σ_r N_r(x)

with ρ_r the relative mortality of a residency and s(x) the weight it has at an age. Of both sexes
a newborn is a boy as often as boys are born: e₀ = β e₀(men) + (1 − β) e₀(women), and q₀ likewise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.city.axes import sex_of
from simulator.city.ground.outcome import Outcome
from simulator.city.people.vital_rates import national_tables
from simulator.demography.cohort_paths import ByAge
from simulator.demography.life_table import SEXES, infant_death_probability, life_expectancy
from simulator.demography.single_ages import completed_ages
from simulator.stockflow.arrays import BoolArray, FloatArray
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
        return float(_of_both(life_expectancy(self.rates, self.a0), self.boys))

    @property
    def infant_deaths(self) -> float:
        """Share of newborns who would die before their first birthday."""
        return float(_of_both(infant_death_probability(self.rates[:, 0], self.a0), self.boys))


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeTables:
    """The same of every draw: rates of shape (draws, sex, age), boys (draws or 1,).

    NaN in a draw in which nobody of an age lives here whose rates could be told.
    """

    rates: FloatArray
    a0: FloatArray
    boys: FloatArray

    @property
    def is_known(self) -> BoolArray:
        """In which draws it is known, shape (draws,)."""
        return np.asarray(np.isfinite(self.rates).all(axis=(1, 2)))

    @property
    def expectancy(self) -> FloatArray:
        """Years a newborn would live at these rates, shape (draws,)."""
        return self._of_both(lambda rates: life_expectancy(rates, self.a0))

    @property
    def infant_deaths(self) -> FloatArray:
        """Share of newborns who would die before their first birthday, shape (draws,)."""
        return self._of_both(lambda rates: infant_death_probability(rates[..., 0], self.a0))

    def of(self, draw: int) -> LifeTable | None:
        """That of a draw, if it is known."""
        if not self.is_known[draw]:
            return None
        boys = float(_of_draw(self.boys, draw))
        return LifeTable(rates=self.rates[draw], a0=self.a0, boys=boys)

    def _of_both(self, by_sex: Callable[[FloatArray], FloatArray]) -> FloatArray:
        known = self.is_known
        found = np.full(len(self.rates), np.nan)
        boys = np.broadcast_to(self.boys, len(self.rates))[known]
        found[known] = _of_both(by_sex(self.rates[known]), boys)
        return found


def _of_both(by_sex: FloatArray, boys: FloatArray | float) -> FloatArray:
    men, women = (by_sex[..., SEXES.index(sex)] for sex in SEXES)
    return np.asarray(boys * men + (1 - boys) * women)


def life_table(outcome: Outcome, year: int, whose: Whose, draw: int = 0) -> LifeTable | None:
    """The life table of a calendar year of a run.

    ``None`` where the run does not reach the end of the year, or nobody of an age lives here whose
    rates could be told.
    """
    every = life_tables(outcome, year, whose)
    return None if every is None else every.of(draw)


def life_tables(outcome: Outcome, year: int, whose: Whose) -> LifeTables | None:
    """The life table of a calendar year and population in every draw, worked out once."""
    return outcome.once((__name__, f"{whose} {year}", 0), lambda: _of_all(outcome, year, whose))


def _of_all(outcome: Outcome, year: int, whose: Whose) -> LifeTables | None:
    paths, run = outcome.scenario.paths, outcome.trajectory
    deaths, there = paths["death_rate"], place_of(run.snapshots, end_of_year(year))
    selected = paths["selected_ages"]
    if not (isinstance(deaths, ByAge) and isinstance(selected, ByAge)):
        return None
    if year not in deaths.years or there is None:
        return None
    axis = run.system.axis
    table, a0 = outcome.pack.once_of_tables(national_tables)
    relative, level = (at(paths[n], year + 0.5) for n in ("relative_mortality", "mortality_level"))
    # by draw, age and residency
    by_residency = 1 + selected.table[0, 0][:, np.newaxis] * (relative - 1)[:, np.newaxis]
    statuses = axis["status"].labels
    rows = [next(n for n, label in enumerate(statuses) if sex_of(label) == sex) for sex in SEXES]
    rates = deaths.table[:, deaths.years.index(year)][:, rows]
    registered = axis["residency"].index("registered")
    factor = by_residency[:, np.newaxis, :, registered]
    if whose == "resident":
        factor = _mean_mortality(outcome, by_residency, there)
    whole = level.reshape(-1, 1, 1) * rates * factor
    return LifeTables(
        rates=np.broadcast_to(whole, (outcome.scenario.draws, *whole.shape[1:])),
        a0=a0[min(year, max(table))],
        boys=at(paths["boys_share"], year + 0.5),
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


def _mean_mortality(outcome: Outcome, relative: FloatArray, there: int) -> FloatArray:
    """Mean of the relative mortality over who lives here, (draws, sex, age); NaN where nobody.

    ``relative`` has shape (draws or 1, age, residency).
    """
    by_sex = _by_sex_and_age(outcome, there)
    living = by_sex.sum(axis=-1)
    dying = (by_sex * relative[:, np.newaxis]).sum(axis=-1)
    unknown = np.full(living.shape, np.nan)
    return np.asarray(np.divide(dying, living, out=unknown, where=living > 0))


def _by_sex_and_age(outcome: Outcome, there: int) -> FloatArray:
    """Residents of every draw at a snapshot, shape (draws, sex, age, residency)."""
    run = outcome.trajectory
    axis = run.system.axis
    people = run.stocks["people"][..., there].sum(axis=-1)
    kept = outcome.scenario.kept_labels(axis["status"])
    sexes = np.array([SEXES.index(sex_of(label)) for label in kept])
    by_sex = np.stack([people[:, sexes == number].sum(axis=1) for number in range(len(SEXES))], 1)
    by_age = by_sex.swapaxes(2, 3) @ _ages(outcome, there)
    return np.asarray(by_age.swapaxes(2, 3))
