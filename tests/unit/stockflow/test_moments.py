"""Many moments at once: what paths answer together is what they answer one by one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.demography.cohort_paths import AgeBand, ByAge, DensityByAge
from simulator.errors import IntegrationError
from simulator.stockflow.engine import simulation, tiled_part
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.numbers.generate import compile_program, parted
from simulator.stockflow.numbers.program import Coefficient
from simulator.stockflow.values.moments import Moments, as_draws, at_moments, of_rows
from simulator.stockflow.values.paths import Lines, Mapped, Moment, Scaled, Stacked, Steps
from simulator.stockflow.values.scenario import Scenario
from tests.city import cohorts
from tests.drawn_tiles import Drawn
from tests.toys import decay
from tests.uncompiled import without_compiler

AXIS = cohorts(3)
RNG = np.random.default_rng(3)
LINES = Lines(
    name="lines",
    years=(2009.0, 2011.5, 2014.0),
    values=RNG.random((3, 2, 4)),
    axes=("a",),
    before="hold",
    after="hold",
)
STEPS = Steps(name="steps", years=(2000.0, 2012.0), values=RNG.random((2, 1, 4)), axes=("a",))
YEARS = tuple(range(2008, 2016))


def ages(*shape):
    return RNG.random((*shape, 6)) + 0.1


def shares(*shape):
    given = ages(*shape)
    return given / given.sum(axis=-1, keepdims=True)


PATHS = {
    "lines": LINES,
    "steps": STEPS,
    "scaled": Scaled(path=LINES, factor=np.array([2.0, 3.0]), shift=1.0),
    "stacked": Stacked(axis="b", place=1, paths={"x": LINES, "y": STEPS}),
    "mapped": Mapped(function=lambda x, y: x * y.sum(), paths=(LINES, STEPS), axes=("a",)),
    "rates": ByAge(
        name="r",
        cohorts=AXIS,
        table=ages(2, len(YEARS), 3),
        years=YEARS,
        leading=("a",),
        open_age=5,
        hazard=True,
        first_year=RNG.random((2, len(YEARS), 3, 4)),
    ),
    "shares": DensityByAge(
        name="s", cohorts=AXIS, table=shares(1, len(YEARS)), years=YEARS, open_age=5
    ),
    "band": AgeBand(cohorts=AXIS, youngest=3, oldest=7),
    "school": AgeBand(cohorts=AXIS, youngest=3, oldest=7, reading="last_opening_day"),
}


@st.composite
def some_moments(draw):
    """Moments in segments between the kinks of all paths, in any order."""
    found = []
    for _ in range(draw(st.integers(1, 12))):
        start = 2009 + draw(st.integers(0, 71)) / 12
        found.append(Moment(start + draw(st.floats(0, 1)) / 12, start, start + 1 / 12))
    return found


@given(some_moments(), st.sampled_from(sorted(PATHS)))
def test_many_moments_at_once_are_each_by_itself(moments, name):
    together = at_moments(PATHS[name], Moments.of(moments))
    for found, moment in zip(together, moments, strict=True):
        np.testing.assert_array_equal(found, PATHS[name].value(moment))


def test_a_moment_beyond_a_path_is_told_as_by_itself():
    ends = Lines(name="ends", years=(2000.0, 2001.0), values=np.ones((2, 1)))
    moments = [Moment(year, year, year + 0.5) for year in (2000.0, 2000.5, 2001.0)]
    assert at_moments(ends, Moments.of(moments[:2])).shape == (2, 1)
    with pytest.raises(IntegrationError, match="ends: no value at 2001"):
        at_moments(ends, Moments.of(moments))


def test_rows_of_draws_go_there_and_back():
    alone, by_row, by_draw = np.ones((1, 1, 5)), RNG.random((3, 1, 5)), RNG.random((1, 2, 5))
    rows, flat = as_draws([alone, by_row, by_draw])
    assert rows == (3, 2)
    assert [array.shape for array in flat] == [(1, 5), (6, 5), (6, 5)]
    np.testing.assert_array_equal(of_rows(flat[1] * flat[2], rows), by_row * by_draw)
    assert of_rows(flat[0], rows).shape == (1, 1, 5)


def test_a_program_is_parted_by_what_is_drawn():
    text = (
        "def prepare(p, zeros):\n    k = {}\n    free_a = p['one'] * 2\n    k['x'] = free_a\n"
        "    k['y'] = free_a * p['two']\n    k['z'] = zeros((), k['x'])\n"
        "    k['z'][...] -= k['y']\n"
        "    return k\n\ndef body(y, k, at):\n    return None"
    )
    program = compile_program(text, tuple(Coefficient(name=name, axes=()) for name in "xyz"))
    alike, drawn = parted(program, frozenset({"two"}))
    assert [item.name for item in alike.coefficients] == ["x"]
    assert alike.parameters == ("one",)
    assert {"y", "z"} <= {item.name for item in drawn.coefficients}


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("seed", "draws"), [(1, 1), (5, 1), (9, 3)])
def test_how_many_segments_are_prepared_together_changes_no_digit(
    monkeypatch, seed, draws, compiled
):
    drawn = Drawn(seed, draws)
    scenario = replace(drawn.scenario, method=replace(drawn.scenario.method, compiled=compiled))
    runs = []
    with without_compiler():
        for together in (1, 3, 50):
            for module in (simulation, tiled_part):
                monkeypatch.setattr(module, "SEGMENTS", together)
            runs.append(simulate(drawn.system, scenario))
    for run in runs[1:]:
        for name, array in (*runs[0].final.items(), *runs[0].measures.items()):
            np.testing.assert_array_equal(array, (run.final | run.measures)[name], err_msg=name)


def test_of_two_faults_the_first_in_time_is_told():
    """The rate is infinite from 2004, and prepared early; the stock overflows in 2002."""

    class Leak:
        axes = ()

        def kinks(self, start, stop):
            return tuple(year for year in np.arange(2000.0, 2006.0) if start < year < stop)

        def value(self, moment):
            if moment.middle > 2004:
                return np.array([np.inf])
            return np.array([-1e6 if moment.middle > 2002 else 0.1])

    scenario = Scenario(
        name="faults",
        start=2000.0,
        stop=2006.0,
        initial={"water": np.array([1.0])},
        paths={"leak": Leak()},
    )
    with pytest.raises(IntegrationError) as caught:
        simulate(decay(), scenario)
    assert caught.value.year < 2004
