"""Independent parts of a system: what goes where, and that it makes no difference but time."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.stockflow.engine.parts import scenario_of
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.division import Part, divide
from simulator.stockflow.grammar.elements import (
    Auxiliary,
    Flow,
    Measure,
    Parameter,
    Stock,
    Transfer,
)
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant, Lines
from simulator.stockflow.values.scenario import Method, Occasion, Scenario
from tests.examples import examples
from tests.strategies import cases


def stock(name, kind):
    return Stock(name=name, axes=(), unit="1", meaning="", kind=kind, watched=(), symbol=name)


def parameter(name):
    return Parameter(name=name, axes=(), unit="1", meaning="", symbol=f"p_{name}")


def auxiliary(name, expression):
    return Auxiliary(
        name=name, axes=(), expression=expression, unit="1", meaning="", symbol=f"a_{name}"
    )


def measure(name, expression):
    return Measure(
        name=name, axes=(), expression=expression, unit="1", meaning="", symbol=f"m_{name}"
    )


PUPILS = Flow(name="coming", source=None, target="pupils", rate="births", meaning="")
LEAVING = Flow(name="leaving", source="pupils", target=None, rate="going * pupils", meaning="")
BUILDING = Flow(name="building", source="planned", target="open", rate="pace * planned", meaning="")
PROMISE = Transfer(name="promise", source=None, target="planned", meaning="", amount="promised")
TOWN = System(
    name="town",
    axes=(),
    stocks=(stock("pupils", "people"), stock("planned", "places"), stock("open", "places")),
    parameters=tuple(map(parameter, ("births", "going", "pace", "promised", "share", "alone"))),
    auxiliaries=(
        auxiliary("serving", "share * open"),
        auxiliary("wanted", "pupils"),
        auxiliary("missing", "wanted - serving"),
        auxiliary("under_way", "building"),
    ),
    flows=(PUPILS, LEAVING, BUILDING),
    transfers=(PROMISE,),
    measures=(
        measure("supply", "serving"),
        measure("demand", "wanted"),
        measure("gap", "missing"),
        measure("pace_of_gap", "missing - leaving"),
        measure("soon", "under_way"),
        measure("given", "alone"),
    ),
)
SCENARIO = Scenario(
    name="town",
    start=2000.0,
    stop=2010.0,
    initial={"pupils": np.array([100.0]), "open": np.array([80.0])},
    paths={
        "births": Lines(name="births", years=(2000.0, 2010.0), values=np.array([[8.0], [12.0]])),
        "going": Constant(np.array([0.1])),
        "pace": Constant(np.array([0.5])),
        "share": Constant(np.array([0.9])),
        "alone": Constant(np.array([7.0])),
    },
    occasions={"promise": (Occasion(2003.0, {"promised": np.array([30.0])}),)},
    readings=(2000.0, 2003.0, 2004.3, 2010.0),
    before=(2003.0,),
)


def whole(system, scenario):
    """A run without the division."""
    with patch("simulator.stockflow.engine.simulate.divide", lambda each: (Part(system=each),)):
        return simulate(system, scenario)


def test_parts_are_those_that_do_not_act_on_each_other():
    people, places = divide(TOWN)
    assert [each.name for each in people.system.stocks] == ["pupils"]
    assert [each.name for each in places.system.stocks] == ["planned", "open"]
    assert {"demand"} < {each.name for each in people.system.measures}
    names = {each.name for each in places.system.measures}
    assert names == {"supply", "gap", "pace_of_gap", "soon", "given"}
    assert set(places.borrowed) == {"wanted", "leaving"}
    assert set(places.borrowed.values()) == set(people.lent)
    assert "going" not in places.system.parameter


def test_the_largest_part_comes_last_whatever_the_order():
    turned = replace(TOWN, stocks=TOWN.stocks[::-1])
    assert [part.borrowed == {} for part in divide(turned)] == [True, False]


@pytest.mark.parametrize(
    "tie",
    [
        replace(LEAVING, rate="going * pupils * open / (1 + open)"),
        replace(BUILDING, rate="pace * planned * wanted / (1 + wanted)"),
        replace(PROMISE, amount="promised * pupils"),
    ],
)
def test_a_rate_or_an_amount_ties(tie):
    flows = tuple(tie if each.name == tie.name else each for each in TOWN.flows)
    transfers = tuple(tie if each.name == tie.name else each for each in TOWN.transfers)
    tied = replace(TOWN, flows=flows, transfers=transfers)
    assert divide(tied) == (Part(system=tied),)


def test_a_measure_that_reads_stocks_of_both_and_stocks_of_one_kind_tie():
    direct = replace(TOWN, measures=(*TOWN.measures, measure("both", "pupils / (1 + open)")))
    assert len(divide(direct)) == 1
    alike = tuple(replace(each, kind="any") for each in TOWN.stocks)
    assert len(divide(replace(TOWN, stocks=alike))) == 1


def test_divided_or_whole_the_results_are_the_same():
    scenario = replace(SCENARIO, method=Method(relative=1e-12, absolute=1e-14))
    one, other = simulate(TOWN, scenario), whole(TOWN, scenario)
    assert list(one.measures) == list(other.measures)
    assert list(one.final) == list(other.final)
    for found, expected in ((one, other), (one.before, other.before)):
        for name, array in expected.measures.items():
            np.testing.assert_allclose(found.measures[name], array, rtol=1e-10, err_msg=name)
        for name, array in expected.stocks.items():
            np.testing.assert_allclose(found.stocks[name], array, rtol=1e-10)
    assert one.before.measures["supply"][0, 0] == pytest.approx(72.0)
    assert one.segments > other.segments
    assert one.system is TOWN


@settings(max_examples=examples(60))
@given(cases())
def test_any_system_divided_or_whole_gives_the_same(case):
    one, other = simulate(case.system, case.scenario), whole(case.system, case.scenario)
    for found, expected in ((one.measures, other.measures), (one.final, other.final)):
        assert list(found) == list(expected)
        for name, array in expected.items():
            size = max(1.0, np.abs(array).max(initial=0.0))
            np.testing.assert_allclose(found[name], array, atol=1e-6 * size, err_msg=name)


def drawn(name, factors):
    array = SCENARIO.paths[name].array * np.array(factors)
    return replace(SCENARIO, draws=3, paths={**SCENARIO.paths, name: Constant(array)})


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("going", {"supply", "soon", "given"}),
        ("pace", {"demand"}),
        ("share", {"demand", "soon", "given"}),
        ("alone", {"demand", "supply", "gap", "soon", "pace_of_gap"}),
    ],
)
def test_what_no_draw_touches_is_followed_and_kept_once(name, alike):
    scenario = drawn(name, (1.0, 1.1, 1.2))
    found = simulate(TOWN, scenario)
    assert {key for key, array in found.measures.items() if array.strides[0] == 0} == alike
    for number, factor in enumerate((1.0, 1.1, 1.2)):
        path = Constant(SCENARIO.paths[name].array * factor)
        alone = simulate(TOWN, replace(SCENARIO, paths={**SCENARIO.paths, name: path}))
        for key, array in alone.measures.items():
            np.testing.assert_allclose(found.measures[key][number], array[0], rtol=1e-14)
            before = alone.before.measures[key][0]
            np.testing.assert_allclose(found.before.measures[key][number], before, rtol=1e-14)
    assert {len(array) for array in (*found.final.values(), *found.arrived.values())} == {3}


def test_draws_need_no_reading_before():
    scenario = replace(drawn("going", (1.0, 1.1, 1.2)), before=())
    found = simulate(TOWN, scenario)
    assert found.before is None
    assert len(set(found.measures["gap"][:, -1])) == 3


def test_a_drawn_start_or_occasion_is_drawn():
    places = divide(TOWN)[1].system
    drawn_start = {**SCENARIO.initial, "open": np.array([80.0, 90.0])}
    promise = {"promise": (Occasion(2003.0, {"promised": np.array([30.0, 20.0])}),)}
    for change in ({"initial": drawn_start}, {"occasions": promise}):
        assert scenario_of(Part(system=places), replace(SCENARIO, draws=2, **change)).draws == 2
    assert scenario_of(Part(system=places), replace(SCENARIO, draws=2)).draws == 1
