"""Tables of a nation from frames: read by name, refused by year, sex and age, all at once."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from simulator.demography import NationTables, follow_nation
from simulator.demography.life_table import years_lived_by_infants_who_die
from simulator.demography.published import life_table_columns
from simulator.errors import DataError

YEARS = range(2010, 2013)
SEXES = ("men", "women")


def long(function, **keys):
    """A series with levels in the order of ``keys``."""
    index = pd.MultiIndex.from_product(keys.values(), names=list(keys))
    return pd.Series([function(*each) for each in index], index=index, name="value", dtype=float)


def rate(year, sex, age):
    if age == 0:
        return 0.005
    return (3e-4 + 2e-5 * np.exp(0.1 * age)) * (1.1 if sex == "men" else 1) * 0.99 ** (year - 2010)


def frames(last=100, **changes):
    ages = range(last + 1)
    given = {
        "death_rates": long(rate, year=YEARS, sex=SEXES, age=ages),
        "fertility": long(lambda year, age: 0.05, year=YEARS, age=range(15, 50)),
        "boys_per_girl": 1.05,
        "people": long(
            lambda when, sex, age: 2000.0 - 15 * min(age, 90) if age < last else 900.0,
            date=["2010-01-01"],
            sex=SEXES,
            age=ages,
        ),
        "migrants": long(
            lambda when, sex, age: 3.0 - age / 10,
            date=["2011-01-01", "2012-01-01", "2013-01-01"],
            sex=SEXES,
            age=ages,
        ),
    }
    return given | changes


def arrays(**changes):
    """The same laid out by hand."""
    ages = range(101)
    rates = [[[rate(year, sex, age) for age in ages] for sex in SEXES] for year in YEARS]
    fertility = np.zeros((3, 101))
    fertility[:, 15:50] = 0.05
    people = [[2000.0 - 15 * min(age, 90) if age < 100 else 900.0 for age in ages]] * 2
    given = {
        "years": tuple(YEARS),
        "death_rates": np.array(rates),
        "fertility": fertility,
        "boys_per_girl": np.full(3, 1.05),
        "people": {2010.0: np.array(people)},
        "migrants": {year + 1.0: 3.0 - np.array([[*ages]] * 2) / 10 for year in YEARS},
    }
    return NationTables(**given | changes)


def same(found, wanted):
    assert found.years == wanted.years
    for name in ("death_rates", "fertility", "boys_per_girl"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))
    for name in ("people", "migrants"):
        mine, other = getattr(found, name), getattr(wanted, name)
        assert mine.keys() == other.keys()
        for when, table in mine.items():
            np.testing.assert_array_equal(table, other[when])


def test_series_and_frames_whatever_their_form_are_the_arrays():
    same(NationTables.from_frames(**frames()), arrays())


def shuffled(series):
    return series.sample(frac=1, random_state=3)


@pytest.mark.parametrize(
    "change",
    [
        lambda given: given.reset_index(),
        lambda given: shuffled(given).reset_index().rename(columns={"value": "mx"}),
        lambda given: given.reset_index().assign(source="a yearbook"),
        lambda given: given.reset_index("age"),
        lambda given: given.reset_index().replace({"sex": {"men": "M", "women": "F"}}),
        lambda given: given.reset_index().replace({"sex": {"men": "male", "women": "Female"}}),
        lambda given: given.reset_index().astype({"age": str}).replace({"age": {"100": "100+"}}),
        lambda given: given.reset_index().astype({"value": str}),
    ],
    ids=["columns", "another name", "more columns", "both", "M F", "male", "100+", "texts"],
)
def test_rows_are_read_by_name_and_label(change):
    given = frames()
    given["death_rates"] = change(given["death_rates"])
    same(NationTables.from_frames(**given), arrays())


@pytest.mark.parametrize(
    "when",
    [2010.0, date(2010, 1, 1), pd.Timestamp("2010-01-01"), np.datetime64("2010-01-01", "s")],
)
def test_dates_are_read_as_people_write_them(when):
    given = frames()
    given["people"] = given["people"].reset_index().assign(date=when)
    same(NationTables.from_frames(**given), arrays())


def test_a_ratio_of_every_year_and_nobody_who_moves():
    ratio = pd.Series([1.04, 1.05, 1.06], index=pd.Index(YEARS, name="year"))
    tables = NationTables.from_frames(**frames(boys_per_girl=ratio, migrants=None))
    assert tables.boys_per_girl.tolist() == [1.04, 1.05, 1.06]
    assert tables.migrants is None
    followed = follow_nation(tables, 1, "2010-01-01", "2013-01-01")
    change = followed.births(by=()).iloc[0] - followed.deaths(by=()).iloc[0]
    assert followed.people(by=()).iloc[0] == pytest.approx(
        tables.people[2010.0].sum() + change, rel=1e-12
    )


def without(series, **labels):
    """The rows of some labels left out."""
    table = series.reset_index()
    wrong = np.logical_and.reduce([table[key] == label for key, label in labels.items()])
    return table[~wrong]


def changed(series, value, **labels):
    table = series.reset_index()
    wrong = np.logical_and.reduce([table[key] == label for key, label in labels.items()])
    return table.astype({"value": object}).assign(
        value=lambda rows: rows["value"].where(~wrong, value)
    )


GIVEN = frames()
REFUSED = {
    "a missing row": (
        {"death_rates": without(GIVEN["death_rates"], year=2011, sex="women", age=4)},
        "death_rates: 2011, women, age 4: no row (1 such)",
    ),
    "two rows": (
        {"death_rates": pd.concat([GIVEN["death_rates"]] * 2)},
        "death_rates: 2010, men, age 0: more than one row (606 such)",
    ),
    "a hole": (
        {"death_rates": changed(GIVEN["death_rates"], np.nan, year=2011, sex="men", age=7)},
        "death_rates: 2011, men, age 7: nan is no finite number (1 such)",
    ),
    "below zero": (
        {"fertility": changed(GIVEN["fertility"], -0.1, year=2012, age=30)},
        "fertility: 2012, age 30: -0.1 is below zero (1 such)",
    ),
    "no number": (
        {"death_rates": changed(GIVEN["death_rates"], "..", year=2011, sex="men", age=7)},
        "death_rates: .. is no number (1 such)",
    ),
    "per thousand": (
        {"death_rates": GIVEN["death_rates"] * 1000},
        "death_rates: 2010, men, age 0: a death rate of 5 a year",
    ),
    "people below zero": (
        {"people": changed(GIVEN["people"], -5.0, date="2010-01-01", sex="men", age=100)},
        "people of 2010-01-01: men, age 100 and over: -5 is below zero (1 such)",
    ),
    "both sexes together": (
        {"people": GIVEN["people"].reset_index().replace({"sex": {"men": "B"}})},
        "people: no sexes: B; expected men and women",
    ),
    "groups of ages": (
        {"people": GIVEN["people"].reset_index().replace({"age": {4: "0-4", 9: "5-9"}})},
        "people: no ages: 0-4, 5-9; expected single years",
    ),
    "an open age inside": (
        {"people": GIVEN["people"].reset_index().replace({"age": {85: "85+"}})},
        "people: age 85 is marked as open, and there is an age 100",
    ),
    "people of a year": (
        {"people": GIVEN["people"].reset_index().assign(date=1).rename(columns={"date": "year"})},
        "people: no date among year, sex, age, value: people are counted on a day",
    ),
    "no date": (
        {"people": GIVEN["people"].reset_index().assign(date="July 2010")},
        "people: no dates: July 2010; expected dates such as 2010-01-01",
    ),
    "no column of ages": (
        {"fertility": GIVEN["fertility"].reset_index().drop(columns="age")},
        "fertility: no age among year, value",
    ),
    "which values": (
        {"fertility": GIVEN["fertility"].reset_index().rename(columns={"value": "a"}).assign(b=1)},
        "fertility: which column holds the values?",
    ),
    "no rows": ({"fertility": GIVEN["fertility"].iloc[:0]}, "fertility: no rows"),
    "a missing year": (
        {"death_rates": without(GIVEN["death_rates"], year=2011)},
        "death_rates: 2011 is missing between 2010 and 2012",
    ),
    "a year without births": (
        {"fertility": without(GIVEN["fertility"], year=2011)},
        "fertility: 2011, age 15: no row (35 such)",
    ),
    "old mothers": (
        {"fertility": long(lambda year, age: 0.1, year=YEARS, age=range(103))},
        "fertility: births at ages above 100",
    ),
    "who die live too long": (
        {"years_lived": long(lambda *at: 1.5, year=YEARS, sex=SEXES, age=[0])},
        "years_lived: 2010, men: 1.5 years lived by infants who die",
    ),
    "years lived of some ages": (
        {"years_lived": long(lambda *at: 0.5, year=YEARS, sex=SEXES, age=range(80))},
        "years_lived: 2010, men, age 80: no row (120 such)",
    ),
    "years lived beyond the open age": (
        {"years_lived": long(lambda *at: 0.5, year=YEARS, sex=SEXES, age=range(111))},
        "years_lived: years lived to age 110, death rates to 100 and over",
    ),
    "out of reach": (
        {"years_lived": long(lambda y, s, age: 0.9, year=YEARS, sex=SEXES, age=range(100))},
        "years_lived: 2010, men, age 0: 0.9 years lived in it by those who die do not go with",
    ),
}


@pytest.mark.parametrize(("changes", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_refused_by_name_and_place(changes, told):
    with pytest.raises(DataError) as caught:
        NationTables.from_frames(**frames(**changes))
    assert f"NationTables: {told}" in str(caught.value)


def test_the_fault_is_told_in_chinese_as_fully():
    death_rates = without(GIVEN["death_rates"], year=2011, sex="women", age=4)
    with pytest.raises(DataError) as caught:
        NationTables.from_frames(**frames(death_rates=death_rates))
    assert str(caught.value).endswith(
        "/ 2011，女，4 岁：没有这一行（共 1 处）；应为：每个年份或日期、性别、年龄各一行"
    )


def test_faults_of_all_frames_are_told_at_once():
    changes = {
        name: REFUSED[key][0][name]
        for name, key in (
            ("death_rates", "a hole"),
            ("fertility", "below zero"),
            ("people", "people below zero"),
        )
    }
    with pytest.raises(DataError) as caught:
        NationTables.from_frames(**frames(**changes))
    assert [fault.key for fault in caught.value.faults] == [
        *("death_rates", "people of 2010-01-01", "fertility")
    ]


# -- another open age


@pytest.mark.parametrize("last", [85, 100, 110])
def test_every_open_age_keeps_its_people_and_migrants(last):
    tables = NationTables.from_frames(**frames(last))
    given = frames(last)
    assert tables.people[2010.0].sum() == pytest.approx(given["people"].sum(), rel=1e-12)
    for year in YEARS:
        moved = given["migrants"].loc[f"{year + 1}-01-01"].sum()
        assert tables.migrants[year + 1.0].sum() == pytest.approx(moved, rel=1e-12)
    below = min(last, 100)
    assert (tables.people[2010.0][:, :below] == arrays().people[2010.0][:, :below]).all()


def test_below_100_the_rate_of_the_open_age_holds_for_all_who_have_reached_it():
    tables = NationTables.from_frames(**frames(85))
    open_rate = rate(2010, "men", 85)
    assert (tables.death_rates[0, 0, 85:] == open_rate).all()
    # a population that does not grow: each year e^(-m) of those of the year before
    oldest = tables.people[2010.0][0, 85:]
    assert oldest[1:15] / oldest[:14] == pytest.approx(np.full(14, np.exp(-open_rate)), rel=1e-12)
    assert oldest[15] / oldest[:15].sum() == pytest.approx(1 / np.expm1(15 * open_rate), rel=1e-9)


def test_above_100_the_oldest_live_as_long_as_their_table_says():
    tables = NationTables.from_frames(**frames(110))
    rates = np.array([rate(2010, "men", age) for age in range(100, 111)])
    alive = np.exp(-np.cumsum(np.r_[0, rates[:-1]]))
    years = (alive * -np.expm1(-rates) / rates)[:-1].sum() + alive[-1] / rates[-1]
    assert tables.death_rates[0, 0, 100] == pytest.approx(1 / years, rel=1e-12)
    assert (tables.death_rates[0, 0, :100] == arrays().death_rates[0, 0, :100]).all()


def test_where_nobody_of_another_open_age_ever_dies_it_is_refused():
    none = GIVEN["death_rates"].loc[:, :, :85] * 0
    with pytest.raises(DataError, match="2010, men, age 85 and over: nobody of the open age ever"):
        NationTables.from_frames(**frames(85, death_rates=none))


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
    tables = NationTables.from_frames(**frames(last, years_lived=years_lived))
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
