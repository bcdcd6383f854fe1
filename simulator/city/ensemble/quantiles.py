"""What is said of many draws: low, middle and high, chances, and how far chance itself may be off.

Quantiles are of one quantity in one place. Those of a city come from the city in every draw: the
low ends of six districts do not happen together, so that nothing here can be added up.
"""

from dataclasses import dataclass

import numpy as np

from simulator.stockflow.arrays import BoolArray, FloatArray

EDGES = (0.1, 0.5, 0.9)
"""What of the draws lies below low, middle and high."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Quantiles:
    """Low, middle and high (10, 50 and 90 %), each of shape (rows,). They do not add up."""

    low: FloatArray
    middle: FloatArray
    high: FloatArray


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Likelihood:
    """Share of the draws in which something holds, and its standard error, shape (rows,)."""

    share: FloatArray
    error: FloatArray


def quantiles(draws: FloatArray) -> Quantiles:
    """Of draws of shape (draws, rows); NaN where a draw does not know.

    Between two draws straight lines (Hyndman and Fan 1996, type 7), as NumPy has them.
    """
    low, middle, high = np.quantile(draws, EDGES, axis=0)
    return Quantiles(low=low, middle=middle, high=high)


def days(draws: FloatArray) -> Quantiles:
    """Of days as years, shape (draws, rows), ∞ where it never comes: each is the day of a draw."""
    low, middle, high = np.quantile(draws, EDGES, axis=0, method="inverted_cdf")
    return Quantiles(low=low, middle=middle, high=high)


def likelihood(holds: BoolArray, known: BoolArray) -> Likelihood:
    """Of what holds in each draw, shape (draws, rows); NaN in the rows (rows,) not known.

    The standard error of a share p of n draws is √(p (1 − p) ÷ n). A share of none or all says no
    more than that fewer than about three in n are against it: there the error of one draw, 1 ÷ n,
    is told.
    """
    number = len(holds)
    share = holds.mean(axis=0)
    error = np.sqrt(np.maximum(share * (1 - share), (1 - 1 / number) / number) / number)
    return Likelihood(share=np.where(known, share, np.nan), error=np.where(known, error, np.nan))
