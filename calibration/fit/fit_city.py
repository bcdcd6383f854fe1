"""Fit the people of a city: starts, slope, sample."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.fit.city_problem import CityProblem, solved, tight
from calibration.fit.objective import jacobian
from calibration.fit.optimum import climb, climb_all, starting_points
from calibration.fit.result import FitResult
from calibration.fit.sample import SampleGoal, build_conditions, normal_draws, sample_posterior
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.machine_code import is_ready


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How hard to try: random starts, draws a round, what the sample must be worth, a seed."""

    starts: int
    draws: int
    effective: float
    kept: int
    seed: int


Telling = Callable[[str], None]


def fit_city(
    problem: CityProblem, effort: Effort, state: Path, key: str, tell: Telling
) -> FitResult:
    """Optimum from several random starts, then a weighted sample of the posterior.

    ``state`` is a file that keeps finished starts, resumed where it was written under the same
    ``key``; ``tell`` is called with "compile", "start", "slope" or "sample" as each goes on.

    Raises
    ------
    CalibrationError
        Where a start does not converge, or the sample is not worth enough draws.
    """
    rng = np.random.default_rng(effort.seed)
    starts = starting_points(problem, effort.starts, rng)
    if not is_ready(problem.blocks.system, problem.blocks.scenario(starts)):
        tell("compile")
    optima = climb_all(problem, starts, state, key, lambda: tell("start"))
    # Starts should agree; where they do not, the report says by how much and the best is used.
    best = min(optima, key=lambda each: each.cost).array
    slope, error = checked_slope(problem, best)
    tell("slope")
    conditions = build_conditions(
        problem, slope, tight(problem.observations), solved(problem.blocks.plan)
    )
    sample = sample_posterior(
        problem,
        (best, slope),
        conditions,
        SampleGoal(count=effort.draws, effective=effort.effective),
        rng,
        lambda _: tell("sample"),
    )
    draws = sample.equal(effort.kept, rng)
    return FitResult(
        problem=problem,
        optima=optima,
        slope=slope,
        slope_error=error,
        sample=sample,
        draws=draws,
    )


def fit_quickly(problem: CityProblem, start: FloatArray, effort: Effort) -> FitResult:
    """Optimum from one start and draws of the normal distribution around it, solved to the record.

    For a second basis and for the past: the draws meet what is known tightly, but carry no weights.
    """
    # No weights: the second basis and the past are told with their spread, not written down as
    # draws, and a weighted sample would take as long again as the whole fit.
    rng = np.random.default_rng(effort.seed)
    optimum = climb(problem, start, 0, lambda: None)
    slope = jacobian(problem, optimum.array)
    conditions = build_conditions(
        problem, slope, tight(problem.observations), solved(problem.blocks.plan)
    )
    draws = normal_draws(problem, (optimum.array, slope), conditions, effort.kept, rng)
    return FitResult(
        problem=problem,
        optima=(optimum,),
        slope=slope,
        slope_error=float("nan"),
        sample=None,
        draws=draws,
    )


def checked_slope(problem: CityProblem, point: FloatArray) -> tuple[FloatArray, float]:
    """The central Jacobian, and how far the one-sided one that led here lies from it."""
    central = jacobian(problem, point)
    forward = jacobian(problem, point, central=False)
    # If the two differ, the solver's noise or a kink is in the slope and intervals can't be
    # trusted.
    scale = np.abs(central).max()
    return central, float(np.abs(forward - central).max() / scale)
