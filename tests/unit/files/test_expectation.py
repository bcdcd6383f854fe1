from datetime import date

import pytest

from simulator.files.hints import expect, show
from simulator.stockflow.grammar.setting import Setting


@pytest.mark.parametrize(
    ("fields", "english", "chinese"),
    [
        ({"kind": "number"}, "a number", "应为数字"),
        (
            {"kind": "number", "unit": "year", "minimum": 0.0},
            "a number (year), 0 or more",
            "应为数字（year），不小于 0",
        ),
        ({"kind": "integer", "maximum": 6.0}, "a whole number, 6 or less", "应为整数，不大于 6"),
        (
            {"kind": "path", "unit": "1", "minimum": 0.0, "maximum": 1.0},
            "a number from 0 to 1, or a table of dated values",
            "应为数字，0 至 1，或带年份数值的表",
        ),
        ({"kind": "choice", "choices": ("a", "b")}, 'one of "a", "b"', '可选："a", "b"'),
        ({"kind": "integer", "choices": (1, 2)}, "one of 1, 2", "可选：1, 2"),
    ],
)
def test_what_a_setting_takes(fields, english, chinese):
    assert expect(Setting(key="a.b", meaning="", **fields)) == (english, chinese)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (3, "3"),
        (1e-9, "1e-09"),
        (10**400, "a very long number"),
        ("a\nb", '"a b"'),
        ("a" * 100, f'"{"a" * 39}…"'),
        (date(2020, 9, 1), "2020-09-01"),
        ({}, "a table"),
        ([], "a list"),
    ],
)
def test_how_a_value_is_shown(value, shown):
    assert show(value) == shown
