"""Birth rates by parity and death rates of the city.

The published birth rates by order are turned into rates of the women concerned, by their shares by
children born at every age under the rule of a year. Death rates are the national table of a year,
shifted to the city's life expectancy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import sex_of
from simulator.city.ground.choices import Choices
from simulator.city.pack.city_pack import CityPack
from simulator.demography.cohort_paths import ByAge
from simulator.demography.infancy import first_year_hazards, infant_hazards
from simulator.demography.life_table import SEXES, life_expectancy, shift_to
from simulator.demography.parity import (
    mean_over_windows,
    parity_shares,
    rates_of_parity,
    shift_ages,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Mapped, Path, at

READY_AGES = slice(25, 35)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedules:
    """Standard schedules by single age, shape (101,), per year.

    ``first`` per childless woman, ``second`` per waiting woman with a mean of one over the ages 25
    to 34, ``higher`` per woman with two or more children.
    """

    first: FloatArray
    second: FloatArray
    higher: FloatArray


def standard_schedules(pack: CityPack) -> Schedules:
    """Schedules from the rates by order of the pack.

    First and higher births are converted by the synthetic cohort. Of second births only the shape
    by age is kept: their level belongs to couples who are ready, whom no published rate counts.
    """
    rates = np.zeros((3, 101))
    for row in pack.rows("rates/fertility_by_order.csv"):
        order = row.text("order")
        if order in ("1", "2", "3+"):
            rates[("1", "2", "3+").index(order), row.integer("age")] = row.number("rate")
    first, second, higher = rates_of_parity(rates)
    return Schedules(first=first, second=second / second[READY_AGES].mean(), higher=higher)


def first_birth_rates(
    schedule: FloatArray, cohorts: Axis, timing: Path, years: tuple[int, ...]
) -> ByAge:
    """First births per childless woman, later by ``timing`` years in each calendar year."""
    table = np.stack([shift_ages(schedule, at(timing, year + 0.5)) for year in years], axis=1)
    return ByAge(name="first_birth_rate", cohorts=cohorts, table=table, years=years)


def standing_rates(name: str, schedule: FloatArray, cohorts: Axis) -> ByAge:
    """A schedule that does not move."""
    return ByAge(name=name, cohorts=cohorts, table=schedule[np.newaxis, np.newaxis], years=(2000,))


@dataclass(frozen=True, kw_only=True)
class Parities:
    """The synthetic cohort under no and under every plan for a second child.

    The shares are linear in the share that plans, so the two give those of any rule. Shapes
    (draws or 1, 6, 1321): the statuses of women at the ages 0, 1/12, … 110 years.
    """

    nobody_plans: FloatArray
    everybody_plans: FloatArray
    planning: Path
    eligible: Path
    residency: Axis

    def by_month(self, who: str, year: float) -> FloatArray:
        """Shares at exact ages in months, shape (draws or 1, 6, 1321)."""
        return self._under(self._share(who, year))

    def by_age(self, who: str, year: float) -> FloatArray:
        """Mean shares by single age, shape (draws or 1, 6, 101)."""
        return self.by_age_in(who, (year,))[0]

    def by_age_in(self, who: str, years: Sequence[float]) -> list[FloatArray]:
        """The same at several instants, made once for all that have the same rule."""
        found: dict[bytes, FloatArray] = {}
        shares = [self._share(who, year) for year in years]
        for share in shares:
            if share.tobytes() not in found:
                by_age = mean_over_windows(self._under(share), 12)[..., :101]
                found[share.tobytes()] = by_age
        return [found[share.tobytes()] for share in shares]

    def _under(self, share: FloatArray) -> FloatArray:
        """Shares by month where a share plans, shape (draws or 1,), who may."""
        planning = share[:, np.newaxis, np.newaxis]
        return self.nobody_plans * (1 - planning) + self.everybody_plans * planning

    def _share(self, who: str, year: float) -> FloatArray:
        """Share who plan and may, q × e, of a residency at an instant, shape (draws or 1,)."""
        eligible = at(self.eligible, year)[:, self.residency.index(who)]
        return np.asarray(at(self.planning, year) * eligible)


def build_parities(
    choices: Choices, schedules: Schedules, planning: Path, eligible: Path, spacing: FloatArray
) -> Parities:
    """Let a cohort of women live through the schedules, at the level and timing of the past."""
    names = ("timing", "past_level", "second_level")
    past = [choices.pack_numbers(f"start.parity_{name}") for name in names]
    draws = np.broadcast_arrays(spacing, *past)

    mean, timing, level, second = draws

    def lived(share: float) -> FloatArray:
        pace = schedules.second * second[:, np.newaxis]
        return parity_shares(schedules.first, pace, share, mean, timing, level)

    nobody, everybody = lived(0.0), lived(1.0)
    return Parities(
        nobody_plans=nobody,
        everybody_plans=everybody,
        planning=planning,
        eligible=eligible,
        residency=choices.axis["residency"],
    )


def death_rates(
    choices: Choices, cohorts: Axis, expectancy: dict[str, Path], years: tuple[int, ...]
) -> ByAge:
    """Death rates by status and cohort.

    The UN table of each calendar year, multiplied by one factor so that its life expectancy is the
    city's in the middle of that year; infants in two steps that keep m₀ and a₀. Past the last
    table the last one gives the shape.
    """
    table, a0 = choices.pack.once_of_tables(national_tables)
    last = max(table)
    shape = np.stack([table[min(year, last)] for year in years])
    held = np.stack([a0[min(year, last)] for year in years])
    target = np.array(
        [[float(at(expectancy[sex], year + 0.5)[0]) for sex in SEXES] for year in years]
    )
    shifted = shift_to(shape, held, target)
    first_month, rest = infant_hazards(shifted[..., 0], held)
    per_year = cohorts.birth_windows.per_year
    recent = first_year_hazards(first_month, rest, shifted[..., 1], per_year)
    return ByAge(
        name="death_rate",
        cohorts=cohorts,
        table=_by_status(shifted, choices.axis["status"])[np.newaxis],
        first_year=_by_status(recent, choices.axis["status"])[np.newaxis],
        years=years,
        leading=("status",),
        hazard=True,
    )


def mortality_level(choices: Choices) -> Path:
    """All death rates against those expected, in a draw in which people live longer or shorter.

    A year of life more takes a share of all rates, the same at every age; how large, is read off
    the last national table, men and women taken together.
    """
    per_year = choices.pack.once(_rates_of_a_year_of_life)
    return Mapped(
        function=lambda gain: np.exp(-per_year * gain), paths=(choices.future.expectancy_gain(),)
    )


def _rates_of_a_year_of_life(pack: CityPack) -> float:
    """By how much the logarithm of all rates falls for a year of life expectancy, mean of sexes."""
    table, a0 = pack.once_of_tables(national_tables)
    rates, lived = table[max(table)], a0[max(a0)]
    expected = life_expectancy(rates, lived)
    shorter, longer = (shift_to(rates, lived, expected + gain) for gain in (-0.5, 0.5))
    return float(np.log(shorter[:, -1] / longer[:, -1]).mean())


def _by_status(by_sex: FloatArray, status: Axis) -> FloatArray:
    """(year, sex, n) → (year, status, n): every status lives the table of its sex."""
    return by_sex[:, [SEXES.index(sex_of(label)) for label in status.labels]]


def national_tables(pack: CityPack) -> tuple[dict[int, FloatArray], dict[int, FloatArray]]:
    """Central death rates (sex, age) and a₀ (sex) by calendar year."""
    table: dict[int, FloatArray] = {}
    for row in pack.rows("rates/mortality.csv"):
        rates = table.setdefault(row.integer("year"), np.full((2, 101), np.nan))
        rates[SEXES.index(row.text("sex")), row.integer("age")] = row.number("mx")
    a0: dict[int, FloatArray] = {}
    for row in pack.rows("rates/infant.csv"):
        values = a0.setdefault(row.integer("year"), np.full(2, np.nan))
        values[SEXES.index(row.text("sex"))] = row.number("a0")
    return table, a0
