"""The point of the highest posterior density, from several starts, resumable after a kill."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from calibration.fit.objective import Problem, jacobian, residuals
from simulator.errors import CalibrationError
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

# Wide enough to come from another side, not so wide that most starts are cities without people.
START_SPREAD = 0.7
_MOST_EVALUATIONS = 40


@dataclass(frozen=True, kw_only=True)
class Optimum:
    """Where one start ended; ``cost`` is half the sum of squared residuals."""

    start: int
    point: list[float]
    cost: float
    evaluations: int
    optimality: float
    message: str

    @property
    def array(self) -> FloatArray:
        """The point, shape (free,)."""
        return np.array(self.point)


def starting_points(problem: Problem, count: int, rng: np.random.Generator) -> FloatArray:
    """Points drawn from the prior with seven tenths of its spread, shape (count, free)."""
    mean, covariance = problem.prior.mean, problem.prior.covariance
    drawn = rng.multivariate_normal(mean, START_SPREAD**2 * covariance, size=count)
    return np.asarray(drawn)


def climb(problem: Problem, start: FloatArray, number: int, tick: Callable[[], None]) -> Optimum:
    """From a start to the optimum by ``scipy.optimize.least_squares``.

    Raises
    ------
    CalibrationError
        Where it does not converge.
    """

    def fun(point: FloatArray) -> FloatArray:
        tick()
        return np.asarray(residuals(problem, point[np.newaxis])[0])

    # One-sided: half the runs of a central slope. It only steers; the central one judges the end.
    def slope(point: FloatArray) -> FloatArray:
        return jacobian(problem, point, central=False)

    # Gauss–Newton in a trust region: residuals are nearly linear near the optimum, so JᵀJ stands
    # for the Hessian and no second derivative is needed. Steps are measured in prior spreads
    # (x_scale), since numbers differ by orders of magnitude on the scale of the fit.
    found: Any = least_squares(
        fun,
        start,
        jac=slope,
        x_scale=np.sqrt(np.diag(problem.prior.covariance)),
        ftol=1e-8,
        xtol=1e-7,
        gtol=1e-5,
        max_nfev=_MOST_EVALUATIONS,
    )
    if found.status <= 0:
        raise CalibrationError(
            message("fault.not_converged", number=number, reason=found.message), estimate=found.x
        )
    return Optimum(
        start=number,
        point=[float(value) for value in found.x],
        cost=float(found.cost),
        evaluations=int(found.nfev),
        optimality=float(found.optimality),
        message=str(found.message),
    )


def climb_all(
    problem: Problem, starts: FloatArray, state: Path, key: str, tick: Callable[[], None]
) -> tuple[Optimum, ...]:
    """Every start once; those a state file of the same key already holds are not repeated.

    ``key`` is a hash of everything the fit depends on. The state is written after every start.
    """
    done = _resumed(state, key)
    for number, start in enumerate(starts):
        if number not in done:
            done[number] = climb(problem, start, number, tick)
            _keep(state, key, done)
    return tuple(done[number] for number in range(len(starts)))


def agree(optima: tuple[Optimum, ...], posterior_spread: FloatArray) -> tuple[float, float]:
    """How far the starts lie apart: relative in cost, and in posterior standard deviations."""
    best = min(optima, key=lambda each: each.cost)
    cost = max(abs(each.cost - best.cost) / best.cost for each in optima)
    points = np.array([each.point for each in optima])
    return cost, float((np.abs(points - best.array) / posterior_spread).max())


def _resumed(state: Path, key: str) -> dict[int, Optimum]:
    if not state.is_file():
        return {}
    kept = json.loads(state.read_text(encoding="utf-8"))
    # of another record, prior or seed: its optima would be silently wrong here
    if kept["key"] != key:
        return {}
    return {entry["start"]: Optimum(**entry) for entry in kept["optima"]}


def _keep(state: Path, key: str, done: dict[int, Optimum]) -> None:
    text = json.dumps({"key": key, "optima": [asdict(each) for each in done.values()]})
    state.parent.mkdir(parents=True, exist_ok=True)
    # beside and then moved: a kill while writing must not lose the starts that are done
    beside = state.with_name(f".{state.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(state)
