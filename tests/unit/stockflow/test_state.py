from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.balance import StateGuard
from simulator.stockflow.engine.state import (
    Lowest,
    name_cell,
    refuse_impossible,
    scales,
    starting_state,
)
from simulator.stockflow.numbers.layout import Layout
from tests.textbook import tanks
from tests.toys import decay, region, region_scenario

REGION = region()
LAYOUT = Layout(REGION)
BASE = region_scenario(REGION)


def test_stocks_start_as_given_and_totals_at_nought():
    state = starting_state(LAYOUT, BASE)
    np.testing.assert_array_equal(LAYOUT.stocks["people"].view(state), BASE.initial["people"])
    assert not state[:, LAYOUT.stocks["people"].stop :].any()
    assert not starting_state(LAYOUT, replace(BASE, initial={})).any()


def test_one_start_serves_all_draws():
    assert starting_state(LAYOUT, replace(BASE, draws=3)).shape == (3, LAYOUT.size)


def refuse(value, largest=1.0):
    state = np.zeros((2, LAYOUT.size))
    cell = LAYOUT.stocks["people"].view(state)
    cell[1, 0, 12, 1, 0] = value
    refuse_impossible(LAYOUT, state, Lowest(largest=np.full((2, 1), largest)), 2004.0)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_stock_that_is_no_number_is_named_with_its_labels(value):
    label = REGION.moving.labels[12]
    with pytest.raises(IntegrationError, match=rf"people\[men, {label}, migrant, east\] is NaN or"):
        refuse(value)


def test_a_stock_below_nought_by_more_than_rounding_is_named():
    refuse(-0.9e-9)
    label = REGION.moving.labels[12]
    message = rf"^2004.0000: people\[men, {label}, migrant, east\] fell to -1.1e-09: outflow"
    with pytest.raises(IntegrationError, match=message):
        refuse(-1.1e-9)
    with pytest.raises(IntegrationError, match=r"fell to -4\.9"):
        refuse(-5e-324, largest=0.0)


def test_rounding_is_held_to_the_largest_cell_of_the_draw_and_kind():
    system = tanks(2)
    layout = Layout(system)
    state = np.array([[8.0, 0, 0, 0], [0, 2.0, 0, 0]])
    assert scales(layout, state).tolist() == [[8, 8], [2, 2]]
    stocks = (system.stocks[0], replace(system.stocks[1], kind="b"))
    other = replace(system, stocks=stocks, flows=(), parameters=())
    assert scales(Layout(other), state).tolist() == [[8, 0], [0, 2]]


def test_the_guard_remembers_how_large_a_stock_was():
    layout = Layout(decay())
    guard = StateGuard(layout=layout, first=np.array([[5.0, 0.0]]))
    guard.refuse_impossible(np.array([[9.0, 0.0]]), 2001.0)
    guard.refuse_impossible(np.array([[-8e-9, 0.0]]), 2002.0)
    with pytest.raises(IntegrationError, match=r"^2003.0000: water fell to -1e-08"):
        guard.refuse_impossible(np.array([[-1e-8, 0.0]]), 2003.0)


def test_a_cell_is_named_by_its_labels():
    assert name_cell(Layout(decay()), "water", 0) == "water"
    block = LAYOUT.stocks["people"]
    marked = np.zeros((1, LAYOUT.size))
    block.view(marked)[0, 2, 0, 0, 1] = 1
    place = int(marked[0].argmax()) - block.start
    assert name_cell(LAYOUT, "people", place) == "people[mothers, older, registered, west]"
