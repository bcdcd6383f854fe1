"""Three forecasts that know nothing but their own series: last value, last trend, linear trend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.stockflow.arrays import FloatArray

FEWEST = 3
"""Years on record that the three need, the linear trend for its error."""
_NORMAL_80 = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Forecast:
    """A value and the edges of its 80 % interval."""

    value: float
    low: float
    high: float


def last_value(years: FloatArray, values: FloatArray, year: float) -> Forecast:
    """As last year; errors grow like the root of the lead, as of a random walk."""
    lead = year - years[-1]
    # years may be missing: a change over n years is the sum of n, its size grows with the root
    steps = np.diff(values) / np.sqrt(np.diff(years))
    return _around(float(values[-1]), _size(steps, 0) * np.sqrt(lead))


def last_trend(years: FloatArray, values: FloatArray, year: float) -> Forecast:
    """The last change goes on; errors are those of a trend that itself walks."""
    lead = year - years[-1]
    slopes = np.diff(values) / np.diff(years)
    # A slope that changes by an independent amount every year: after n years the value is off by
    # Σ k·e, with variance Σ k² = n (n + 1)(2n + 1)/6.
    spread = np.sqrt(lead * (lead + 1) * (2 * lead + 1) / 6)
    return _around(float(values[-1] + lead * slopes[-1]), _size(np.diff(slopes), 0) * spread)


def linear_trend(years: FloatArray, values: FloatArray, year: float) -> Forecast:
    """A straight line through all years; errors as of a regression."""
    mean = years.mean()
    slope, height = np.polyfit(years - mean, values, 1)
    # the usual prediction interval: the scatter itself, the mean, and the slope at this lever
    missed = values - (height + slope * (years - mean))
    spread = _size(missed, 2) * np.sqrt(
        1 + 1 / years.size + (year - mean) ** 2 / np.sum((years - mean) ** 2)
    )
    return _around(float(height + slope * (year - mean)), float(spread))


Naive = Callable[[FloatArray, FloatArray, float], Forecast]

NAIVE: Mapping[str, Naive] = {
    "last_value": last_value,
    "last_trend": last_trend,
    "linear_trend": linear_trend,
}


def _size(errors: FloatArray, lost: int) -> float:
    """Root mean square of errors, with the degrees of freedom that were lost."""
    return float(np.sqrt(np.sum(errors**2) / max(errors.size - lost, 1)))


def _around(value: float, spread: float) -> Forecast:
    return Forecast(value, value - _NORMAL_80 * float(spread), value + _NORMAL_80 * float(spread))
