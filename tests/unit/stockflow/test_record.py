from dataclasses import replace

import numpy as np
import pytest

from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.elements import Measure, Parameter
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Lines, Steps
from tests.textbook import numbers, start_with
from tests.toys import decay, region, region_scenario

REGION = region()
BASE = region_scenario(REGION)


def test_what_is_read_does_not_change_the_run():
    few = simulate(REGION, replace(BASE, readings=()))
    many = simulate(REGION, replace(BASE, readings=tuple(2000 + 0.1 * n for n in range(101))))
    np.testing.assert_allclose(many.final["people"], few.final["people"], rtol=1e-13)
    assert {array.shape for array in few.measures.values()} == {(1, 2, 0)}
    assert few.arrived["arrivals"].shape == (1, 2, 0)


def test_results_lie_by_draw_axes_and_time():
    found = simulate(REGION, replace(BASE, snapshots=(2001.0, 2002.0, 2003.0, 2004.0), draws=2))
    size = REGION.moving.size
    assert found.measures["residents"].shape == (2, 2, 3)
    assert found.stocks["people"].shape == (2, 3, size, 2, 2, 4)
    assert found.left["deaths"].shape == (2, 2, 2, 3)
    assert found.arrived["arrivals"].shape == (2, 2, 3)
    assert found.final["people"].shape == (2, 3, size, 2, 2)
    assert found.readings.tolist() == [2000, 2005, 2010]
    assert found.snapshots.tolist() == [2001, 2002, 2003, 2004]
    assert set(found.left) & set(found.arrived) == {"first_births", "registration", "moves"}


def test_totals_that_are_not_kept_are_held_against_the_stocks_all_the_same():
    kept = simulate(REGION, BASE)
    found = simulate(REGION, replace(BASE, totals=False))
    assert {array.shape[-1] for array in (*found.arrived.values(), *found.left.values())} == {0}
    assert kept.left["deaths"].shape[-1] == 3
    assert (np.diff(kept.left["deaths"].sum(axis=(0, 1, 2))) > 0).all()
    for one, other in zip(found.balances, kept.balances, strict=True):
        np.testing.assert_array_equal(one.residual, other.residual)
    np.testing.assert_array_equal(found.measures["residents"], kept.measures["residents"])


def test_a_reading_inside_a_segment_is_as_good_as_one_at_its_end():
    scenario = replace(
        BASE, initial=start_with(water=1), paths=numbers(leak=0.5), readings=(2003.3, 2010.0)
    )
    found = simulate(decay(), scenario)
    assert found.measures["level"][0] == pytest.approx(np.exp([-1.65, -5]), rel=1e-6)


def test_a_reading_on_a_kink_reads_what_begins_there_also_at_the_end():
    rate = BASE.paths["birth_rate"].array
    birth_rate = Steps(name="b", years=(2000.0, 2005.0, 2010.0), axes=("cohort",),
                       values=np.stack([rate, 2 * rate, 9 * rate]))  # fmt: skip
    scenario = replace(BASE, paths=BASE.paths | {"birth_rate": birth_rate})
    scenario = replace(scenario, readings=(2004.999999, 2005.0, 2009.999999, 2010.0))
    births = simulate(REGION, scenario).measures["birth_flow"][0, 0]
    assert births[1] == pytest.approx(2 * births[0], rel=1e-4)
    assert births[3] == pytest.approx(4.5 * births[2], rel=1e-4)


def priced():
    """A tank that drains, and what its water is worth: no flow follows the price."""
    tank = decay()
    price = Parameter(name="price", axes=(), unit="1", meaning="price", symbol="p")
    worth = Measure(
        name="worth",
        axes=(),
        expression="price * water",
        unit="litres",
        meaning="worth",
        symbol="V",
    )
    return System(
        name="priced",
        axes=(),
        stocks=tank.stocks,
        parameters=(*tank.parameters, price),
        flows=tank.flows,
        measures=(*tank.measures, worth),
    )


def prices(path, readings, draws):
    """The price at readings, of the last draw; the leak is cut in 2004, 2005 and 2006."""
    leak = Steps(name="l", years=(2000.0, 2004.0, 2005.0, 2006.0), values=np.ones((4, 1)))
    scenario = replace(BASE, initial=start_with(water=1), paths={"leak": leak, "price": path})
    found = simulate(priced(), replace(scenario, readings=readings, draws=draws)).measures
    return (found["worth"] / found["level"])[-1]


@pytest.mark.parametrize("draws", [1, 2])
def test_what_only_measures_name_needs_values_at_the_readings_alone(draws):
    line = Lines(name="price", years=(2004.0, 2005.0), values=np.array([[1.0], [2.0]]))
    assert prices(line, (2004.0, 2004.25, 2005.0), draws) == pytest.approx([1, 1.25, 2])
    assert prices(line, (), draws).size == 0
    later = Steps(name="price", years=(2004.0,), values=np.array([[3.0]]))
    assert prices(later, (2004.0, 2010.0), draws) == pytest.approx([3, 3])


@pytest.mark.parametrize("draws", [1, 2])
def test_a_kink_inside_a_segment_is_seen_by_what_only_measures_name(draws):
    bent = Lines(
        name="price", years=(2000.0, 2001.0, 2010.0), values=np.array([[0.0], [2.0], [11]])
    )
    assert prices(bent, (2000.5, 2001.0, 2002.0, 2010.0), draws) == pytest.approx([1, 2, 3, 11])
