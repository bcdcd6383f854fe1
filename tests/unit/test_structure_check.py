"""Shapley values add up exactly, and share what acts together evenly."""

import pytest

from calibration.structure_check.shapley import coalitions, shapley


def test_what_acts_together_is_shared_evenly():
    worth = {each: 10.0 if {"a", "b"} <= each else 0.0 for each in coalitions(("a", "b", "c"))}
    assert shapley(("a", "b", "c"), worth) == pytest.approx({"a": 5.0, "b": 5.0, "c": 0.0})


def test_the_values_add_up_to_the_total():
    causes = ("a", "b", "c", "d")
    worth = {each: float(sum(map(ord, each)) ** 2 % 97) for each in coalitions(causes)}
    total = worth[frozenset(causes)] - worth[frozenset()]
    assert sum(shapley(causes, worth).values()) == pytest.approx(total, abs=1e-12)


def test_every_set_of_causes_is_there():
    assert len(coalitions(("a", "b", "c", "d"))) == 16
    assert coalitions(("a",)) == (frozenset(), frozenset({"a"}))
