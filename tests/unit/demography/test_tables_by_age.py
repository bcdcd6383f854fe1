"""A table that is not what it is stated to be is refused, by its name, place and remedy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.demography.cohort_paths import ByAge, DensityByAge
from simulator.demography.mortality_paths import MortalityPaths
from simulator.errors import DataError
from simulator.stockflow.grammar.axis import cohort_axis

COHORTS = cohort_axis(per_year=3, first_day=Fraction(0), oldest=1900, stop=2020)
YEARS = tuple(range(2010, 2020))
BY_SEX = (1, 10, 2, 101)


def rates(**changes):
    settings = {
        "name": "fertility",
        "cohorts": COHORTS,
        "table": np.full(BY_SEX, 0.02),
        "years": YEARS,
        "leading": ("sex",),
    }
    return ByAge(**settings | changes)


def density(**changes):
    settings = {
        "name": "arrivals",
        "cohorts": COHORTS,
        "table": np.full(BY_SEX, 1 / 202),
        "years": YEARS,
        "leading": ("sex",),
    }
    return DensityByAge(**settings | changes)


def mortality(**changes):
    settings = {
        "cohorts": COHORTS,
        "mx": np.full(BY_SEX, 0.02),
        "a0": np.full(BY_SEX[:-1], 0.1),
        "years": YEARS,
        "leading": ("sex",),
    }
    return MortalityPaths(**settings | changes)


def with_cell(shape, cell, value, fill=0.02):
    table = np.full(shape, fill)
    table[cell] = value
    return table


ZERO_LAST = np.concatenate([np.full((*BY_SEX[:-1], 100), 0.02), np.zeros((*BY_SEX[:-1], 1))], -1)

REFUSED = {
    "columns of some ages": (
        rates,
        {"table": np.full((1, 10, 2, 35), 0.1)},
        (
            "fertility: 35 columns; expected 101, one for each age from 0 to 100, the last "
            "open-ended (100 and over). Give ages without a rate the rate 0; if the table has "
            "another open age, state it (open_age)"
        ),
    ),
    "another open age": (
        rates,
        {"open_age": 85},
        "fertility: 101 columns; expected 86, one for each age from 0 to 85",
    ),
    "no open age": (rates, {"open_age": 0}, "fertility: open_age = 0; expected a whole"),
    "rows": (
        rates,
        {"table": np.full((1, 11, 2, 101), 0.1)},
        "fertility: 11 rows for 10 years (2010 to 2019); expected one row per year",
    ),
    "an axis too few": (
        rates,
        {"table": np.full((10, 2, 101), 0.1)},
        (
            "fertility: shape (10, 2, 101) has 3 axes; expected 4, in this order: draws (or "
            "1), years, sex, ages"
        ),
    ),
    "no draws": (rates, {"table": np.zeros((0, 10, 2, 101))}, "fertility: 0 draws; expected"),
    "a negative rate": (
        rates,
        {"table": with_cell(BY_SEX, (0, 1, 1, slice(35, 37)), -0.3)},
        (
            "fertility: 2011, women, age 35: -0.3 is negative (2 in all); expected a "
            "number, at least 0"
        ),
    ),
    "a hole": (
        rates,
        {"table": with_cell(BY_SEX, (0, 9, 0, 100), np.nan)},
        "fertility: 2019, men, age 100 and over: nan is not a finite number (1 in all)",
    ),
    "infinity of a draw": (
        rates,
        {"table": with_cell((3, *BY_SEX[1:]), (1, 0, 0, 0), np.inf)},
        "fertility: draw 2, 2010, men, age 0: inf is not a finite number (1 in all)",
    ),
    "a label that has no name here": (
        rates,
        {"leading": ("status",), "table": with_cell((1, 10, 6, 101), (0, 0, 3, 40), -1)},
        "fertility: 2010, label 4 of 6 along status, age 40: -1 is negative",
    ),
    "no years": (rates, {"years": (), "table": np.zeros((1, 0, 2, 101))}, "no calendar years"),
    "a year missing": (
        rates,
        {"years": (*range(2010, 2015), *range(2016, 2021))},
        "fertility: 2015 is missing between 2014 and 2016; expected consecutive years",
    ),
    "years missing": (
        rates,
        {"years": (2005, *range(2011, 2020))},
        "fertility: 2006–2010 is missing between 2005 and 2011",
    ),
    "a year twice": (
        rates,
        {"years": (2010, *range(2010, 2019))},
        "fertility: the year 2010 appears twice; expected each year once",
    ),
    "years that fall": (
        rates,
        {"years": YEARS[::-1]},
        "fertility: the year 2018 comes after 2019; expected years in ascending order",
    ),
    "half a year": (
        rates,
        {"years": tuple(year + 0.5 for year in YEARS)},
        "fertility: 2010.5, 2011.5, 2012.5, 2013.5",
    ),
    "an unknown word": (
        rates,
        {"after": "Hold"},
        'fertility: after = "Hold"; expected "hold" or "error"',
    ),
    "a first year of other windows": (
        rates,
        {"first_year": np.full((1, 10, 2, 2), 0.1)},
        "fertility: first_year: 2 columns; expected 4, one for each interval between",
    ),
    "a first year of other draws": (
        rates,
        {"first_year": np.full((5, 10, 2, 4), 0.1)},
        "fertility: first_year: 5 draws; expected 1",
    ),
    "a first year below zero": (
        rates,
        {"first_year": with_cell((1, 10, 2, 4), (0, 2, 0, 3), -1.0)},
        "fertility: first_year: 2012, men, interval 3 since birth: -1 is negative (1 in all)",
    ),
    "a density of another sum": (
        density,
        {"table": with_cell(BY_SEX, (0, 4, 0, 0), 0.1, fill=1 / 202)},
        "arrivals: 2014: the shares sum to 1.09505; expected 1 over all ages and leading",
    ),
    "a density of some ages": (
        density,
        {"table": np.full((1, 10, 2, 100), 1 / 200)},
        "arrivals: 100 columns; expected 101",
    ),
    "a negative death rate": (
        mortality,
        {"mx": with_cell(BY_SEX, (0, 3, 1, 0), -0.01)},
        "MortalityPaths: mx: 2013, women, age 0: -0.01 is negative (1 in all)",
    ),
    "death rates of some ages": (
        mortality,
        {"mx": np.full((1, 10, 2, 100), 0.02)},
        "MortalityPaths: mx: 100 columns; expected 101",
    ),
    "nobody of the oldest dies": (
        mortality,
        {"mx": ZERO_LAST},
        (
            "MortalityPaths: mx: 2010, men, age 100 and over: the death rate at the open age "
            "is 0, although other death rates are not (20 in all); expected a rate above 0"
        ),
    ),
    "per thousand": (
        mortality,
        {"mx": np.full(BY_SEX, 8.3)},
        (
            "MortalityPaths: mx: 2010, men, age 0: a death rate of 8.3 a year (2020 in all); "
            "expected deaths per person per year, at most 3.0; divide a rate per 1,000 by 1,000"
        ),
    ),
    "years lived of another shape": (
        mortality,
        {"a0": np.full((1, 10), 0.1)},
        (
            "MortalityPaths: a0: shape (1, 10) has 2 axes; expected 3, in this order: draws "
            "(or 1), years, sex"
        ),
    ),
    "years lived of other draws": (
        mortality,
        {"a0": np.full((4, 10, 2), 0.1)},
        "MortalityPaths: a0: 4 draws; expected 1",
    ),
    "years lived above one": (
        mortality,
        {"a0": with_cell((1, 10, 2), (0, 0, 1), 1.5, fill=0.1)},
        "MortalityPaths: a0: 2010, women: 1.5 years lived by infants who die (1 in all)",
    ),
    "years of mortality": (
        mortality,
        {"years": (*range(2010, 2019), 2018)},
        "MortalityPaths: years: the year 2018 appears twice",
    ),
}


@pytest.mark.parametrize(("make", "changes", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_as_stated_is_refused_by_name_and_place(make, changes, message):
    make()
    with pytest.raises(DataError) as caught:
        make(**changes)
    assert message in str(caught.value)


def test_the_fault_is_told_in_chinese_as_fully():
    with pytest.raises(DataError) as caught:
        rates(table=with_cell(BY_SEX, (0, 1, 1, 35), -0.3))
    assert str(caught.value).endswith(
        " / 2011，女，35 岁：-0.3 小于零（共 1 处）；应为不小于 0 的数"
    )


def test_all_faults_of_a_table_stand_on_lines_of_their_own():
    table = with_cell(BY_SEX, (0, 1, 1, 35), -0.3)
    table[0, 2, 0, 3] = np.nan
    with pytest.raises(DataError) as caught:
        rates(table=table)
    assert len(caught.value.faults) == len(str(caught.value).split("\n")) == 2


def test_a_table_of_another_open_age_says_so():
    path = rates(table=np.full((1, 10, 2, 86), 0.02), open_age=85)
    assert path.table.shape[-1] == 86


def test_what_need_not_be_told_apart_needs_no_window():
    assert rates().reach_back == 0
    assert rates(table=with_cell(BY_SEX, (0, 3, 1, 49), 0.1)).reach_back == 50
    assert rates(table=with_cell(BY_SEX, (0, 3, 1, 100), 0.1)).reach_back == 100


# -- a valid table, damaged anywhere

KINDS = {
    "rates": (rates, "table"),
    "density": (density, "table"),
    "mortality": (mortality, "mx"),
    "years lived": (mortality, "a0"),
    "first year": (rates, "first_year"),
}
FIRST = np.full((1, 10, 2, 4), 0.02)


@given(st.data(), st.sampled_from(sorted(KINDS)), st.integers(0, 5))
def test_a_table_damaged_anywhere_is_always_refused(data, kind, damage):
    make, name = KINDS[kind]
    whole = FIRST if name == "first_year" else getattr(make(), name)
    table, years = whole.copy(), list(YEARS)
    cell = tuple(data.draw(st.integers(0, size - 1)) for size in table.shape)
    if damage == 0:
        table[cell] = data.draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    elif damage == 1:
        table[cell] = -data.draw(st.floats(1e-6, 1e6))
    elif damage == 2:
        axis = 1 if kind == "years lived" else data.draw(st.sampled_from([1, table.ndim - 1]))
        table = np.delete(table, cell[axis], axis=axis)
    elif damage == 3:
        axis = 1 if kind == "years lived" else data.draw(st.sampled_from([1, table.ndim - 1]))
        table = np.insert(table, cell[axis], 0.02, axis=axis)
    elif damage == 4:
        table = table[..., 0]
    else:
        years[cell[1]] += data.draw(st.sampled_from([-30, -1, 0.5, 1, 30]))
    with pytest.raises(DataError):
        make(**{name: table, "years": tuple(years)})
