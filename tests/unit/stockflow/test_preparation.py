from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.coefficients import interpolation, weights_at
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.preparation import prepare_segment, values_at
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.paths import Constant, Mapped, Moment
from simulator.stockflow.values.scenario import Scenario
from tests.textbook import numbers
from tests.toys import decay, region, region_scenario

SEGMENT = Segment(2002.0, 2002.0 + 1 / 3)
REGION = region()


class Curve:
    """A path that is any function of time, and the instants at which it was asked."""

    axes = ()

    def __init__(self, function, variation="nonlinear"):
        self.function, self.variation, self.asked = function, variation, []

    def kinks(self, start, stop):
        return ()

    def value(self, moment):
        self.asked.append(moment.year)
        return np.atleast_1d(np.asarray(self.function(moment.year), dtype=float))


def prepare(function, variation="nonlinear"):
    """Preparation of a leak that varies, and the instants at which it was asked."""
    path = Curve(function, variation)
    scenario = Scenario(name="leak", start=2000.0, stop=2010.0, initial={}, paths={"leak": path})
    return prepared(decay(), scenario), path.asked


def prepared(system, scenario):
    program = generate(system).dynamics
    course = ParameterValues(system=system, scenario=scenario).course(program.parameters, SEGMENT)
    return prepare_segment(system, program, course)


@pytest.mark.parametrize(
    "function",
    [lambda _: 3.0, lambda t: t - 2000, lambda t: np.exp(t - 2002), lambda t: 1 / (t - 2001)],
)
def test_coefficients_are_read_between_nodes_as_they_are(function):
    reader = prepare(function)[0].reader()
    for year in np.linspace(SEGMENT.start, SEGMENT.stop, 17):
        assert reader.at_instant(year)["leaking"][0] == pytest.approx(function(year), rel=1e-12)


def test_a_linear_one_needs_two_nodes_and_what_is_constant_is_not_read_at_all():
    line, asked = prepare(lambda t: t)
    assert [varying.values.shape for varying in line.varying] == [(2, 1, 2)]
    assert len(asked) == 4
    constant, asked = prepare(lambda _: 3.0)
    assert not constant.varying
    assert len(asked) == 3


def test_a_path_is_asked_for_no_more_than_it_says_it_varies():
    line, asked = prepare(lambda t: t, variation="linear")
    assert [varying.values.shape for varying in line.varying] == [(2, 1, 2)]
    assert asked == [SEGMENT.start, SEGMENT.stop]
    assert line.reader().at_instant(2002.1)["leaking"] == pytest.approx(2002.1, rel=1e-14)
    _, asked = prepare(lambda _: 3.0, variation="constant")
    assert asked == [SEGMENT.start]


def test_a_rate_that_moves_too_fast_is_refused():
    with pytest.raises(
        IntegrationError, match=r"2002.0000: a coefficient changes too fast to interpolate"
    ):
        prepare(lambda t: np.sin(9999 * t))


def test_a_hole_is_named_by_its_flow_and_parameters():
    for function in (lambda _: np.nan, lambda _: np.inf):
        with pytest.raises(
            IntegrationError, match=r"leaking: its rate is NaN or infinite; leak: one"
        ):
            prepare(function)
    base = region_scenario(REGION)
    broken = base.paths["birth_rate"].array.copy()
    broken[0, 5] = np.nan
    paths = base.paths | {"birth_rate": Constant(broken, ("cohort",))}
    with pytest.raises(IntegrationError, match=r"2002.*first_births: .*birth_rate") as caught:
        prepared(REGION, replace(base, paths=paths))
    assert caught.value.flow == "first_births"


def test_a_coefficient_is_cut_to_the_cohorts_where_it_is_not_nought():
    base = region_scenario(REGION)
    rate = np.zeros((1, REGION.moving.size))
    rate[0, 7:12] = [1, 0, 2, 3, 0]
    fertile = base.paths | {"birth_rate": Constant(rate, ("cohort",))}
    found = prepared(REGION, replace(base, paths=fertile))
    assert found.at["first_births"] == slice(7, 11)
    assert found.constant["first_births"].tolist() == [[1, 0, 2, 3]]
    assert found.constant["births.2"].shape == rate.shape
    assert found.at["newest"] == REGION.moving.windows.newest(2002.1)
    none = base.paths | {"birth_rate": Constant(0 * rate, ("cohort",))}
    assert prepared(REGION, replace(base, paths=none)).at["first_births"] == slice(0, 1)


def test_draws_are_prepared_as_finely_as_the_one_that_needs_it_most():
    batch, asked = prepare(lambda t: [t - 2000, np.exp(9 * (t - 2002))])
    assert len(asked) == len(set(asked))
    expected = [2.1, np.exp(0.9)]
    assert batch.reader().at_instant(2002.1)["leaking"] == pytest.approx(expected, rel=1e-12)
    second = batch.reader([1]).at_instant(2002.1)["leaking"]
    assert second == pytest.approx(expected[1:], rel=1e-12)


def test_coefficients_are_kept_at_no_more_nodes_than_each_of_them_needs():
    base = region_scenario(REGION)
    nonlinear = base.paths | {
        "registration_rate": Curve(lambda t: np.exp(t - 2002)),
        "moving_rate": Curve(lambda t: t - 2001),
    }
    found = prepared(REGION, replace(base, paths=nonlinear))
    kept = {name: len(varying.nodes) for varying in found.varying for name in varying.shapes}
    assert kept["moves"] == 2 < kept["registration"] == kept["people.rate"]
    assert "deaths" in found.constant


def test_weights_of_nodes_add_to_one_and_hit_the_nodes():
    nodes = np.array([0.0, 0.3, 1.0])
    assert interpolation(nodes, 0.3).tolist() == [0, 1, 0]
    assert interpolation(nodes, 0.7).sum() == pytest.approx(1)
    both = interpolation(nodes, np.array([0.3, 0.7]))
    assert both.shape == (2, 3)
    for row, year in zip(both, (0.3, 0.7), strict=True):
        assert weights_at(nodes.tolist(), year) == pytest.approx(row.tolist(), abs=1e-15)


def test_a_mapped_hole_does_not_warn():
    paths = {"leak": Mapped(function=lambda a, b: a * b, paths=tuple(numbers(a=0, b=1).values()))}
    assert values_at(generate(decay()).dynamics, paths, Moment(0, 0, 1))["leaking"] == 0
