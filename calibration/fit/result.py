"""All of a fit: optimum, slope, sample, and what they say of the record."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calibration.fit.city_problem import CityProblem
from calibration.fit.identified import Identified, identify
from calibration.fit.optimum import Optimum
from calibration.fit.sample import Sample
from simulator.stockflow.arrays import FloatArray


@dataclass(frozen=True, kw_only=True)
class FittedRow:
    """A row of the record beside the model: at the optimum and the middle 80 % of the sample."""

    quantity: str
    year: str
    when: float
    recorded: float
    modelled: float
    low: float
    high: float
    residual: float
    error_model: str
    condition: bool
    scale: str
    error_size: float

    @property
    def reach(self) -> float:
        """One standard deviation of the error model, in the unit of the record."""
        return self.error_size * (self.recorded if self.scale == "relative" else 1.0)

    @property
    def error(self) -> float:
        """Model over record − 1; in points where the record is a share."""
        if self.scale == "absolute":
            return self.modelled - self.recorded
        return self.modelled / self.recorded - 1


@dataclass(frozen=True, kw_only=True)
class FitResult:
    """A fit on one population basis.

    ``slope`` is the central Jacobian at the optimum, shape (rows, free); ``slope_error`` how far
    the one-sided one lies from it, relative; ``draws`` of equal weight, shape (draws, free).
    """

    problem: CityProblem
    optima: tuple[Optimum, ...]
    slope: FloatArray
    slope_error: float
    sample: Sample | None
    draws: FloatArray

    @property
    def best(self) -> Optimum:
        """The start that ended lowest."""
        return min(self.optima, key=lambda each: each.cost)

    @cached_property
    def covariance(self) -> FloatArray:
        """Normal approximation of the posterior at the optimum, shape (free, free)."""
        return np.asarray(np.linalg.inv(self.slope.T @ self.slope))

    @cached_property
    def identified(self) -> Identified:
        """What the record identifies."""
        return identify(self.covariance, self.problem.prior)

    @cached_property
    def fitted_rows(self) -> tuple[FittedRow, ...]:
        """Every row of the record beside the model."""
        rows = self.problem.observations
        asked = [(each.quantity, each.when) for each in rows]
        best = self.problem.predict(self.best.array[np.newaxis], asked)[0]
        drawn = self.problem.predict(self.draws, asked)
        low, high = np.quantile(drawn, (0.1, 0.9), axis=0)
        return tuple(
            FittedRow(
                quantity=each.quantity,
                year=each.year,
                when=each.when,
                recorded=each.value,
                modelled=float(best[place]),
                low=float(low[place]),
                high=float(high[place]),
                residual=float(each.residual(best[place : place + 1])[0]),
                error_model=each.error_model,
                condition=each.condition,
                scale=each.scale,
                error_size=each.error_size,
            )
            for place, each in enumerate(rows)
        )
