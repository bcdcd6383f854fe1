"""A run in legs is the run, and of a neighbour only what differs is followed again."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.stockflow.engine.course import segments
from simulator.stockflow.engine.kept_runs import KeptRuns, without_mixed_measures
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.division import divide
from tests.city import ONE_WINDOW, loaded
from tests.examples import examples
from tests.strategies import cases


def near(found, wanted, tolerance=1e-11):
    for name, array in wanted.items():
        scale = max(1.0, float(np.abs(array).max(initial=0.0)))
        np.testing.assert_allclose(found[name], array, rtol=tolerance, atol=tolerance * scale)


@settings(max_examples=examples(20))
@given(cases())
def test_legs_put_together_are_the_run(case):
    system = without_mixed_measures(case.system)
    whole = simulate(system, case.scenario)
    starts = [piece.start for piece in segments(system, case.scenario)]
    scenario = replace(case.scenario, readings=tuple(sorted({*case.scenario.readings, *starts})))
    legs = KeptRuns(cuts=starts[1::2]).simulate(system, scenario)
    kept = np.isin(legs.readings, whole.readings)
    near({name: array[..., kept] for name, array in legs.measures.items()}, whole.measures)
    near({name: array[..., kept] for name, array in legs.arrived.items()}, whole.arrived)
    near({name: array[..., kept] for name, array in legs.left.items()}, whole.left)
    near(legs.stocks, whole.stocks)
    near(legs.final, whole.final)
    assert max(np.abs(each.residual).max(initial=0.0) for each in legs.balances) < 1e-9


@pytest.fixture(scope="module")
def city():
    """The baseline with one birth window a year, followed once in legs."""
    base = loaded(ONE_WINDOW)
    runs = KeptRuns(cuts=(2014.0, 2018.0))
    system = without_mixed_measures(base.system)
    runs.simulate(system, base.scenario)
    # people have three legs; of places, and of homes, no segment meets another at the start of 2014
    assert runs.again == 7
    return runs, system


def test_the_gap_of_services_alone_reads_both_parts(city):
    _, system = city
    assert set(loaded(ONE_WINDOW).system.measure) - set(system.measure) == {"gap"}
    assert not any(part.borrowed for part in divide(system))


@pytest.mark.parametrize(
    ("said", "again"),
    [
        ("plan.cancellation_rate=0.0", 0),  # as it is
        ('world.arrivals={ scale = { "2019" = 1.1 } }', 1),  # people, the last leg
        ("world.arrivals={ scale = 1.1 }", 3),  # people alone
        ("plan.delay_factor=1.3", 4),  # places, and homes, which are late as they are
    ],
)
def test_what_a_change_leaves_alone_is_not_followed_again(city, said, again):
    runs, system = city
    runs.simulate(system, loaded(ONE_WINDOW).scenario)
    changed = loaded(ONE_WINDOW, said)
    found = runs.simulate(system, changed.scenario)
    assert runs.again == again
    wanted = simulate(system, changed.scenario)
    near(found.measures, wanted.measures, 1e-12)
    near(found.arrived, wanted.arrived, 1e-11)
