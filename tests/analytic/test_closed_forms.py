"""Answers that can be written down, and how fast the methods come to them."""

from functools import cache
from math import exp, log2

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import gammainc

from simulator.demography.cohort_paths import ByAge
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Lines, Steps
from simulator.stockflow.values.scenario import Method, Scenario
from tests.textbook import growth, leslie, logistic, numbers, start_with, tanks
from tests.toys import decay


def run(system, start, stop, initial, paths, **more):
    return simulate(
        system,
        Scenario(name="", start=start, stop=stop, initial=initial, paths=paths, **more),
    )


def last(trajectory, name):
    return float(trajectory.final[name][0])


@pytest.mark.parametrize("method", ["RK45", "RK23", "DOP853", "Radau", "BDF", "LSODA"])
def test_a_leaking_tank_empties_exponentially(method):
    found = run(
        decay(), 2000, 2005, start_with(water=80), numbers(leak=0.7), method=Method(name=method)
    )
    assert last(found, "water") == pytest.approx(80 * exp(-3.5), rel=1e-6)
    if method not in {"BDF", "LSODA"}:
        assert last(found, "water") == pytest.approx(80 * exp(-3.5), rel=1e-8)


def test_hares_breed_exponentially():
    found = run(growth(), 2000, 2010, start_with(hares=2), numbers(breeding=0.3))
    assert last(found, "hares") == pytest.approx(2 * exp(3), rel=1e-8)


def test_a_level_that_moves_in_a_straight_line_is_followed_exactly():
    """dx/dt = −r(t) x with r from 0 to 1 in two years: the tank keeps exp(−1)."""
    leak = Lines(name="leak", years=(2000.0, 2002.0), values=np.array([[0.0], [1.0]]))
    found = run(decay(), 2000, 2002, start_with(water=1), {"leak": leak}, readings=(2001.0,))
    assert last(found, "water") == pytest.approx(exp(-1), rel=1e-9)
    assert found.measures["level"][0, 0] == pytest.approx(exp(-0.25), rel=1e-8)


def test_hares_meet_their_limits():
    start, rate, room = 5.0, 0.9, 200.0
    found = run(logistic(), 2000, 2006, start_with(hares=start), numbers(breeding=rate, room=room))
    exact = room / (1 + (room / start - 1) * exp(-rate * 6))
    assert last(found, "hares") == pytest.approx(exact, rel=1e-8)


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_chain_of_tanks_is_an_erlang_delay(number):
    """What has come out by t is the Erlang distribution; the mean stay is the sum of the tanks'."""
    delay = 2.0
    years = tuple(np.linspace(2000, 2040, 801))
    found = run(
        tanks(number),
        2000,
        2040,
        start_with(tank0=1),
        numbers(passing=number / delay),
        readings=years,
    )
    out = found.left[f"out_of_tank{number - 1}"][0]
    elapsed = np.array(years) - 2000
    np.testing.assert_allclose(out, gammainc(number, number * elapsed / delay), atol=2e-7)
    assert np.trapezoid(1 - out, elapsed) == pytest.approx(delay, rel=1e-3)


def one_step_error(method, steps):
    """Error of the logistic curve with ``steps`` equal steps, each a segment of its own."""
    years = tuple(2000 + 4 * number / steps for number in range(steps))
    breeding = Steps(name="breeding", years=years, values=np.full((steps, 1), 1.5))
    paths = numbers(room=10) | {"breeding": breeding}
    found = run(
        logistic(),
        2000,
        2004,
        start_with(hares=1),
        paths,
        method=Method(name=method, relative=0.9, absolute=0.9),
    )
    calls = {"RK45": 7, "RK23": 4, "DOP853": 13}[method]
    assert found.evaluations == calls * steps, "a step was cut"
    return abs(last(found, "hares") - 10 / (1 + 9 * exp(-6)))


@pytest.mark.parametrize(
    ("method", "order", "steps"), [("RK23", 3, 32), ("RK45", 5, 24), ("DOP853", 8, 8)]
)
def test_half_the_step_gains_the_order_of_the_method(method, order, steps):
    coarse, fine = one_step_error(method, steps), one_step_error(method, 2 * steps)
    assert log2(coarse / fine) == pytest.approx(order, abs=0.6)


# --- people by cohort ------------------------------------------------------------------------

DYING = np.array([0.02] * 15 + [0.01] * 35 + [0.2] * 20)
BEARING = np.array([0.0] * 18 + [0.12] * 12 + [0.05] * 10 + [0.0] * 30)


def alive(age):
    """Share alive at an age, hazard constant within each year of age."""
    whole = int(age)
    return exp(-DYING[:whole].sum() - DYING[min(whole, 69)] * (age - whole))


def lotka():
    """The growth rate r with ∫ exp(−r a) l(a) m(a) da = 1, integrated exactly year by year."""

    def daughters(rate):
        whole = 0.0
        for age in np.flatnonzero(BEARING):
            hazard = rate + DYING[age]
            share = (1 - exp(-hazard)) / hazard
            whole += BEARING[age] * exp(-rate * age) * alive(age) * share
        return whole - 1

    return brentq(daughters, -0.1, 0.1, xtol=1e-15)


@cache
def grown(per_year, years):
    """Growth rate after the first age structure is forgotten, and the shares by cohort."""
    system = leslie(per_year, 1900.0, 1900.0 + years, 1830.0)
    cohorts = system.axis["cohort"]

    def by_age(name, table):
        return ByAge(
            name=name, cohorts=cohorts, table=table[None, None], years=(1900,), open_age=69
        )

    women = np.zeros((1, cohorts.size))
    women[0, 1 : 70 * per_year + 1] = 1.0
    found = run(
        system,
        1900.0,
        1900.0 + years,
        {"women": women},
        {"dying": by_age("dying", DYING), "bearing": by_age("bearing", BEARING)},
        snapshots=(1899.0 + years, 1900.0 + years),
        method=Method(relative=1e-8),
    )
    before, after = found.stocks["women"][0].sum(axis=0)
    return np.log(after / before), found.final["women"][0] / after


def test_growth_comes_to_the_root_of_lotkas_equation():
    """The people of a window are taken as born evenly, so the error falls with its square."""
    rate = lotka()
    coarse, fine = (abs(grown(per_year, 260.0)[0] - rate) for per_year in (1, 2))
    assert coarse < 2.5e-6
    assert coarse / fine == pytest.approx(4, abs=0.6)


def test_ages_come_to_the_stable_distribution():
    rate = lotka()
    _, shares = grown(1, 260.0)
    ages = np.arange(0, 90, 1 / 60)
    density = np.array([exp(-rate * age) * alive(age) for age in ages])
    by_window = density.reshape(-1, 60).sum(axis=1) / density.sum()
    # behind the window that opens as the run stops, which is empty
    assert shares[-1] == 0
    np.testing.assert_allclose(shares[-2:0:-1][:60], by_window[:60], rtol=5e-3)
