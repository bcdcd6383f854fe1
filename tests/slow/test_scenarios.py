"""Every scenario at full resolution: nothing made or lost, the baseline as it was observed."""

import numpy as np
import pytest

from simulator.city.loading import load
from simulator.stockflow.engine.simulate import simulate
from tests.city import SCENARIOS, TOLERANCES, errors

NAMES = sorted(path.stem for path in SCENARIOS.glob("*.toml"))
SIX = {
    "as_planned",
    "baseline",
    "high_migration",
    "long_view_2030",
    "no_two_child",
    "slow_delivery",
}


def test_the_six_are_there():
    assert set(NAMES) >= SIX


@pytest.mark.parametrize("name", NAMES)
def test_people_and_places_add_up(name):
    one = load(SCENARIOS / f"{name}.toml")
    run = simulate(one.system, one.scenario)
    assert {balance.kind for balance in run.balances} >= {"people", "capacity"}
    for balance in run.balances:
        assert np.abs(balance.residual).max() <= 1e-9
    for array in run.final.values():
        assert array.min() >= -1e-9 * array.max()


@pytest.mark.parametrize("series", TOLERANCES)
def test_the_baseline_meets_the_record(series):
    found = errors()[series]
    assert {date: error for date, error in found.items() if abs(error) > TOLERANCES[series]} == {}
