"""What is said of draws, worked out by hand."""

import numpy as np
import pytest
from scipy.special import ndtr

from simulator.city.ensemble.quantiles import days, likelihood, quantiles
from simulator.city.ensemble.table import is_empty, is_short
from simulator.city.ground.rounding import borne_by, chance_told, chance_word, rounded
from simulator.stockflow.values.chance import Chance


def test_low_middle_and_high_of_eleven_draws():
    found = quantiles(np.arange(11.0)[:, np.newaxis])
    assert (found.low[0], found.middle[0], found.high[0]) == (1.0, 5.0, 9.0)


def test_quantiles_do_not_add_up():
    one = quantiles(np.arange(11.0)[:, np.newaxis])
    with pytest.raises(TypeError):
        one + one
    with pytest.raises(TypeError):
        sum([one, one])


def test_a_day_is_that_of_a_draw_and_may_never_come():
    first = np.array([2016.0, 2017.0, 2018.0, np.inf, np.inf])[:, np.newaxis]
    found = days(first)
    assert (found.low[0], found.middle[0], found.high[0]) == (2016.0, 2018.0, np.inf)


def test_a_chance_has_the_error_of_its_number_of_draws():
    holds = np.zeros((400, 3), dtype=bool)
    holds[:100, 0] = True  # p = 1/4: √(3/16 ÷ 400) = 0.02165
    found = likelihood(holds, np.array([True, True, False]))
    assert found.share[:2] == pytest.approx([0.25, 0.0])
    assert found.error[0] == pytest.approx(0.021650635)
    # none of 400: the error of one draw, √(0.0025 × 0.9975 ÷ 400) = 0.0024969
    assert found.error[1] == pytest.approx(0.0024969, abs=1e-7)
    assert np.isnan(found.share[2])


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.0, "exceptionally_unlikely"),
        (0.05, "very_unlikely"),
        (0.2, "unlikely"),
        (0.5, "as_likely_as_not"),
        (0.7, "likely"),
        (0.95, "very_likely"),
        (1.0, "virtually_certain"),
    ],
)
def test_words_for_chances(share, word):
    assert chance_word(share) == f"chance.{word}"


@pytest.mark.parametrize(
    ("share", "draws", "told"),
    [(0.0, 200, "< 2 %"), (1.0, 200, "> 98 %"), (0.002, 1000, "< 1 %"), (0.5, 200, "50 %")],
)
def test_none_and_all_are_bounds_and_one_is_not_none(share, draws, told):
    assert chance_told(share, draws) == told


def test_beside_a_bound_chance_is_told_with_its_interval():
    # 4 of 100, Wilson's 90 %: 1.8 to 8.6 %, across the 5 % that are asked for
    assert chance_told(0.04, 100, 0.05) == "≈ 4 % (2–9 %)"
    assert chance_told(0.01, 1600, 0.05) == "1 %"


def test_no_more_digits_than_the_interval_bears():
    unit = borne_by(-58_421.63, -34_828.38)  # 23,593 wide: told in thousands
    assert unit == 1000.0
    assert rounded(-46_963.74, unit) == -47_000.0
    assert borne_by(11_836.0, 12_013.0) == 10.0
    assert borne_by(3.0, 3.0) == 1.0


def test_chances_of_a_normal_gap_are_those_of_the_closed_form():
    """Demand is normal around 1,000 with 100, places are 1,050: Φ(−0.5) and, below 840, Φ(−1.6)."""
    demand = 1000 + 100 * Chance(seed=5, draws=20_000).normal("demand")[:, np.newaxis]
    places = np.full_like(demand, 1050.0)
    values = {"demand": demand, "risk_adjusted": places, "gap": demand - places}
    short = likelihood(is_short(values), np.array([True]))
    empty = likelihood(is_empty(values), np.array([True]))
    assert short.share[0] == pytest.approx(ndtr(-0.505), abs=4 * short.error[0])
    assert empty.share[0] == pytest.approx(ndtr(-1.6), abs=4 * empty.error[0])
