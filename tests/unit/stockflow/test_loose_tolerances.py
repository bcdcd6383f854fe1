"""A stock below zero by less than the tolerances allow is no breach; by more it is one."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine import simulation as engine
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.state import absolute_tolerances, depths
from simulator.stockflow.grammar.elements import Parameter, Transfer
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.values.paths import Constant, Steps
from simulator.stockflow.values.scenario import Method, Occasion, Scenario
from tests.toys import decay

YEARS = (2001.0, 2002.0, 2003.0)


def draining(leak, method, **more):
    """A tank that drains fast, then hardly at all."""
    rates = Steps(name="leak", years=(2000.0, 2001.0), values=np.array([[leak], [0.1]]))
    return Scenario(
        name="draining",
        start=2000.0,
        stop=2003.0,
        initial={"water": np.array([1.0])},
        paths={"leak": rates},
        readings=YEARS,
        method=method,
        **more,
    )


LOOSE = [
    (5.0, Method(name="DOP853", relative=0.1, absolute=0.1)),
    (20.0, Method(name="LSODA", relative=1e-2, absolute=1e-2)),
    (40.0, Method(name="RK23", relative=1e-3, absolute=1e-3)),
    (80.0, Method(name="RK23", relative=1e-2, absolute=1e-2)),
    (160.0, Method(name="RK23", relative=1e-2, absolute=1e-3)),
]


@pytest.mark.parametrize(("leak", "method"), LOOSE)
def test_what_a_loose_tolerance_leaves_below_zero_stops_no_run(leak, method):
    """No clamp: the number stays as the steps left it, the balance closed."""
    run = simulate(decay(), draining(leak, method))
    level = run.measures["level"][0]
    assert level[0] < -1e-9
    assert abs(level[0]) <= 2 * np.sqrt(2) * (method.absolute + method.relative)
    assert np.abs(run.balances[0].residual).max() <= 1e-9


def test_what_lay_below_zero_may_be_moved_on_but_nothing_deeper():
    tank = decay()
    part = Parameter(name="part", axes=(), unit="1", meaning="part", symbol="s")
    poured = Transfer(name="pouring", source="water", target=None, share="part", meaning="out")
    system = replace(tank, parameters=(*tank.parameters, part), transfers=(poured,))
    half = {"pouring": (Occasion(2002.0, {"part": np.array([0.5])}),)}
    run = simulate(system, draining(*LOOSE[0], occasions=half))
    before, after = run.measures["level"][0, :2]
    assert after == pytest.approx(before * np.exp(-0.1) / 2, rel=1e-3)
    assert before < 0


def test_what_takes_more_than_the_tolerance_is_refused_however_loose():
    tank = decay()
    steady = replace(tank, flows=(replace(tank.flows[0], rate="leak + 0 * water"),))
    loose = Method(relative=1e-2, absolute=1e-2)
    scenario = replace(draining(2.0, loose), paths={"leak": Constant(np.array([2.0]))})
    with pytest.raises(IntegrationError, match="water fell to -5: outflow exceeds the stock"):
        simulate(steady, scenario)


def test_the_depth_follows_from_the_tolerances_asked_for():
    layout = Layout(decay())
    state = np.array([[8.0, 0.0]])
    fine, loose = (Method(relative=10 * each, absolute=each) for each in (1e-12, 1e-4))
    for method in (fine, loose):
        own = absolute_tolerances(layout, method, state)[:, :1] + method.relative * 8.0
        np.testing.assert_allclose(depths(layout, method, state), np.sqrt(2) * own)
    assert depths(layout, fine, state) < 1e-9
    # what lay below zero before may lie there still
    assert depths(layout, fine, np.array([[-0.5, 0.0]]))[0, 0] == pytest.approx(0.5, abs=1e-9)


def test_a_run_is_worth_so_many_evaluations_and_says_what_to_change(monkeypatch):
    monkeypatch.setattr(engine, "MOST_EVALUATIONS", 40)
    with pytest.raises(IntegrationError) as caught:
        simulate(decay(), draining(9.0, Method(relative=1e-12)))
    assert "40 evaluations were not enough for the whole run" in str(caught.value)
    assert "loosen the tolerances (relative 1e-12, absolute 1e-12)" in str(caught.value)
    assert "use Radau or BDF in place of RK45" in str(caught.value)
    # so many for each draw
    start = {"water": np.ones(100)}
    simulate(decay(), replace(draining(0.5, Method()), initial=start, draws=100))
