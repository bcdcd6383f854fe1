import tomllib
from datetime import date

import pytest

from simulator.files.check_document import _suggest_field, check_document
from simulator.files.schema import build_schema
from simulator.files.toml_lines import find_key_lines
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

SCHEMA = build_schema(SETTINGS, AXES)
HEADER = ("schema_version", "extends", "overlays")


def check(text):
    lines = find_key_lines(text).lines
    file = TomlFile(path="s.toml", document=tomllib.loads(text), lines=lines)
    spot = Spot(file=file, findings=Findings())
    return check_document(spot, SCHEMA, without=HEADER), spot.findings


def test_the_complete_file_gives_every_key():
    stated, findings = check(COMPLETE.read_text(encoding="utf-8"))
    assert findings.faults == []
    assert {key for key, setting in SCHEMA.leaves.items() if setting.required} <= {
        *stated,
        "schema_version",
    }
    assert stated["plan.take_up.junior"].value == {"value": 1.0}
    assert stated["model.start"].value == date(2011, 1, 1)
    assert stated["world.young_share"].spot.line == 8


def test_records_become_a_tuple_with_a_place_each():
    stated, _ = check(COMPLETE.read_text(encoding="utf-8"))
    stages = stated["policy.two_child.stages"]
    assert stages.value[0]["share"] == {"siming": 0.2}
    assert stages.value[1]["level"] == {"value": 1.0}
    assert {name: spot.line for name, spot in stages.records.items()} == {"2014": 15, "2016": 22}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[world]\narivals = 3", 's.toml:2: world.arivals: no such key; did you mean "world.arri'),
        ("[wrold]\na = 1\nb = 2", 's.toml:1: wrold: no such key; did you mean "world"?'),
        ("[world]\non_time = true", 'did you mean "plan.on_time"?'),
        ("[model]\ntitle = 1", "(at the top of the file, before the first [table])"),
        ("[world]\nzzz = 1", "known in [world]: arrivals, young_share, basis"),
        ("qqq = 1", "known in the top of the file: schema_version, extends"),
        ("world = 3", "s.toml:1: world: found 3; expected a table, [world] with arrivals"),
        ("[[world]]", "found [[world]]; expected [world]"),
        ("[plan]\ntake_up = 1", "a value for each service, take_up.kindergarten = …"),
        ("[plan.take_up]\nprimry = 1", 'plan.take_up.primry: no such service; did you mean "prim'),
        ("[plan.take_up]\nzzz = 1", "known: kindergarten, primary, junior"),
        ("[policy.two_child]\nstages = 3", "found 3; expected records"),
        ("[policy.two_child]\nstages = [3]", "found a list; expected records"),
        ("[[policy.two_child.stages]]\nid = ' '", "stages.#1: is a record without an id"),
        (
            "[[policy.two_child.stages]]\nid = 'a'\n[[policy.two_child.stages]]\nid = 'a'",
            "s.toml:3: policy.two_child.stages.a: has the same id as the record on line 1",
        ),
        ("[[policy.two_child.stages]]\nid = 'a'\nopen = 1", "stages.a.open: no such key; did you"),
        ("[[policy.two_child.stages]]\nid = 'a'\nzzz = 1", "known: id, opens, date, ramp"),
        (
            "[[policy.two_child.stages]]\nid = 'a'\nshare.simng = 1",
            'stages.a.share.simng: no such district; did you mean "siming"?',
        ),
        ("[[policy.two_child.stages]]\nid = 'a'\nlevel = -1", "stages.a.level: found -1"),
    ],
)
def test_refused(text, says):
    _, findings = check(text)
    [fault] = findings.faults
    assert says in str(fault)


def test_a_faulty_entry_is_known_to_have_meant_a_key():
    _, findings = check("[world]\narivals = 3\n[plan.take_up]\nprimry = 1")
    assert {"world.arrivals", "plan.take_up.primary"} <= findings.meant


def test_what_is_right_beside_a_fault_is_kept():
    stated, _ = check("[world]\narivals = 3\nbasis = 'planned'")
    assert stated["world.basis"].value == "planned"


def test_another_word_for_a_field_leads_to_it():
    fields = {
        "late": Setting(key="late", kind="number", meaning="m", also=("delay", "delayed")),
        "postponed": Setting(key="postponed", kind="number", meaning="m", also=("delay",)),
        "places": Setting(key="places", kind="number", meaning="m"),
    }
    assert _suggest_field("Delayed", fields)[1] == 'did you mean "late"?'
    assert _suggest_field("delay", fields)[1] == 'did you mean "late" or "postponed"?'
    assert _suggest_field("place", fields)[1] == 'did you mean "places"?'
