"""Named projects as functions of time: the September rule, filling by grade, slippage."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import ScenarioError
from simulator.inputs.values.projects import (
    RunningProject,
    Slippage,
    changed_projects,
    expected_serving,
    opening,
    promised_serving,
    running_projects,
)
from tests.city import choices, city_pack

PRIMARY, HOSPITAL = city_pack().service["primary"], city_pack().service["hospital"]
SEPTEMBER = 2 / 3
SECOND_DAY = 2017 + 8 / 12 + 1 / 360  # 2 September 2017


def running(promised, service="primary", extra=0.0, at_once=False):
    project = next(p for p in city_pack().projects if p.name == "P29")
    named = replace(project, service=service, opens_all_grades=at_once)
    return RunningProject(project=named, places=600.0, promised=promised, extra=extra)


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
    found = expected_serving(running(SECOND_DAY), PRIMARY, np.zeros(1), years)
    np.testing.assert_allclose(found, [0, 0, 100, 200, 500, 600, 600], rtol=1e-12)
    promised = promised_serving(running(SECOND_DAY), PRIMARY, years)
    np.testing.assert_array_equal(promised, [0, 0, 600, 600, 600, 600, 600])


def test_the_september_rule_lies_inside_the_mean_over_delays():
    """Half the chance on time, half a day too late: not the school of the mean delay."""
    delays = np.array([0.0, 1 / 360])
    years = np.array([2017, 2018, 2019]) + SEPTEMBER
    found = expected_serving(running(2017 + SEPTEMBER), PRIMARY, delays, years)
    np.testing.assert_allclose(found, [50, 150, 250], rtol=1e-12)


def test_a_moved_school_has_all_grades_and_a_hospital_ramps():
    years = np.array([2017.9, 2018.0, 2018.5, 2019.0, 2021.0, 2025.0])
    school = expected_serving(running(2017 + SEPTEMBER, at_once=True), PRIMARY, np.zeros(1), years)
    np.testing.assert_array_equal(school, 600)
    beds = expected_serving(running(2018.0, "hospital"), HOSPITAL, np.zeros(1), years)
    np.testing.assert_allclose(beds, [0, 180, 250, 320, 600, 600], rtol=1e-12)


def test_years_sure_to_be_lost_come_before_chance():
    years = np.array([2018, 2019]) + SEPTEMBER
    late = expected_serving(running(2017 + SEPTEMBER, extra=1.5), PRIMARY, np.zeros(1), years)
    np.testing.assert_allclose(late, [0, 100], rtol=1e-12)


def test_delays_are_the_middles_of_slices_of_equal_chance():
    """Mean and deviation 2: the exponential, whose quantiles are −2 ln(1 − p)."""
    delays = Slippage(mean=2.0, deviation=2.0).delays()
    chances = (np.arange(delays.size) + 0.5) / delays.size
    np.testing.assert_allclose(delays, -2 * np.log1p(-chances), rtol=1e-12)


@pytest.mark.parametrize(("mean", "deviation"), [(0.8, 0.7), (1.4, 0.9), (1.2, 1.05)])
def test_the_delays_keep_mean_and_spread(mean, deviation):
    delays = Slippage(mean=mean, deviation=deviation).delays()
    assert delays.mean() == pytest.approx(mean, rel=2e-3)
    assert delays.std() == pytest.approx(deviation, rel=2e-2)
    np.testing.assert_array_equal(Slippage(mean=0.0, deviation=0.0).delays(), [0.0])


def test_projects_of_the_starting_stock_and_without_a_size_do_not_run():
    found = {each.project.name: each for each in running_projects(choices())}
    assert {"P10", "P14", "P11", "P12", "P34"} & set(found) == set()
    assert (found["P02"].places, found["P02"].promised) == (1380.0, 2019.0)
    in_the_stock, unnamed = 3, 9
    assert len(found) == len(city_pack().projects) - in_the_stock - unnamed


def test_a_scenario_moves_slows_sizes_and_cancels_projects():
    found = {
        each.project.name: each
        for each in running_projects(
            choices(
                "plan.projects.P02.opens=2020-01-01",
                "plan.projects.P03.delay=0.5",
                "plan.projects.P01.places=900",
                "plan.projects.P09.cancelled=true",
                "plan.projects.P12.opens=2019-07-01",
            )
        )
    }
    assert found["P02"].promised == 2020.0
    assert found["P03"].extra == 0.5
    assert found["P01"].places == 900.0
    assert "P09" not in found
    assert (found["P12"].promised, found["P12"].places) == (2019.5, 800.0)


def test_new_schools_open_every_grade_where_the_scenario_says_so():
    for chosen in (False, True):
        found = running_projects(choices(f"plan.opens_all_grades={str(chosen).lower()}"))
        school = next(each for each in found if each.project.name == "P38")
        assert school.project.opens_all_grades is chosen
    ward = next(each for each in found if each.project.name == "P02")
    beds = expected_serving(ward, HOSPITAL, np.zeros(1), np.array([2019.0]))
    np.testing.assert_allclose(beds, [0.3 * 1380])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("P99.places=5", "no project 'P99' in projects.csv"),
        ("P10.places=5", "P10 is in the starting stock"),
        ("P13.places=5", None),
        ("P12.places=5", "P12 has no service, size or date in projects.csv"),
        ("P34.opens=2018-09-01", "P34 has no service, size or date in projects.csv"),
    ],
)
def test_a_change_that_would_do_nothing_is_refused(change, message):
    wanted = choices(f"plan.projects.{change}")
    if message is None:
        assert changed_projects(wanted)["P13"].is_named
    else:
        with pytest.raises(ScenarioError) as refused:
            running_projects(wanted)
        assert str(refused.value).startswith(f"--set: plan.projects: {message}")
