"""Laws of what follows the record: closed forms of mean and variance, and what is held."""

import numpy as np
import pytest

from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.laws import DampedTrend, Reversion, Walk

YEARS, DRAWS = 12, 40_000
NOTHING = np.zeros((YEARS, 1))
TREND = DampedTrend(damping=0.8, level_spread=0.12, trend_spread=0.05)
RETURNING = Reversion(speed=0.4, spread=25_000.0)


def normals(what: str) -> np.ndarray:
    chance = Chance(seed=7, draws=DRAWS)
    return np.stack([chance.normal("law", what, str(year)) for year in range(YEARS)])


def of_trend(law: DampedTrend, levels: np.ndarray, trends: np.ndarray) -> np.ndarray:
    return law.course(np.full(1, 0.1), np.full(1, -0.09), levels, trends)


def assert_spreads(course: np.ndarray, mean: np.ndarray, variance: list[float]) -> None:
    """Mean and variance of every year are those, within four Monte-Carlo errors."""
    spread = np.sqrt(variance)
    np.testing.assert_array_less(np.abs(course.mean(axis=1) - mean) / spread, 4 / np.sqrt(DRAWS))
    np.testing.assert_allclose(course.var(axis=1), variance, rtol=4 * np.sqrt(2 / DRAWS))


def test_a_damped_trend_goes_on_by_ever_less() -> None:
    course = of_trend(TREND, NOTHING, NOTHING)
    power = 0.8 ** np.arange(1, YEARS + 1)
    np.testing.assert_allclose(course[:, 0], 0.1 - 0.09 * np.cumsum(power), rtol=1e-12)
    assert course.shape == (YEARS, 1)
    # in the end it has gone φ ÷ (1 − φ) years of slope
    far = TREND.course(np.zeros(1), np.ones(1), np.zeros((300, 1)), np.zeros((300, 1)))
    assert far[-1, 0] == pytest.approx(4.0, rel=1e-12)


def test_the_variance_of_a_damped_trend_grows_as_its_closed_form() -> None:
    course = of_trend(TREND, normals("level"), normals("trend"))
    variance = [TREND.variance(year) for year in range(1, YEARS + 1)]
    assert_spreads(course, of_trend(TREND, NOTHING, NOTHING)[:, 0], variance)
    # by hand, the second year: two of the level, and the first of the trend as far as it is left
    assert variance[1] == pytest.approx(2 * 0.12**2 + (0.8 * 0.05) ** 2, rel=1e-12)
    assert variance[2] == pytest.approx(
        3 * 0.12**2 + 0.05**2 * (0.8**2 + (0.8 + 0.64) ** 2), rel=1e-12
    )


def test_what_reverts_returns_by_the_same_part_every_year() -> None:
    course = RETURNING.course(np.full(1, 48_800.0), np.full(1, 94_000.0), NOTHING)
    away = (48_800 - 94_000) * np.exp(-0.4 * np.arange(1, YEARS + 1))
    np.testing.assert_allclose(course[:, 0], 94_000 + away, rtol=1e-12)


def test_the_variance_of_what_reverts_comes_to_rest() -> None:
    course = RETURNING.course(np.full(1, 48_800.0), np.full(1, 94_000.0), normals("value"))
    years = np.arange(1, YEARS + 1)
    variance = 25_000.0**2 * (1 - np.exp(-0.8 * years)) / 0.8
    expected = 94_000 + (48_800 - 94_000) * np.exp(-0.4 * years)
    assert_spreads(course, expected, list(variance))
    np.testing.assert_allclose([RETURNING.variance(int(y)) for y in years], variance, rtol=1e-12)
    # neighbours hang together by what is left after a year
    found = np.corrcoef(course[-2], course[-1])[0, 1]
    assert found == pytest.approx(np.exp(-0.4), abs=0.01)


def test_without_speed_it_is_a_walk() -> None:
    drawn = normals("value")
    walk = Walk(spread=3.0).course(np.full(1, 5.0), drawn)
    slow = Reversion(speed=0.0, spread=3.0).course(np.full(1, 5.0), np.full(1, 99.0), drawn)
    np.testing.assert_allclose(slow, walk, rtol=0, atol=1e-12)
    assert [Reversion(speed=0.0, spread=3.0).variance(n) for n in (1, 4)] == [9.0, 36.0]
    assert_spreads(walk, np.full(YEARS, 5.0), [9.0 * year for year in range(1, YEARS + 1)])
    assert Walk(spread=3.0).variance(4) == 36.0


def test_with_every_number_zero_the_last_value_is_held() -> None:
    drawn, last = normals("value"), np.array([2.0])
    still = DampedTrend(damping=0.0, level_spread=0.0, trend_spread=0.0)
    assert np.all(still.course(last, np.full(1, -0.1), drawn, drawn) == 2.0)
    assert np.all(Reversion(speed=0.0, spread=0.0).course(last, np.zeros(1), drawn) == 2.0)
    assert np.all(Walk(spread=0.0).course(last, drawn) == 2.0)


def test_every_draw_starts_from_its_own_value() -> None:
    last, slope = np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.1, -0.1])
    drawn = np.arange(6.0).reshape(2, 3)
    for number in range(3):
        alone = slice(number, number + 1)
        one = TREND.course(last[alone], slope[alone], drawn[:, alone], drawn[:, alone])
        whole = TREND.course(last, slope, drawn, drawn)
        np.testing.assert_array_equal(whole[:, alone], one)
        back = RETURNING.course(last[alone], slope[alone], drawn[:, alone])
        np.testing.assert_array_equal(RETURNING.course(last, slope, drawn)[:, alone], back)
