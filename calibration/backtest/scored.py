"""The model beside the naive forecasts, row by row, and pooled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.backtest.naive import FEWEST, NAIVE, Forecast
from calibration.backtest.project import SCORED, Projected
from calibration.backtest.scores import interval_score, naive_scale, scaled_error
from calibration.fit.observations import Observation, known_by

MODEL = "model"
METHODS = (MODEL, *NAIVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredForecast:
    """One forecast of one row by one method."""

    projected: Projected
    method: str
    forecast: Forecast
    error: float
    score: float


@dataclass(frozen=True, kw_only=True)
class ScoredForecasts:
    """Every forecast scored; ``left_out`` lists series with too few years before an origin."""

    scored: tuple[ScoredForecast, ...]
    left_out: tuple[tuple[str, int, int], ...]

    def pooled(
        self, quantities: Sequence[str] = SCORED, origin: int | None = None
    ) -> Mapping[str, tuple[float, float, int]]:
        """Mean absolute scaled error, mean interval score and number of rows of every method.

        Of rows of some series, from one origin or from all.
        """
        found = {}
        for method in METHODS:
            rows = [
                each
                for each in self.scored
                if each.method == method
                and each.projected.row.quantity in quantities
                and origin in (None, each.projected.origin)
            ]
            if rows:
                found[method] = (
                    float(np.mean([each.error for each in rows])),
                    float(np.mean([each.score for each in rows])),
                    len(rows),
                )
        return found


def score_forecasts(projected: Sequence[Projected], rows: Sequence[Observation]) -> ScoredForecasts:
    """Score every projected row of a series with enough years on record before its origin."""
    scored: list[ScoredForecast] = []
    left_out: set[tuple[str, int, int]] = set()
    for each in projected:
        before = [
            row
            for row in known_by(rows, each.origin + 1.0, ("published", "derived"))
            if row.quantity == each.row.quantity
        ]
        # rivals that can't be made are not beaten: the series is listed, not scored
        if len(before) < FEWEST:
            left_out.add((each.row.quantity, each.origin, len(before)))
            continue
        scored += _of_row(each, before)
    return ScoredForecasts(scored=tuple(scored), left_out=tuple(sorted(left_out)))


def _of_row(each: Projected, before: Sequence[Observation]) -> list[ScoredForecast]:
    order = sorted(before, key=lambda row: row.when)
    years = np.array([row.when for row in order])
    values = np.array([row.value for row in order])
    # one scale for all methods, so that their order is that of their errors
    scale = naive_scale(years, values)
    forecasts = {MODEL: Forecast(each.value, each.low, each.high)}
    forecasts |= {name: naive(years, values, each.row.when) for name, naive in NAIVE.items()}
    return [
        ScoredForecast(
            projected=each,
            method=name,
            forecast=forecast,
            error=scaled_error(forecast.value, each.row.value, scale),
            score=interval_score(forecast.low, forecast.high, each.row.value, scale),
        )
        for name, forecast in forecasts.items()
    ]
