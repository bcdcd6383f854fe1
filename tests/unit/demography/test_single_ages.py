from fractions import Fraction

import numpy as np
import pytest

from simulator.demography.single_ages import completed_ages, to_windows
from simulator.stockflow.grammar.axis import cohort_axis

COUNTS = np.stack([np.linspace(900, 100, 101), 500 + 300 * np.sin(np.arange(101))])


def axis(per_year, first_day=Fraction(0), oldest=1900):
    return cohort_axis(per_year=per_year, first_day=first_day, oldest=oldest, stop=2010)


@pytest.mark.parametrize("per_year", [1, 2, 3, 4, 6, 12])
@pytest.mark.parametrize(("day", "year"), [(Fraction(0), 2000.0), (Fraction(1, 2), 2000.5)])
def test_every_age_keeps_its_people(per_year, day, year):
    cohorts = axis(per_year, day)
    laid = to_windows(COUNTS, cohorts, year)
    assert laid.min() >= 0
    assert laid @ completed_ages(cohorts.birth_windows, year) == pytest.approx(COUNTS, rel=1e-12)


def test_an_instant_within_a_window_leaves_the_later_part_empty():
    cohorts = axis(3, Fraction(2, 3))
    laid = to_windows(COUNTS, cohorts, 2000.0 + 1 / 6)
    assert laid.sum(axis=-1) == pytest.approx(COUNTS.sum(axis=-1), rel=1e-12)
    newest = cohorts.birth_windows.newest(2000.1)
    assert np.all(laid[..., newest + 1 :] == 0)
    assert np.all(laid[..., newest] > 0)
    assert np.all(laid[..., newest] < 0.7 * laid[..., newest - 1])


def test_who_was_born_before_the_oldest_window_is_in_the_open_cohort():
    laid = to_windows(COUNTS, axis(1, oldest=1980), 2000.0)
    assert laid[..., 0] == pytest.approx(COUNTS[..., 20:].sum(axis=-1), rel=1e-12)
    assert laid[..., 1] == pytest.approx(COUNTS[..., 19], rel=1e-12)


def test_the_open_age_is_laid_over_all_who_have_reached_it():
    cohorts = axis(1, oldest=1897)
    laid = to_windows(COUNTS, cohorts, 2000.0)
    old = COUNTS[..., 100]
    for label, share in (("1899-01", 1 / 2), ("1898-01", 1 / 4), ("1897-01", 1 / 8)):
        assert laid[..., cohorts.index(label)] == pytest.approx(share * old, rel=1e-9)
    assert laid[..., 0] == pytest.approx(old / 8, rel=1e-9)


def test_numbers_that_fall_with_age_fall_within_a_year_of_age():
    cohorts = axis(12)
    months = to_windows(COUNTS[0], cohorts, 2000.0)
    alive = months[1 : cohorts.birth_windows.newest(1999.99) + 1]
    assert np.all(np.diff(alive) > 0)


def test_losses_laid_out_with_gains_are_refused():
    with pytest.raises(ValueError, match="gains and losses"):
        to_windows(-COUNTS, axis(1), 2000.0)
    with pytest.raises(ValueError, match="numbers"):
        to_windows(np.full(101, np.nan), axis(1), 2000.0)


# a boom and a famine: one year of age with half as many again as its neighbours, one with half
JAGGED = np.full(101, 1000.0)
JAGGED[[20, 58]] = 1500.0, 500.0


@pytest.mark.parametrize("per_year", [1, 2, 3, 4, 6, 12])
def test_jagged_ages_laid_out_evenly_are_exact_between_birthdays_too(per_year):
    cohorts = axis(per_year)
    laid = to_windows(JAGGED, cohorts, 2000.0, within="even")
    windows = cohorts.birth_windows
    assert laid @ completed_ages(windows, 2000.0) == pytest.approx(JAGGED, rel=1e-12)
    # nobody dies, nobody is born: half a year on, half of every year of age has had its birthday
    later = laid @ completed_ages(windows, 2000.5)
    assert later[1:100] == pytest.approx((JAGGED[:99] + JAGGED[1:100]) / 2, rel=1e-12)
    assert later[0] == pytest.approx(JAGGED[0] / 2, rel=1e-12)


@pytest.mark.parametrize("per_year", [2, 3, 4, 6, 12])
def test_the_cubic_bends_jagged_ages_by_more_than_a_per_cent(per_year):
    cohorts = axis(per_year)
    laid = to_windows(JAGGED, cohorts, 2000.0)
    later = laid @ completed_ages(cohorts.birth_windows, 2000.5)
    off = later[1:99] / ((JAGGED[:98] + JAGGED[1:99]) / 2) - 1
    assert 0.01 < np.abs(off).max() < 0.06
    assert later.sum() == pytest.approx(JAGGED.sum(), rel=1e-12)


def test_the_open_age_laid_out_evenly_halves_with_every_year():
    laid = to_windows(COUNTS, axis(2, oldest=1897), 2000.0, within="even")
    shares = laid[..., :7] / COUNTS[..., 100:]
    wanted = [1 / 8, 1 / 16, 1 / 16, 1 / 8, 1 / 8, 1 / 4, 1 / 4]
    assert shares == pytest.approx(np.stack([wanted] * 2), rel=1e-9)


def test_another_layout_is_refused():
    with pytest.raises(ValueError, match='within = "linear"; expected smooth or even'):
        to_windows(COUNTS, axis(1), 2000.0, within="linear")
