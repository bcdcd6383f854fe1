"""Labels of instants; that months are equal and dates exact is in the analytic tests."""

from datetime import date

import pandas as pd
import pytest

from simulator.stockflow.values.calendar import calendar_label, exact_instant, instant, instant_of


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2015.0, "2015-01-01"),
        (2015 + 2 / 3, "2015-09-01"),
        (2015 + 8 / 12, "2015-09-01"),
        (2015 + 1 / 3, "2015-05-01"),
        (2015.999999, "2015-12-31"),
        (2016.0, "2016-01-01"),
        (2016 + 1.5 / 12, "2016-02-15"),
    ],
)
def test_an_instant_is_labelled_by_the_day_it_falls_on(year, label):
    assert calendar_label(year) == label


def test_an_instant_a_rounding_short_of_a_day_is_that_day():
    for month in range(1, 13):
        exact = float(exact_instant(2015, month))
        assert calendar_label(exact - 2e-13) == calendar_label(exact) == f"2015-{month:02d}-01"


def test_the_last_of_december_is_the_end_of_the_year():
    assert instant(date(2015, 12, 31)) == instant(date(2016, 1, 1)) == 2016.0
    assert instant(date(2015, 12, 30)) < 2016.0


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValueError, match="month"):
        exact_instant(2015, 13)


@pytest.mark.parametrize(
    ("when", "year"),
    [
        ("2020-07-01", 2020.5),
        ("2020-12-31", 2021.0),
        (date(2020, 1, 1), 2020.0),
        (pd.Timestamp("2020-07-01"), 2020.5),
        (2020.25, 2020.25),
        (2020, 2020.0),
    ],
)
def test_an_instant_is_taken_from_whatever_names_it(when, year):
    assert instant_of(when) == year


def test_a_text_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match=r"1 May is not a date; expected one such as 2020-01-01"):
        instant_of("1 May")
