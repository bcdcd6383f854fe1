import tomllib
from datetime import date, datetime, time

import pytest

from simulator.files.resolved import dump_scenario, dump_value
from simulator.files.scenario_file import load_scenario
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS


def load(path, *overrides):
    return load_scenario(path, SETTINGS, AXES, overrides)


def reload(scenario, tmp_path, **how):
    path = tmp_path / "scenario.resolved.toml"
    path.write_text(dump_scenario(scenario, **how), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("how", [{}, {"origins": True}])
def test_loads_to_the_same(tmp_path, how):
    scenario = load(COMPLETE, "world.arrivals.scale=1.2", "notes.deep.x='a'")
    assert reload(scenario, tmp_path, **how) == scenario


def test_resolving_twice_changes_nothing(tmp_path):
    scenario = load(COMPLETE)
    assert dump_scenario(reload(scenario, tmp_path)) == dump_scenario(scenario)


def test_flat_notes_stand_before_the_tables(tmp_path):
    text = COMPLETE.read_text(encoding="utf-8").partition("[notes]")[0]
    path = tmp_path / "flat.toml"
    path.write_text(text.replace("[world]", 'notes = "flat"\n[world]', 1), encoding="utf-8")
    scenario = load(path)
    assert scenario.values["notes"] == "flat"
    assert reload(scenario, tmp_path) == scenario


def test_tables_stand_in_their_order():
    lines = dump_scenario(load(COMPLETE)).splitlines()
    tables = [line for line in lines if line.startswith("[")]
    assert tables == ["[world]", "[policy]", "[plan]", "[model]", "[report]", "[notes]"]


def test_origins_are_told_behind_the_values():
    text = dump_scenario(load(COMPLETE, "model.seed=5"), origins=True)
    assert "seed = 5  # --set\n" in text
    assert f'basis = "revised"  # {COMPLETE.as_posix()}:9\n' in text
    assert "#" not in dump_scenario(load(COMPLETE))


@pytest.mark.parametrize(
    "value",
    [
        True,
        -3,
        1e-9,
        -0.0,
        1e300,
        'quote " and \\ and \n line \x7f \u2028 厦门',
        date(2020, 9, 1),
        datetime(2020, 9, 1, 8, 30, 0, 5),  # noqa: DTZ001
        time(8, 30),
        [],
        [1, "a", [2.5]],
        {},
        {"a b": 1, "": {"厦门": [{"x": 1}]}},
    ],
)
def test_a_value_is_read_back(value):
    read = tomllib.loads(f"x = {dump_value(value)}")["x"]
    assert (type(read), repr(read)) == (type(value), repr(value))


def test_records_stand_one_below_the_other():
    text = dump_value(({"id": "a"}, {"id": "b", "x": 1.0}))
    assert text == '[\n  { id = "a" },\n  { id = "b", x = 1.0 },\n]'
    assert dump_value(()) == "[]"


def test_what_toml_does_not_know_is_refused():
    with pytest.raises(TypeError, match="no form in TOML"):
        dump_value(None)
