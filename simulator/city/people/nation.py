"""The people of the country by sex and age: who might move, and how old the oldest are."""

from collections.abc import Sequence

import numpy as np

from simulator.city.pack.city_pack import CityPack
from simulator.demography.life_table import SEXES
from simulator.demography.migration import N_AGES, OLD
from simulator.stockflow.arrays import FloatArray


def nation_in(pack: CityPack, years: Sequence[int]) -> list[FloatArray]:
    """People of the country in some years, each of shape (sex, age), persons.

    Past the last table those below ``OLD`` are carried on by age, as few of them die, with as many
    newborns as in the last year; of the older ones the last ages are kept.
    """
    table = pack.once(_nation)
    last = max(table)
    ages = np.arange(N_AGES)
    found = []
    for year in years:
        beyond = max(year - last, 0)
        come_from = np.where(ages < OLD, np.maximum(ages - beyond, 0), ages)
        found.append(table[min(year, last)][:, come_from])
    return found


def _nation(pack: CityPack) -> dict[int, FloatArray]:
    """People by sex and age by calendar year, on 1 July."""
    table: dict[int, FloatArray] = {}
    for row in pack.rows("rates/population.csv"):
        people = table.setdefault(row.integer("year"), np.zeros((len(SEXES), N_AGES)))
        people[SEXES.index(row.text("sex")), row.integer("age")] = row.number("persons")
    return table
