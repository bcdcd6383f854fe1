from datetime import date

import pytest

from simulator.errors import ScenarioError, StructureError
from simulator.files.scenario_file import Origin, load_scenario
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, HERE, SETTINGS

HEADER = f'schema_version = 2\nextends = "{COMPLETE.as_posix()}"\n'


@pytest.fixture
def load(tmp_path):
    """Load a child of the complete file, with further files beside it."""

    def load_child(text, *overrides, **beside):
        for name, other in {"child": HEADER + text, **beside}.items():
            (tmp_path / f"{name}.toml").write_text(other, encoding="utf-8")
        return load_scenario(tmp_path / "child.toml", SETTINGS, AXES, overrides)

    return load_child


def faults(load, *args, **beside):
    with pytest.raises(ScenarioError) as refused:
        load(*args, **beside)
    return [str(fault) for fault in refused.value.faults]


def test_values_are_plain_and_complete():
    scenario = load_scenario(COMPLETE, SETTINGS, AXES)
    assert scenario.name == "complete"
    assert scenario.title == {"zh": "基线，全部", "en": "Baseline"}
    assert scenario.intent == "What happens if nothing changes?"
    assert scenario.values["world.arrivals"] == {
        "values": {"2010": 120.0, "2015-09-01": 130.5},
        "interpolation": "linear",
        "before": "hold",
        "after": "error",
    }
    assert scenario.values["plan.take_up.primary"] == {"value": 1.0}
    assert scenario.values["model.start"] == date(2011, 1, 1)
    assert scenario.values["plan.on_time"] is False
    assert [stage["id"] for stage in scenario.values["policy.two_child.stages"]] == ["2014", "2016"]
    assert not {"title", "intent", "schema_version", "extends"} & scenario.values.keys()
    assert scenario.values.keys() == scenario.origin.keys()


def test_a_child_states_its_difference(load, tmp_path):
    parent = load_scenario(COMPLETE, SETTINGS, AXES)
    child = load(
        '[world]\narrivals.scale = 1.2\n[[policy.two_child.stages]]\nid = "2016"\nopens = false\n'
    )
    assert child.values["world.arrivals"] == {**parent.values["world.arrivals"], "scale": 1.2}
    assert child.values["policy.two_child.stages"][1] == {
        **parent.values["policy.two_child.stages"][1],
        "opens": False,
    }
    same = parent.values.keys() - {"world.arrivals", "policy.two_child.stages"}
    assert {key: child.values[key] for key in same} == {key: parent.values[key] for key in same}
    assert child.files == (COMPLETE.as_posix(), (tmp_path / "child.toml").as_posix())


def test_an_empty_extension_equals_its_parent(load):
    child = load("")
    assert child == load_scenario(COMPLETE, SETTINGS, AXES)
    assert child.name == "child"


def test_precedence_parents_overlays_file_command_line(load):
    def seed(text, *overrides, **beside):
        scenario = load(text, *overrides, **beside)
        return scenario.values["model.seed"], scenario.origin["model.seed"].path.split("/")[-1]

    one, two = (f"schema_version = 2\n[model]\nseed = {number}\n" for number in (1, 2))
    both = 'overlays = ["one.toml", "two.toml"]\n'
    assert seed("") == (2017, "complete.toml")
    assert seed(both, one=one, two=two) == (2, "two.toml")
    assert seed(f"{both}[model]\nseed = 3", one=one, two=two) == (3, "child.toml")
    assert seed(f"{both}[model]\nseed = 3", "model.seed=4", one=one, two=two) == (4, "--set")
    assert seed("", "model.seed=4", "model.seed=5") == (5, "--set")


def test_an_overlay_keeps_its_title_to_itself(load):
    overlay = 'schema_version = 2\ntitle = { zh = "乙", en = "B" }\nintent = "?"\n'
    assert load('overlays = ["b.toml"]\n', b=overlay).title["en"] == "Baseline"
    assert load('title = { zh = "丙", en = "C" }\n').title["en"] == "C"


def test_the_origin_of_each_value(load):
    scenario = load("[world]\n\narrivals.scale = 1.2\n", "plan.on_time=true")
    assert scenario.origin["world.arrivals"].path.endswith("child.toml")
    assert scenario.origin["world.arrivals"].line == 5
    assert scenario.origin["world.arrivals"].value == scenario.values["world.arrivals"]
    assert scenario.origin["plan.on_time"] == Origin(value=True, path="--set", line=None)
    assert scenario.origin["world.basis"] == Origin(
        value="revised", path=COMPLETE.as_posix(), line=9
    )


def test_all_faults_of_all_files_come_at_once(load, tmp_path):
    grandparent = HEADER + "[world]\narivals = 3\n"
    found = faults(
        load,
        "[world]\nbasis = 3\narrivals = 45%\n",
        "model.sed=3",
        "model.seed",
        child='schema_version = 2\nextends = "parent.toml"\n[world]\nbasis = 3\narrivals = 45%\n',
        parent=grandparent,
    )
    assert [fault.removeprefix(f"{tmp_path.as_posix()}/").split(": ")[:2] for fault in found] == [
        ["parent.toml:4", "world.arivals"],
        ["child.toml:4", "world.basis"],
        ["child.toml:5", "world.arrivals"],
        ["--set", "model.sed"],
        ["--set", "model.seed"],
    ]


def test_a_file_laid_twice_is_blamed_once(load):
    overlay = "schema_version = 2\n[world]\narivals = 3\n"
    found = faults(load, 'overlays = ["b.toml", "b.toml"]\n', b=overlay)
    assert len(found) == 1


def test_nothing_is_called_missing_beside_an_unreadable_parent(tmp_path):
    path = tmp_path / "child.toml"
    path.write_text('schema_version = 2\nextends = "nowhere.toml"\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path, SETTINGS, AXES)
    assert len(refused.value.faults) == 1


@pytest.mark.parametrize("path", [HERE, HERE / "nowhere.toml", HERE / "settings_of_each_kind.py"])
def test_what_is_no_scenario_is_refused(path):
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path, SETTINGS, AXES)
    [fault] = refused.value.faults
    assert fault.path == path.as_posix()


def test_faulty_settings_are_the_fault_of_the_program():
    with pytest.raises(StructureError):
        load_scenario(COMPLETE, SETTINGS, {})
