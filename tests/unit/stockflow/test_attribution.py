"""Shares of a total: Shapley's axioms, and games by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stockflow.attribution import ranges, shapley, subsets

FACTORS = ("a", "b", "c")
games = st.lists(st.floats(-100, 100), min_size=8, max_size=8).map(
    lambda worths: dict(zip(subsets(FACTORS), worths, strict=True))
)


def test_a_game_by_hand():
    # worth of {a} 1, {b} 2, {a, b} 6: a adds 1 first or 4 second, on average 2.5; b 2 or 5
    worth = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 6.0}
    assert shapley(("a", "b"), worth) == pytest.approx({"a": 2.5, "b": 3.5})


@settings(max_examples=30)
@given(games)
def test_the_shares_add_up_to_the_difference(game):
    shares = shapley(FACTORS, game)
    whole = game[frozenset(FACTORS)] - game[frozenset()]
    assert sum(shares.values()) == pytest.approx(whole, abs=1e-9)


@settings(max_examples=30)
@given(games)
def test_what_changes_nothing_has_no_share(game):
    idle = {chosen: game[chosen - {"c"}] for chosen in game}
    assert shapley(FACTORS, idle)["c"] == pytest.approx(0, abs=1e-9)


@settings(max_examples=30)
@given(games)
def test_the_order_of_the_names_does_not_matter(game):
    one, other = shapley(FACTORS, game), shapley(FACTORS[::-1], game)
    assert one == pytest.approx(other, abs=1e-9)


def test_what_acts_together_is_shared_evenly():
    worth = {each: 10.0 if {"a", "b"} <= each else 0.0 for each in subsets(("a", "b", "c"))}
    assert shapley(("a", "b", "c"), worth) == pytest.approx({"a": 5.0, "b": 5.0, "c": 0.0})


def test_every_set_of_causes_is_there():
    assert len(subsets(("a", "b", "c", "d"))) == 16
    assert subsets(("a",)) == (frozenset(), frozenset({"a"}))


def test_a_subset_without_a_worth_is_refused():
    with pytest.raises(KeyError):
        shapley(("a", "b"), {frozenset(): 0.0, frozenset("ab"): 1.0})


def test_the_range_of_a_cause_by_hand():
    worth = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 6.0}
    assert ranges(("a", "b"), worth) == {"a": (1.0, 4.0), "b": (2.0, 5.0)}


@settings(max_examples=30)
@given(games)
def test_a_share_lies_within_its_range(game):
    shares, spans = shapley(FACTORS, game), ranges(FACTORS, game)
    for name, (least, most) in spans.items():
        assert least - 1e-9 <= shares[name] <= most + 1e-9
