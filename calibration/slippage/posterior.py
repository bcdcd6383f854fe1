"""The slippage of hospitals: a wide prior, and what few dates make of it.

Delays are those of `simulator.city.supply.slippage`: a share on time, the others lognormal.

    on_time ~ Beta(1, 3)    ln median ~ N(ln 1, 0.7²)    ln spread ~ N(ln 0.5, 0.5²)

The share on time is conjugate. Median and spread are summed over a grid, with the chance of each
interval on record, and the chance of a longer delay for a promise that was put off.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr
from scipy.stats import beta

from calibration.slippage.evidence import Delay
from simulator.stockflow.arrays import FloatArray

ON_TIME = (1.0, 3.0)
MEDIAN = (0.0, 0.7)
SPREAD = (float(np.log(0.5)), 0.5)
_POINTS = 101
_RANGE = (0.1, 0.9)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeanAndRange:
    """Mean of a posterior and its central 80 %; medians and spreads on the logarithm."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """What is believed of the slippage, and the chance of a delay no longer than ``years``."""

    on_time: MeanAndRange
    median: MeanAndRange
    spread: MeanAndRange
    years: FloatArray
    chance: FloatArray
    low: FloatArray
    high: FloatArray


def believe(found: tuple[Delay, ...]) -> Posterior:
    """The posterior of the three numbers; the prior itself where nothing is on record."""
    early = sum(delay.kind == "on_time" for delay in found)
    late = len(found) - early
    share: Any = beta(ON_TIME[0] + early, ON_TIME[1] + late)
    # A grid and not a sample: two numbers, a handful of dates, and the same result every time.
    # Four prior spreads to either side hold all of the prior that counts.
    medians = np.exp(np.linspace(MEDIAN[0] - 4 * MEDIAN[1], MEDIAN[0] + 4 * MEDIAN[1], _POINTS))
    spreads = np.exp(np.linspace(SPREAD[0] - 4 * SPREAD[1], SPREAD[0] + 4 * SPREAD[1], _POINTS))
    weight = _weights(found, medians, spreads)
    years = np.linspace(0.0, 6.0, 61)
    return Posterior(
        on_time=MeanAndRange(
            value=float(share.mean()), low=float(share.ppf(0.1)), high=float(share.ppf(0.9))
        ),
        median=_estimate(medians, weight.sum(axis=1)),
        spread=_estimate(spreads, weight.sum(axis=0)),
        years=years,
        **_curve(share.mean(), medians, spreads, weight, years),
    )


def _weights(found: tuple[Delay, ...], medians: FloatArray, spreads: FloatArray) -> FloatArray:
    """Posterior of median and spread on the grid, shape (median, spread), adding up to one."""
    centre, width = np.log(medians)[:, np.newaxis], spreads[np.newaxis, :]
    log = -(((centre - MEDIAN[0]) / MEDIAN[1]) ** 2) / 2
    log = log - ((np.log(width) - SPREAD[0]) / SPREAD[1]) ** 2 / 2
    for delay in found:
        if delay.kind == "on_time":
            continue
        below = ndtr((np.log(delay.low) - centre) / width)
        above = 1.0 if delay.kind == "at_least" else ndtr((np.log(delay.high) - centre) / width)
        # A date is known to its precision, so an interval's chance and no density: a delay known to
        # the day then counts no more than what it tells. The bound keeps log(0) out.
        log = log + np.log(np.maximum(above - below, 1e-300))
    weight = np.exp(log - log.max())
    return np.asarray(weight / weight.sum())


def _estimate(values: FloatArray, weight: FloatArray) -> MeanAndRange:
    reached = np.cumsum(weight)
    low, high = (float(np.interp(share, reached, values)) for share in _RANGE)
    return MeanAndRange(value=float(np.exp(np.log(values) @ weight)), low=low, high=high)


def _curve(
    on_time: float, medians: FloatArray, spreads: FloatArray, weight: FloatArray, years: FloatArray
) -> dict[str, FloatArray]:
    """Chance of a delay no longer than each time: its mean and central 80 % over the belief."""
    with np.errstate(divide="ignore"):
        logs = np.log(years)
    score = (logs[:, np.newaxis, np.newaxis] - np.log(medians)[:, np.newaxis]) / spreads
    chance = on_time + (1 - on_time) * ndtr(score)
    flat, share = chance.reshape(len(years), -1), weight.ravel()
    low, high = [], []
    for row in flat:
        # at every time the belief is another ranking of the same grid points
        order = np.argsort(row)
        reached = np.cumsum(share[order])
        low.append(float(np.interp(_RANGE[0], reached, row[order])))
        high.append(float(np.interp(_RANGE[1], reached, row[order])))
    return {"chance": flat @ share, "low": np.array(low), "high": np.array(high)}
