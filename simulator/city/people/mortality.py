"""Death rates: the national table of a year, shifted to the city's life expectancy."""

import numpy as np

from simulator.city.pack.city_pack import CityPack
from simulator.demography.cohort_paths import ByAge
from simulator.demography.life_table import (
    first_year_hazards,
    infant_hazards,
    shift_to,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Path, at

SEXES = ("men", "women")


def death_rates(
    pack: CityPack, cohorts: Axis, life_expectancy: dict[str, Path], years: tuple[int, ...]
) -> ByAge:
    """Death rates by status and cohort.

    The UN table of each calendar year, multiplied by one factor so that its life expectancy is the
    city's in the middle of that year; infants in two steps that keep m₀ and a₀. Past the last
    table the last one gives the shape.
    """
    table, a0 = _national(pack)
    last = max(table)
    shape = np.stack([table[min(year, last)] for year in years])
    held = np.stack([a0[min(year, last)] for year in years])
    target = np.array(
        [[float(at(life_expectancy[sex], year + 0.5)[0]) for sex in SEXES] for year in years]
    )
    shifted = shift_to(shape, held, target)
    first_month, rest = infant_hazards(shifted[..., 0], held)
    per_year = cohorts.birth_windows.per_year
    recent = first_year_hazards(first_month, rest, shifted[..., 1], per_year)
    return ByAge(
        name="death_rate",
        cohorts=cohorts,
        table=_by_status(shifted)[np.newaxis],
        first_year=_by_status(recent)[np.newaxis],
        years=years,
        leading=("status",),
        hazard=True,
    )


def _by_status(by_sex: FloatArray) -> FloatArray:
    """(year, sex, n) → (year, status, n): men, then five times women."""
    return by_sex[:, [0, 1, 1, 1, 1, 1]]


def _national(pack: CityPack) -> tuple[dict[int, FloatArray], dict[int, FloatArray]]:
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
