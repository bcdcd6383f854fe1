"""A state as a page asks for it, and as the file that a person would have written."""

import tomllib

import pytest

from simulator.errors import DataError
from simulator.page.state import State, state_of, toml_of

AT_HAND = {"baseline": None}
TITLES = ({"zh": "我的", "en": "mine"}, {"zh": "问", "en": "asked"})


def test_changes_keep_their_order():
    asked = {
        "scenario": "baseline",
        "changes": {"plan.on_time": "true", "plan.norm.eldercare": "1"},
    }
    state = state_of(asked, AT_HAND)
    assert state.texts == ("plan.on_time=true", "plan.norm.eldercare=1")
    assert state_of({"scenario": "baseline"}, AT_HAND) == State(scenario="baseline")


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        {},
        {"scenario": 1},
        {"scenario": "elsewhere"},
        {"scenario": "../baseline"},
        {"scenario": "baseline", "changes": ["plan.on_time=true"]},
        {"scenario": "baseline", "changes": {"plan.on_time": True}},
        {"scenario": "baseline", "changes": {"plan on_time": "true"}},
        {"scenario": "baseline", "changes": {"a=b\n[world]": "true"}},
        {"scenario": "baseline", "changes": {f"a{n}": "1" for n in range(501)}},
    ],
)
def test_anything_else_is_refused(asked):
    with pytest.raises(DataError) as caught:
        state_of(asked, AT_HAND)
    assert len(caught.value.faults) == 1


def test_a_file_has_tables_in_order_and_records_by_their_fields():
    changes = (
        ("plan.projects.new_school", '{ service = "primary", places = 900 }'),
        ("plan.delay_factor", "1.5"),
        ("world.net_arrivals", '{ scale = { "2021" = 0.8 } }'),
        ("policy.two_child.stages.universal.opens", "false"),
        ("plan.norm.eldercare", "{ scale = 1.1 }"),
    )
    lists = {
        "plan.projects.new_school": "plan.projects",
        "policy.two_child.stages.universal.opens": "policy.two_child.stages",
    }
    text = toml_of(State(scenario="baseline", changes=changes), "baseline.toml", TITLES, lists)
    assert text.splitlines() == [
        "schema_version = 2",
        'extends = "baseline.toml"',
        'title = { zh = "我的", en = "mine" }',
        'intent = { zh = "问", en = "asked" }',
        "",
        "[world]",
        'net_arrivals = { scale = { "2021" = 0.8 } }',
        "",
        "[plan]",
        "delay_factor = 1.5",
        "norm.eldercare = { scale = 1.1 }",
        "",
        "[[plan.projects]]",
        'id = "new_school"',
        'service = "primary"',
        "places = 900",
        "",
        "[[policy.two_child.stages]]",
        'id = "universal"',
        "opens = false",
    ]
    assert tomllib.loads(text)["plan"]["projects"][0]["places"] == 900
