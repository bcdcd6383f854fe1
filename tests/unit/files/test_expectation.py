from datetime import date

import pytest

from simulator.files.hints import expect, show, suggest
from simulator.stockflow.grammar.setting import Setting


@pytest.mark.parametrize(
    ("fields", "english", "chinese"),
    [
        ({"kind": "number"}, "a number", "数字"),
        (
            {"kind": "number", "unit": "year", "minimum": 0.0},
            "a number (year), 0 or more",
            "不小于 0 的数字（年）",
        ),
        ({"kind": "integer", "maximum": 6.0}, "a whole number, 6 or less", "不大于 6 的整数"),
        (
            {"kind": "path", "unit": "1", "minimum": 0.0, "maximum": 1.0},
            "a number from 0 to 1, or a table of dated values",
            "介于 0 与 1 之间的数字，或带年份数值的表",
        ),
        ({"kind": "choice", "choices": ("a", "b")}, 'one of "a", "b"', '以下之一："a"、"b"'),
        ({"kind": "integer", "choices": (1, 2)}, "one of 1, 2", "以下之一：1、2"),
    ],
)
def test_what_a_setting_takes(fields, english, chinese):
    assert expect(Setting(key="a.b", meaning="", **fields)) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (True, "true", "true"),
        (3, "3", "3"),
        (1e-9, "1e-09", "1e-09"),
        (10**400, "a very long number", "位数过多的数"),
        ("a\nb", r'"a\x0ab"', r'"a\x0ab"'),
        ("a" * 100, f'"{"a" * 39}…"', f'"{"a" * 39}…"'),
        (date(2020, 9, 1), "2020-09-01", "2020-09-01"),
        ({}, "a table", "一个表"),
        ([], "a list", "一个列表"),
    ],
)
def test_how_a_value_is_shown(value, english, chinese):
    assert show(value) == (chinese, english)


def test_the_nearest_word_is_suggested_else_all_of_them():
    assert suggest("Primry", ("primary", "junior")) == (
        '是否应为 "primary"？',
        'did you mean "primary"?',
    )
    assert suggest("zzz", ("primary", "junior")) == (
        "可用的有：primary、junior",
        "known: primary, junior",
    )
