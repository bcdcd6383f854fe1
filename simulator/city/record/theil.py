"""Where the error of a series comes from: Theil's inequality statistics.

Of a mean squared error between model and record, per series,

    bias      = (mean of the model − mean of the record)² ÷ MSE
    variation = (standard deviation of the model − that of the record)² ÷ MSE
    covariation = 2 (1 − correlation) × both standard deviations ÷ MSE

which add up to one [1]_. Bias is systematic, unequal variation a slope or a swing that is missed,
unequal covariation what differs point by point.

References
----------
.. [1] Sterman (1984), Appropriate summary statistics for evaluating the historical fit of system
   dynamics models, *Dynamica* 10(2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from simulator.city.record.comparison import Comparison
from simulator.report.table import Table, integers, numbers, texts

_FEWEST = 3
"""Rows below which a spread says nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Theil:
    """The statistics of one series; the three shares add up to one, NaN for a perfect fit."""

    series: str
    rows: int
    tests: int
    root_mean_square_error: float
    bias: float
    variation: float
    covariation: float


def theil_of(found: Sequence[Comparison]) -> tuple[Theil, ...]:
    """The statistics of every series of at least three rows, in the order given."""
    named = groupby((one for one in found if not one.bound), key=_name)
    grouped = [(name, tuple(rows)) for name, rows in named]
    return tuple(_theil(name, rows) for name, rows in grouped if len(rows) >= _FEWEST)


def _name(one: Comparison) -> str:
    return one.series.removesuffix(f"_{one.place}")


def _theil(series: str, rows: Sequence[Comparison]) -> Theil:
    model, record = (np.array([getattr(one, n) for one in rows]) for n in ("modelled", "observed"))
    square = float(np.mean((model - record) ** 2))
    spreads = float(model.std()), float(record.std())
    shared = float(np.mean((model - model.mean()) * (record - record.mean())))
    parts = np.array(
        [
            (model.mean() - record.mean()) ** 2,
            (spreads[0] - spreads[1]) ** 2,
            2 * (spreads[0] * spreads[1] - shared),
        ]
    )
    bias, variation, covariation = parts / square if square > 0 else np.full(3, np.nan)
    return Theil(
        series=series,
        rows=len(rows),
        tests=sum(one.role == "test" for one in rows),
        root_mean_square_error=float(np.sqrt(np.mean((model / record - 1) ** 2))),
        bias=float(bias),
        variation=float(variation),
        covariation=float(covariation),
    )


def theil_table(found: Sequence[Theil]) -> Table:
    """Root-mean-square error and its three parts, a row a series."""
    return Table(
        name="fit_by_series",
        columns=(
            texts("series", [one.series for one in found]),
            integers("rows", [one.rows for one in found], "rows"),
            integers("tests", [one.tests for one in found], "rows"),
            numbers("rmse", [one.root_mean_square_error for one in found], "share", 6),
            numbers("bias", [one.bias for one in found], "share", 4),
            numbers("variation", [one.variation for one in found], "share", 4),
            numbers("covariation", [one.covariation for one in found], "share", 4),
        ),
    )
