"""Shares of a variance, against the function of Ishigami and Homma (1990), which is known."""

import numpy as np
import pytest

from simulator.city.ensemble.variance_shares import variance_shares

FIRST = [0.3139, 0.4424, 0.0]
TOTAL = [0.5576, 0.4424, 0.2437]
"""Saltelli et al. (2010) and many others: a = 7, b = 0.1."""


def ishigami(x):
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def values_of(function, groups, draws, seed=1):
    """A function at A, at B, and at A with one group after another of B; π is the edge."""
    a, b = np.random.default_rng(seed).uniform(-np.pi, np.pi, (2, groups, draws))
    mixed = [np.where(np.arange(groups)[:, np.newaxis] == row, b, a) for row in range(groups)]
    return function(a), function(b), np.array([function(each) for each in mixed])


def test_indices_of_a_known_function():
    found = variance_shares(*values_of(ishigami, 3, 2**11))
    assert found.first.value == pytest.approx(FIRST, abs=0.04)
    assert found.total.value == pytest.approx(TOTAL, abs=0.04)
    assert found.together.value == pytest.approx([0.2437], abs=0.05)
    assert found.together.low < 0.2437 < found.together.high
    assert found.half_width < 0.05
    for share, known in ((found.first, FIRST), (found.total, TOTAL)):
        assert (share.low - 0.01 < known).all()
        assert (share.high + 0.01 > known).all()


def test_intervals_hold_what_is_known_as_often_as_they_say():
    inside = []
    for seed in range(16):
        found = variance_shares(*values_of(ishigami, 3, 256, seed))
        inside += list((found.first.low <= FIRST) & (found.first.high >= FIRST))
        inside += list((found.total.low <= TOTAL) & (found.total.high >= TOTAL))
    assert 0.85 < np.mean(inside) < 1.0


def test_of_a_group_that_is_everything_and_one_that_is_nothing_few_draws_tell():
    found = variance_shares(*values_of(lambda x: x[0] + 0 * x[1], 2, 256))
    for share in (found.first, found.total):
        assert share.value == pytest.approx([1.0, 0.0], abs=0.02)
        assert (share.value[1], share.low[1], share.high[1]) == (0.0, 0.0, 0.0)
        assert share.half_width < 0.02


def test_the_level_of_what_is_looked_at_says_nothing():
    plain, high = (
        variance_shares(*(each + level for each in values_of(ishigami, 3, 64)))
        for level in (0, 1e4)
    )
    assert high.first.value == pytest.approx(plain.first.value)
    assert high.total.high == pytest.approx(plain.total.high)


def test_what_does_not_vary_rests_on_nothing():
    found = variance_shares(np.ones(16), np.ones(16), np.ones((2, 16)))
    assert found.first.value.tolist() == found.total.high.tolist() == [0.0, 0.0]
