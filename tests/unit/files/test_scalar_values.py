from datetime import UTC, date, datetime, time

import pytest

from simulator.files.scalar_values import check_scalar, is_within_bounds, read_quoted_number
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting

SHARE = {"kind": "number", "minimum": 0.0, "maximum": 1.0}
NUMBER = {"kind": "number"}
WHOLE = {"kind": "integer"}
WINDOWS = {"kind": "integer", "choices": (1, 2, 3)}
SWITCH = {"kind": "switch"}
DATE = {"kind": "date"}
CHOICE = {"kind": "choice", "choices": ("RK45", "BDF")}
TEXT = {"kind": "text"}
FREE = {"kind": "free"}


def check(fields, value):
    """The checked value and the messages of a value under a key t.x."""
    file = TomlFile(path="s.toml", document={"t": {"x": value}}, lines={})
    findings = Findings()
    setting = Setting(key="t.x", meaning="", **fields)
    checked = check_scalar(setting, value, Spot(file=file, findings=findings, parts=("t", "x")))
    return checked, [fault.message for fault in findings.faults]


def same(value):
    return type(value), value


@pytest.mark.parametrize(
    ("fields", "value", "expected"),
    [
        (NUMBER, 3, 3.0),
        (NUMBER, -1.5, -1.5),
        (SHARE, 0, 0.0),
        (SHARE, 1, 1.0),
        (WHOLE, 3, 3),
        (WINDOWS, 2, 2),
        (SWITCH, False, False),
        (DATE, date(2020, 9, 1), date(2020, 9, 1)),
        (CHOICE, "BDF", "BDF"),
        (TEXT, "厦门", "厦门"),
        (TEXT, {"zh": "厦门", "en": "Xiamen"}, {"zh": "厦门", "en": "Xiamen"}),
        (FREE, {"a": [1, time(8), {"b": True}]}, {"a": [1, time(8), {"b": True}]}),
    ],
)
def test_accepted(fields, value, expected):
    checked, messages = check(fields, value)
    assert messages == []
    assert same(checked) == same(expected)


@pytest.mark.parametrize(
    ("fields", "value", "says"),
    [
        (NUMBER, True, "found true; expected a number"),
        (NUMBER, float("nan"), "found nan"),
        (NUMBER, float("-inf"), "found -inf"),
        (NUMBER, 10**400, "found a very long number"),
        (NUMBER, "0.45", "expected 0.45 ("),
        (NUMBER, "45%", "expected 0.45 ("),
        (NUMBER, "１．５万", "expected 15000 ("),
        (NUMBER, "12,000", "expected 12000 ("),
        (NUMBER, "many", 'found "many"; expected a number /'),
        (NUMBER, {}, "found a table"),
        (NUMBER, [1], "found a list"),
        (NUMBER, date(2020, 1, 1), "found 2020-01-01"),
        (SHARE, 1.2, "found 1.2; expected a number from 0 to 1 /"),
        (SHARE, 45, "found 45; expected 0.45 ("),
        (SHARE, 450, "found 450; expected a number from 0 to 1 /"),
        (SHARE, -0.1, "found -0.1"),
        (WHOLE, 3.0, "expected 3 ("),
        (WHOLE, "3", "expected 3 ("),
        (WHOLE, 2.5, "found 2.5; expected a whole number /"),
        (WHOLE, True, "found true"),
        (WHOLE, 2**63, "found 9223372036854775808"),
        (WINDOWS, 5, "one of 1, 2, 3"),
        (SWITCH, 1, "expected true or false /"),
        (SWITCH, "是", "expected true ("),
        (SWITCH, "No", "expected false ("),
        (DATE, "2020-09-01", "expected 2020-09-01 ("),
        (DATE, "2020年9月", "expected 2020-09-01 ("),
        (DATE, "2020-13-01", "expected a date such as"),
        (DATE, "soon", "expected a date such as"),
        (DATE, 2020, "expected 2020-01-01 ("),
        (DATE, datetime(2020, 9, 1, tzinfo=UTC), "expected 2020-09-01 ("),
        (DATE, True, "found true"),
        (CHOICE, "bdf", 'expected "BDF" ('),
        (CHOICE, 45, "one of"),
        (WINDOWS | {"kind": "choice"}, True, "one of 1, 2, 3"),
        (CHOICE, ["BDF"], "found a list"),
        (TEXT, 3, "found 3; expected text in quotes"),
        (TEXT, "  ", "expected text"),
        (TEXT, {"zh": "厦门"}, "found a table with zh"),
        (TEXT, {}, "found a table with nothing"),
        (TEXT, {"zh": "厦门", "en": 3}, "in both languages"),
        (FREE, {"a": [float("nan")]}, "found nan; expected a finite number"),
    ],
)
def test_refused(fields, value, says):
    checked, [message] = check(fields, value)
    assert checked is None
    assert says in message


def test_a_date_out_of_bounds_is_refused():
    fields = {"kind": "date", "minimum": 2000.0, "maximum": 2100.0}
    assert check(fields, date(2000, 1, 1))[1] == []
    assert "found 1999-12-30" in check(fields, date(1999, 12, 30))[1][0]


def test_free_tables_may_not_be_bottomless():
    deep = 1
    for _ in range(30):
        deep = [deep]
    checked, [message] = check(FREE, deep)
    assert checked is None
    assert "too deeply" in message


@pytest.mark.parametrize(
    ("text", "number"),
    [("45%", 0.45), ("3‰", 0.003), ("2亿", 2e8), ("1e3", 1e3), ("-1,200.5", -1200.5), ("x", None)],
)
def test_numbers_in_quotes(text, number):
    assert read_quoted_number(text) == number


def test_bounds_include_their_ends():
    setting = Setting(key="t.x", meaning="", **SHARE)
    assert [is_within_bounds(setting, at) for at in (-1e-9, 0, 1, 1.1)] == [
        False,
        True,
        True,
        False,
    ]
