"""The people of the country by sex and age: who might move, and how old the oldest are."""

from collections.abc import Sequence

import numpy as np

from simulator.city.pack.city_pack import CityPack
from simulator.demography.life_table import SEXES
from simulator.demography.migration import N_AGES
from simulator.stockflow.arrays import FloatArray


def nation_in(pack: CityPack, years: Sequence[int]) -> list[FloatArray]:
    """People of the country in some years, each of shape (sex, age), persons.

    Past the last table the last one holds: only old ages are read, at which it changes slowly.
    """
    table = pack.once_of_tables(_nation)
    return [table[min(year, max(table))] for year in years]


def _nation(pack: CityPack) -> dict[int, FloatArray]:
    """People by sex and age by calendar year, on 1 July."""
    table: dict[int, FloatArray] = {}
    for row in pack.rows("rates/population.csv"):
        people = table.setdefault(row.integer("year"), np.zeros((len(SEXES), N_AGES)))
        people[SEXES.index(row.text("sex")), row.integer("age")] = row.number("persons")
    return table
