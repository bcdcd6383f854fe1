import pytest

from simulator.files.merging import Stated, lay_over, merge_values
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting

FIELDS = {
    "size": Setting(key="size", kind="number", meaning=""),
    "share": Setting(key="share", kind="path", meaning="", axis="district"),
}


def setting(kind):
    return Setting(key="t.x", kind=kind, meaning="", fields=FIELDS if kind == "records" else {})


@pytest.mark.parametrize(
    ("kind", "lower", "upper", "merged"),
    [
        ("number", 1.0, 2.0, 2.0),
        ("text", {"zh": "甲", "en": "A"}, "B", "B"),
        ("path", {"value": 1.0}, {"scale": 2.0}, {"value": 1.0, "scale": 2.0}),
        ("free", {"a": {"b": 1, "c": 2}}, {"a": {"b": 3}, "d": 4}, {"a": {"b": 3, "c": 2}, "d": 4}),
        ("free", {"a": 1}, "x", "x"),
    ],
)
def test_one_value_over_another(kind, lower, upper, merged):
    assert merge_values(setting(kind), lower, upper) == merged


def test_records_merge_by_id_and_field_by_field():
    lower = (
        {"id": "a", "size": 1.0, "share": {"huli": {"value": 0.5}}},
        {"id": "b", "size": 2.0},
    )
    upper = (
        {"id": "c", "size": 3.0},
        {"id": "a", "share": {"huli": {"scale": 2.0}, "siming": {"value": 0.1}}},
    )
    assert merge_values(setting("records"), lower, upper) == (
        {
            "id": "a",
            "size": 1.0,
            "share": {"huli": {"value": 0.5, "scale": 2.0}, "siming": {"value": 0.1}},
        },
        {"id": "b", "size": 2.0},
        {"id": "c", "size": 3.0},
    )


def test_the_last_place_that_had_a_say_is_kept():
    spots = {
        name: Spot(file=TomlFile(path=name, document={}, lines={}), findings=Findings())
        for name in ("parent", "child")
    }
    number, records = setting("number"), setting("records")
    lower = {
        "t.x": Stated(setting=number, value=1.0, spot=spots["parent"]),
        "t.y": Stated(setting=number, value=1.0, spot=spots["parent"]),
        "t.z": Stated(
            setting=records, value=({"id": "a"},), spot=spots["parent"],
            records={"a": spots["parent"]},
        ),
    }  # fmt: skip
    upper = {
        "t.x": Stated(setting=number, value=2.0, spot=spots["child"]),
        "t.z": Stated(
            setting=records, value=({"id": "b"},), spot=spots["child"],
            records={"b": spots["child"]},
        ),
    }  # fmt: skip
    merged = lay_over(lower, upper)
    assert {key: entry.spot.file.path for key, entry in merged.items()} == {
        "t.x": "child",
        "t.y": "parent",
        "t.z": "child",
    }
    assert merged["t.z"].records == {"a": spots["parent"], "b": spots["child"]}
    assert lower["t.x"].value == 1.0
