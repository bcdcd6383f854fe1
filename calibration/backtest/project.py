"""A fit that stands in a year, and what it says of the years after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.fit.city_problem import CityProblem
from calibration.fit.fit_city import Effort, fit_quickly
from calibration.fit.observations import Observation, known_by, load_observations
from calibration.fit.result import FitResult
from simulator.stockflow.arrays import FloatArray

# Revised rows did not stand on record then: the census of 2020 rewrote the years before it.
STATUSES = ("published", "derived")
SCORED = (
    "births",
    "second_birth_share",
    "registered_births",
    "register",
    "residents",
    "pupils_primary",
    "pupils_junior",
)
_EDGES = (0.1, 0.9)


@dataclass(frozen=True, kw_only=True, slots=True)
class Projected:
    """A row of the record beside what a fit said of it before: value and middle 80 %."""

    origin: int
    row: Observation
    value: float
    low: float
    high: float

    @property
    def lead(self) -> float:
        """Years from the end of the origin to the row."""
        return self.row.when - (self.origin + 1)

    @property
    def inside(self) -> bool:
        """Whether what came lies in the interval."""
        return self.low <= self.row.value <= self.high


def scored_rows(problem: CityProblem) -> tuple[Observation, ...]:
    """Every row of the scored series, also those later than a fit of today may use."""
    blocks = problem.blocks
    # a fit stops where the record was last used; a score goes on to the end of the run
    series = tuple(
        replace(each, stop=blocks.span[1])
        for each in blocks.plan.series
        if each.quantity in SCORED and each.use == "observation"
    )
    return load_observations(blocks.pack, replace(blocks.plan, series=series), blocks.span[0])


def stand_in(problem: CityProblem, origin: int, effort: Effort) -> FitResult:
    """The fit to rows of years up to and including ``origin``, published or derived from such.

    Nor does it know the country's figures of later years: the last ones go on.
    """
    # From the mean of the prior and not from today's optimum, which knows what came.
    known = known_by(problem.observations, origin + 1.0, STATUSES)
    blocks = replace(problem.blocks, pack=problem.blocks.pack.known_by(origin + 1.0))
    standing = replace(problem, observations=known, blocks=blocks)
    return fit_quickly(standing, problem.prior.mean, effort)


def project(
    result: FitResult, rows: Sequence[Observation], origin: int, rng: np.random.Generator
) -> tuple[Projected, ...]:
    """What a fit says of later rows; intervals hold the error model of the row too."""
    later = [
        row
        for row in rows
        if row.quantity in SCORED and row.when > origin + 1 and row.status in STATUSES
    ]
    asked = [(row.quantity, row.when) for row in later]
    best = result.problem.predict(result.best.array[np.newaxis], asked)[0]
    drawn = result.problem.predict(result.draws, asked)
    found = []
    for place, row in enumerate(later):
        low, high = np.quantile(_with_error(drawn[:, place], row, rng), _EDGES)
        found.append(
            Projected(
                origin=origin,
                row=row,
                value=float(best[place]),
                low=float(low),
                high=float(high),
            )
        )
    return tuple(found)


def _with_error(drawn: FloatArray, row: Observation, rng: np.random.Generator) -> FloatArray:
    # What is scored is the printed figure, so its own error belongs into the interval.
    noise = row.error_size * rng.standard_normal(drawn.size)
    return np.asarray(drawn * np.exp(noise) if row.scale == "relative" else drawn + noise)
