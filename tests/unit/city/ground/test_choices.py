"""What holds of a key: pack < parameters < scenario, within the bounds of its setting."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError, ScenarioError
from simulator.files.path_values import path_from
from simulator.stockflow.values.paths import at
from tests.city import choices, city_pack, with_parameters


def value(path, year=2015.0):
    return float(at(path, year)[0])


def test_the_scenario_goes_before_the_parameters_and_they_before_the_pack():
    key = "plan.take_up.primary"
    assert value(choices().path(key)) == 1.0
    fitted = with_parameters({key: {"key": key, "value": 0.9}})
    assert value(choices(pack=fitted).path(key)) == 0.9
    assert value(choices(f"{key}=0.8", pack=fitted).path(key)) == 0.8
    assert value(choices(f"{key}.scale=0.5", pack=fitted).path(key)) == 0.45


def test_a_number_and_the_basis_follow_the_same_order():
    key = "plan.programme_places.primary"
    assert choices().number(key) == 139_408
    assert choices(f"{key}=200000").number(key) == 200_000
    planned = choices("world.population_basis=planned")
    assert (choices().basis, planned.basis) == ("revised", "planned")
    assert value(choices().path("world.second_birth_level")) == 0.27
    assert value(planned.path("world.second_birth_level")) == 0.324


def test_relative_edits_go_over_what_is_given():
    path = choices("world.second_birth_level.scale=2", "world.second_birth_level.add=0.1").path(
        "world.second_birth_level"
    )
    assert value(path) == pytest.approx(2 * 0.27 + 0.1, abs=1e-15)


@pytest.mark.parametrize(
    ("sets", "key", "message"),
    [
        (
            "policy.two_child.planning_share.scale=2",
            "policy.two_child.planning_share",
            "comes to 1.3; expected a number from 0 to 0.9",
        ),
        (
            "world.first_birth_timing.add=12",
            "world.first_birth_timing",
            "comes to 10.5; expected a number (year) from -10 to 10",
        ),
    ],
)
def test_an_edit_may_not_lead_out_of_bounds(sets, key, message):
    with pytest.raises(ScenarioError) as refused:
        choices(sets).path(key)
    assert str(refused.value).startswith(f"--set: {key}: {message}")


def test_values_of_the_parameter_file_have_bounds_too():
    key = "policy.two_child.eligible_before.migrant"
    wrong = with_parameters({key: {"key": key, "value": 1.2}})
    with pytest.raises(ScenarioError, match=r"comes to 1\.2; expected a number from 0 to 1"):
        choices(pack=wrong).number(key)


def test_a_key_without_any_value_is_refused_by_name():
    table = {
        place: entry
        for place, entry in city_pack().parameters.table.items()
        if place[0] != "world.children_per_maternity"
    }
    pack = replace(city_pack(), parameters=replace(city_pack().parameters, table=table))
    with pytest.raises(ScenarioError, match=r"world\.children_per_maternity: has no value; give"):
        choices(pack=pack).path("world.children_per_maternity")


def test_records_are_none_where_none_are_stated():
    assert choices().records("plan.closures") == ()
    assert [stage["id"] for stage in choices().records("policy.two_child.stages")] == [
        "one_only_child",
        "universal",
    ]


def test_a_fault_stands_where_the_key_is_stated():
    fault = choices().fault("model.stop", "fault.no_value").faults[0]
    assert fault.path.endswith("scenarios/baseline.toml")
    assert fault.line is not None
    assert fault.message.startswith("has no value; give it one in the scenario")
    assert fault.message.endswith(" / 方案与城市数据包均未给出该值；应在其中一处给出")
    assert (
        choices("model.stop=2015-01-01").fault("model.stop", "fault.no_value").faults[0].path
        == "--set"
    )
    assert choices().fault("plan.closures", "fault.no_value").faults[0].line is None


TABLE = {"values": {"2015-09-01": 8.0, "2013": 2.0}, "before": "hold", "after": "error"}


@pytest.mark.parametrize(
    ("interpolation", "expected", "end"),
    [("step", [2, 2, 2], (2016 + 2 / 3,)), ("linear", [2, 2, 5], ())],
)
def test_dated_values_become_steps_or_lines(interpolation, expected, end):
    path = path_from("world.arrivals", {**TABLE, "interpolation": interpolation})
    found = [value(path, year) for year in (2012.0, 2013.0, 2014 + 1 / 3)]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    kinks = (2013.0, 2015 + 2 / 3, *end)  # the last step lasts a year
    assert path.kinks(2012.0, 2020.0) == pytest.approx(kinks, abs=1e-12)


def test_a_step_that_may_not_be_held_lasts_a_year():
    path = path_from("world.arrivals", {**TABLE, "interpolation": "step"})
    assert value(path, 2016 + 2 / 3 - 0.01) == 8.0
    with pytest.raises(IntegrationError, match=r"world\.arrivals: no value"):
        value(path, 2016 + 2 / 3 + 0.01)


def test_a_constant_is_scaled_then_shifted():
    assert value(path_from("k", {"value": 3, "scale": 2, "add": 1})) == 7.0
    assert value(path_from("k", {"value": 3})) == 3.0
