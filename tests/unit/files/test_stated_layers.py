"""What each layer of a scenario states, and the scenario without one statement."""

import pytest

from simulator.files.scenario_file import load_scenario
from simulator.files.stated_layers import examined
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

CHILD = f"""schema_version = 2
extends = "{COMPLETE.as_posix()}"
overlays = ["lent.toml"]
[plan]
take_up.primary = 0.2
[[policy.two_child.stages]]
id = "2016"
opens = false
"""
LENT = 'schema_version = 2\ntitle = { zh = "别", en = "x" }\n[plan]\ntake_up.primary = 0.3\n'


@pytest.fixture
def child(tmp_path):
    (tmp_path / "lent.toml").write_text(LENT, encoding="utf-8")
    (tmp_path / "child.toml").write_text(CHILD, encoding="utf-8")
    return load_scenario(tmp_path / "child.toml", SETTINGS, AXES, ("plan.on_time=true",))


def stated(scenario):
    over = examined(scenario.layers)
    return [one for one in scenario.statements if one.layer in over]


def test_layers_come_lowest_first(child):
    assert [layer.kind for layer in child.layers] == ["parent", "overlay", "file", "set"]


def test_statements_name_what_where_and_over_whom(child):
    assert [(one.address, one.line) for one in stated(child)] == [
        ("plan.take_up.primary", 4),
        ("plan.take_up.primary", 5),
        ("policy.two_child.stages.2016.opens", 8),
        ("plan.on_time", None),
    ]


def test_a_record_that_is_new_is_stated_as_a_whole_before_its_fields(child):
    parent = [one for one in child.statements if one.layer == 0 and one.record == "2016"]
    assert parent[0].field is None
    assert [one.field for one in parent[1:]] == [name for name in parent[0].value if name != "id"]


def test_an_origin_is_told_of_every_field(child):
    opened = child.origin_of("policy.two_child.stages", "2016", "opens")
    assert (opened.line, opened.value) == (8, False)
    assert child.origin_of("policy.two_child.stages", "2016", "date").path == COMPLETE.as_posix()
    assert child.origin_of("policy.two_child.stages", "2020", "date") is None


def test_without_a_statement_the_layer_below_holds(child):
    of_overlay, of_file, of_field, of_set = stated(child)
    assert child.without(of_file).values["plan.take_up.primary"] == {"value": 0.3}
    assert child.without(of_overlay).values == child.values
    assert child.without(of_set).values["plan.on_time"] is False
    assert child.without(of_field).values["policy.two_child.stages"][1]["opens"] is True
    assert child.values["policy.two_child.stages"][1]["opens"] is False


def test_without_what_is_needed_there_is_no_scenario(child):
    needed = [one for one in child.statements if one.layer == 0 and one.key == "model.start"]
    assert child.without(needed[0]) is None
    stage = [one for one in child.statements if one.layer == 0 and one.record == "2016"]
    dated = next(one for one in stage if one.field == "date")
    assert child.without(dated) is None
    # the child changes a stage that nobody would then have stated
    assert child.without(stage[0]) is None
