"""The yardstick of speed against its exact solution, found without the engine."""

from dataclasses import replace
from math import log2

import numpy as np
import pytest

from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.scenario import Method
from tests.comparable import MONTHLY, YEARLY, comparable, comparable_scenario, scenario_of
from tests.comparable_chain import euler, follow_chain, rk4
from tests.comparable_exact import _extrapolated, _follow
from tests.comparable_rates import SERVICES, comparable_rates

TIGHT = Method(name="DOP853", relative=1e-11, absolute=1e-14)
KINDERGARTEN = tuple(SERVICES).index("kindergarten")


@pytest.fixture(scope="module")
def rates():
    return comparable_rates(1, np.random.default_rng(1))


@pytest.fixture(scope="module")
def exact(rates):
    return _extrapolated(rates, 0, MONTHLY, (24, 48))


def error(demand, exact):
    """Largest relative error of every service."""
    return np.abs(demand / exact - 1).max(axis=-1)


def found(rates, per_year):
    scenario = scenario_of(rates, per_year=per_year, method=TIGHT)
    return simulate(comparable(per_year), scenario).measures["demand"][0]


def test_the_exact_solution_is_one(rates, exact):
    assert error(_follow(rates, 0, MONTHLY, 36), exact).max() < 5e-7


def test_windows_of_a_month_come_to_the_exact_solution(rates, exact):
    """Demand by single months of age; births, deaths, moves and registration all in it."""
    assert error(found(rates, 12), exact).max() < 3e-6


def test_the_error_falls_with_the_square_of_the_window(rates, exact):
    yearly = slice(None, None, 12)
    errors = [error(found(rates, m)[:, yearly], exact[:, yearly]) for m in (1, 2, 4)]
    order = np.log2(np.array(errors[:-1]) / errors[1:])
    for name in ("primary", "junior", "eldercare"):
        assert order[:, tuple(SERVICES).index(name)] == pytest.approx([2, 2], abs=0.2)
    assert errors[0].max() < 1e-4


def test_the_chain_is_solved_and_still_wrong(rates, exact):
    """A finer step changes nothing: the equation blurs."""
    fine, finer = (follow_chain(rates, step=rk4, steps_a_year=n)[0] for n in (8, 16))
    assert np.abs(fine / finer - 1)[:, ::12].max() < 1e-6
    assert error(finer, exact)[KINDERGARTEN] > 0.02


def test_methods_of_the_plain_chain_have_their_order(rates):
    exact = follow_chain(rates, step=rk4, steps_a_year=32, readings=YEARLY)
    for step, order, steps in ((euler, 1, 16), (rk4, 4, 4)):
        coarse, fine = (
            np.abs(follow_chain(rates, step=step, steps_a_year=n, readings=YEARLY) - exact).max()
            for n in (steps, 2 * steps)
        )
        assert log2(coarse / fine) == pytest.approx(order, abs=0.3)


def test_every_draw_is_its_own():
    rng = np.random.default_rng(7)
    rates = comparable_rates(3, rng)
    together = simulate(comparable(), scenario_of(rates, readings=YEARLY)).measures["demand"]
    for draw in range(3):
        alone = replace(
            rates,
            **{name: getattr(rates, name)[draw : draw + 1] for name in rates.__dataclass_fields__},
        )
        one = simulate(comparable(), scenario_of(alone, readings=YEARLY)).measures["demand"]
        np.testing.assert_allclose(one[0], together[draw], rtol=1e-12)
        chain = follow_chain(alone, readings=YEARLY)
        np.testing.assert_allclose(chain[0], follow_chain(rates, readings=YEARLY)[draw], rtol=1e-12)


def test_the_scenario_varies_by_draw():
    scenario = comparable_scenario(2, np.random.default_rng(3))
    for name in ("arrivals_a_year", "registration_rate"):
        assert scenario.paths[name].array[0] != scenario.paths[name].array[1]
    for name in ("death_rate", "fertility", "departure_rate"):
        assert not np.allclose(*scenario.paths[name].table)
