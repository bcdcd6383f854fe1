"""Which share of a variance each group of drivers explains, alone and with all others.

Of independent groups the variance of f splits into what each explains alone, what two explain only
together, and so on (Sobol' 1993). Of group i

    S = V(E(f | i)) ÷ V(f)                   first order: what it explains alone
    T = 1 − V(E(f | all but i)) ÷ V(f)       total: what would be left if all others were known

found from f at n draws A, at n independent draws B, and at A with group i of B (f_AB).

References
----------
.. [1] Sobol' (1993), *Sensitivity estimates for nonlinear mathematical models*, Mathematical
   Modelling and Computational Experiment 1, 407-414.
.. [2] Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), *Variance based sensitivity
   analysis of model output*, Computer Physics Communications 181, 259-270, table 2.
.. [3] Jansen (1999), *Analysis of variance designs for model output*, Computer Physics
   Communications 117, 35-43.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray

CONFIDENCE = 0.95
_RESAMPLES = 999
_BATCH = 50
"""Resamples at a time: memory, no number, depends on it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Share:
    """A share of the variance for each group with its 95 % interval, each of shape (groups,)."""

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def half_width(self) -> float:
        """Half of the widest interval."""
        return float(np.max(self.high - self.low) / 2)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class VarianceShares:
    """First-order and total indices; ``together`` is what no group explains alone, shape (1,)."""

    first: Share
    total: Share
    together: Share

    @property
    def half_width(self) -> float:
        """Half of the widest interval of all indices."""
        return max(self.first.half_width, self.total.half_width)


def estimated(f_A: FloatArray, f_B: FloatArray, f_AB: FloatArray) -> tuple[FloatArray, FloatArray]:
    """First-order and total indices of centred values, (s, n), (s, n), (d, s, n) → (s, d) each.

    Of both indices there are two estimators: of Saltelli [2]_, exact where a group explains
    nothing, and of Jansen [3]_, exact where it explains everything (for the total the other way
    round). Each is consistent, and so is any mean of them; the weight is the total index.
    """
    variance = np.var([f_A, f_B], axis=(0, -1))
    weight = _half_mean_square(f_A - f_AB) / variance
    alone = np.mean(f_B * (f_AB - f_A), axis=-1) / variance
    alone = (1 - weight) * alone + weight * (1 - _half_mean_square(f_B - f_AB) / variance)
    rest = np.mean(f_A * (f_AB - f_B), axis=-1) / variance
    total = (1 - weight) * weight + weight * (1 - rest)
    return np.asarray(alone.T), np.asarray(total.T)


def _half_mean_square(difference: FloatArray) -> FloatArray:
    return np.asarray(np.mean(difference**2, axis=-1) / 2)


def variance_shares(f_a: FloatArray, f_b: FloatArray, f_ab: FloatArray) -> VarianceShares:
    """Indices with their intervals, of values of shape (n,), (n,), (groups, n), n a power of two.

    Intervals are percentiles of a bootstrap over draws, its own numbers always the same ones. A
    quantity that does not vary rests on nothing: all indices are zero.
    """
    from scipy.stats import sobol_indices

    if np.ptp(np.concatenate([f_a, f_b])) == 0:
        each, rest = _nothing(len(f_ab)), _nothing(1)
        return VarianceShares(first=each, total=each, together=rest)
    a, b, ab = _centred(f_a, f_b, f_ab)
    values: Mapping[Literal["f_A", "f_B", "f_AB"], FloatArray]
    values = {"f_A": a[np.newaxis], "f_B": b[np.newaxis], "f_AB": ab[:, np.newaxis]}
    found = sobol_indices(func=values, n=len(a), method=estimated)
    low, high = _interval(a, b, ab)
    alone, with_others = np.atleast_1d(found.first_order), np.atleast_1d(found.total_order)
    return VarianceShares(
        first=Share(value=alone, low=low[0, :-1], high=high[0, :-1]),
        total=Share(value=with_others, low=low[1, :-1], high=high[1, :-1]),
        together=Share(value=1 - alone.sum(keepdims=True), low=low[0, -1:], high=high[0, -1:]),
    )


def _nothing(groups: int) -> Share:
    return Share(value=np.zeros(groups), low=np.zeros(groups), high=np.zeros(groups))


def _interval(a: FloatArray, b: FloatArray, ab: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ends of the intervals of first-order and total indices, each of shape (2, groups + 1).

    The last is of what all groups leave of the variance.
    """
    from scipy.stats import bootstrap

    def resampled(chosen: IntArray, axis: int = -1) -> FloatArray:  # noqa: ARG001 - always last
        rows = np.atleast_2d(chosen)  # each resample is to the estimators a quantity of its own
        both = np.stack(estimated(*_centred(a[rows], b[rows], ab[:, rows])))
        both = np.concatenate([both, 1 - both.sum(axis=-1, keepdims=True)], axis=-1)
        return np.asarray(np.moveaxis(both, 1, -1) if chosen.ndim > 1 else both[:, 0])

    interval = bootstrap(
        [np.arange(len(a))],
        resampled,
        vectorized=True,
        method="percentile",
        n_resamples=_RESAMPLES,
        batch=_BATCH,
        confidence_level=CONFIDENCE,
        rng=np.random.default_rng(0),
    ).confidence_interval
    return np.asarray(interval.low), np.asarray(interval.high)


def _centred(
    a: FloatArray, b: FloatArray, ab: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Less the mean of A and B; the last axis is that of the draws."""
    middle = (a.mean(axis=-1, keepdims=True) + b.mean(axis=-1, keepdims=True)) / 2
    return a - middle, b - middle, ab - middle
