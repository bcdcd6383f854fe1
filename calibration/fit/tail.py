"""How far importance weights can be trusted: the shape of their tail.

The largest weights are fitted by a generalised Pareto distribution and replaced by its expected
order statistics [1]_. A shape k below 0.7 says that averages with these weights settle.

References
----------
.. [1] Vehtari, Simpson, Gelman, Yao and Gabry (2024), *Pareto smoothed importance sampling*,
   Journal of Machine Learning Research 25.
"""

import numpy as np
from scipy.special import logsumexp

from simulator.stockflow.arrays import FloatArray

TRUSTED = 0.7
_FEWEST = 5


def smooth_weights(log_weights: FloatArray) -> tuple[FloatArray, float]:
    """Weights adding to one, their tail smoothed, and the shape k of the tail.

    ``log_weights`` of shape (draws,), up to a constant.
    """
    size = log_weights.size
    # As many as the reference advises: enough to fit a shape by, few enough to be a tail.
    tail = int(min(np.ceil(0.2 * size), np.ceil(3 * np.sqrt(size))))
    if tail < _FEWEST:
        raise ValueError(f"{size} draws are too few to judge a tail by")
    order = np.argsort(log_weights)
    top = order[-tail:]
    # scaled by the largest before exp, which would overflow or lose all of them
    logs = log_weights - log_weights.max()
    threshold = logs[order[-tail - 1]]
    excess = np.exp(logs[top]) - np.exp(threshold)
    # Excesses over a high threshold follow a generalised Pareto distribution whatever the weights
    # are; its shape says how many of their moments exist: below one half the variance does.
    shape, scale = pareto_fit(excess)
    # The largest weights are put in the place of their expected order statistics: one lucky draw no
    # longer decides, at the price of a small bias that vanishes as draws grow.
    ranks = (np.arange(1, tail + 1) - 0.5) / tail
    expected = np.exp(threshold) + _quantile(ranks, shape, scale)
    smoothed = logs.copy()
    # no weight may come out larger than the largest that was really found (log 1 = 0)
    smoothed[top] = np.minimum(np.log(expected), 0.0)
    return np.exp(smoothed - logsumexp(smoothed)), shape


def pareto_fit(excess: FloatArray) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution, by a profile posterior [2]_.

    ``excess`` of shape (n,), sorted or not, at least 0.

    References
    ----------
    .. [2] Zhang and Stephens (2009), *A new and efficient estimation method for the generalized
       Pareto distribution*, Technometrics 51.
    """
    values = np.sort(excess)
    count = values.size
    # The likelihood has no maximum for some samples, so θ = −shape/scale is averaged over a grid
    # instead: quick, and nearly as good as the full posterior [2]_.
    grid = 30 + int(np.sqrt(count))
    # the grid is laid by a quartile, which a single large value does not move
    quartile = values[int(count / 4 + 0.5) - 1]
    steps = 1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))
    theta = 1 / values[-1] + steps / (3 * quartile)
    shapes = np.log1p(-theta[:, np.newaxis] * values).mean(axis=1)
    # for a given θ the best shape is a mean, so that one dimension is left
    profile = count * (np.log(-theta / shapes) - shapes - 1)
    weights = np.exp(profile - logsumexp(profile))
    best = float(weights @ theta)
    shape = float(np.log1p(-best * values).mean())
    scale = -shape / best
    # a weak prior towards one half keeps the shape of few draws from running away
    return (count * shape + 10 * 0.5) / (count + 10), scale


def effective_draws(weights: FloatArray) -> float:
    """Draws of equal weight that are worth as much: 1 ÷ Σ w², weights adding to one."""
    return float(1 / np.sum(weights**2))


def _quantile(ranks: FloatArray, shape: float, scale: float) -> FloatArray:
    if abs(shape) < 1e-12:
        return np.asarray(-scale * np.log1p(-ranks))
    return np.asarray(scale / shape * np.expm1(-shape * np.log1p(-ranks)))
