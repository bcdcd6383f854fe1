"""Numbers by name: the same whatever is drawn beside them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from simulator.stockflow.values.chance import EXPECTED, Chance


@given(first=st.integers(0, 50), draws=st.integers(1, 50))
def test_a_draw_has_its_number_in_any_block(first, draws):
    whole = Chance(seed=7, draws=100)
    block = Chance(seed=7, first=first, draws=draws)
    for number in (Chance.uniform, Chance.normal):
        found = number(block, "delay", "P01")
        assert np.array_equal(found, number(whole, "delay", "P01")[first : first + draws])


@given(first=st.integers(0, 50), draws=st.integers(1, 50))
def test_many_names_have_the_numbers_of_each(first, draws):
    chance = Chance(seed=7, first=first, draws=draws)
    names = [("delay", "P01"), ("delay", "P02"), ("lost", "P01"), ("delay", "P01")]
    for one, many in ((Chance.uniform, Chance.uniforms), (Chance.normal, Chance.normals)):
        assert np.array_equal(many(chance, names), [one(chance, *each) for each in names])
    assert chance.uniforms([]).shape == (0, draws)
    assert np.array_equal(EXPECTED.normals(names), np.zeros((4, 1)))
    with pytest.raises(ValueError, match="delay"):
        EXPECTED.uniforms(names)


def test_names_and_seeds_tell_numbers_apart():
    one = Chance(seed=1, draws=2000)
    numbers = [
        one.normal("a", "bc"),
        one.normal("ab", "c"),
        one.normal("abc"),
        Chance(seed=2, draws=2000).normal("a", "bc"),
    ]
    assert np.abs(np.corrcoef(numbers) - np.eye(4)).max() < 0.1


def test_numbers_are_spread_as_they_should_be():
    chance = Chance(seed=3, draws=20_000)
    assert kstest(chance.uniform("x"), "uniform").pvalue > 0.001
    assert kstest(chance.normal("x"), "norm").pvalue > 0.001
    assert 0 < chance.uniform("x").min() < chance.uniform("x").max() < 1


def test_what_is_expected_is_the_middle():
    assert np.array_equal(EXPECTED.normal("anything"), [0.0])
    assert not EXPECTED.is_drawn
    with pytest.raises(ValueError, match="anything"):
        EXPECTED.uniform("anything")


def test_numbers_stay_what_they_are():
    found = Chance(seed=20170829, draws=2).uniform("first births", "2021")
    assert found == pytest.approx([0.2300857873297944, 0.8337917401356445], abs=1e-15)
