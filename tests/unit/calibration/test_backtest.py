"""Naive forecasts and scores, worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from calibration.backtest.naive import NAIVE, last_trend, last_value, linear_trend
from calibration.backtest.project import Projected
from calibration.backtest.report import backtest_text, series_held
from calibration.backtest.scored import ScoredForecast, ScoredForecasts
from calibration.backtest.scores import (
    binomial_range,
    interval_score,
    naive_scale,
    scaled_error,
)

YEARS, VALUES = np.array([2012.0, 2013.0, 2014.0]), np.array([10.0, 14.0, 12.0])


def test_the_three_forecasts():
    assert set(NAIVE) == {"last_value", "last_trend", "linear_trend"}
    assert last_value(YEARS, VALUES, 2016.0).value == 12.0
    assert last_trend(YEARS, VALUES, 2016.0).value == pytest.approx(8.0)
    assert linear_trend(YEARS, VALUES, 2016.0).value == pytest.approx(15.0)  # 12 + 1 × 3


def test_intervals_grow_with_the_lead():
    for forecast in NAIVE.values():
        near, far = (forecast(YEARS, VALUES, year) for year in (2015.0, 2018.0))
        assert near.high - near.low < far.high - far.low
        assert (near.high + near.low) / 2 == pytest.approx(near.value)
    walk = last_value(YEARS, VALUES, 2018.0)
    assert walk.high - walk.value == pytest.approx(1.2815515655 * np.sqrt((16 + 4) / 2) * 2)


def test_errors_are_scaled_by_what_last_year_misses():
    scale = naive_scale(YEARS, VALUES)
    assert scale == 3.0
    assert naive_scale(np.array([2010.0, 2014.0]), np.array([10.0, 18.0])) == 2.0
    assert scaled_error(15.0, 9.0, scale) == 2.0


def test_an_interval_pays_for_its_width_and_ten_times_for_what_it_misses():
    assert interval_score(8.0, 12.0, 9.0, 2.0) == 2.0
    assert interval_score(8.0, 12.0, 13.0, 2.0) == 7.0
    assert interval_score(8.0, 12.0, 7.0, 2.0) == 7.0


def test_how_many_of_ten_intervals_hold_by_chance():
    assert binomial_range(10, 0.8) == (6, 10)


def test_rows_of_a_series_are_counted_together_and_a_series_once():
    rows = [_projected(2014, "births", inside) for inside in (True, True, False)]
    rows += [_projected(2016, "births", True), _projected(2016, "register", False)]
    assert series_held(rows) == {"births": (3, 4), "register": (0, 1)}
    text = backtest_text(rows, ScoredForecasts(scored=(), left_out=()))
    assert "| 出生（万人） / Births (10,000) | 2 / 3 | 1 / 1 | 3 / 4 |" in text
    # (3/4 + 0/1) / 2 = 37.5 %, where all rows together are 3 of 5
    assert "38 % of its rows" in text
    assert "cover 3 of 5 observations" in text


def test_interval_scores_are_told_by_series_and_origin_and_each_series_once():
    rows = [_projected(2014, "births", True), _projected(2016, "births", False)]
    rows += [_projected(2014, "register", True)]
    scores = {"model": (1.0, 3.0, 6.0), "last_value": (2.0, 2.0, 8.0)}
    scores |= dict.fromkeys(("last_trend", "linear_trend"), (4.0, 4.0, 4.0))
    scored = tuple(
        ScoredForecast(projected=row, method=method, forecast=row, error=0.0, score=score)
        for method, each in scores.items()
        for row, score in zip(rows, each, strict=True)
    )
    text = backtest_text(rows, ScoredForecasts(scored=scored, left_out=()))
    assert "Births (10,000), 2014 (1) | 1.00 | 2.00 | 4.00 | 4.00 |" in text
    assert "Births (10,000), 2016 (1) | 3.00 | 2.00 | 4.00 | 4.00 |" in text
    # births on average 2, the register 6: 4, where all rows together are 10 ÷ 3
    assert "each of 2 series once | 4.00 | 5.00 | 4.00 | 4.00 |" in text


def _projected(origin, quantity, inside):
    row = SimpleNamespace(quantity=quantity, value=1.0)
    return Projected(
        origin=origin, row=row, value=1.0, low=0.0 if inside else 2.0, high=2.0 if inside else 3.0
    )
