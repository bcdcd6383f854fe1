from dataclasses import replace

import numpy as np
import pytest

from simulator.stockflow.engine import solve
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.preparation import prepare_segment
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Spread, Stock
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.numbers.jacobian import jacobian
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Method, Scenario
from tests.toys import decay, region

SEGMENT = Segment(2002.0, 2002.0 + 2 / 3)


def stock(name, axes=("place",)):
    return Stock(
        name=name, axes=axes, unit="fish", meaning="", kind="fish", watched=axes, symbol=name
    )


def lake():
    """Fish of two lakes: crowding, a shared feedback, every operation and function."""
    names = {"growth": (), "room": ("place",), "swim": ("place", "to_place"), "memory": ()}
    return System(
        name="lake",
        axes=(Axis(name="place", labels=("upper", "lower")),),
        stocks=(stock("fish"), stock("caught")),
        parameters=tuple(
            Parameter(name=name, axes=axes, unit="1", meaning="", symbol=name)
            for name, axes in names.items()
        ),
        auxiliaries=(
            Auxiliary(
                name="crowding",
                axes=("place",),
                expression="fish / room",
                unit="1",
                meaning="",
                symbol="c",
            ),
            Auxiliary(
                name="fry", axes=("place",), expression="born", unit="1", meaning="", symbol="f"
            ),
            Auxiliary(
                name="whole",
                axes=(),
                over=("place",),
                expression="2 * fish + caught",
                unit="fish",
                meaning="",
                symbol="w",
            ),
            Auxiliary(
                name="hunger",
                axes=("place",),
                unit="1",
                meaning="",
                symbol="h",
                expression="tanh(crowding ** 2 - 1) + exp(-whole / 9) - log(1 + crowding)",
            ),
        ),
        flows=(
            Flow(
                name="born",
                source=None,
                target="fish",
                meaning="",
                rate="growth * fish * (1 - crowding)",
            ),
            Flow(
                name="fishing",
                source="fish",
                target="caught",
                meaning="",
                rate="sqrt(memory + whole) * fish * (2 + hunger) / (1 + fish[upper] ** growth)",
            ),
            Flow(
                name="swims",
                source="fish",
                target="fish",
                meaning="",
                rate="fish ** 1.5 - fry",
                spread=Spread(axis="place", shares="swim"),
            ),
        ),
    )


def random_values(system, seed, draws=1):
    numbers = np.random.default_rng(seed)
    return {p.name: 0.2 + numbers.random((draws, *system.shape(p.axes))) for p in system.parameters}


def by_complex_step(body, y, k, at):
    """Derivative column by column: Im f(y + ih e) / h, without any difference."""
    columns = []
    for place in range(y.shape[1]):
        moved = y.astype(complex)
        moved[0, place] += 1e-30j
        columns.append(body(moved, np.zeros_like(moved), k, at)[0].imag / 1e-30)
    return np.array(columns).T


def region_scenario(method, draws=1):
    """Births at three cohorts alone, so that coefficients are cut."""
    system = region()
    numbers = np.random.default_rng(5)
    paths = {}
    for item in system.parameters:
        value = numbers.random((draws, *system.shape(item.axes))) * 0.1
        if item.name == "birth_rate":
            value[:, np.arange(value.shape[1]) % 11 != 0] = 0
        if any(axis.startswith("to_") for axis in item.axes):
            value /= value.sum(axis=-1, keepdims=True)
        if item.name not in ("extra", "recalled"):
            paths[item.name] = Constant(value, item.axes)
    people = 1000 * numbers.random((draws, *system.shape(system.stocks[0].axes)))
    people[:, :, 16:] = 0
    return Scenario(
        name="trial",
        start=2002.0,
        stop=2004.0,
        initial={"people": people},
        paths=paths,
        readings=(2004.0,),
        method=method,
        draws=draws,
    )


def prepared_region(draws=1):
    system = region()
    scenario = region_scenario(Method(), draws)
    generated = generate(system)
    program = generated.dynamics
    course = ParameterValues(system=system, scenario=scenario).course(program.parameters, SEGMENT)
    found = prepare_segment(system, program, course)
    return generated, found.reader().at_instant(2002.1), found.at


@pytest.mark.parametrize("draws", [1, 3])
def test_a_linear_system_moves_by_its_jacobian(draws):
    """J v = f(v) − f(0), exactly, cuts along the cohorts included."""
    generated, k, at = prepared_region(draws)
    assert any(isinstance(span, slice) and span.stop - span.start < 40 for span in at.values())
    v = np.random.default_rng(7).random((draws, generated.layout.size))
    body = generated.dynamics.body
    moved = body(v, np.zeros_like(v), k, at).copy() - body(0 * v, np.zeros_like(v), k, at)
    found = jacobian(generated, k, at, v)
    assert found.shape == (v.size, v.size)
    np.testing.assert_allclose(found @ v.ravel(), moved.ravel(), rtol=0, atol=1e-13)


@pytest.mark.parametrize("seed", range(4))
def test_a_feedback_has_the_derivative_of_a_complex_step(seed):
    system = lake()
    generated = generate(system)
    values = random_values(system, seed)
    k = generated.dynamics.prepare(values, lambda shape: np.zeros((1, *shape)))
    y = 0.5 + np.random.default_rng(seed + 10).random((1, generated.layout.size))
    expected = by_complex_step(generated.dynamics.body, y, k, {})
    found = jacobian(generated, k, {}, y).toarray()
    assert np.abs(expected).max() > 0.1
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13)


def test_draws_do_not_touch_each_other():
    system = lake()
    generated = generate(system)
    values = random_values(system, 3, draws=2)
    k = generated.dynamics.prepare(values, lambda shape: np.zeros((2, *shape)))
    y = 0.5 + np.random.default_rng(4).random((2, generated.layout.size))
    both = jacobian(generated, k, {}, y).toarray()
    size = generated.layout.size
    assert not both[:size, size:].any()
    for draw in range(2):
        alone = generated.dynamics.prepare(
            {name: value[draw : draw + 1] for name, value in values.items()},
            lambda shape: np.zeros((1, *shape)),
        )
        part = slice(draw * size, (draw + 1) * size)
        one = jacobian(generated, alone, {}, y[draw : draw + 1]).toarray()
        np.testing.assert_array_equal(both[part, part], one)


def test_columns_of_a_kind_add_up_to_its_arrivals():
    """Σ over stocks and totals vanishes: Newton steps can't lose people."""
    generated, k, at = prepared_region()
    layout = generated.layout
    found = jacobian(generated, k, at, np.ones((1, layout.size)))
    weights = np.zeros(layout.size)
    weights[layout.stocks["people"].start : layout.stocks["people"].stop] = 1
    for name in ("deaths", "departures"):
        block = layout.totals[name].leaving
        weights[block.start : block.stop] = 1
    for name in ("boys_born", "girls_born", "arrivals"):
        block = layout.totals[name].arriving
        weights[block.start : block.stop] = -1
    np.testing.assert_allclose(weights @ found, 0, atol=1e-15)


@pytest.mark.parametrize("name", ["Radau", "BDF", "LSODA"])
def test_implicit_methods_keep_the_balance_and_agree(name):
    reference = simulate(region(), region_scenario(Method()))
    found = simulate(region(), region_scenario(Method(name=name, relative=1e-8)))
    assert max(np.abs(each.residual).max() for each in found.balances) <= 1e-12
    scale = reference.final["people"].max()
    assert np.abs(found.final["people"] - reference.final["people"]).max() <= 1e-6 * scale


def test_a_batch_of_an_implicit_method_is_its_runs():
    method = Method(name="Radau", relative=1e-10)
    both = simulate(region(), region_scenario(method, draws=2))
    scenario = region_scenario(method, draws=2)
    second = replace(
        scenario,
        draws=1,
        initial={"people": scenario.initial["people"][1:]},
        paths={name: Constant(path.array[1:], path.axes) for name, path in scenario.paths.items()},
    )
    alone = simulate(region(), second).final["people"]
    assert np.abs(both.final["people"][1:] - alone).max() <= 1e-8 * alone.max()


@pytest.mark.parametrize("name", ["Radau", "BDF", "LSODA"])
def test_a_stiff_run_asks_for_the_exact_jacobian(name, monkeypatch):
    asked = []
    monkeypatch.setattr(solve, "jacobian", lambda *given: asked.append(1) or jacobian(*given))
    scenario = Scenario(
        name="fast leak",
        start=2000.0,
        stop=2001.0,
        initial={"water": np.array([1000.0])},
        paths={"leak": Constant(np.array([1e3]))},
        method=Method(name=name, relative=1e-6),
    )
    found = simulate(decay(), scenario)
    assert asked
    assert found.evaluations < 10_000
    assert abs(float(found.balances[0].residual[0])) <= 1e-12
