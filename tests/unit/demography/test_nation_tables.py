"""Tables of a nation that are not what they are stated to be are refused, by name and place."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.nation import follow_nation
from simulator.demography.nation_tables import NationTables
from simulator.errors import DataError

YEARS = tuple(range(2010, 2020))
BY_YEAR = (10, 2, 101)


def with_cell(shape, cell, value):
    table = np.full(shape, 0.02)
    table[cell] = value
    return table


TABLES = NationTables(
    years=YEARS,
    death_rates=np.full(BY_YEAR, 0.01),
    fertility=np.zeros((10, 101)),
    boys_per_girl=np.full(10, 1.05),
    people={2010.0: np.full((2, 101), 1000.0)},
    migrants={year + 1.0: np.zeros((2, 101)) for year in YEARS},
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"years": YEARS[::-1]}, "NationTables: years: the year 2018 comes after 2019"),
        (
            {"death_rates": with_cell(BY_YEAR, (4, 1, 7), -0.1)},
            "NationTables: death_rates: 2014, women, age 7: -0.1 is negative",
        ),
        (
            {"boys_per_girl": with_cell(10, 3, np.nan)},
            "NationTables: boys_per_girl: 2013: nan is not a finite number",
        ),
        (
            {"people": {2010.0: with_cell((2, 101), (0, 100), -5.0)}},
            "NationTables: people of 2010.0: men, age 100 and over: -5 is negative (1 in all)",
        ),
        (
            {"migrants": {2011.0: with_cell((2, 101), (1, 30), np.nan)}},
            "NationTables: migrants of 2011.0: women, age 30: nan is not a finite number",
        ),
        (
            {"people": {2010.0: np.zeros((2, 100))}},
            "NationTables: people of 2010.0: shape (2, 100); expected (2, 101) (men and",
        ),
    ],
)
def test_a_table_of_a_nation_is_refused_by_name_and_place(changes, message):
    with pytest.raises(DataError) as caught:
        replace(TABLES, **changes)
    assert message in str(caught.value)


def test_migrants_may_lose_people():
    replace(TABLES, migrants={2011.0: np.full((2, 101), -3.0)})


def test_a_nation_without_its_counts_is_told_of_all_of_them():
    stray = replace(
        TABLES,
        people={},
        migrants={2011.0: np.zeros((2, 101)), 2011.5: np.zeros((2, 101))},
    )
    with pytest.raises(DataError) as caught:
        follow_nation(stray, 1, 2010.0, 2013.2)
    assert [str(fault).split(" / ")[0].split(";")[0] for fault in caught.value.faults] == [
        "NationTables: from 2010.0 to 2013.2 is not a whole number of years",
        "NationTables: people: no population is given for the start of the run, 2010.0 (given: –)",
        "NationTables: migrants: no migrant counts for 2012.0",
        "NationTables: migrants: no migrant counts for 2013.0",
        (
            "NationTables: migrants: the migrant counts of 2011.5 fall between two anniversaries "
            "of the start, 2010.0"
        ),
    ]
