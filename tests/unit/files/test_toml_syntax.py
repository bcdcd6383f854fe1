import tomllib

import pytest

from simulator.files.toml_lines import find_key_lines
from simulator.files.toml_mending import explain_syntax, key_on_line


def explain(text):
    with pytest.raises(ValueError, match=r"\w") as refused:
        tomllib.loads(text)
    return explain_syntax(text, str(refused.value), find_key_lines(text).broken, "s.toml")


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("x = 45%", "0.45 for 45%"),
        ("x = 12,000", "without thousands separators"),
        ("x = .5", "a digit before the point"),
        ("x = 5.", "a digit after the point"),
        ("x = True", "true or false"),
        ("x = yes", "true or false"),
        ("x = 2020/9/1", "a date such as 2020-09-01"),
        ("x = 2020-9-1", "a date such as 2020-09-01"),
        ("x = 2020-02-30", "a date such as 2020-09-01"),
        ("x = 012", "without leading zeros"),
        ("x: 3", "with = and not :"),
        ("x 3", "key = value"),
        ("x =", "a value after the ="),
        ("[x", "a closing ]"),
        ("x = BDF", "text in quotes"),
        ("迁入 = 3", "English letters"),
        ("[世界]", "English letters"),
        ('x = "a', "a closing quote"),
        ('x = "a\\p"', "for a backslash"),
        ("x = [1, 2", "a closing ]"),
        ("x = [1, 2\ny: 3", "a closing ]"),
        ("x = 1.2.3", "one key = value on a line"),
        ("x = 1\n[x.y]", "each key or table only once"),
        ("x = { y = 1, }", "no comma after the last entry"),
        ("x\u200by = 1", "without the invisible character (U+200B, which has no width)"),
        ("x = 1.5\x00", "without the invisible character (U+0000, a control character)"),
        ("= 3", "the TOML reader says: Invalid statement"),
    ],
)
def test_says_what_would_be_right(line, right):
    assert right in explain(f"{line}\n").message


def test_names_line_key_and_table():
    fault = explain("a = 1\n[world]\nb = 2\nshare = 45%\n")
    assert (fault.line, fault.key) == (4, "world.share")
    assert "share = 45%" in fault.message


def test_an_error_at_the_end_is_placed_where_it_began():
    assert explain("a = 1\nb = 2\nc =").line == 3


@pytest.mark.parametrize(
    ("line", "key"), [("a.b = 1", "t.a.b"), ("a: 1", "t.a"), ("a 1", "t.a"), ("= 1", "")]
)
def test_key_on_a_line(line, key):
    assert key_on_line(["[t]", line], 2) == key


def test_no_key_without_a_line():
    assert key_on_line(["a = 1"], None) == ""


def test_long_lines_and_control_characters_are_shortened():
    assert len(explain(f"x = {'a' * 200}\n").message) < 200
    assert explain("x = a\x07b\n").message.isprintable()


def test_a_number_of_too_many_digits_has_its_line():
    fault = explain(f"# a remark\nx = {'9' * 5000}\n")
    assert (fault.line, fault.key) == (2, "x")
    assert "a number with fewer digits" in fault.message
