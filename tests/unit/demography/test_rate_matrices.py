"""Exponentials of matrices of rates, against SciPy's."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from simulator.demography.rate_matrices import exponentials
from tests.examples import examples


def drawn(seed, size=40):
    """Matrices that lose nothing: each column adds to zero."""
    rng = np.random.default_rng(seed)
    rates = rng.random((size, 6, 6)) * 10 ** rng.uniform(-8, 1, (size, 1, 1))
    rates *= rng.random((size, 6, 6)) < 0.4
    places = np.arange(6)
    rates[:, places, places] = 0.0
    rates[:, places, places] = -rates.sum(axis=1)
    return rates


@settings(max_examples=examples(40), deadline=None)
@given(seed=st.integers(0, 10_000))
def test_they_are_those_of_scipy_and_lose_nobody(seed):
    rates = drawn(seed)
    found = exponentials(rates)
    np.testing.assert_allclose(found, expm(rates), rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-13)
    assert found.min() >= 0


def test_each_is_itself_whatever_is_beside_it():
    rates = drawn(3)
    whole = exponentials(rates)
    alone = np.stack([exponentials(each) for each in rates])
    np.testing.assert_array_equal(whole, alone)


def test_nothing_moves_at_no_rate():
    np.testing.assert_array_equal(exponentials(np.zeros((2, 3, 3))), [np.eye(3)] * 2)
