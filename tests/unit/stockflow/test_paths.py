import numpy as np
import pytest

from simulator.errors import IntegrationError, StructureError
from simulator.stockflow.values.paths import (
    Constant,
    Lines,
    Mapped,
    Moment,
    Scaled,
    Stacked,
    Steps,
    at,
)

YEARS = (2000.0, 2005.0, 2010.0)
VALUES = np.array([[1.0], [3.0], [2.0]])


def read(path, year, start=None, stop=None):
    """Value at an instant of the segment from ``start`` to ``stop``."""
    start = year if start is None else start
    return path.value(Moment(year, start, stop if stop is not None else start + 1))[0]


def steps(**more):
    return Steps(name="p", years=YEARS, values=VALUES, **more)


def lines(**more):
    return Lines(name="p", years=YEARS, values=VALUES, **more)


def test_a_constant_is_the_same_at_every_moment():
    path = Constant(np.array([4.0]))
    assert read(path, 1000) == read(path, 3000) == 4
    assert path.kinks(0, 9e9) == ()


def test_a_step_holds_from_its_year_on():
    assert [read(steps(), year) for year in (2000, 2004.9, 2005, 2009.9, 2010, 2050)] == [
        1, 3, 3, 2, 2, 2,
    ]  # fmt: skip
    assert read(steps(), 2005, start=2004, stop=2005) == 1
    assert read(steps(), 2005, start=2005, stop=2006) == 3
    assert steps().kinks(2000, 2010) == (2005.0,)


def test_lines_join_the_points_and_keep_to_the_piece_of_their_segment():
    assert [read(lines(), year) for year in (2000, 2002.5, 2006.25)] == [1, 2, 2.75]
    assert read(lines(), 2005, start=2004, stop=2005) == 3
    assert read(lines(), 2005, start=2005, stop=2006) == 3
    assert lines().kinks(1990, 2010.5) == (2000.0, 2005.0, 2010.0)


@pytest.mark.parametrize(
    ("path", "year", "reach"),
    [
        (steps(), 1998, "2000 to inf"),
        (steps(after="error", last=2012.0), 2013, "2000 to 2012"),
        (lines(), 1998, "2000 to 2010"),
        (lines(), 2011, "2000 to 2010"),
    ],
)
def test_outside_its_range_a_path_refuses_by_name_and_date(path, year, reach):
    with pytest.raises(
        IntegrationError, match=f"^{year}.0000: p: no value at {year}; .* from {reach}"
    ) as e:
        read(path, year)
    assert e.value.year == year


def test_the_end_of_the_range_is_a_kink_so_that_no_segment_reaches_across_it():
    assert steps(last=2012.0).kinks(2011, 2020) == (2012.0,)
    assert lines().kinks(2009, 2020) == (2010.0,)
    assert read(lines(), 2010, start=2010, stop=2010 + 1e-7) == 2


def test_outside_its_range_a_path_may_hold_its_end_value():
    path = lines(before="hold", after="hold")
    assert (read(path, 1990), read(path, 2030)) == (1, 2)
    path = steps(before="hold", after="error", last=2012.0)
    assert (read(path, 1990), read(path, 2011)) == (1, 2)


@pytest.mark.parametrize("kind", [Steps, Lines])
@pytest.mark.parametrize(
    ("years", "message"),
    [
        ((2000.0, 2010.0, 2005.0), "p: the year 2005 comes after 2010"),
        ((2000.0, 2000.0, 2005.0), "p: the year 2000 comes after 2000"),
        ((2000.0, 2005.0), "p: 3 values for 2 years"),
    ],
)
def test_years_rise_and_have_a_value_each(kind, years, message):
    with pytest.raises(StructureError, match=message):
        kind(name="p", years=years, values=VALUES)


def test_a_scaled_path_is_multiplied_then_shifted():
    path = Scaled(path=lines(), factor=10, shift=-1)
    assert read(path, 2006.25) == 26.5
    assert path.kinks(2000, 2010) == (2005.0,)
    assert path.axes == ()


def test_paths_stand_side_by_side_along_a_new_axis():
    along = Constant(np.array([[1.0, 2.0]]), ("b",))
    drawn = Constant(np.array([[3.0, 4.0], [5.0, 6.0]]), ("b",))
    first = Stacked(axis="a", place=0, paths={"x": along, "y": drawn})
    assert first.axes == ("a", "b")
    assert first.value(None).tolist() == [[[1, 2], [3, 4]], [[1, 2], [5, 6]]]
    second = Stacked(axis="c", place=1, paths={"x": along, "y": drawn, "z": along})
    assert second.axes == ("b", "c")
    assert second.value(None).shape == (2, 2, 3)
    moving = Stacked(axis="a", place=0, paths={"x": steps(), "y": lines(), "z": steps(last=2007.0)})
    assert moving.kinks(2000, 2010) == (2005.0, 2007.0)


def test_a_mapped_path_follows_others():
    path = Mapped(function=lambda a, b: a * b, paths=(steps(), lines()))
    assert read(path, 2007) == pytest.approx(3 * 2.6)
    assert path.kinks(2000, 2010.5) == (2005.0, 2010.0)


def test_a_path_is_read_just_after_an_instant():
    assert at(steps(), 2005)[0] == 3
    assert at(lines(), 2010)[0] == 2
