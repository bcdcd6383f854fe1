"""Scenarios side by side: each draw as its scenario runs alone."""

import numpy as np
import pytest

from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Constant, Lines, Moment, Steps
from simulator.stockflow.values.side_by_side import OfDraws, frame_of, side_by_side
from tests.city import ONE_WINDOW, loaded

SHORT = (ONE_WINDOW, "model.stop=2016-01-01")
CHANGES = ((), ("plan.delay_factor=1.5",), ("world.arrivals.scale=1.1", "plan.delay_factor=1.5"))


@pytest.fixture(scope="module")
def together():
    scenarios = [loaded(*SHORT, *sets).scenario for sets in CHANGES]
    return scenarios, simulate(loaded(*SHORT).system, side_by_side(scenarios))


@pytest.mark.parametrize("draw", range(len(CHANGES)))
def test_each_draw_is_its_scenario_alone(together, draw):
    scenarios, whole = together
    alone = simulate(loaded(*SHORT).system, scenarios[draw])
    for name in ("supply", "demand", "counted_users"):
        own = alone.measures[name][0]
        assert np.allclose(whole.measures[name][draw], own, rtol=1e-8, atol=1e-6), name


def test_what_all_share_is_kept_once(together):
    scenarios, _ = together
    whole = side_by_side(scenarios[:2])
    assert whole.draws == 2
    assert whole.paths["death_rate"] is scenarios[0].paths["death_rate"]
    assert isinstance(whole.paths["building_rate"], OfDraws)


def test_one_is_itself(together):
    scenarios, _ = together
    assert side_by_side(scenarios[:1]) is scenarios[0]


def test_paths_of_draws_have_the_kinks_and_values_of_each():
    one = Steps(name="a", years=(2000.0, 2005.0), values=np.array([[1.0], [2.0]]))
    other = Lines(name="b", years=(2000.0, 2010.0), values=np.array([[0.0], [10.0]]))
    path = OfDraws(parts=(one, other), rows=(0, 1, 0))
    assert path.kinks(1999.0, 2011.0) == (2000.0, 2005.0, 2010.0)
    assert path.value(Moment(2006.0, 2005.0, 2010.0)).tolist() == [2.0, 6.0, 2.0]
    assert path.variation == "linear"
    assert OfDraws(parts=(Constant(np.ones(1)),), rows=(0,)).variation == "constant"


def test_other_dates_are_another_frame():
    one = loaded(*SHORT).scenario
    later = loaded(ONE_WINDOW, "model.stop=2017-01-01").scenario
    closing = loaded(
        *SHORT,
        'plan.closures=[{id="c", service="primary", district="huli", date=2015-10-01, share=0.1}]',
    ).scenario
    assert len({frame_of(each) for each in (one, later, closing)}) == 3
    assert frame_of(one) == frame_of(loaded(*SHORT, "plan.delay_factor=1.5").scenario)
