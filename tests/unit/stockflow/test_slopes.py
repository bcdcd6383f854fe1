"""Slopes and jumps of paths, and paths of a while ago."""

import numpy as np
import pytest

from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.paths import Constant, Lines, Mapped, Scaled, Steps, at
from simulator.stockflow.values.slopes import Later, jumps, slope


def column(*numbers: float) -> np.ndarray:
    return np.array([[number] for number in numbers])


CONSTANT = Constant(np.array([2.0]))
STEPS = Steps(name="s", years=(2010.0, 2015.0), values=column(1.0, 3.0), before="hold")
LINES = Lines(
    name="l", years=(2010.0, 2014.0, 2016.0), values=column(1, 3, 2), before="hold", after="hold"
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (CONSTANT, (0, 0, 0, 0)),
        (STEPS, (0, 0, 0, 0)),
        (LINES, (0, 0.5, -0.5, 0)),
        (Scaled(path=LINES, factor=3.0, shift=1.0), (0, 1.5, -1.5, 0)),
        (Scaled(path=LINES, factor=np.array([1.0, 2.0])), ((0, 0), (0.5, 1), (-0.5, -1), (0, 0))),
        (Resumed(first=LINES, year=2015.5, then=CONSTANT), (0, 0.5, -0.5, 0)),
        # the line of 2014 to 2016 a year later; the value of 2013 until 2014
        (Later(path=LINES, by=1.0, since=2013.0), (0, 0, 0.5, -0.5)),
    ],
)
def test_the_slope_of_a_path(path, expected):
    found = [at(slope(path), year) for year in (2009.0, 2012.0, 2014.5, 2016.5)]
    np.testing.assert_allclose(found, np.reshape(expected, (4, -1)), rtol=0, atol=1e-12)


def test_a_line_scaled_along_a_line_has_the_slope_of_the_product():
    """(1 + t/2)(1 + t/2) + t/2 with t since 2010: t/2 + 1 + 1/2 at t."""
    path = Edited(path=LINES, factor=LINES, shift=LINES)
    assert at(slope(path), 2012.0) == pytest.approx([1 + 1 + 0.5])


def test_a_path_no_file_states_has_none():
    with pytest.raises(TypeError, match="Mapped"):
        slope(Mapped(function=np.square, paths=(LINES,)))


def test_a_level_line_is_level_to_the_last_bit():
    level = Lines(name="l", years=(2010.0, 2017.3), values=column(0.875, 0.875))
    assert not at(slope(level), 2013.7).any()


def test_jumps_are_where_two_pieces_do_not_meet():
    (jump,) = jumps(STEPS, 2009.0, 2020.0)
    assert (jump[0], float(jump[1][0]), float(jump[2][0])) == (2015.0, 1.0, 3.0)
    assert not list(jumps(LINES, 2009.0, 2020.0))
    assert not list(jumps(STEPS, 2015.0, 2020.0))


def test_what_is_later_is_still_until_then():
    path = Later(path=STEPS, by=0.75, since=2012.0)
    assert path.kinks(2011.0, 2020.0) == (2012.75, 2015.75)
    assert [float(at(path, year)[0]) for year in (2011.0, 2015.7, 2015.8)] == [1, 1, 3]
