"""Paths keep to what they say of their variation: the engine doesn't look a second time."""

import numpy as np
import pytest

from simulator.stockflow.engine.course import ParameterValues, Segment, segments
from simulator.stockflow.values.paths import (
    Constant,
    Lines,
    Mapped,
    Moment,
    Scaled,
    Stacked,
    Steps,
    variation,
)
from tests.city import loaded
from tests.everything import EVERYTHING

LINES = Lines(name="l", years=(2000.0, 2005.0), values=np.array([[1.0], [3.0]]))
STEPS = Steps(name="s", years=(2000.0,), values=np.array([[1.0]]))
CONSTANT = Constant(np.array([2.0]))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (CONSTANT, "constant"),
        (STEPS, "constant"),
        (LINES, "linear"),
        (Scaled(path=LINES, factor=2.0), "linear"),
        (Stacked(axis="a", place=0, paths={"x": CONSTANT, "y": STEPS}), "constant"),
        (Stacked(axis="a", place=0, paths={"x": CONSTANT, "y": LINES}), "linear"),
        (Mapped(function=lambda a, b: a * b, paths=(CONSTANT, STEPS)), "constant"),
        (Mapped(function=lambda a, b: a * b, paths=(CONSTANT, LINES)), "nonlinear"),
        (object(), "nonlinear"),
    ],
)
def test_a_path_of_paths_varies_as_they_do(path, expected):
    assert variation(path) == expected


@pytest.mark.parametrize("sets", [EVERYTHING], ids=["everything"])
def test_every_path_of_the_city_keeps_to_its_word(sets):
    one = loaded(*sets)
    found = {"constant": 0, "linear": 0, "nonlinear": 0}
    for segment in segments(one.system, one.scenario):
        start, stop = segment.start, segment.stop
        for name, path in one.scenario.paths.items():
            found[variation(path)] += 1
            if variation(path) == "nonlinear" or path.kinks(start, stop):
                continue
            first, inside, last = (
                path.value(Moment(start + share * (stop - start), start, stop))
                for share in (0.0, 0.3, 1.0)
            )
            line = first * 0.7 + last * 0.3 if variation(path) == "linear" else first
            np.testing.assert_allclose(
                inside, line, rtol=0, atol=1e-11 * abs(first).max(), err_msg=name
            )
    assert min(found.values()) > 0


def test_what_is_constant_is_asked_for_once_from_kink_to_kink():
    asked = []

    class Asked(Steps):
        def value(self, moment):
            asked.append(moment.year)
            return super().value(moment)

    one = loaded()
    steps = Asked(name="s", years=(2000.0, 2015.0), values=np.array([[1.0], [2.0]]))
    scenario = type(one.scenario)(
        name="x", start=2010.0, stop=2020.0, initial={}, paths={"end_of_spacing": steps}
    )
    parameters = ParameterValues(system=one.system, scenario=scenario)
    values = [
        parameters.course(["end_of_spacing"], Segment(year, year + 1)).value(
            "end_of_spacing", year + 0.5
        )
        for year in (2010.0, 2011.0, 2014.0, 2015.0, 2016.0)
    ]
    assert np.ravel(values).tolist() == [1, 1, 1, 2, 2]
    assert asked == [2010.0, 2015.0]
