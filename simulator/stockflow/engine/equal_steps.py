"""Equal steps for many draws at once, each draw with as many as its own error asks for.

A segment is cut into 1, 2, 4, … equal steps. Draws that take the same number go together: in place
(``own_steps.py``), or, by a method that has no steps of ours, as one long state through SciPy's own
stepper. A draw whose error, by the method's own estimate, is above its tolerance goes on to more
steps. A draw that would need more steps than equal ones are good for is left over, to a step
control of its own.

Step control for all draws together would be simpler, but then the steps of a draw, and with them
its last digits, would depend on which other draws are in its block. With powers of two there are
few groups, and what a draw gets depends on nothing but itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil, log2
from typing import Any

import numpy as np
from scipy.integrate import DOP853, RK23, RK45

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.own_steps import OwnSteps, RatesInto, Workspace, together

Attempt = Callable[[IntArray, int], tuple[FloatArray, FloatArray, int]]

# beyond this a segment has fast and slow stretches, for which equal steps are a waste
MOST_STEPS = 64
# SciPy's own factor: aim a little below the tolerance, so that the next try is seldom in vain
_SAFETY = 0.9


def refine_steps(attempt: Attempt, draws: int, order: int) -> tuple[FloatArray, IntArray, int]:
    """States of every draw with enough steps, the draws left over, and calls of the rates.

    Parameters
    ----------
    attempt
        Takes some of the draws through the segment by a number of equal steps.
    draws
        How many there are.
    order
        The error falls with this power of the step.

    Returns
    -------
    tuple
        states of shape (times, draws, n), not filled for draws that are left over; their places;
        calls of the right-hand side.
    """
    found: FloatArray | None = None
    calls = 0

    def keep(places: IntArray, steps: int) -> FloatArray:
        nonlocal found, calls
        states, errors, called = attempt(places, steps)
        calls += called
        held = errors <= 1
        if found is None and held.all():
            found = states  # all draws at the first attempt: as they are, without a copy
            return errors
        if found is None:
            found = np.empty((len(states), draws, states.shape[-1]))
        found[:, places[held]] = states[:, held]
        return errors

    left = climb(keep, draws, order, MOST_STEPS)
    return np.asarray(found), left, calls


def climb(
    attempt: Callable[[IntArray, int], FloatArray], draws: int, order: int, most: int
) -> IntArray:
    """Give every draw as many steps as its error asks for; the draws that ask for too many.

    ``attempt`` takes some draws through by a number of steps and gives their errors over
    tolerance; ``order`` and ``draws`` as in ``refine_steps``, ``most`` steps at the most.
    """
    waiting = {1: np.arange(draws)}
    while waiting and min(waiting) <= most:
        steps = min(waiting)
        places = np.sort(waiting.pop(steps))
        errors = attempt(places, steps)
        held = errors <= 1  # false for NaN: such a draw takes more steps
        for place, error in zip(places[~held], errors[~held], strict=True):
            more = steps * _factor(float(error), order)
            waiting[more] = np.append(waiting.get(more, places[:0]), place)
    return np.sort(np.concatenate([np.arange(0), *waiting.values()]))


def _factor(error: float, order: int) -> int:
    """By how much more steps are tried after an error, a power of two.

    The error falls with the power ``order`` of the step, so that its root says how much shorter the
    step must be. Where there is no error to go by, the state overflowed on the way.
    """
    if not np.isfinite(error):
        return 4
    return int(2 ** max(1, ceil(log2(error ** (1 / order) / _SAFETY))))


SOLVERS: dict[str, Any] = {"RK45": RK45, "RK23": RK23, "DOP853": DOP853}
IN_PLACE = ("RK45", "RK23")
"""Methods whose steps are our own; the others', and the reference of these, are SciPy's."""
# SciPy refuses a first step longer than the stretch, and leaves a sliver after n rounded ones
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One stretch of time for the draws of a block.

    Parameters
    ----------
    method
        ``RK45``, ``RK23`` or ``DOP853`` [1]_.
    start
        States at its start, shape (draws, n).
    length
        Years from its start to its end; time counts from its start.
    inside
        Times strictly inside at which the states are wanted too.
    rates
        Makes the right-hand side of some draws, called with their places and the number of steps.
    relative
        Relative tolerance.
    absolute
        Absolute tolerances, shape (draws, n).
    workspace
        Memory for steps in place.

    References
    ----------
    .. [1] Hairer, Nørsett and Wanner (1993), *Solving Ordinary Differential Equations I*, II.4–5.
    """

    method: str
    start: FloatArray
    length: float
    inside: Sequence[float]
    rates: Callable[[IntArray, int], RatesInto]
    relative: float
    absolute: FloatArray
    workspace: Workspace = field(default_factory=Workspace)

    def attempt(self, draws: IntArray, steps: int) -> tuple[FloatArray, FloatArray, int]:
        """States at the times inside and at the end, errors over tolerances, calls of the rates.

        An error that is infinite or NaN is one of a draw whose state or rates were. The states
        lie in the workspace until the next attempt.
        """
        if self.method not in IN_PLACE:
            return self.by_scipy(draws, steps)
        shape = (len(draws), len(self.inside) + 1, self.start.shape[1])
        states, errors = self.workspace.take("found", shape), np.empty(len(draws))
        method = SOLVERS[self.method]
        for part in together(len(draws), self.start.shape[1]):
            own = draws[part]
            walk = OwnSteps(
                method=method,
                rates=self.rates(own, steps),
                length=self.length,
                steps=steps,
                inside=self.inside,
                relative=self.relative,
                absolute=self.absolute[own],
            )
            errors[part] = walk.walk(self.start[own], states[part], self.workspace)
        return states.swapaxes(0, 1), errors, 1 + method.n_stages * steps

    def by_scipy(self, draws: IntArray, steps: int) -> tuple[FloatArray, FloatArray, int]:
        """The same by SciPy's stepper.

        The error is infinite where SciPy's own step broke down; if it did for several draws
        together, each is tried alone.
        """
        walk = _Walk(stretch=self, draws=draws, steps=steps)
        states, errors, calls = walk.walk(self.start[draws])
        if np.isfinite(errors).all() or len(draws) == 1:
            return states, errors, calls
        alone = [self.by_scipy(draws[n : n + 1], steps) for n in range(len(draws))]
        return (
            np.concatenate([each[0] for each in alone], axis=1),
            np.concatenate([each[1] for each in alone]),
            calls + sum(each[2] for each in alone),
        )


@dataclass(frozen=True, kw_only=True)
class _Walk:
    """Equal steps of some draws of a stretch."""

    stretch: Stretch
    draws: IntArray
    steps: int

    @property
    def step(self) -> float:
        """Years of a step."""
        return self.stretch.length / self.steps

    def walk(self, start: FloatArray) -> tuple[FloatArray, FloatArray, int]:
        """As ``Stretch.attempt``.

        ``atol`` is infinite, so SciPy accepts every step, and none is longer than ``max_step``: it
        takes the equal steps it is given. The errors are worked out here, draw by draw.
        """
        length, inside = self.stretch.length, list(self.stretch.inside)
        longest = self.step * (1 + _ROUNDING)
        rates = self.stretch.rates(self.draws, self.steps)
        shape = start.shape

        def long_rates(time: float, y: FloatArray) -> FloatArray:
            # never one array twice: the interpolant of DOP853 asks for more rates while SciPy still
            # holds on to the last ones
            change = np.zeros(shape)
            rates(time, y.reshape(shape), change)
            return change.reshape(-1)

        solver = SOLVERS[self.stretch.method](
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
            # a step far shorter than asked for: SciPy met a rate that is NaN or infinite
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
        scale *= self.stretch.relative
        scale += self.stretch.absolute[self.draws]
        taken = float(solver.t - time)
        if self.stretch.method != "DOP853":
            only = _weighted(solver.E, solver.K, shape) / scale
            return np.asarray(taken * _root_mean_square(only))
        # two estimates put together, as in Hairer, Nørsett and Wanner (1993), II.5, and in SciPy
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
    # SciPy's dense output, without the copy of all stages that it makes at every step
    weights = solver.P @ np.power(share, np.arange(1, solver.P.shape[1] + 1))
    return np.asarray(before + taken * np.dot(weights, solver.K))
