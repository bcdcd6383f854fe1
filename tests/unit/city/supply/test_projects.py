"""Named projects as functions of time: the September rule, filling by grade, slippage."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import lognorm

from simulator.city.supply.project_changes import opening
from simulator.city.supply.project_course import (
    expected_opening,
    expected_states,
    promised_opening,
    promised_states,
)
from simulator.city.supply.projects import (
    changed_projects,
    delayed_serving,
    expected_serving,
    mean_size,
    next_september,
    promised_serving,
    running_projects,
    serving_shares,
)
from simulator.city.supply.slippage import PUNCTUAL, Slippage
from simulator.errors import ScenarioError
from tests.city import choices, city_pack

PRIMARY, HOSPITAL = city_pack().service["primary"], city_pack().service["hospital"]
SEPTEMBER = 2 / 3
SECOND_DAY = 2017 + 8 / 12 + 1 / 360  # 2 September 2017


def running(promised, service="primary", at_once=False, slippage=PUNCTUAL):
    found = next(each for each in running_projects(choices()) if each.project.name == "P21")
    return replace(
        found,
        project=replace(found.project, opens_all_grades=at_once),
        service=city_pack().service[service],
        places=600.0,
        announced=promised,
        due=promised,
        slippage=slippage,
        approved=promised - 2.0,
        begun=promised - 1.0,
        slips=True,
    )


@pytest.mark.parametrize(
    ("finished", "opens"),
    [
        (2017.0, 2017),
        (2017 + 2 / 3, 2017),
        (SECOND_DAY, 2018),
        (2017 + 11.9 / 12, 2018),
    ],
)
def test_a_school_opens_on_the_next_first_of_september(finished, opens):
    assert opening(finished, PRIMARY) == pytest.approx(opens + SEPTEMBER, abs=1e-12)
    assert opening(finished, HOSPITAL) == finished


def test_a_school_finished_on_2_september_serves_a_year_later_and_fills_by_grade():
    years = np.array([2017.7, 2018.66, 2018 + SEPTEMBER, 2019 + SEPTEMBER, 2022.7, 2023.7, 2030])
    found = expected_serving(running(SECOND_DAY), years)
    np.testing.assert_allclose(found, [0, 0, 100, 200, 500, 600, 600], rtol=1e-12)
    promised = promised_serving(running(SECOND_DAY), years)
    np.testing.assert_array_equal(promised, [0, 0, 600, 600, 600, 600, 600])


@pytest.mark.parametrize("read", [expected_serving, promised_serving])
def test_a_day_past_1_september_moves_the_whole_curve_by_a_school_year(read):
    years = 2015 + np.arange(180) / 12
    on_the_day, a_day_late = (read(running(date), years) for date in (2017 + SEPTEMBER, SECOND_DAY))
    np.testing.assert_allclose(a_day_late[12:], on_the_day[:-12], rtol=1e-12)
    assert a_day_late[:12].max() == 0


def test_the_september_rule_lies_inside_the_mean_over_delays():
    """Half the chance on time, half later by less than a year: not the school of the mean delay."""
    years = np.array([2017, 2018, 2019]) + SEPTEMBER
    late = Slippage(on_time=0.5, median=0.2, spread=0.0)
    found = expected_serving(running(2017 + SEPTEMBER, slippage=late), years)
    np.testing.assert_allclose(found, [50, 150, 250], rtol=1e-12)


def test_a_moved_school_has_all_grades_and_a_hospital_ramps():
    years = np.array([2017.9, 2018.0, 2018.5, 2019.0, 2021.0, 2025.0])
    school = expected_serving(running(2017 + SEPTEMBER, at_once=True), years)
    np.testing.assert_array_equal(school, 600)
    beds = expected_serving(running(2018.0, "hospital"), years)
    np.testing.assert_allclose(beds, [0, 180, 237, 294, 522, 522], rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("service", ["primary", "junior", "hospital", "eldercare"])
@pytest.mark.parametrize("at_once", [False, True])
def test_the_expected_curve_is_the_integral_over_the_delays(service, at_once):
    """The closed form against the mean over 200,000 quantiles of the distribution."""
    slippage = Slippage(on_time=0.2, median=1.1, spread=0.6)
    project = running(2017.4, service, at_once, slippage)
    years = 2017 + np.arange(0, 96, 5) / 12
    late = delayed_serving(project, quantiles(slippage), years).mean(axis=0)
    on_time = delayed_serving(project, np.zeros(1), years)[0]
    found = expected_serving(project, years)
    np.testing.assert_allclose(found, 0.2 * on_time + 0.8 * late, atol=600 * 2e-5)


def quantiles(slippage, number=200_000):
    """Delays of equal chance of those that are late."""
    chances = (np.arange(number) + 0.5) / number
    return slippage.median * np.exp(slippage.spread * ndtri(chances))


def test_what_may_be_given_up_serves_less_and_is_cancelled_when_it_is_due():
    project = replace(running(2018.0), lost=0.25)
    years = np.array([2017.5, 2018.5, 2030.0])
    assert expected_serving(project, years)[-1] == pytest.approx(450)
    states = expected_states(project, years)
    np.testing.assert_allclose(states.sum(axis=0), 600, rtol=1e-12)
    np.testing.assert_allclose(states[5], [0, 150, 150], rtol=1e-12)
    assert promised_states(project, years)[5].max() == 0


def test_the_places_of_a_project_pass_through_its_states():
    """Approved two years, begun one year before 2 September 2017; open a year after."""
    years = np.array([2015.6, 2016.6, 2017.6, 2018.6, 2018.7])
    states = promised_states(running(SECOND_DAY), years)
    assert np.argmax(states, axis=0).tolist() == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(states.sum(axis=0), 600)


@pytest.mark.parametrize("read", [expected_states, promised_states])
def test_a_school_finished_on_1_september_is_open_that_day(read):
    """Half a day before it is still being built; one finished a day later waits for a year."""
    years = np.array([2017 + SEPTEMBER - 1 / 730, 2017 + SEPTEMBER, 2017.9])
    on_the_day, a_day_late = (
        np.argmax(read(running(date), years), axis=0).tolist()
        for date in (2017 + SEPTEMBER, SECOND_DAY)
    )
    assert on_the_day == [2, 4, 4]
    assert a_day_late == [2, 2, 3]


@pytest.mark.parametrize("service", ["primary", "hospital"])
def test_expected_states_add_up_and_open_ones_serve_in_the_end(service):
    slippage = Slippage(on_time=0.2, median=1.1, spread=0.6)
    project = replace(running(2017.4, service, slippage=slippage), lost=0.1)
    years = 2014 + np.arange(240) / 12
    states = expected_states(project, years)
    assert states.min() >= -1e-9
    np.testing.assert_allclose(states.sum(axis=0), 600, rtol=1e-12)
    whole = states[4, -1] * serving_shares(project)[-1]
    assert whole == pytest.approx(expected_serving(project, years)[-1], rel=1e-4)


def test_a_start_on_record_does_not_slip():
    late = Slippage(on_time=0.0, median=1.0, spread=0.3)
    project = replace(running(2018.0, slippage=late), slips=False)
    states = expected_states(project, np.array([2017.1, 2017.9]))
    np.testing.assert_allclose(states[2], 600)  # begun a year before the promise, whatever comes


def test_dates_of_opening_know_september():
    late = Slippage(on_time=0.3, median=0.5, spread=0.5)
    found = expected_opening(running(2017.5, slippage=late))
    assert promised_opening(running(2017.5)) == pytest.approx(2017 + SEPTEMBER)
    assert (found.early, found.middle) == pytest.approx((2017 + SEPTEMBER, 2018 + SEPTEMBER))
    assert found.on_time == pytest.approx(0.3 + 0.7 * late_chance(late, 1 / 6))
    lost = replace(running(2017.5, slippage=late), lost=0.2)
    assert expected_opening(lost).late == np.inf


def late_chance(slippage, delay):
    return lognorm(s=slippage.spread, scale=slippage.median).cdf(delay)


def test_septembers_of_many_dates_are_those_of_one():
    dates = np.array([2017.0, 2017 + SEPTEMBER, SECOND_DAY, 2017.99])
    np.testing.assert_allclose(next_september(dates), [opening(day, PRIMARY) for day in dates])


def test_projects_of_the_starting_stock_and_without_a_size_do_not_run():
    found = {each.project.name: each for each in running_projects(choices())}
    assert {"P10", "P14", "P12", "P13", "P34"} & set(found) == set()
    assert (found["P02"].places, found["P02"].announced) == (1380.0, 2019.0)
    in_the_stock, unnamed = 3, 3
    assert len(found) == len(city_pack().projects) - in_the_stock - unnamed


def test_a_project_without_a_size_has_the_mean_of_its_programme():
    """8,120 beds of homes in 30 projects, none of them with a size."""
    found = {each.project.name: each for each in running_projects(choices())}
    homes = next(p for p in city_pack().programmes if "institutions" in p.name)
    assert mean_size(city_pack().projects, homes) == pytest.approx(8120 / 30)
    for name in ("P16", "P17", "P18", "P19"):
        assert found[name].places == pytest.approx(8120 / 30)
        assert not found[name].is_sized


def test_a_school_that_opens_a_year_later_keeps_its_time_in_hand():
    found = {
        each.project.name: each
        for each in running_projects(
            choices(
                "plan.projects.P29.promised=2021-09-01", "plan.projects.P21.promised=2017-09-02"
            )
        )
    }
    assert found["P29"].announced == pytest.approx(2021.5)
    assert found["P21"].announced == pytest.approx(SECOND_DAY)


def test_a_scenario_moves_slows_sizes_and_cancels_projects():
    found = {
        each.project.name: each
        for each in running_projects(
            choices(
                "plan.projects.P02.promised=2020-01-01",
                "plan.projects.P03.postponed=0.5",
                "plan.projects.P01.places=900",
                "plan.projects.P09.cancelled=true",
                "plan.projects.P12.promised=2019-07-01",
            )
        )
    }
    assert found["P02"].announced == 2020.0
    known = {each.name: each for each in city_pack().projects}
    assert found["P03"].announced - known["P03"].promised == 0.5
    assert found["P03"].due == found["P03"].announced
    assert found["P01"].places == 900.0
    assert "P09" not in found
    assert (found["P12"].announced, found["P12"].places) == (2019.5, 800.0)


def test_new_schools_open_every_grade_where_the_scenario_says_so():
    for chosen in (False, True):
        found = running_projects(choices(f"plan.opens_all_grades={str(chosen).lower()}"))
        school = next(each for each in found if each.project.name == "P38")
        assert school.project.opens_all_grades is chosen
    ward = next(each for each in found if each.project.name == "P02")
    beds = expected_serving(ward, np.array([2018.7, 2018.75]))
    np.testing.assert_allclose(beds, [0, 0.3 * 1380], rtol=2e-3)  # opened on 30 September 2018


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("P99.places=5", "the city pack has no project P99"),
        ("P10.places=5", "P10 is part of the starting stock"),
        ("P13.places=5", None),
        ("P12.places=5", "P12 has no service, size or date in the city pack"),
        ("P34.promised=2018-09-01", "P34 has no service in the city pack"),
    ],
)
def test_a_change_that_would_do_nothing_is_refused(change, message):
    wanted = choices(f"plan.projects.{change}")
    if message is None:
        assert changed_projects(wanted)["P13"].is_named
    else:
        with pytest.raises(ScenarioError) as refused:
            running_projects(wanted)
        name = change.split(".")[0]
        assert str(refused.value).startswith(f"--set: plan.projects.{name}: {message}")
