import pytest

from simulator.files.check_document import check_document
from simulator.files.merging import check_merged, check_required, lay_over
from simulator.files.schema import build_schema
from simulator.files.toml_text import Findings, Spot, TomlFile, read_toml
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

SCHEMA = build_schema(SETTINGS, AXES)
HEADER = ("schema_version", "extends", "overlays")


def check(change=None, *, without=(), header=None):
    """Faults of the complete file with a change laid over it and some keys taken away."""
    findings = Findings()
    file, _ = read_toml(COMPLETE, "s.toml")
    stated = check_document(Spot(file=file, findings=findings), SCHEMA, without=HEADER)
    above = TomlFile(path="child.toml", document=change or {}, lines={})
    stated = lay_over(stated, check_document(Spot(file=above, findings=findings), SCHEMA))
    assert findings.faults == []
    stated = {key: entry for key, entry in stated.items() if key not in without}
    check_merged(stated)
    top = TomlFile(path="s.toml", document=header or {}, lines={})
    check_required(stated, SCHEMA, Spot(file=top, findings=findings))
    return [str(fault) for fault in findings.faults]


def test_the_complete_file_lacks_nothing():
    assert check() == []


@pytest.mark.parametrize("key", ["model.city", "plan.take_up.primary", "title", "intent"])
def test_a_required_key_is_missed(key):
    [message] = check(without=(key,))
    assert message.startswith(f"s.toml: {key}: is missing, here and in every file")


@pytest.mark.parametrize("key", ["plan.opening", "world.young_share", "notes"])
def test_other_keys_are_not(key):
    assert check(without=(key,)) == []


def test_a_file_that_builds_on_none_is_asked_for_its_parent():
    most = [key for key, setting in SCHEMA.leaves.items() if setting.required]
    [message] = check(without=most[3:])
    assert 'expected extends = "baseline.toml"' in message
    assert len(check(without=most[3:], header={"extends": "x.toml"})) == len(most[3:])


@pytest.mark.parametrize("meant", ["model.city", "model", "model.city.name"])
def test_a_key_that_a_faulty_entry_meant_is_not_missed_as_well(meant):
    findings = Findings(meant={meant})
    top = TomlFile(path="s.toml", document={"extends": "x"}, lines={})
    check_required({}, SCHEMA, Spot(file=top, findings=findings))
    keys = {fault.key for fault in findings.faults}
    assert "model.city" not in keys
    assert "world.basis" in keys


def test_nothing_is_missed_where_the_parent_is_not_known():
    findings = Findings(meant={"extends"})
    top = TomlFile(path="s.toml", document={}, lines={})
    check_required({}, SCHEMA, Spot(file=top, findings=findings))
    assert findings.faults == []


def stages(**record):
    return {"policy": {"two_child": {"stages": [record]}}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (stages(id="2030", opens=True), "stages.2030.date: is missing; expected a date"),
        (stages(id="20144", opens=True), 'did you mean the record "2014"?'),
        (
            stages(id="2016", level={"after": "hold"}),
            "child.toml: policy.two_child.stages.2016.level.after: is given without dated values",
        ),
        (
            {"world": {"arrivals": {"scale": 2, "add": -1000}}},
            "arrivals.scale: changes 120 to -760",
        ),
        (
            {"plan": {"take_up": {"primary": {"values": {"2015": 1}}}}},
            "child.toml: plan.take_up.primary.interpolation: is missing",
        ),
        (
            {"report": {"to_year": 2010}},
            "report.to_year: found 2010; expected report.from_year = 2011 or later",
        ),
    ],
)
def test_what_only_the_merged_files_show(change, says):
    assert says in check(change)[0]


def test_a_record_may_state_its_difference_alone():
    assert check(stages(id="2016", opens=False)) == []


def test_a_run_must_end_after_it_begins():
    file, _ = read_toml(COMPLETE, "s.toml")
    start = file.document["model"]["start"]
    [message] = check({"model": {"stop": start}})
    assert "found 2011-01-01; expected a date after model.start = 2011-01-01" in message
    # 31 December is the end of its year: the same instant as the next day
    [message] = check({"model": {"start": start.replace(year=2020, month=12, day=31)}})
    assert "model.stop: found 2021-01-01" in message
    assert check({"report": {"to_year": 2011}}) == []
