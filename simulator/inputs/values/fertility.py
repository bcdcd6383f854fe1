"""Birth rates by parity: the published rates by order, turned into rates of the women concerned."""

from dataclasses import dataclass

import numpy as np

from simulator.inputs.cohort_paths import ByAge
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.paths import Path, at
from simulator.inputs.population.parity import rates_of_parity, shift_ages
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import Axis

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
    shifts = [at(timing, year + 0.5) for year in years]
    table = np.stack(
        [np.stack([shift_ages(schedule, float(shift)) for shift in draws]) for draws in shifts],
        axis=1,
    )
    return ByAge(name="first_birth_rate", cohorts=cohorts, table=table, years=years)


def standing_rates(name: str, schedule: FloatArray, cohorts: Axis) -> ByAge:
    """A schedule that does not move."""
    return ByAge(name=name, cohorts=cohorts, table=schedule[np.newaxis, np.newaxis], years=(2000,))
