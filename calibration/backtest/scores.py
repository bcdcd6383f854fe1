"""How far forecasts missed: absolute scaled error, interval score, coverage.

References
----------
.. [1] Hyndman and Koehler (2006), *Another look at measures of forecast accuracy*,
   International Journal of Forecasting 22.
.. [2] Gneiting and Raftery (2007), *Strictly proper scoring rules, prediction, and estimation*,
   Journal of the American Statistical Association 102, section 6.2.
"""

import numpy as np

from simulator.stockflow.arrays import FloatArray

ALPHA = 0.2
"""What an 80 % interval leaves out."""


def naive_scale(years: FloatArray, values: FloatArray) -> float:
    """Mean absolute change a year of a series up to the origin: what "as last year" misses [1]_."""
    # By years up to the origin alone: a scale that knew what came would reward a hard future.
    return float(np.mean(np.abs(np.diff(values)) / np.diff(years)))


def scaled_error(forecast: float, came: float, scale: float) -> float:
    """|forecast − what came| ÷ scale."""
    return abs(forecast - came) / scale


def interval_score(low: float, high: float, came: float, scale: float) -> float:
    """Width, and 2 ÷ α for every unit by which what came lies outside, ÷ scale [2]_."""
    # Proper: what is really believed scores best on average. Wide intervals pay by their width,
    # narrow ones ten times for every unit they miss by (α = 0.2).
    outside = max(low - came, 0.0) + max(came - high, 0.0)
    return (high - low + 2 / ALPHA * outside) / scale


def binomial_range(count: int, share: float, inside: float = 0.9) -> tuple[int, int]:
    """How many of ``count`` intervals of a share hold what comes, by chance.

    The middle ``inside`` of the binomial distribution.

    Forecasts of one origin err together, so the true range is wider.
    """
    from scipy.stats import binom

    edge = (1 - inside) / 2
    return int(binom.ppf(edge, count, share)), int(binom.ppf(1 - edge, count, share))
