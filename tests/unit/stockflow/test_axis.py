from fractions import Fraction

import pytest

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import Axis, Windows, cohort_axis

SEPTEMBER = Fraction(2, 3)


def windows(per_year=3, first=6000, count=9):
    return Windows(per_year=per_year, offset=SEPTEMBER, first=first, count=count)


@pytest.mark.parametrize("per_year", [1, 2, 3, 4, 6, 12])
def test_a_window_opens_on_the_first_day_every_year(per_year):
    clock = windows(per_year, first=2000 * per_year)
    for year in range(20):
        assert clock.opening(year * per_year) == float(2000 + year + SEPTEMBER)


def test_an_instant_a_rounding_short_of_an_opening_counts_as_it():
    clock = windows()
    for number in range(300):
        exact = clock.opening(number)
        for year in (exact, exact - 4e-13, exact + 4e-13):
            assert clock.interval(year) == clock.first + number
        assert clock.interval(exact - 1e-6) == clock.first + number - 1


def test_boundaries_lie_strictly_between():
    clock = windows()
    assert clock.boundaries(2000.0, 2001.0) == (2000 + 1 / 3, float(2000 + SEPTEMBER))
    assert clock.boundaries(float(2000 + SEPTEMBER), 2001.0) == ()
    assert clock.boundaries(2000.1, 2000.2) == ()


def test_the_open_cohort_comes_first_and_the_newest_is_counted_from_it():
    axis = cohort_axis(per_year=3, first_day=SEPTEMBER, oldest=2000.0, stop=2002.0)
    assert axis.labels == (
        "older", "2000-01", "2000-05", "2000-09", "2001-01", "2001-05", "2001-09", "2002-01",
    )  # fmt: skip
    assert axis.windows.newest(2000.2) == 1
    assert axis.windows.newest(2001.99) == axis.size - 2
    assert axis.windows.newest(2002.0) == axis.size - 1
    assert axis.labels[axis.windows.newest(float(2001 + SEPTEMBER))] == "2001-09"


@pytest.mark.parametrize("stop", [2001 + 2 / 3, 2002.0, 2001.9])
def test_the_last_window_holds_the_end_or_opens_at_it(stop):
    axis = cohort_axis(per_year=3, first_day=SEPTEMBER, oldest=2000.0, stop=stop)
    last = axis.windows.count - 1
    assert axis.windows.opening(last) <= stop < axis.windows.opening(last + 1)


def test_labels_are_found_by_name():
    axis = Axis(name="district", labels=("east", "west"))
    assert axis.size == 2
    assert axis.index("west") == 1
    with pytest.raises(ValueError, match="not in tuple"):
        axis.index("north")


@pytest.mark.parametrize("per_year", [0, 5, 24, -1])
def test_windows_that_do_not_open_with_a_month_are_refused(per_year):
    with pytest.raises(
        StructureError, match=rf"^axis cohort: {per_year} windows a year; expected 1, 2"
    ):
        cohort_axis(per_year=per_year, first_day=SEPTEMBER, oldest=2000, stop=2010)
