"""Shares of a difference: Shapley's axioms, a game by hand, and the real pair of scenarios."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.targets.causes import DEFINITION, find_causes, shapley
from tests.scoreboards import board

FACTORS = ("a", "b", "c")
SUBSETS = [frozenset(s) for n in range(4) for s in combinations(FACTORS, n)]
games = st.lists(st.floats(-100, 100), min_size=8, max_size=8).map(
    lambda worths: dict(zip(SUBSETS, worths, strict=True))
)


def test_a_game_by_hand():
    # worth of {a} 1, {b} 2, {a, b} 6: a adds 1 first or 4 second, on average 2.5; b 2 or 5
    worth = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 6.0}
    assert shapley(worth.__getitem__, ("a", "b")) == pytest.approx({"a": 2.5, "b": 3.5})


@settings(max_examples=30)
@given(games)
def test_the_shares_add_up_to_the_difference(game):
    shares = shapley(game.__getitem__, FACTORS)
    whole = game[frozenset(FACTORS)] - game[frozenset()]
    assert sum(shares.values()) == pytest.approx(whole, abs=1e-9)


@settings(max_examples=30)
@given(games)
def test_what_changes_nothing_has_no_share(game):
    idle = {chosen: game[chosen - {"c"}] for chosen in game}
    assert shapley(idle.__getitem__, FACTORS)["c"] == pytest.approx(0, abs=1e-9)


@settings(max_examples=30)
@given(games)
def test_the_order_of_the_names_does_not_matter(game):
    one, other = shapley(game.__getitem__, FACTORS), shapley(game.__getitem__, FACTORS[::-1])
    assert one == pytest.approx(other, abs=1e-9)


def test_the_plan_against_what_came():
    basis, late = "world.population_basis", "plan.on_time"
    boards = {
        frozenset(): board(name="as_planned").rows,
        frozenset({basis}): board(f"{basis}=revised", name="as_planned").rows,
        frozenset({late}): board(f"{late}=false", name="as_planned").rows,
        frozenset({basis, late}): board().rows,
    }
    found = {each.row.target.name: each for each in find_causes(boards)}
    assert {"T04", "T08", "T13", "T19", "T20", "T23", "T37", "T38"} <= set(found)
    for each in found.values():
        assert sum(each.shares.values()) == pytest.approx(each.last - each.first, abs=1e-6)
    beds, parks, schools = found["T04"].shares, found["T13"].shares, found["T19"].shares
    assert all(beds[name] < 0 for name in (basis, late, DEFINITION))
    assert parks[late] == pytest.approx(0, abs=1e-9)
    assert schools[basis] == pytest.approx(0, abs=1e-6)
    assert found["T08"].shares[DEFINITION] > 0
