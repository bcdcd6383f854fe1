"""Households and subsidised homes: closed forms, what is on record, and what moves them."""

import csv
from dataclasses import replace
from math import exp

import numpy as np
import pytest

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.housing.counted import count_homes, count_households
from simulator.city.housing.equations import STAGES
from simulator.city.housing.figure import draw_housing
from simulator.city.housing.table import housing_table
from simulator.city.housing.years import housing_years
from simulator.demography.single_ages import completed_ages
from simulator.report.sheet import SHEETS
from tests.city import ONE_WINDOW, ROOT, city_pack, loaded, reading, run
from tests.scoreboards import board, rows

END, BEGINS = 2021.0, 2017.0
FINISHED, A_YEAR, COUNTED = 49_196, 4_753, 2017 + 126 / 365


def years(*sets):
    """Years of the baseline with some settings changed; nothing but the run is needed."""
    one = loaded(ONE_WINDOW, *sets)
    outcome = Outcome(
        trajectory=run(ONE_WINDOW, *sets), scenario=one.scenario, file=one.file, pack=one.pack
    )
    return {each.year: each for each in housing_years(outcome)}


def erlang(age, mean):
    """Share of homes of three stages of equal rate that are finished at an age."""
    x = 3 * age / mean
    return 1 - exp(-x) * (1 + x + x * x / 2)


def test_households_are_those_of_both_censuses():
    found = run(ONE_WINDOW).measures["households"][0].sum(axis=0)
    trajectory = run(ONE_WINDOW)
    assert found[0] == pytest.approx(1_239_957, rel=0.002)
    census = found[reading(trajectory, 2020 + 10 / 12)]
    assert census == pytest.approx(1_969_770, rel=0.002)


def test_households_by_district_are_near_the_census_that_set_only_their_sum():
    rows_ = (ROOT / "calibration/xiamen/observations/recorded.csv").open(encoding="utf-8")
    with rows_ as file:
        counted = {
            row["district"]: float(row["value"])
            for row in csv.DictReader(file)
            if (row["series"], row["year"]) == ("family_households", "2010")
        }
    trajectory = run(ONE_WINDOW)
    for place, district in enumerate(trajectory.system.axis["district"].labels):
        found = float(trajectory.measures["households"][0, place, 0])
        assert found == pytest.approx(counted[district], rel=0.21), district


def test_households_by_hand():
    # headship by completed age and residency × people, at the level of the day
    trajectory = run(ONE_WINDOW)
    there = int(np.argmin(np.abs(trajectory.snapshots - END)))
    people = trajectory.stocks["people"][0, ..., there].sum(axis=(0, -1))
    known = city_pack().housing
    assert known is not None
    found = 0.0
    for place, label in enumerate(trajectory.system.axis["residency"].labels):
        by_age = np.zeros(101)
        for age, rate in zip(known.ages, known.rates[label], strict=True):
            by_age[age:] = rate
        windows = trajectory.system.axis["cohort"].birth_windows
        shares = completed_ages(windows, END)
        found += float(by_age @ (shares.T @ people[:, place]))
    told = float(trajectory.measures["households"][0, :, reading(trajectory, END)].sum())
    assert told == pytest.approx(0.992 * found, rel=2e-3)


def test_homes_at_the_start_are_on_the_line_through_their_count():
    one = years()[2011]
    start = FINISHED + A_YEAR * (2012.0 - COUNTED)
    assert one.finished == pytest.approx(start, rel=1e-3)
    assert one.completed == pytest.approx(A_YEAR, rel=1e-6), "as many as are begun"
    assert one.under_construction == pytest.approx(4 * A_YEAR, rel=1e-6)


def test_homes_finished_by_hand():
    # begun evenly within 2017, 2018, 2019, 2020; finished after three stages, 4.0 years on
    # average; what was being built at the start of 2017 is the steady state of 4,753 a year.
    starts = {2017: 26_000, 2018: 21_000, 2019: 45_000, 2020: 8_000}
    grid = (np.arange(2000) + 0.5) / 2000
    found = sum(
        homes * np.mean([erlang(END - year - part, 4.0) for part in grid])
        for year, homes in starts.items()
    )
    ages = (np.arange(80_000) + 0.5) / 2000
    before = np.array([erlang(4.0 + age, 4.0) - erlang(age, 4.0) for age in ages])
    found += A_YEAR * before.sum() / 2000
    assert years()[2020].finished_since == pytest.approx(found, rel=1e-4)
    value = rows()["T17"].value("finished")
    assert value is not None
    assert value.answer is not None
    assert value.answer.value == pytest.approx(found, rel=1e-4)
    assert (value.is_met, rows()["T17"].verdict) == (False, "missed")


def test_coverage_by_hand():
    one, trajectory = years()[2020], run(ONE_WINDOW)
    households = float(trajectory.measures["households"][0, :, reading(trajectory, END)].sum())
    finished, let = (
        float(trajectory.measures[name][0, reading(trajectory, END)])
        for name in ("homes_finished", "homes_allocated")
    )
    assert one.coverage == pytest.approx(100 * finished / (0.894 * households))
    assert one.coverage_of_need == pytest.approx(100 * let / (0.25 * 0.894 * households))
    for name, homes in (("urban", finished), ("let", let)):
        value = rows()["T10"].value(name)
        assert value is not None
        assert value.answer is not None
        assert value.answer.value == pytest.approx(100 * homes / (0.894 * households))
        assert value.lacking == pytest.approx(0.25 * 0.894 * households - homes)
    assert rows()["T10"].verdict == "indirect"


def test_homes_finished_after_the_deadline_are_held_against_their_record():
    # 58,700 were finished in 2021-2025; if all 100,000 had been begun it would be a fifth more
    later = years("model.stop=2026-01-01", "report.to_year=2025")
    found = later[2025].finished - later[2020].finished
    assert 58_700 < found < 1.25 * 58_700


def test_on_time_homes_take_the_promised_time():
    late, planned = years()[2020], years("plan.on_time=true")[2020]
    assert planned.finished_since is not None
    assert late.finished_since is not None
    assert planned.finished_since > 1.3 * late.finished_since
    assert planned.begun_since == pytest.approx(late.begun_since)


@pytest.mark.parametrize(
    ("change", "name", "direction"),
    [
        ("plan.delay_factor=2", "finished", -1),
        ("plan.home_delay=0.5", "finished", 1),
        ("plan.home_building_time=4", "finished", -1),
        ("plan.homes_started={scale=1.5}", "finished", 1),
        ("plan.homes_allocated=0.5", "allocated", -1),
        ("world.headship={scale=1.1}", "households", 1),
        ("world.households_in_need=0.4", "in_need", 1),
        ("world.arrivals={scale=1.2}", "households", 1),
    ],
)
def test_each_lever_moves_what_it_is_for(change, name, direction):
    still, moved = (getattr(years(*sets)[2020], name) for sets in ((), (change,)))
    assert direction * (moved - still) > 1e-6 * still


def test_homes_are_neither_lost_nor_made():
    trajectory = run(ONE_WINDOW)
    homes = sum(trajectory.stocks[name][0] for name in (*STAGES, "homes_empty", "homes_let"))
    begun = trajectory.arrived["homes_begun"][0]
    there = [reading(trajectory, when) for when in trajectory.snapshots]
    grown = np.asarray(homes).ravel() - np.asarray(homes).ravel()[0]
    assert grown == pytest.approx(np.asarray(begun).ravel()[there], abs=1e-6)


def test_nothing_is_told_before_the_programme_or_beyond_the_run():
    outcome = board().outcome
    assert count_homes(outcome, "homes_added", BEGINS) is None
    assert count_homes(outcome, "homes", 2040.0) is None
    assert count_households(outcome, "households", 2040.0) is None
    assert years()[2016].finished_since is None


def test_a_city_that_says_nothing_of_housing_has_an_empty_table_and_no_figure():
    outcome = board().outcome
    silent = replace(outcome, pack=replace(outcome.pack, housing=None))
    assert housing_years(silent) == ()
    assert housing_table(silent).text().count("\n") == 1
    subject = Subject(outcome=silent, language="zh")
    assert draw_housing(subject, SHEETS["a4"], Chosen()) is None
    assert count_homes(silent, "homes", END) is None
    assert count_households(silent, "households", END) is None


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_how_many_are_finished_of_those_promised(size, language):
    subject = Subject(outcome=board().outcome, language=language)
    page = draw_housing(subject, SHEETS[size], Chosen())
    assert page is not None
    told = {
        "zh": "竣工3.8万套，承诺10万套",
        "en": "of 100,000 subsidised homes finished since 2017",
    }
    assert told[language] in page.finding


@pytest.mark.parametrize("page", ["housing.md", "housing.zh-CN.md"])
def test_the_page_of_the_docs_says_what_a_run_says(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    planned = {each.year: each for each in housing_years(board(name="as_planned").outcome)}[2020]
    one = years()[2020]
    for name, digits in (("begun_since", -2), ("finished_since", -2), ("finished", -2),
                         ("coverage", 1), ("coverage_of_need", 1)):  # fmt: skip
        first, last = (round(getattr(each, name), digits) for each in (planned, one))
        told = f"| {first:,.{max(digits, 0)}f} | {last:,.{max(digits, 0)}f} |"
        assert told in text, name
    later = years("model.stop=2026-01-01", "report.to_year=2025")
    assert f"{round(later[2025].finished - one.finished, -2):,.0f}" in text
