"""Verdicts of the record, and readings that divide a recorded number, by hand."""

from datetime import date
from pathlib import Path

import pytest

from simulator.city.targets.board import RECORDED, ScoredRecord, _of_records
from simulator.city.targets.entries import RecordEntry
from simulator.city.targets.plan import read_plan
from simulator.files.records import Row
from simulator.stockflow.values.calendar import end_of_year, instant
from tests.city import city_pack, reading
from tests.scoreboards import board, rows

END = 2021.0
NOTHING = {"zh": "", "en": ""}
OTHER = {"zh": "另算", "en": "otherwise"}


def recorded(series: str, day: str, *, met: bool, definition: dict[str, str]) -> ScoredRecord:
    row = Row(path=Path("t.csv"), line=2, cells={"series": series, "date": day})
    entry = RecordEntry(role="way", row=row, compares=True, note=NOTHING, definition=definition)
    return ScoredRecord(entry=entry, value=1.0, when=instant(date.fromisoformat(day)), is_met=met)


def verdict(*told: tuple[str, str, bool] | tuple[str, str, bool, dict[str, str]]) -> str:
    """The verdict of a target due by the end of 2020 on records: series, day, met, definition."""
    target = next(each for each in read_plan(city_pack()) if each.year == 2020)
    records = [
        recorded(name, day, met=met, definition=rest[0] if rest else NOTHING)
        for name, day, met, *rest in told
    ]
    return _of_records(target, tuple(records))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], "no_number"),
        ([("a", "2021-01-01", True)], "recorded_met"),
        ([("a", "2019-01-01", True), ("a", "2021-01-01", False)], "recorded_missed"),
        ([("a", "2021-01-01", False), ("a", "2025-01-01", True)], "recorded_missed"),
        ([("a", "2021-01-01", False), ("b", "2021-01-01", True)], "recorded_depends"),
        ([("a", "2021-01-01", False), ("a", "2021-01-01", True)], "recorded_depends"),
        ([("a", "2018-01-01", False), ("a", "2019-01-01", True)], "met_before"),
        ([("a", "2018-01-01", True), ("a", "2019-01-01", False)], "open"),
        ([("a", "2018-01-01", False), ("a", "2024-01-01", True)], "met_after"),
        ([("a", "2024-01-01", True)], "met_after"),
        ([("a", "2018-01-01", False), ("a", "2024-01-01", False)], "open"),
        ([("a", "2018-01-01", False), ("b", "2021-01-01", True, OTHER)], "open"),
        ([("b", "2021-01-01", True, OTHER)], "recorded_met"),
    ],
)
def test_a_record_is_of_the_deadline_or_says_of_when_it_is(told, expected):
    assert verdict(*told) == expected


def test_only_a_record_of_the_deadline_meets_or_misses_and_says_that_it_is_recorded():
    for row in board().rows:
        if row.values:
            assert row.verdict not in RECORDED, row.target.name
            continue
        assert row.verdict in (*RECORDED, "no_number"), row.target.name
        last = end_of_year(row.target.year)
        at = [each for each in row.decisive if each.when == pytest.approx(last)]
        assert bool(at) == (row.verdict in RECORDED[:3]), row.target.name


def test_every_number_of_the_record_is_beside_a_target_or_under_one():
    found = rows()
    assert sum(row.verdict != "no_number" for row in found.values()) >= 47
    for row in found.values():
        for record in row.records:
            assert record.entry.quote or "target_figures" not in record.row.path.name


def people(when: float = END) -> float:
    run = board().outcome.trajectory
    return float(run.measures["residents"][0, ..., reading(run, when)].sum())


@pytest.mark.parametrize(
    ("target", "name", "number", "per"),
    [
        # 1,500 beds after the extension less the 600 it adds: 900, unchanged before it
        ("T40", "xianyue", lambda: 1500 - 600, 10_000),
        # the last count of each kind of toilets is held
        ("T74", "all_kinds", lambda: 2000, 10_000),
        ("T74", "town_and_rural", lambda: 558, 10_000),
        # a line from 7,409,400 m² at the end of 2013 to 2.43 × 5,180,000 at the end of 2022
        ("T82", "area", lambda: 7_409_400 + 7 / 9 * (12_590_000 - 7_409_400), 1),
        # 592,400 users and the middle of 50,000 to 60,000; users per resident as in 2018
        ("T76", "users", lambda: (592_400 + 55_000) / ((592_400 + 521_500) / 4_960_000), 100),
    ],
)
def test_a_recorded_number_per_resident_by_hand(target, name, number, per):
    found = rows()[target].value(name)
    assert found is not None
    assert found.answer is not None
    assert found.answer.value == pytest.approx(per * number() / people(), rel=1e-6)


def test_private_beds_by_hand():
    # (2,003 + 1,380) ÷ beds open at the end of 2020 × 100
    run = board().outcome.trajectory
    row = run.system.axis["service"].index("hospital")
    beds = float(run.measures["supply"][0, 1, row, :, reading(run, END)].sum())
    found = rows()["T46"].value("known")
    assert found is not None
    assert found.answer is not None
    assert found.answer.value == pytest.approx(100 * (2003 + 1380) / beds)
    assert found.lacking == pytest.approx(0.25 * beds - 3383)


@pytest.mark.parametrize(
    ("target", "name", "year", "recorded", "within"),
    [
        # what the record says of the same number on the revised residents
        ("T74", "town_and_rural", 2018, 1.13, 0.02),
        ("T74", "all_kinds", 2017, 4.15, 0.02),
        ("T76", "users", 2018, 53.2, 0.01),
    ],
)
def test_a_year_on_record_is_what_the_record_says(target, name, year, recorded, within):
    found = rows()[target].value(name)
    assert found is not None
    assert found.answers[year].value == pytest.approx(recorded, rel=within)


def test_sports_area_agrees_with_the_census_of_venues():
    # 1.79 m² on the revised residents of 2013; the 2.02 printed rests on a million fewer
    row = rows()["T82"]
    value = row.value("area")
    assert value is not None
    area = value.answers[2015].upper - 2 / 9 * (12_590_000 - 7_409_400)
    assert area == pytest.approx(7_409_400)
    assert area / people(2014.0) == pytest.approx(1.79, rel=0.025)
