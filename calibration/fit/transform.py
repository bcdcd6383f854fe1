"""From the scale of the fit, on which every prior is normal, to the unit of a number and back."""

from collections.abc import Mapping

import numpy as np
from scipy.special import expit, logit

from calibration.fit.fit_plan import FitPlan, Free
from simulator.stockflow.arrays import FloatArray

_OPEN = 1e-12


def natural(plan: FitPlan, block: FloatArray) -> Mapping[str, FloatArray]:
    """Every free number in its own unit, from a block of points of shape (draws, free)."""
    found: dict[str, FloatArray] = {}
    # in the order of the plan, which is checked: a number leans on those before it alone
    for place, free in enumerate(plan.free):
        value = _natural(free, block[:, place], found)
        found[free.name] = value if free.over is None else value / found[free.over]
    return found


def _natural(free: Free, value: FloatArray, before: Mapping[str, FloatArray]) -> FloatArray:
    if free.transform == "log":
        return np.asarray(np.exp(value))
    if free.transform == "logit":
        return np.asarray(free.high * expit(value))
    if free.transform == "rest" and free.above is not None:
        # a share of what the other leaves up to one, so that the two stay in order for every point
        low = before[free.above]
        return np.asarray(low + (1 - low) * expit(value))
    return value


def prior_centre(free: Free) -> float:
    """Middle of a prior of its own, on the scale of the fit."""
    assert free.centre is not None  # noqa: S101 - checked when the plan is read
    if free.transform == "log":
        return float(np.log(free.centre))
    if free.transform in ("logit", "rest"):
        return float(logit(free.centre / free.high))
    return free.centre


def prior_spread(free: Free) -> float:
    """Standard deviation of a prior, or of its step, on the scale of the fit."""
    if free.transform in ("logit", "rest") and free.centre is not None:
        # to first order: d logit(x)/dx = 1 ÷ (x (1 − x)) of the share of the bound
        return free.spread / max(free.centre * (1 - free.centre / free.high), _OPEN)
    return free.spread
