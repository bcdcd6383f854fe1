"""A number with an interval: its quantiles are where they are stated, on a scale that holds it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.stockflow.values.chance import EXPECTED, Chance
from simulator.stockflow.values.drawn_number import drawn_number

MANY = Chance(seed=5, draws=40_000)
POSITIVE = st.lists(st.floats(0.01, 1e4), min_size=3, max_size=3).map(sorted)
SHARES = st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3).map(sorted)


def below(found, limit):
    return float((found <= limit * (1 + 1e-9)).mean())


@pytest.mark.parametrize(("kind", "stated"), [("positive", POSITIVE), ("share", SHARES)])
def test_low_value_and_high_are_the_quantiles(kind, stated):
    """Exactly: a draw is below each of them where its standard normal number is below its own."""

    @given(stated)
    def holds(numbers):
        low, value, high = numbers
        found = drawn_number(MANY, "x", value=value, low=low, high=high, kind=kind)
        score = MANY.normal("x")
        for limit, quantile in ((low, -1.2815515655446004), (value, 0), (high, 1.2815515655446004)):
            assert np.all(found[score < quantile] <= limit * (1 + 1e-9))
            assert np.all(found[score > quantile] >= limit * (1 - 1e-9))
        assert found.min() > 0
        assert kind == "positive" or found.max() < 1

    holds()


@pytest.mark.parametrize("value", [0.5, 5.0])
def test_a_value_outside_its_interval_leaves_the_middle_of_that(value):
    found = drawn_number(MANY, "x", value=value, low=1.0, high=4.0)
    assert np.median(found) == pytest.approx(2.0, rel=0.02)
    assert below(found, 1.0) == pytest.approx(0.1, abs=0.006)
    assert below(found, 4.0) == pytest.approx(0.9, abs=0.006)


def test_a_share_that_may_be_one_is_never_more():
    found = drawn_number(MANY, "x", value=1.0, low=0.97, high=1.0, kind="share")
    assert found.max() == 1.0
    assert (found == 1.0).mean() == pytest.approx(0.5, abs=0.01)
    assert below(found, 0.97) == pytest.approx(0.1, abs=0.006)
    most = drawn_number(MANY, "x", value=0.9, low=0.8, high=1.0, kind="share")
    assert most.max() == 1.0
    assert (most == 1.0).mean() == pytest.approx(0.1, abs=0.006)


def test_a_share_that_may_be_nothing_mirrors_one_that_may_be_one():
    least = drawn_number(MANY, "x", value=0.1, low=0.0, high=0.3, kind="share")
    assert least.min() == 0.0
    assert below(least, 0.1) == pytest.approx(0.5, abs=0.01)
    assert (least <= 0.3 + 1e-12).mean() == pytest.approx(0.9, abs=0.006)


def test_without_draws_it_is_the_value():
    found = drawn_number(EXPECTED, "x", value=0.97, low=0.9, high=1.05)
    np.testing.assert_array_equal(found, [0.97])


@pytest.mark.parametrize(("stated", "kind"), [(2.0, "positive"), (1.0, "share"), (0.0, "share")])
def test_an_interval_of_no_width_is_a_number(stated, kind):
    found = drawn_number(MANY, "x", value=stated, low=stated, high=stated, kind=kind)
    np.testing.assert_array_equal(found, np.full(40_000, stated))


@pytest.mark.parametrize(
    ("low", "high", "kind"),
    [(0.0, 1.0, "positive"), (2.0, 1.0, "positive"), (0.5, 1.2, "share"), (0.0, 1.0, "share")],
)
def test_no_interval_of_the_kind_is_refused(low, high, kind):
    with pytest.raises(ValueError, match=f"'load', 'primary', {low}, {high}, '{kind}'"):
        drawn_number(MANY, "load", "primary", value=0.5, low=low, high=high, kind=kind)
