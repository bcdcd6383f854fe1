"""What the text of a program looks like; that it computes what is declared is a law."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.stockflow.engine.preparation import values_at
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Parameter, Stock
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import generate, wide
from simulator.stockflow.numbers.variables import Variables, limited_variables
from simulator.stockflow.values.paths import Constant, Moment
from simulator.stockflow.values.scenario import Scenario
from tests.textbook import numbers
from tests.toys import decay, region


def text(system):
    return generate(system).dynamics.text


def declare(rate, **more):
    """Two rooms of three people each, and one flow out of them."""
    axes = (Axis(name="room", labels=("a", "b", "c")), Axis(name="side", labels=("l", "r")))
    names = dict.fromkeys(("p", "q"), 0)
    used = {name: () for name in names if name in rate + str(more)}
    return System(
        name="rooms", axes=axes,
        stocks=(Stock(name="folk", axes=("room", "side"), unit="1", meaning="", kind="folk",
                      watched=("side",), symbol="F"),),
        parameters=tuple(Parameter(name=name, axes=own, unit="1", meaning="", symbol=name)
                         for name, own in used.items()),
        flows=(Flow(name="going", source="folk", target=None, rate=rate, meaning=""),),
        **more,
    )  # fmt: skip


def auxiliary(expression, axes=(), over=(), kind=Auxiliary):
    return kind(
        name="a", axes=axes, over=over, expression=expression, unit="1", meaning="", symbol="A_x"
    )


def totals(system, **values):
    """Rates of change of the stock, by room and side, and of the total, by side."""
    generated = generate(system)
    y = np.zeros((1, generated.layout.size))
    generated.layout.stocks["folk"].view(y)[...] = np.arange(1, 7).reshape(3, 2)
    k = values_at(generated.dynamics, numbers(**values), Moment(0, 0, 1))
    change = np.full_like(y, np.nan)
    generated.dynamics.body(y, change, k, {})
    layout = generated.layout
    return (
        layout.stocks["folk"].view(change)[0],
        layout.totals["going"].leaving.view(change)[0],
    )


def test_rates_on_the_same_bare_stock_are_collected_into_one_product():
    lines = text(region()).splitlines()
    assert (
        sum("np.multiply(k['people.rate'][:, :, :, :, None], people" in line for line in lines) == 1
    )
    assert sum("add_product(d_people" in line for line in lines) == 1
    body = text(region()).split("def body")[1]
    assert "v_deaths" not in body
    assert "-=" not in body


def test_a_program_knows_the_parameters_it_reads():
    generated = generate(region())
    assert set(generated.dynamics.parameters) == set(region().parameter) - {"extra", "recalled"}
    assert generated.transfers["recall"].parameters == ("recalled",)
    assert generated.reading.parameters == ("birth_rate",)
    assert generate(decay()) is not generate(decay())


def test_only_flows_over_part_of_the_cohorts_are_cut():
    system = region()
    variables = Variables(system)
    names = variables.in_order(tuple(system.flow))
    assert limited_variables(system, variables, names) == {"first_births"}
    assert limited_variables(decay(), Variables(decay()), ("leaking",)) == frozenset()


def test_a_term_that_lacks_an_axis_counts_once_for_every_label_summed_away():
    """Σ over three rooms of (people + 10), and of 10 alone."""
    for expression, expected in (("folk + q", 30), ("q", 30), ("q * 2 + folk", 60), ("7", 21)):
        system = declare("p * folk / (1 + a)", auxiliaries=(auxiliary(expression, over=("room",),
                         axes=("side",)),))  # fmt: skip
        own = {name: value for name, value in {"p": 1, "q": 10}.items() if name in system.parameter}
        change, _ = totals(system, **own)
        people = np.arange(1, 7).reshape(3, 2)
        whole = expected + people.sum(axis=0) * ("folk" in expression)
        np.testing.assert_allclose(change, -people / (1 + whole))


def test_a_term_may_be_taken_away():
    """Σ over three rooms of 10 − people, and the same kept by room."""
    people = np.arange(1, 7).reshape(3, 2)
    for axes, over, whole in (
        (("side",), ("room",), 30 - people.sum(axis=0)),
        (("room", "side"), (), 10 - people),
    ):
        system = declare("p * a", auxiliaries=(auxiliary("q - folk", axes, over),))
        change, _ = totals(system, p=1, q=10)
        np.testing.assert_allclose(change, -np.broadcast_to(whole, (3, 2)))


def test_a_rate_that_is_the_same_everywhere_leaves_every_cell():
    """Eleven of the whole from each of six cells: the total by side is three times that."""
    system = declare("p * a", auxiliaries=(auxiliary("folk", over=("room", "side")),))
    change, left = totals(system, p=0.5)
    assert (change == -10.5).all()
    assert (left == 31.5).all()
    change, left = totals(declare("2"))
    assert (change == -2).all()
    assert (left == 6).all()


@pytest.mark.parametrize(
    ("rate", "factor"),
    [("folk", 1), ("-folk", -1), ("p * folk", 0.5), ("folk / p", 2), ("-(p * folk)", -0.5),
     ("-p * -folk", 0.5), ("2 * p * folk", 1), ("folk / 4 / p", 0.5), ("p / (2 / folk)", 0.25)],
)  # fmt: skip
def test_signs_and_divisors_are_kept(rate, factor):
    own = {"p": 0.5} if "p" in rate else {}
    change, left = totals(declare(rate), **own)
    people = np.arange(1, 7).reshape(3, 2)
    np.testing.assert_allclose(change, -factor * people)
    np.testing.assert_allclose(left, factor * people.sum(axis=0))


def test_the_newest_cohort_may_be_lost_from():
    """Where the newest cohort moves, a loss from it moves with it."""
    system = region()
    flow = Flow(name="cot_deaths", source="people[newest]", target=None,
                rate="boys * people[newest]", meaning="")  # fmt: skip
    with_loss = replace(system, flows=(*system.flows, flow))
    assert "at['newest']" not in generate(with_loss).dynamics.text.split("def body")[0]


def test_an_amount_that_is_the_stock_itself_is_moved_and_booked():
    """The number moved is a number of its own, not a view of what is moved from."""
    from simulator.stockflow.grammar.elements import Transfer
    from simulator.stockflow.values.scenario import Occasion

    system = replace(
        decay(),
        transfers=(
            Transfer(name="spill", source="water", target=None, amount="water", meaning=""),
        ),
    )
    found = simulate(
        system,
        Scenario(
            name="", start=0.0, stop=1.0, initial={"water": np.array([8.0])}, paths=numbers(leak=0),
            occasions={"spill": (Occasion(0.5),)}, readings=(1.0,),
        ),
    )  # fmt: skip
    assert found.final["water"][0] == 0
    assert found.left["spill"][0, 0] == 8


def test_measures_are_read_with_the_newest_cohort_of_the_moment():
    system = replace(
        region(),
        measures=(
            auxiliary("people[newest]", ("district",), ("status", "residency"), kind=Measure),
        ),
    )
    generated = generate(system)
    y = np.zeros((1, generated.layout.size))
    generated.layout.stocks["people"].view(y)[:, :, 4] = 5
    k = values_at(generated.reading, {}, Moment(0, 0, 1))
    assert generated.reading.body(y, k, {"newest": 4})["a"].tolist() == [[30, 30]]
    assert generated.reading.body(y, k, {"newest": 5})["a"].tolist() == [[0, 0]]


def test_wide_repeats_along_axes_of_length_one():
    found = wide(np.array([[[1.0], [2.0]]]), (2, 3))
    assert found.tolist() == [[[1, 1, 1], [2, 2, 2]]]
    assert wide(np.ones(4), ()).shape == (4,)
    assert isinstance(Constant(found, ("a", "b")).value(None), np.ndarray)
