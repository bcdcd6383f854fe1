from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.balance import Opening, refuse_imbalance
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.numbers.generate import compile_program, generate
from simulator.stockflow.numbers.layout import Layout
from tests.toys import decay, region, region_scenario

REGION = region()
LAYOUT = Layout(REGION)


def states():
    return np.zeros((1, LAYOUT.size)), np.zeros((1, LAYOUT.size))


def people(state):
    return LAYOUT.stocks["people"].view(state)


def test_what_came_and_went_explains_the_change():
    first, last = states()
    people(first)[...] = 1
    people(last)[...] = 1
    people(last)[0, 0, 0, 1, 0] += 5 - 2
    LAYOUT.totals["arrivals"].arriving.view(last)[0] = [5, 0]
    LAYOUT.totals["departures"].leaving.view(last)[0] = [2, 0]
    (found,) = Opening.of(LAYOUT, first).balances(last)
    assert (found.kind, found.axes) == ("people", ("residency", "district"))
    assert not found.residual.any()
    refuse_imbalance(LAYOUT, (found,), 2000.0)


def test_a_residual_is_relative_to_the_largest_number_of_its_place():
    first, last = states()
    people(last)[0, 0, 0, 1, 0] = 5.5
    LAYOUT.totals["arrivals"].arriving.view(last)[0] = [5, 0]
    (found,) = Opening.of(LAYOUT, first).balances(last)
    assert found.residual[0, 1, 0] == pytest.approx(0.5 / 5.5)
    assert np.abs(found.residual).sum() == pytest.approx(0.5 / 5.5)


@pytest.mark.parametrize("wrong", [1e-8, np.nan])
def test_a_breach_names_the_kind_the_place_and_its_flows(wrong):
    first, last = states()
    people(last)[...] = 1
    people(first)[...] = 1
    people(last)[0, 2, 3, 1, 0] += 30 * wrong
    with pytest.raises(IntegrationError, match=r"2003.5000: people of migrant, east: .*arrivals"):
        refuse_imbalance(LAYOUT, Opening.of(LAYOUT, first).balances(last), 2003.5)


def test_a_breach_of_a_kind_that_is_watched_nowhere_in_particular():
    layout = Layout(decay())
    with pytest.raises(IntegrationError, match="0: water: the balance does not close"):
        refuse_imbalance(
            layout, Opening.of(layout, np.zeros((1, 2))).balances(np.ones((1, 2)) * [2, 1]), 0
        )


def test_more_arriving_than_left_is_a_leak_even_where_every_place_adds_up():
    first, last = states()
    LAYOUT.totals["moves"].leaving.view(last)[...] = 10
    LAYOUT.totals["moves"].arriving.view(last)[...] = 11
    people(last)[0, 0, 0] = 1
    assert np.abs(Opening.of(LAYOUT, first).balances(last)[0].residual).max() < 1e-9
    with pytest.raises(IntegrationError, match="moves: 40 leave and 44 arrive") as caught:
        Opening.of(LAYOUT, first).refuse_leak(last, 2000.0)
    assert caught.value.flow == "moves"


def broken(old, new):
    """The region with a line of its generated text replaced."""
    whole = generate(REGION)
    text = whole.dynamics.text
    assert text.count(old) == 1
    program = compile_program(text.replace(old, new), whole.dynamics.coefficients)
    return replace(whole, dynamics=program)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+= v_registration", "-= v_registration"),
        ("+= v_registration", "+= 0.999 * v_registration"),
        ("+= to_moves", "+= v_moves"),
        ("k['people.rate'][...] -= k['deaths']", "k['people.rate'][...] -= 0 * k['deaths']"),
        ("+= to_boys_born", "+= 1.0001 * to_boys_born"),
        ("k['arrivals.total'] = k", "k['arrivals.total'] = 2 * k"),
    ],
)
def test_text_broken_on_purpose_stops_the_run(old, new, monkeypatch):
    """An arrow turned, dropped or booked wrongly: the totals know better."""
    wrong = broken(old, new)
    monkeypatch.setattr("simulator.stockflow.engine.simulate.generate", lambda _: wrong)
    scenario = region_scenario(REGION)
    with pytest.raises(
        IntegrationError, match=r"booked wrongly|sum to one|outflow exceeds the stock"
    ):
        simulate(REGION, scenario)
