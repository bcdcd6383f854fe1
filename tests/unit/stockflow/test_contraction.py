import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stockflow.numbers.contraction import _plan, contract
from tests.examples import examples

SIZES = {"a": 2, "b": 3, "c": 4, "d": 1}


def naive(letters, left, right):
    inputs, result = letters.split("->")
    first, second = inputs.split(",")
    everything = sorted(set(first + second))
    found = np.zeros([SIZES[letter] for letter in result])
    for numbers in np.ndindex(*(SIZES[letter] for letter in everything)):
        cell = dict(zip(everything, numbers, strict=True))
        place = tuple(cell[letter] for letter in result)
        found[place] += (
            left[tuple(cell[letter] for letter in first)]
            * right[tuple(cell[letter] for letter in second)]
        )
    return found


axes = st.lists(st.sampled_from("abcd"), unique=True).map("".join)


@settings(max_examples=examples(150))
@given(axes, axes, st.data(), st.booleans(), st.booleans())
def test_a_contraction_is_the_sum_written_out(first, second, data, left_batch, right_batch):
    result = data.draw(st.permutations(sorted(set(first + second))).map("".join))
    result = result[: data.draw(st.integers(0, len(result)))]
    letters = f"{first},{second}->{result}"
    random = np.random.default_rng(0)
    draws = [3 if batch else 1 for batch in (left_batch, right_batch)]
    left, right = (
        random.random((number, *(SIZES[letter] for letter in own)))
        for number, own in zip(draws, (first, second), strict=True)
    )
    found = contract(letters, left, right)
    assert found.shape == (max(draws), *(SIZES[letter] for letter in result))
    for draw in range(max(draws)):
        expected = naive(letters, left[draw % draws[0]], right[draw % draws[1]])
        np.testing.assert_allclose(found[draw], expected, rtol=1e-13)


def test_any_order_in_memory_gives_the_same_sum():
    random = np.random.default_rng(1)
    left = random.random((3, 2, 4))
    right = random.random((3, 4, 3, 2)).transpose((0, 3, 1, 2))
    found = contract("ac,acb->b", left, right)
    expected = np.einsum("zac,zacb->zb", left, right)
    np.testing.assert_allclose(found, expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("letters", "strides", "summed"),
    [
        ("ab,bc->ac", (96, 32, 8), "b"),
        ("ab,abc->c", (96, 48, 8, 16), "b"),
        ("ab,abc->c", (96, 8, 48, 16), "a"),
        ("ab,ab->ab", (96, 32, 8), None),
        ("ab,cd->ac", (96, 32, 8), None),
    ],
)
def test_the_shared_axis_that_lies_closest_is_summed_by_matrix_products(letters, strides, summed):
    plan = _plan(letters, strides)
    first = letters.split(",")[0]
    assert (plan and first[plan.left[-1] - 1]) == summed
