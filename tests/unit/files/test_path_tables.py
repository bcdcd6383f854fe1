import pytest

from simulator.files.path_tables import check_merged_path, check_path, merge_paths
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting

SHARE = Setting(key="t.x", kind="path", meaning="", unit="1", minimum=0.0, maximum=1.0)
BETWEEN = {"interpolation": "linear", "before": "hold", "after": "error"}


def at_x(value):
    file = TomlFile(path="s.toml", document={"t": {"x": value}}, lines={})
    return Spot(file=file, findings=Findings(), parts=("t", "x"))


def check(value):
    spot = at_x(value)
    return check_path(SHARE, value, spot), [str(fault) for fault in spot.findings.faults]


def check_merged(path):
    spot = at_x(path)
    check_merged_path(SHARE, path, spot)
    return [str(fault) for fault in spot.findings.faults]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, {"value": 1.0}),
        ({"value": 0.5}, {"value": 0.5}),
        ({"scale": 2, "add": -1}, {"scale": 2.0, "add": -1.0}),
        ({"add": 2}, {"add": 2.0}),
        (
            {"values": {"2015": 1, "2010-09-01": 0.5}, **BETWEEN},
            {"values": {"2010-09-01": 0.5, "2015": 1.0}, **BETWEEN},
        ),
    ],
)
def test_accepted(value, expected):
    assert check(value) == (expected, [])


def test_a_factor_is_never_negative_though_the_quantity_may_be():
    spot = at_x({"scale": -1})
    free = Setting(key="t.x", kind="path", meaning="")
    assert check_path(free, {"value": -1}, at_x({})) == {"value": -1.0}
    assert check_path(free, {"scale": -1}, spot) is None


def test_dated_values_are_put_in_order_of_time():
    table, _ = check({"values": {"2015": 1, "2010": 0.5, "2015-09-01": 0.2}})
    assert list(table["values"]) == ["2010", "2015", "2015-09-01"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("a", 's.toml: t.x: found "a"; expected a number from 0 to 1, or a table'),
        (2, "t.x: found 2"),
        ({}, "an empty table"),
        ({"value": 1, "values": {"2015": 1}}, "found both value and values"),
        ({"2015": 1}, "directly in the table"),
        ({"vale": 1}, 't.x.vale: no such key; did you mean "value"?'),
        ({"zzz": 1}, "known: value, values"),
        ({"value": 1.5}, "t.x.value: found 1.5; expected a number from 0 to 1 /"),
        ({"values": 3}, "found 3; expected dated numbers"),
        ({"values": {}}, "found an empty table; expected dated numbers"),
        ({"values": {"2015": 7}}, "t.x.values.2015: found 7"),
        ({"values": {"2015-02-30": 1}}, "expected a year such as 2015"),
        ({"values": {"20150": 1}}, "expected a year such as 2015"),
        ({"values": {"２０１５": 1}}, "expected 2015, a year"),
        ({"values": {"2015": 1, "2014-12-31": 1}}, "is the same instant as 2015"),
        ({"interpolation": "cubic"}, 'one of "linear", "step"'),
        ({"before": 3}, 'one of "hold", "error"'),
        ({"scale": -1}, "t.x.scale: found -1"),
        ({"scale": "120%"}, "expected 1.2 ("),
        ({"add": True}, "t.x.add: found true"),
    ],
)
def test_refused(value, says):
    checked, [message] = check(value)
    assert checked is None
    assert says in message


@pytest.mark.parametrize(
    ("lower", "upper", "merged"),
    [
        ({"value": 1.0, "scale": 2.0}, {"value": 3.0}, {"value": 3.0}),
        ({"value": 1.0, "scale": 2.0}, {"scale": 3.0}, {"value": 1.0, "scale": 3.0}),
        ({"value": 1.0, "scale": 2.0}, {"add": 3.0}, {"value": 1.0, "scale": 2.0, "add": 3.0}),
        ({"values": {"2015": 1.0}, **BETWEEN}, {"value": 1.0}, {"value": 1.0}),
        (
            {"values": {"2015": 1.0}, **BETWEEN, "scale": 2.0},
            {"values": {"2016": 1.0}, "after": "hold"},
            {"values": {"2016": 1.0}, **BETWEEN, "after": "hold"},
        ),
        (
            {"value": 1.0},
            {"values": {"2016": 1.0}, **BETWEEN},
            {"values": {"2016": 1.0}, **BETWEEN},
        ),
        (
            {"values": {"2015": 1.0}, **BETWEEN},
            {"before": "error"},
            {"values": {"2015": 1.0}, **BETWEEN, "before": "error"},
        ),
    ],
)
def test_a_child_over_its_parent(lower, upper, merged):
    assert merge_paths(lower, upper) == merged


@pytest.mark.parametrize(
    "path",
    [
        {"value": 0.5, "scale": 2.0},
        {"values": {"2015": 0.5}, **BETWEEN, "add": 0.5},
        {"scale": 9.0},  # of what the pack gives: known only where the pack is
    ],
)
def test_merged_paths_that_hold(path):
    assert check_merged(path) == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (
            {"values": {"2015": 1.0}, "before": "hold", "after": "hold"},
            "t.x.interpolation: is miss",
        ),
        ({"value": 1.0, "after": "hold"}, "t.x.after: is given without dated values"),
        ({"value": 0.5, "scale": 3.0}, "t.x.scale: changes 0.5 to 1.5"),
        ({"value": 0.5, "add": -1.0}, "t.x.add: changes 0.5 to -0.5"),
        ({"values": {"2015": 0.1, "2016": 0.9}, **BETWEEN, "scale": 2.0}, "changes 0.9 to 1.8"),
    ],
)
def test_merged_paths_that_do_not(path, says):
    [message] = check_merged(path)
    assert says in message
