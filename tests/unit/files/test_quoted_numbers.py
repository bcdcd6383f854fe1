import pytest

from simulator.files.quoted_numbers import read_factor, read_quoted_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("45%", 0.45),
        ("12,000", 12000),
        ("1,234.5", 1234.5),
        ("1,1", 1.1),
        ("0,75", 0.75),
        ("0,125", 0.125),
        ("１，１", 1.1),
        ("-3,5%", -0.035),
        ("3.5万", 35000),
        ("\u22125", -5),
        ("1,2,3", None),
        ("12,00", 12.0),
        ("1,1.5", None),
        ("x", None),
    ],
)
def test_the_number_that_a_text_stands_for(text, number):
    assert read_quoted_number(text) == number


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("10%", 1.1),
        ("+10%", 1.1),
        ("-10%", 0.9),
        ("\u221210%", 0.9),
        ("2.5%", 1.025),
        ("2,5%", 1.025),
        ("80%", 0.8),
        ("110%", 1.1),
        ("+80%", 1.8),
        ("增加10%", 1.1),
        ("减少10%", 0.9),
        ("下降１０％", 0.9),
        ("-120%", None),
        ("1,1", 1.1),
        ("1.2", 1.2),
    ],
)
def test_a_share_where_a_factor_stands_is_a_change(text, factor):
    assert read_factor(text) == factor
