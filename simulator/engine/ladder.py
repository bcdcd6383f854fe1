"""Explicit methods of SciPy over many draws at once, each draw with steps of its own choice.

A segment is cut into 1, 2, 4, … equal steps. Draws that take the same number are stepped together
as one long state by SciPy's own stepper; a draw whose error, by the method's own estimate, is
above its tolerance climbs to more steps. What a draw gets therefore depends on nothing but itself.
A draw that would need more steps than equal ones are good for is left to its own step control.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log2
from typing import Any

import numpy as np
from scipy.integrate import DOP853, RK23, RK45

from simulator.structure.arrays import FloatArray, IntArray

Rates = Callable[[float, FloatArray], FloatArray]

SOLVERS: dict[str, Any] = {"RK45": RK45, "RK23": RK23, "DOP853": DOP853}
MOST_STEPS = 64
_SAFETY = 0.9
# SciPy refuses a first step longer than the stretch, and leaves a sliver after n rounded ones
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """One stretch of time for the draws of a block.

    Parameters
    ----------
    method
        ``RK45``, ``RK23`` or ``DOP853`` [1]_.
    length
        Years from the start of the stretch to its end; time counts from its start.
    inside
        Times strictly inside at which the states are wanted too.
    rates
        Makes the right-hand side of some draws: called with their places, it returns a function of
        a time and a state of shape (draws, n) to rates of change of the same shape.
    relative
        Relative tolerance.
    absolute
        Absolute tolerances, shape (draws, n).

    References
    ----------
    .. [1] Hairer, Nørsett and Wanner (1993), *Solving Ordinary Differential Equations I*, II.4–5.
    """

    method: str
    length: float
    inside: Sequence[float]
    rates: Callable[[IntArray], Rates]
    relative: float
    absolute: FloatArray

    def climb(self, start: FloatArray) -> tuple[FloatArray, IntArray, int]:
        """States at the times inside and at the end, the draws left over, and calls of the rates.

        ``start`` has shape (draws, n), the states (times, draws, n); those of draws that are left
        over are not filled.
        """
        found = np.empty((len(self.inside) + 1, *start.shape))
        waiting = {1: np.arange(len(start))}
        calls = 0
        while waiting:
            steps = min(waiting)
            if steps > MOST_STEPS:
                return found, np.sort(np.concatenate(list(waiting.values()))), calls
            draws = waiting.pop(steps)
            states, errors, called = self._attempt(start, draws, steps)
            calls += called
            held = errors <= 1
            found[:, draws[held]] = states[:, held]
            for draw, error in zip(draws[~held], errors[~held], strict=True):
                more = steps * self._factor(float(error))
                waiting[more] = np.append(waiting.get(more, draws[:0]), draw)
        return found, np.arange(0), calls

    def _factor(self, error: float) -> int:
        """By how much more steps are tried after an error, a power of two."""
        if not np.isfinite(error):
            return 4
        order = SOLVERS[self.method].error_estimator_order + 1
        return int(2 ** max(1, ceil(log2(error ** (1 / order) / _SAFETY))))

    def _attempt(
        self, start: FloatArray, draws: IntArray, steps: int
    ) -> tuple[FloatArray, FloatArray, int]:
        """States, largest error of each draw against its tolerance, and calls, for equal steps."""
        walk = _Walk(ladder=self, draws=draws, step=self.length / steps)
        states, errors, calls = walk.walk(start[draws])
        if np.isfinite(errors).all() or len(draws) == 1:
            return states, errors, calls
        alone = [self._attempt(start, draws[n : n + 1], steps) for n in range(len(draws))]
        return (
            np.concatenate([each[0] for each in alone], axis=1),
            np.concatenate([each[1] for each in alone]),
            calls + sum(each[2] for each in alone),
        )


@dataclass(frozen=True, kw_only=True)
class _Walk:
    """Equal steps of some draws."""

    ladder: Ladder
    draws: IntArray
    step: float

    def walk(self, start: FloatArray) -> tuple[FloatArray, FloatArray, int]:
        """As ``Ladder._attempt``; the error is infinite where SciPy's own step broke down.

        SciPy is told that every error is borne, so that it takes the steps it is given.
        """
        length, inside = self.ladder.length, list(self.ladder.inside)
        longest = self.step * (1 + _ROUNDING)
        rates = self.ladder.rates(self.draws)
        shape = start.shape

        # the interpolant of DOP853 asks for more rates while SciPy still holds on to the last ones
        keeps = self.ladder.method == "DOP853"

        def long_rates(time: float, y: FloatArray) -> FloatArray:
            found = rates(time, y.reshape(shape)).reshape(-1)
            return found.copy() if keeps else found

        solver = SOLVERS[self.ladder.method](
            long_rates,
            0.0,
            start.reshape(-1),
            length,
            first_step=min(longest, length),
            max_step=longest,
            atol=np.inf,
        )
        states = np.empty((len(inside) + 1, *shape))
        errors = np.zeros(len(start))
        done = 0
        while solver.status == "running":
            before, time = solver.y, solver.t
            solver.step()
            if solver.status == "failed" or solver.t - time < 0.5 * min(self.step, length - time):
                return states, np.full(len(start), np.inf), int(solver.nfev)
            errors = np.maximum(errors, self._errors(solver, before.reshape(shape), time))
            while done < len(inside) and inside[done] <= solver.t:
                states[done] = _between(solver, before, time, inside[done]).reshape(shape)
                done += 1
        states[-1] = solver.y.reshape(shape)
        return states, errors, int(solver.nfev)

    def _errors(self, solver: Any, before: FloatArray, time: float) -> FloatArray:  # noqa: ANN401
        """Root mean square of error over tolerance for each draw, as SciPy takes it for one."""
        shape = before.shape
        scale = np.maximum(np.abs(before), np.abs(solver.y.reshape(shape)))
        scale *= self.ladder.relative
        scale += self.ladder.absolute[self.draws]
        taken = float(solver.t - time)
        if self.ladder.method != "DOP853":
            only = _weighted(solver.E, solver.K, shape) / scale
            return np.asarray(taken * _root_mean_square(only))
        fifth = _root_mean_square(_weighted(solver.E5, solver.K, shape) / scale)
        third = _root_mean_square(_weighted(solver.E3, solver.K, shape) / scale)
        whole = np.hypot(fifth, 0.1 * third)
        return np.asarray(taken * np.divide(fifth**2, whole, out=whole * 0, where=whole != 0))


def _weighted(weights: FloatArray, stages: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    return np.asarray(np.dot(weights, stages[: len(weights)]).reshape(shape))


def _root_mean_square(array: FloatArray) -> FloatArray:
    """Along the state, shape (draws,)."""
    return np.asarray(np.sqrt(np.einsum("dn,dn->d", array, array) / array.shape[1]))


def _between(solver: Any, before: FloatArray, time: float, instant: float) -> FloatArray:  # noqa: ANN401
    """The method's own interpolant at an instant of the last step."""
    if not isinstance(solver, RK45 | RK23) or instant == solver.t:
        return np.asarray(solver.dense_output()(instant))
    taken = float(solver.t - time)
    share = (instant - time) / taken
    weights = solver.P @ np.power(share, np.arange(1, solver.P.shape[1] + 1))
    return np.asarray(before + taken * np.dot(weights, solver.K))
