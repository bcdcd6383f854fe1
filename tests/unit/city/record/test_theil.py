"""Theil's statistics by hand, and that their parts add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.city.record.comparison import Comparison
from simulator.city.record.theil import theil_of
from simulator.files.records import Row


def compared(observed, modelled, role="test"):
    return tuple(
        Comparison(
            series="births",
            place="city",
            when=2012.0 + number,
            date=f"{2011 + number}-12-31",
            observed=one,
            modelled=other,
            tolerance=0.1,
            record=Row(path="births.csv", line=2, cells={}),
            role=role,
        )
        for number, (one, other) in enumerate(zip(observed, modelled, strict=True))
    )


def test_a_model_that_is_always_too_high_has_bias_alone():
    [found] = theil_of(compared((10.0, 20.0, 30.0), (12.0, 22.0, 32.0)))
    # errors 2, 2, 2: MSE 4, bias 2^2 / 4 = 1; the spreads are equal and the correlation is 1
    assert (found.bias, found.variation, found.covariation) == pytest.approx((1, 0, 0), abs=1e-12)
    # sqrt(((2/10)^2 + (2/20)^2 + (2/30)^2) / 3) = sqrt((0.04 + 0.01 + 0.0044444) / 3) = 0.134715
    assert found.root_mean_square_error == pytest.approx(0.134715, abs=1e-6)
    assert (found.rows, found.tests) == (3, 3)


def test_a_model_that_swings_twice_as_far_has_unequal_variation_alone():
    [found] = theil_of(compared((10.0, 20.0, 30.0), (0.0, 20.0, 40.0), role="fitted"))
    # errors -10, 0, 10: MSE 66.667; spreads 16.330 and 8.165: (8.165)^2 / 66.667 = 1
    assert (found.bias, found.variation, found.covariation) == pytest.approx((0, 1, 0), abs=1e-9)
    assert found.tests == 0


def test_two_rows_say_nothing_of_a_spread():
    assert theil_of(compared((10.0, 20.0), (12.0, 22.0))) == ()


figures = st.lists(st.floats(1.0, 1e6), min_size=3, max_size=8)


@given(figures, st.randoms(use_true_random=False))
def test_the_three_shares_add_up_to_one(observed, random):
    modelled = [value * random.uniform(0.5, 2.0) for value in observed]
    [found] = theil_of(compared(observed, modelled))
    total = found.bias + found.variation + found.covariation
    assert np.isnan(total) or total == pytest.approx(1, abs=1e-6)
