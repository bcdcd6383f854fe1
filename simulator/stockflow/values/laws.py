"""Laws of what follows the last value on record: a value a year, whose spread grows with the years.

Each takes what stood at the origin, a few numbers, and standard normal numbers, one a year and
draw; zeros, where nothing is drawn, give the expected course. With every parameter zero a law only
holds the last value. No law knows what it is about, none loops over draws.

References
----------
.. [1] Gardner and McKenzie (1985), *Forecasting trends in time series*, Management Science 31(10),
   1237–1246.
.. [2] Uhlenbeck and Ornstein (1930), *On the theory of the Brownian motion*, Physical Review 36,
   823–841.
"""

from dataclasses import dataclass

import numpy as np

from simulator.stockflow.arrays import FloatArray


@dataclass(frozen=True, kw_only=True, slots=True)
class DampedTrend:
    """A local level with a trend that dies out [1]_.

        level(t) = level(t − 1) + φ trend(t − 1) + level_spread ε(t)
        trend(t) = φ trend(t − 1) + trend_spread ζ(t)

    ``damping`` is φ, of no unit, from 0 to 1; the spreads are standard deviations a year, in the
    unit of the level.
    """

    damping: float
    level_spread: float
    trend_spread: float

    def course(
        self, level: FloatArray, slope: FloatArray, levels: FloatArray, trends: FloatArray
    ) -> FloatArray:
        """The level each year after the origin, shape (years, draws or 1).

        ``level`` and ``slope`` (a year) at the origin have the shape (draws or 1,), the normal
        numbers ε (``levels``) and ζ (``trends``) the shape (years, draws or 1). Expected are
        level + slope × (φ + φ² + … + φᵗ).
        """
        found = []
        for of_level, of_trend in zip(levels, trends, strict=True):
            level = level + self.damping * slope + self.level_spread * of_level
            slope = self.damping * slope + self.trend_spread * of_trend
            found.append(level)
        return _stacked(found)

    def variance(self, years: int) -> float:
        """Of the level so many years after the origin: what is moved by ζ(t) adds φ + φ² + …."""
        moved = [sum(self.damping**power for power in range(1, left)) for left in _left(years)]
        return years * self.level_spread**2 + self.trend_spread**2 * sum(m**2 for m in moved)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reversion:
    """dN = κ (N̄ − N) dt + σ dW [2]_, in exact steps of a year.

        N(t) = N̄ + (N(t − 1) − N̄) e^(−κ) + σ √((1 − e^(−2κ)) ÷ 2κ) ε(t)

    ``speed`` is κ (1/year), ``spread`` is σ (unit of N, per √year); without speed a random walk.
    """

    speed: float
    spread: float

    def course(self, value: FloatArray, mean: FloatArray, normals: FloatArray) -> FloatArray:
        """The value each year after the origin, shape (years, draws or 1).

        ``value`` at the origin and ``mean``, N̄, have the shape (draws or 1,), the normal numbers ε
        the shape (years, draws or 1). Expected are N̄ + (value − N̄) e^(−κt).
        """
        found = []
        for of_year in normals:
            value = mean + (value - mean) * np.exp(-self.speed) + self.in_a_year * of_year
            found.append(value)
        return _stacked(found)

    @property
    def in_a_year(self) -> float:
        """Standard deviation that one year adds."""
        return float(np.sqrt(self.variance(1)))

    def variance(self, years: int) -> float:
        """Of the value so many years after the origin; at most σ² ÷ 2κ."""
        if self.speed == 0:
            return self.spread**2 * years
        return float(self.spread**2 * -np.expm1(-2 * self.speed * years) / (2 * self.speed))


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """A random walk: value(t) = value(t − 1) + spread × ε(t), spread a standard deviation a year.

    Of a level, or of the logarithm of a quantity that stays above zero.
    """

    spread: float

    def course(self, value: FloatArray, normals: FloatArray) -> FloatArray:
        """The value each year after the origin, shape (years, draws or 1); expected is the last.

        ``value`` has the shape (draws or 1,), the normal numbers ε the shape (years, draws or 1).
        """
        return np.asarray(value + self.spread * np.cumsum(normals, axis=0))

    def variance(self, years: int) -> float:
        """Of the value so many years after the origin."""
        return self.spread**2 * years


def _stacked(found: list[FloatArray]) -> FloatArray:
    return np.stack(np.broadcast_arrays(*found)) if found else np.zeros((0, 1))


def _left(years: int) -> range:
    """Years that what came in each year has had to act, the first one with all of them."""
    return range(years, 0, -1)
