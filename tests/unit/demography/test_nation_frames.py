"""Tables of a nation from frames: read by name, refused by year, sex and age, all at once."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from simulator.demography import NationTables, follow_nation
from simulator.errors import DataError
from tests.nation_frames import SEXES, YEARS, arrays, frames, long


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
        "death_rates: 2011, women, age 4: no row (1 in all)",
    ),
    "two rows": (
        {"death_rates": pd.concat([GIVEN["death_rates"]] * 2)},
        "death_rates: 2010, men, age 0: more than one row (606 in all)",
    ),
    "a hole": (
        {"death_rates": changed(GIVEN["death_rates"], np.nan, year=2011, sex="men", age=7)},
        "death_rates: 2011, men, age 7: nan is not a finite number (1 in all)",
    ),
    "below zero": (
        {"fertility": changed(GIVEN["fertility"], -0.1, year=2012, age=30)},
        "fertility: 2012, age 30: -0.1 is negative (1 in all)",
    ),
    "no number": (
        {"death_rates": changed(GIVEN["death_rates"], "..", year=2011, sex="men", age=7)},
        "death_rates: .. is not a number (1 in all)",
    ),
    "per thousand": (
        {"death_rates": GIVEN["death_rates"] * 1000},
        "death_rates: 2010, men, age 0: a death rate of 5 a year",
    ),
    "people below zero": (
        {"people": changed(GIVEN["people"], -5.0, date="2010-01-01", sex="men", age=100)},
        "people of 2010-01-01: men, age 100 and over: -5 is negative (1 in all)",
    ),
    "both sexes together": (
        {"people": GIVEN["people"].reset_index().replace({"sex": {"men": "B"}})},
        "people: B: not sexes; expected men and women",
    ),
    "groups of ages": (
        {"people": GIVEN["people"].reset_index().replace({"age": {4: "0-4", 9: "5-9"}})},
        "people: 0-4, 5-9: not ages; expected single years",
    ),
    "an open age inside": (
        {"people": GIVEN["people"].reset_index().replace({"age": {85: "85+"}})},
        "people: age 85 is marked as open, but ages go on to 100",
    ),
    "people of a year": (
        {"people": GIVEN["people"].reset_index().assign(date=1).rename(columns={"date": "year"})},
        "people: no date among year, sex, age, value; populations are counted on a",
    ),
    "no date": (
        {"people": GIVEN["people"].reset_index().assign(date="July 2010")},
        "people: July 2010: not dates; expected dates such as 2010-01-01",
    ),
    "no column of ages": (
        {"fertility": GIVEN["fertility"].reset_index().drop(columns="age")},
        "fertility: no age among year, value",
    ),
    "which values": (
        {"fertility": GIVEN["fertility"].reset_index().rename(columns={"value": "a"}).assign(b=1)},
        "fertility: unclear which of the columns",
    ),
    "an open age that does not say so": (
        {"people": GIVEN["people"].loc[:, :, :85]},
        "people: the last age, 85, is not marked as open; expected 85+, open_age = 85, or ages up",
    ),
    "an array": ({"people": np.ones((2, 101))}, "people: found ndarray; expected a pandas"),
    "no rows": ({"fertility": GIVEN["fertility"].iloc[:0]}, "fertility: no rows"),
    "a missing year": (
        {"death_rates": without(GIVEN["death_rates"], year=2011)},
        "death_rates: 2011 is missing between 2010 and 2012",
    ),
    "a year without births": (
        {"fertility": without(GIVEN["fertility"], year=2011)},
        "fertility: 2011, age 15: no row (35 in all)",
    ),
    "old mothers": (
        {"fertility": long(lambda year, age: 0.1, year=YEARS, age=range(103))},
        "fertility: births above age 100",
    ),
    "who die live too long": (
        {"years_lived": long(lambda *at: 1.5, year=YEARS, sex=SEXES, age=[0])},
        "years_lived: 2010, men: 1.5 years lived by infants who die",
    ),
    "years lived of some ages": (
        {"years_lived": long(lambda *at: 0.5, year=YEARS, sex=SEXES, age=range(80))},
        "years_lived: 2010, men, age 80: no row (120 in all)",
    ),
    "years lived beyond the open age": (
        {"years_lived": long(lambda *at: 0.5, year=YEARS, sex=SEXES, age=range(111))},
        "years_lived: years lived reach age 110, death rates 100 and over",
    ),
    "out of reach": (
        {"years_lived": long(lambda y, s, age: 0.9, year=YEARS, sex=SEXES, age=range(100))},
        "years_lived: 2010, men, age 0: 0.9 years lived at this age by those who die at it",
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
        "/ 2011，女，4 岁：没有这一行（共 1 处）；每个年份或日期、性别、年龄应各有一行"
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
