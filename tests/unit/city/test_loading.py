"""From a file to everything a run needs: the city, the system, the values."""

import pytest

from simulator.city.loading import DEFAULT_CITY, all_settings, load
from simulator.errors import ScenarioError
from tests.city import BASELINE, ONE_WINDOW, SCENARIOS, SHORT, loaded

CHILD = f"""
schema_version = 2
extends = "{BASELINE.as_posix()}"
title = {{ zh = "试", en = "Trial" }}
intent = "?"
"""


def scenario(tmp_path, text):
    path = tmp_path / "trial.toml"
    path.write_text(CHILD + text, encoding="utf-8")
    return path


def faults(path, *sets):
    with pytest.raises(ScenarioError) as refused:
        load(path, sets)
    return [str(fault).split(" / ")[0].removeprefix(f"{path}:") for fault in refused.value.faults]


def test_the_system_has_the_resolution_and_horizon_of_the_file():
    one = loaded(*SHORT, "model.building_stages=3")
    cohort = one.system.axis["cohort"]
    assert (cohort.labels[1], cohort.labels[-1]) == ("1910-09", "2013-09")
    assert {"building_1", "building_2", "building_3"} <= set(one.system.stock)
    assert one.system.axis["district"].labels == one.pack.axes["district"]
    assert one.scenario.name == one.file.name == "baseline"


def test_scenarios_of_one_form_have_the_very_same_system():
    system = loaded.__wrapped__(*SHORT).system
    assert loaded.__wrapped__(*SHORT, "world.arrivals.scale=1.1").system is system
    for other in (
        *("model.stop=2013-06-01", "model.cohorts_per_year=3"),
        *("model.building_stages=3", "feedback.families.on=true"),
    ):
        assert loaded(*SHORT, other).system is not system


def test_a_child_file_is_loaded_over_its_parents(tmp_path):
    path = scenario(tmp_path, '[model]\ncohorts_per_year = 1\nstop = 2012-01-01\ncity = "xiamen"\n')
    one = load(path)
    assert (one.file.name, one.scenario.stop) == ("trial", 2012.0)
    assert one.pack.name == DEFAULT_CITY


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.glob("*.toml")))
def test_every_scenario_on_offer_can_be_built(name):
    one, baseline = loaded(ONE_WINDOW, name=name), loaded(ONE_WINDOW)
    before = baseline.file.values
    changed = {key for key, value in one.file.values.items() if value != before.get(key)}
    assert (len(changed) > 0) == (name != "baseline")
    own = set(one.system.parameter) - set(baseline.system.parameter)
    assert set(one.scenario.paths) == set(baseline.scenario.paths) | own


def test_loops_are_in_the_system_where_a_file_closes_them_and_nowhere_else(tmp_path):
    path = scenario(tmp_path, "[feedback]\nfamilies.on = true\n[model]\ncohorts_per_year = 1\n")
    assert [loop.name for loop in load(path).system.loops] == ["crowding_keeps_families_away"]
    assert loaded(ONE_WINDOW).system.loops == ()


def test_a_file_that_extends_nothing_must_say_which_loops_are_closed(tmp_path):
    whole = BASELINE.read_text(encoding="utf-8")
    path = tmp_path / "whole.toml"
    path.write_text(whole.replace("families.on = false", ""), encoding="utf-8")
    (fault,) = faults(path)
    assert "feedback.families.on" in fault


def test_every_setting_is_declared_once():
    keys = [setting.key for setting in all_settings()]
    assert len(keys) == len(set(keys))
    assert {"world.arrivals", "model.method", "report.language", "notes"} <= set(keys)


@pytest.mark.parametrize("text", ["model.city=atlantis", 'model.city = "atlantis"'])
def test_a_city_without_a_pack_is_refused_on_the_command_line(text):
    known = "expected a city with a pack in calibration/ (xiamen)"
    assert faults(BASELINE, text) == [f'--set: model.city: found "atlantis"; {known}']


def test_a_city_without_a_pack_is_refused_with_its_line_and_every_other_fault(tmp_path):
    path = scenario(tmp_path, '[model]\nstopp = 2012-01-01\ncity = "atlantis"\n')
    found = faults(path)
    assert [fault.split(":")[0] for fault in found] == ["7", "8"]
    assert 'model.stopp: no such key; did you mean "model.stop"' in found[0]
    assert 'model.city: found "atlantis"; expected a city with a pack' in found[1]


def test_a_city_that_is_no_text_is_one_fault(tmp_path):
    assert len(faults(scenario(tmp_path, "[model]\ncity = 7\n"))) == 1


def test_a_missing_file_is_one_fault(tmp_path):
    assert faults(tmp_path / "gone.toml") == [" no such file"]
