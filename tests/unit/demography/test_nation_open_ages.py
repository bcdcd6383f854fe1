"""Frames of another open age than 100, and of published life tables."""

import numpy as np
import pytest

from simulator.demography import NationTables, follow_nation, life_table_columns
from simulator.demography.life_table import years_lived_by_infants_who_die
from simulator.errors import DataError
from tests.nation_frames import SEXES, YEARS, arrays, frames, long, rate


@pytest.mark.parametrize("last", [85, 100, 110])
def test_every_open_age_keeps_its_people_and_migrants(last):
    tables = NationTables.from_frames(**frames(last), open_age=last)
    given = frames(last)
    assert tables.people[2010.0].sum() == pytest.approx(given["people"].sum(), rel=1e-12)
    for year in YEARS:
        moved = given["migrants"].loc[f"{year + 1}-01-01"].sum()
        assert tables.migrants[year + 1.0].sum() == pytest.approx(moved, rel=1e-12)
    below = min(last, 100)
    assert (tables.people[2010.0][:, :below] == arrays().people[2010.0][:, :below]).all()


def test_an_open_age_marked_in_the_frame_is_the_same():
    marked = {
        name: frame.reset_index().astype({"age": str}).replace({"age": {"85": "85+"}})
        for name, frame in frames(85).items()
        if name in ("death_rates", "people", "migrants")
    }
    found = NationTables.from_frames(**frames(85) | marked)
    wanted = NationTables.from_frames(**frames(85), open_age=85)
    np.testing.assert_array_equal(found.death_rates, wanted.death_rates)
    np.testing.assert_array_equal(found.people[2010.0], wanted.people[2010.0])


def test_below_100_the_rate_of_the_open_age_holds_for_all_who_have_reached_it():
    tables = NationTables.from_frames(**frames(85), open_age=85)
    open_rate = rate(2010, "men", 85)
    assert (tables.death_rates[0, 0, 85:] == open_rate).all()
    # a population that does not grow: each year e^(-m) of those of the year before
    oldest = tables.people[2010.0][0, 85:]
    assert oldest[1:15] / oldest[:14] == pytest.approx(np.full(14, np.exp(-open_rate)), rel=1e-12)
    assert oldest[15] / oldest[:15].sum() == pytest.approx(1 / np.expm1(15 * open_rate), rel=1e-9)


def test_above_100_the_oldest_live_as_long_as_their_table_says():
    tables = NationTables.from_frames(**frames(110), open_age=110)
    rates = np.array([rate(2010, "men", age) for age in range(100, 111)])
    alive = np.exp(-np.cumsum(np.r_[0, rates[:-1]]))
    years = (alive * -np.expm1(-rates) / rates)[:-1].sum() + alive[-1] / rates[-1]
    assert tables.death_rates[0, 0, 100] == pytest.approx(1 / years, rel=1e-12)
    assert (tables.death_rates[0, 0, :100] == arrays().death_rates[0, 0, :100]).all()


def test_where_nobody_of_another_open_age_ever_dies_it_is_refused():
    none = frames()["death_rates"].loc[:, :, :85] * 0
    with pytest.raises(DataError, match="2010, men, age 85 and over: the death rate at the open"):
        NationTables.from_frames(**frames(85, death_rates=none), open_age=85)


# -- years lived by those who die


def test_years_lived_by_infants_alone():
    lived = long(lambda year, sex, age: 0.12, year=YEARS, sex=SEXES, age=[0])
    tables = NationTables.from_frames(**frames(years_lived=lived))
    assert (tables.a0 == 0.12).all()
    assert tables.ax is None
    followed, usual = (
        follow_nation(each, 3, "2010-01-01", "2013-01-01").deaths(by=("under_one", "year"))
        for each in (tables, arrays())
    )
    assert usual.index.equals(followed.index)
    assert (followed.loc[True] != usual.loc[True]).all()
    assert followed.loc[True].to_numpy() == pytest.approx(usual.loc[True].to_numpy(), rel=0.02)


@pytest.mark.parametrize("last", [85, 100, 110])
def test_a_published_life_table_of_any_open_age(last):
    def lived(year, sex, age):
        if age == last:
            return 0.9 / rate(year, sex, last)
        return 0.14 if age == 0 else 0.5

    ages = range(last + 1)
    years_lived = long(lived, year=YEARS, sex=SEXES, age=ages)
    tables = NationTables.from_frames(**frames(last, years_lived=years_lived), open_age=last)
    mx = np.array([rate(2010, "men", age) for age in ages])
    ax = np.array([lived(2010, "men", age) for age in ages])
    wanted = life_table_columns(mx, ax[:-1], open_expectancy=ax[-1])
    found = life_table_columns(
        tables.death_rates[0, 0], tables.ax[0, 0], open_expectancy=tables.open_expectancy[0, 0]
    )
    common = min(last, 100)
    assert found.lx[: common + 1] == pytest.approx(wanted.lx[: common + 1], rel=1e-12)
    assert found.ex[: common + 1] == pytest.approx(wanted.ex[: common + 1], rel=1e-12)
    assert follow_nation(tables, 3, "2010-01-01", "2013-01-01").people(by=()).iloc[0] > 0


def test_without_years_lived_those_of_infants_follow_from_their_rate():
    mine = arrays()
    a0 = np.stack(
        [
            years_lived_by_infants_who_die(mine.death_rates[:, place, 0], sex)
            for place, sex in enumerate(SEXES)
        ],
        axis=-1,
    )
    one, other = (
        follow_nation(tables, 1, 2010.0, 2013.0).people_by_age for tables in (mine, arrays(a0=a0))
    )
    np.testing.assert_array_equal(one, other)
