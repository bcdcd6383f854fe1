import pytest

from simulator.files.path_tables import check_path
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting

SHARE = Setting(key="t.x", kind="path", meaning="", unit="1", minimum=0.0, maximum=1.0)
BETWEEN = {"interpolation": "linear", "before": "hold", "after": "error"}
HELD = {"before": "parent", "after": "hold"}
STEPS = {"interpolation": "step", **HELD}


def at_x(value):
    file = TomlFile(path="s.toml", document={"t": {"x": value}}, lines={})
    return Spot(file=file, findings=Findings(), parts=("t", "x"))


def check(value):
    spot = at_x(value)
    return check_path(SHARE, value, spot), [str(fault) for fault in spot.findings.faults]


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
        ({"values": {"2015": 1}, "after": "hold"}, {"values": {"2015": 1.0}, **HELD}),
        ({"scale": {"2018": 2, "2016": 1}}, {**STEPS, "scale": {"2016": 1.0, "2018": 2.0}}),
        (
            {"add": {"2018": -1}, "interpolation": "linear", "scale": 2},
            {**STEPS, "interpolation": "linear", "scale": 2.0, "add": {"2018": -1.0}},
        ),
        ({"over": {}, "scale": 2}, {"over": {}, "scale": 2.0}),
        ({"scale": 2, "over": {"value": 1}}, {"over": {"value": 1.0}, "scale": 2.0}),
        (
            {"over": {"add": {"2015": 1}}, "add": 2},
            {"over": {**STEPS, "add": {"2015": 1.0}}, "add": 2.0},
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
        ({"before": 3}, 'one of "parent", "hold", "error"'),
        ({"scale": -1}, "t.x.scale: found -1"),
        ({"scale": "120%"}, "expected 1.2 ("),
        ({"add": True}, "t.x.add: found true"),
        ({"scale": {}}, "t.x.scale: found an empty table; expected dated numbers"),
        ({"scale": {"2018": -1}}, "t.x.scale.2018: found -1"),
        ({"scale": {"18": 1}}, "expected a year such as 2015"),
        ({"values": {"2015": 1}, "add": {"2016": 0}}, "found dated values beside a dated"),
        ({"over": {"value": 1}, "value": 1}, "t.x.over: is never reached"),
        ({"over": {}, "values": {"2015": 1}, **BETWEEN}, "t.x.over: is never reached"),
        ({"over": {"scale": -1}, "add": 1}, "t.x.over.scale: found -1"),
    ],
)
def test_refused(value, says):
    checked, [message] = check(value)
    assert checked is None
    assert says in message


def test_tables_beneath_tables_come_to_an_end():
    table = {"scale": 2}
    for _ in range(5000):
        table = {"over": table}
    checked, [fault] = check(table)
    assert checked is None
    assert fault.startswith("s.toml: t.x: tables or lists are nested too deeply")
