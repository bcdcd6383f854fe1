"""Beds inside those of another service grow with it; what has opened on record has opened."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.axes import EXPECTED, PROMISED
from simulator.city.supply.inside import carried, counted_apart
from simulator.city.supply.projects import running_projects
from simulator.stockflow.values.calendar import SAME_INSTANT, instant
from tests.city import choices, city_pack
from tests.supply_alone import supply_outcome

SERVICES = {name: place for place, name in enumerate(city_pack().axes["service"])}
PARTS = ("obstetric", "paediatric")


def supply(outcome, name):
    """Places that serve in the city, shape (timetable, time)."""
    return outcome.trajectory.measures["supply"][0, :, SERVICES[name]].sum(axis=1)


def with_shares(obstetric, paediatric):
    pack = city_pack()
    shares = {"obstetric": obstetric, "paediatric": paediatric}
    services = tuple(
        replace(each, part=replace(each.part, share=shares[each.name])) if each.part else each
        for each in pack.services
    )
    return replace(pack, services=services)


@settings(max_examples=4, deadline=None)
@given(st.floats(0, 0.2), st.floats(0, 0.2), st.floats(0.3, 3), st.floats(14_000, 40_000))
def test_a_part_grows_with_its_whole_by_its_share(obstetric, paediatric, slow, size):
    """part − count = share × (whole − whole when the part was counted), on both timetables."""
    pack = with_shares(obstetric, paediatric)
    outcome = supply_outcome(
        f"plan.delay_factor={slow:.3f}",
        f"plan.programme_places.hospital={size:.1f}",
        "plan.building_capacity.hospital=4000",
        pack=pack,
    )
    whole = supply(outcome, "hospital")
    for name in PARTS:
        service = pack.service[name]
        known = outcome.trajectory.readings >= service.start.year - SAME_INSTANT
        grown = supply(outcome, name)[:, known] - service.start.counted
        beyond = whole[:, known] - service.part.whole_then
        np.testing.assert_allclose(grown, service.part.share * beyond, rtol=1e-6, atol=1e-3)


def test_each_part_starts_with_what_was_counted():
    """Expected within one in a hundred: the whole is 141 beds below the 14,600 of early 2017."""
    outcome = supply_outcome()
    for name in PARTS:
        start = city_pack().service[name].start
        there = np.flatnonzero(np.abs(outcome.trajectory.readings - start.year) < SAME_INSTANT)[0]
        assert supply(outcome, name)[EXPECTED, there] == pytest.approx(start.counted, rel=0.01)


def test_what_a_count_holds_of_the_whole_is_not_counted_twice():
    """1 − 0.1062 × (14,600 − 13,331) ÷ 1,550 = 0.913; paediatric beds: with the whole."""
    found = choices()
    apart = {name: counted_apart(found, city_pack().service[name]) for name in SERVICES}
    assert apart.pop("obstetric") == pytest.approx(1 - 0.1062 * 1269 / 1550)
    assert set(apart.values()) == {1.0}
    assert carried(found, "hospital") == (
        ("hospital", 1.0),
        ("obstetric", 0.1062),
        ("paediatric", 0.0676),
    )
    assert carried(found, "primary") == (("primary", 1.0),)


def test_the_hospitals_that_the_decision_names_are_inside_its_total():
    """27,000 beds are promised for the end of 2020, and no more but what it does not name."""
    outcome = supply_outcome(span=(2015.0, 2027.0))
    beds, readings = supply(outcome, "hospital")[PROMISED], outcome.trajectory.readings
    at = {year: beds[np.flatnonzero(readings == year)[0]] for year in (2021.0, 2022.0, 2026.0)}
    assert at[2021.0] == pytest.approx(27_000, abs=0.1)
    assert at[2022.0] == pytest.approx(27_000, abs=0.1)
    assert at[2026.0] == pytest.approx(27_000 + 800 + 430, abs=0.1)  # P07 and P08


ON_RECORD = [each for each in city_pack().projects if each.actual and not each.in_starting_stock]


@pytest.mark.parametrize("project", ON_RECORD, ids=lambda each: each.name)
@pytest.mark.parametrize("sets", [(), ("plan.delay_factor=3", "plan.cancellation_rate=0.3")])
def test_what_opened_on_record_opened_whatever_slips(project, sets):
    [found] = [e for e in running_projects(choices(*sets)) if e.project.name == project.name]
    assert (found.due, found.announced) == (project.actual, project.promised)
    assert found.slippage.mean == found.lost == 0


def test_what_a_scenario_says_of_an_opening_stands_above_the_record():
    def running(*sets):
        [found] = [e for e in running_projects(choices(*sets)) if e.project.name == "P02"]
        return found.announced, found.due

    opened = instant(date(2018, 9, 30))
    assert running("plan.projects.P02.postponed=1") == (2020.0, opened)
    assert running("plan.projects.P02.late=2") == (2019.0, 2021.0)
    assert running("plan.projects.P02.opens=2020-01-01") == (2019.0, 2020.0)
    assert running("plan.on_time=true") == (2019.0, 2019.0)


def test_a_project_is_late_from_its_own_day_and_promised_by_the_plan():
    def running(*sets):
        [found] = [e for e in running_projects(choices(*sets)) if e.project.name == "P04"]
        return found.announced, found.due

    assert running() == (2021.0, 2022.0)
    assert running("plan.projects.P04.postponed=1") == (2022.0, 2023.0)
    assert running("plan.projects.P04.promised=2023-01-01") == (2023.0, 2023.0)
    assert running("plan.projects.P04.late=2") == (2021.0, 2023.0)
    assert running("plan.on_time=true") == (2021.0, 2021.0)


def test_new_beds_come_to_the_share_their_ramp_ends_with_and_stay_there():
    """13,331 − 977 × 1.47 in the ramp, and 0.87 of all that is built: what was ramping too.

    Built: 3 × 977 ramping at the start, 6,029 − 977 × 1.53 of the rest, 7,640 + 1,230 named.
    """
    outcome = supply_outcome("plan.delay_factor=0.3", span=(2015.0, 2060.0))
    built = 3 * 977 + 6029 - 977 * 1.53 + 7640 + 1230
    expected = 13_331 - 977 * 1.47 + 0.87 * built
    assert supply(outcome, "hospital")[EXPECTED, -1] == pytest.approx(expected, rel=1e-4)
