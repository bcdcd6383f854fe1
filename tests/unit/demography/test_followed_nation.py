"""What became of a nation, with labels: the arrays, summed and named."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulator.demography import NationTables, follow_nation
from simulator.errors import DataError

BY_SEX = (2, 101)
AGES = np.arange(101)
PEOPLE = 1e4 * np.exp(-((AGES / 75) ** 4)) * np.array([[1.0], [1.02]])
RATES = 3e-4 + np.array([[3e-5], [2e-5]]) * np.exp(0.095 * AGES)
FERTILITY = 0.11 * np.exp(-(((AGES - 29) / 6) ** 2)) * ((AGES >= 15) & (AGES < 50))
# everybody of 20 moves in, of 70 some leave
MOVED = np.where(AGES == 20, 500.0, np.where(AGES == 70, -50.0, 0.0)) * np.ones((2, 1))


def tables(start, years=3):
    first = int(start)
    return NationTables(
        years=tuple(range(first, first + years + 1)),
        death_rates=np.tile(RATES, (years + 1, 1, 1)),
        fertility=np.tile(FERTILITY, (years + 1, 1)),
        boys_per_girl=np.full(years + 1, 1.05),
        people={start: PEOPLE},
        migrants={start + 1 + year: MOVED for year in range(years)},
    )


@pytest.fixture(scope="module")
def followed():
    return follow_nation(tables(2010.0), 3, "2010-01-01", "2013-01-01")


@pytest.fixture(scope="module")
def from_july():
    return follow_nation(tables(2010.5), 1, "2010-07-01", "2013-07-01")


def test_people_by_sex_and_age(followed):
    found = followed.people()
    assert found.index.names == ["sex", "age"]
    np.testing.assert_array_equal(found.to_numpy().reshape(BY_SEX), followed.people_by_age)
    assert found.attrs == {"unit": "persons", "meaning": "residents", "date": "2013-01-01"}
    start = followed.people(by="age", on="2010-01-01")
    assert start.to_numpy() == pytest.approx(PEOPLE.sum(axis=0), rel=1e-12)
    assert followed.people(by="sex", on=2011.0)["women"] > 0


def test_births_and_deaths_are_the_arrays(followed):
    births = followed.births(by=("sex", "year"))
    assert births.index.names == ["sex", "year"]
    assert births["women", 2011] == followed.births_by_year[1, 1]
    assert births.to_numpy() == pytest.approx(followed.births_by_year.ravel(), rel=1e-12)
    deaths = followed.deaths(by=("under_one", "sex", "year"))
    assert deaths[True, "men", 2012] == followed.deaths_by_year[0, 0, 2]
    assert deaths.sum() == pytest.approx(followed.deaths_by_year.sum(), rel=1e-12)
    turned = followed.deaths(by=("year", "under_one"))
    assert turned[2012, True] == pytest.approx(followed.deaths_by_year[0, :, 2].sum(), rel=1e-12)
    assert followed.deaths(by="under_one")[False] == pytest.approx(
        followed.deaths_by_year[1].sum(), rel=1e-12
    )
    assert deaths.name == "deaths"
    assert deaths.attrs == {"unit": "persons", "meaning": "deaths"}


def test_people_are_those_of_the_start_and_what_came_and_went(followed):
    change = followed.births(by="sex") - followed.deaths(by="sex") + followed.migrants(by="sex")
    grown = followed.people(by="sex") - followed.people(by="sex", on="2010-01-01")
    assert grown.to_numpy() == pytest.approx(change[["men", "women"]].to_numpy(), rel=1e-9)
    assert followed.migrants(by="year").tolist() == pytest.approx([900.0] * 3)


def test_of_a_run_from_july_the_whole_years_are_told_and_intervals_all(from_july):
    assert list(from_july.births(by="year").index) == [2011, 2012]
    parts = from_july.births(by="interval")
    assert len(parts) == 6  # each half of a year between a January and a July
    assert parts.index[0] == pd.Interval(
        pd.Timestamp("2010-07-01"), pd.Timestamp("2011-01-01"), closed="right"
    )
    assert parts.sum() == pytest.approx(from_july.births_by_year.sum(), rel=1e-12)
    assert from_july.births_by_year.shape == (2, 3)
    assert parts.iloc[:2].sum() == pytest.approx(from_july.births_by_year[:, 0].sum(), rel=1e-12)


def test_instants_and_dates_are_the_same(followed):
    again = follow_nation(tables(2010.0), 3, 2010.0, 2013.0)
    np.testing.assert_array_equal(again.people_by_age, followed.people_by_age)


@pytest.mark.parametrize("month", range(1, 13))
def test_it_may_start_on_the_first_of_any_month(month):
    start = 2010 + (month - 1) / 12
    run = follow_nation(tables(start, 1), 1, f"2010-{month:02}-01", f"2011-{month:02}-01")
    assert run.people(by="age").sum() > 0
    assert run.people(on=f"2010-{month:02}-01").to_numpy() == pytest.approx(
        PEOPLE.ravel(), rel=1e-12
    )


def test_a_start_inside_a_month_is_refused():
    with pytest.raises(DataError, match=r"the start, 2010-01-15, is not the first of a month"):
        follow_nation(tables(2010.0), 1, "2010-01-15", "2013-01-15")


def test_a_day_between_anniversaries_is_refused(followed):
    with pytest.raises(DataError, match="no snapshot of 2011-07-01"):
        followed.people(on="2011-07-01")


def test_jagged_ages_stay_what_they_are_where_laid_out_evenly():
    """Nobody dies or moves: each year the ages move on by one, half way as halves of both."""
    jagged = np.full(BY_SEX, 1000.0)
    jagged[:, [20, 58]] = 1500.0, 500.0
    given = replace(
        tables(2010.0, 1),
        death_rates=np.zeros((2, *BY_SEX)),
        fertility=np.zeros((2, 101)),
        people={2010.0: jagged},
        migrants=None,
        a0=np.full((2, 2), 0.1),
    )
    run = follow_nation(given, 3, "2010-01-01", "2011-01-01", within="even")
    assert run.people_by_age[:, 1:100] == pytest.approx(jagged[:, :99], rel=1e-12)
    smooth = follow_nation(given, 3, "2010-01-01", "2011-01-01")
    assert smooth.people_by_age[:, 1:100] == pytest.approx(jagged[:, :99], rel=1e-9)
