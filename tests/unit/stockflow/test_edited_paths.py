"""Paths edited in time, and paths that another one resumes."""

from math import inf

import numpy as np
import pytest

from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.extremes import coverage, pieces, telling_moments
from simulator.stockflow.values.paths import (
    Constant,
    Lines,
    Moment,
    Scaled,
    Steps,
    at,
    reach_back,
    variation,
)

FIVE = Constant(np.array([5.0]))
STEPS = Steps(name="s", years=(2011.0, 2015.0), values=np.array([[1.0], [2.0]]), before="hold")
LINES = Lines(
    name="l", years=(2012.0, 2016.0), values=np.array([[0.0], [4.0]]), before="hold", after="hold"
)
FALLING = Lines(
    name="f", years=(2012.0, 2016.0), values=np.array([[4.0], [0.0]]), before="hold", after="hold"
)
NONE = Constant(np.array([0.0]))


def value(path, year):
    return float(at(path, year)[0])


@pytest.mark.parametrize(
    ("path", "factor", "shift", "expected"),
    [
        (FIVE, STEPS, NONE, "constant"),
        (FIVE, LINES, NONE, "linear"),
        (LINES, STEPS, NONE, "linear"),
        (STEPS, FIVE, LINES, "linear"),
        (LINES, LINES, NONE, "nonlinear"),
    ],
)
def test_how_an_edited_path_varies(path, factor, shift, expected):
    assert variation(Edited(path=path, factor=factor, shift=shift)) == expected


def test_an_edited_path_is_factor_times_value_plus_shift():
    path = Edited(path=LINES, factor=STEPS, shift=FIVE)
    assert path.kinks(2000, 2030) == (2011.0, 2012.0, 2015.0, 2016.0)
    assert [value(path, year) for year in (2010, 2014, 2015, 2017)] == [
        pytest.approx(5), pytest.approx(7, abs=1e-6), pytest.approx(11, abs=1e-6), 13,
    ]  # fmt: skip


def test_a_path_of_labels_is_edited_draw_by_draw():
    labels = Constant(np.array([[1.0, 2.0], [3.0, 4.0]]), ("district",))
    edited = Edited(path=labels, factor=Constant(np.array([10.0, 100.0])), shift=FIVE)
    assert edited.axes == ("district",)
    np.testing.assert_array_equal(at(edited, 2015.0), [[15, 25], [305, 405]])


def test_a_path_is_resumed_at_its_instant():
    path = Resumed(first=STEPS, year=2014.0, then=LINES)
    assert path.kinks(2000, 2030) == (2011.0, 2014.0, 2016.0)
    assert path.kinks(2014.5, 2030) == (2016.0,)
    assert variation(path) == "linear"
    before = path.value(Moment(2014.0, 2013.0, 2014.0))
    assert float(before[0]) == 1.0
    assert value(path, 2014.0) == pytest.approx(2.0, abs=1e-6)


def test_what_a_path_reaches_back_is_that_of_its_parts():
    class Reaching:
        axes = ()
        reach_back = 7.0

        def kinks(self, start, stop):
            return ()

        def value(self, moment):
            return np.array([1.0])

    assert reach_back(Resumed(first=FIVE, year=2014.0, then=Reaching())) == 7
    assert reach_back(Edited(path=Reaching(), factor=FIVE, shift=NONE)) == 7


def test_where_a_path_has_a_value():
    ends = Lines(name="e", years=(2012.0, 2016.0), values=np.array([[0.0], [4.0]]))
    assert coverage(FIVE) == (-inf, inf)
    assert coverage(ends) == (2012.0, 2016.0)
    assert coverage(STEPS) == (-inf, inf)
    assert coverage(Scaled(path=ends, factor=2.0)) == (2012.0, 2016.0)
    assert coverage(Edited(path=STEPS, factor=ends, shift=NONE)) == (2012.0, 2016.0)
    assert coverage(Resumed(first=FIVE, year=2014.0, then=ends)) == (-inf, 2016.0)
    assert pieces([ends], 2000.0, 2015.0) == (
        Moment(2012.0, 2012.0, 2015.0),
        Moment(2015.0, 2012.0, 2015.0),
    )


def test_a_curve_is_looked_at_where_it_turns():
    product = Edited(path=LINES, factor=FALLING, shift=NONE)
    highest = max(float(product.value(moment)[0]) for moment in telling_moments(product))
    assert highest == pytest.approx(4.0, rel=1e-12)  # halfway, 2 × 2
