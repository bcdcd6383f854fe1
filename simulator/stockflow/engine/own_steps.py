"""Equal Runge–Kutta steps in place: those of SciPy, without a new array for every one of them.

Tableau, estimate of the error and interpolant are SciPy's own (``SOLVERS``). What is not: the state
and the stages of a draw lie under each other, so that every combination of them is one product of a
few weights with a matrix, and all arrays are kept from segment to segment. Every product and every
sum is made for one draw, so that its last digits are those it has alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from scipy.integrate import RK23, RK45

from simulator.stockflow.arrays import FloatArray

# numbers in the states of the draws that go together: what is read and written at a stage then
# stays in the nearer caches of a processor. A large system goes draw by draw
_TOGETHER = 100_000


@dataclass(kw_only=True)
class Workspace:
    """Memory for the steps of one block after another; whoever steps has one of its own."""

    held: dict[str, FloatArray] = field(init=False, default_factory=dict, repr=False)

    def take(self, purpose: str, shape: tuple[int, ...]) -> FloatArray:
        """An array for a purpose; what was last taken for the same one is lost."""
        size = prod(shape)
        if purpose not in self.held or self.held[purpose].size < size:
            self.held[purpose] = np.empty(size)
        return self.held[purpose][:size].reshape(shape)


def together(draws: int, size: int) -> list[slice]:
    """Draws that take their steps side by side, for states of ``size`` numbers."""
    number = max(1, _TOGETHER // size)
    return [slice(first, min(first + number, draws)) for first in range(0, draws, number)]


RatesInto = Callable[[float, FloatArray, FloatArray], object]
"""Writes the rates of change at a time and a state, both of shape (draws, n), into the last."""


def stage_time(step: int, share: float, length: float) -> float:
    """Time at a share of one of the steps of some length, since the start of the first."""
    return step * length + share * length


@dataclass(frozen=True, kw_only=True)
class OwnSteps:
    """Equal steps of some draws by an explicit method whose last stage is the next one's first.

    Parameters
    ----------
    method
        SciPy's stepper [1]_, for its tableau alone.
    rates
        The right-hand side.
    length, steps
        Years from start to end, and into how many steps they are cut; time counts from the start.
    inside
        Times strictly inside at which the states are wanted too, in order.
    relative, absolute
        Relative tolerance, and absolute tolerances of shape (draws, n).

    References
    ----------
    .. [1] Hairer, Nørsett and Wanner (1993), *Solving Ordinary Differential Equations I*, II.4–6.
    """

    method: type[RK45 | RK23]
    rates: RatesInto
    length: float
    steps: int
    inside: Sequence[float]
    relative: float
    absolute: FloatArray

    def walk(self, start: FloatArray, states: FloatArray, workspace: Workspace) -> FloatArray:
        """Fill in the states at the times inside and at the end; the errors over tolerances.

        Parameters
        ----------
        start
            shape (draws, n).
        states
            shape (draws, times inside and one, n), overwritten.
        workspace
            Memory to work in.

        Returns
        -------
        FloatArray
            Of every draw the largest error of its steps, the root mean square of error over
            tolerance as SciPy takes it; infinite or NaN where a rate was. Shape (draws,).
        """
        draws, size = start.shape
        stages: int = self.method.n_stages
        held = workspace.take("stages", (draws, stages + 2, size))
        reached, *spare = workspace.take("states of a step", (4, draws, size))
        held[:, 0] = start
        self.rates(0.0, start, held[:, 1])
        errors = np.zeros(draws)
        step, done = self.length / self.steps, 0
        for number in range(self.steps):
            time = number * step
            self._step(held, reached, number, step)
            errors = np.maximum(errors, self._errors(held, reached, step, spare))
            last = number == self.steps - 1
            here = done
            while done < len(self.inside) and (last or self.inside[done] <= time + step):
                done += 1
            if done > here:
                shares = (np.array(self.inside[here:done]) - time) / step
                np.matmul(self._interpolant(shares, step), held, out=states[:, here:done])
            if not last:
                held[:, 0] = reached
                held[:, 1] = held[:, -1]
        states[:, -1] = reached
        return errors

    def _step(self, held: FloatArray, reached: FloatArray, number: int, step: float) -> None:
        """One step from the state in the first row; what it comes to, and its rates behind all."""
        method = self.method
        for stage in range(1, method.n_stages):
            _combine(held[:, : stage + 1], step * method.A[stage, :stage], reached)
            time = stage_time(number, float(method.C[stage]), step)
            self.rates(time, reached, held[:, stage + 1])
        _combine(held[:, :-1], step * method.B, reached)
        self.rates(stage_time(number, 1.0, step), reached, held[:, -1])

    def _errors(
        self, held: FloatArray, reached: FloatArray, step: float, spare: list[FloatArray]
    ) -> FloatArray:
        """Root mean square of error over tolerance in a step, shape (draws,)."""
        off, scale, other = spare
        np.matmul(step * self.method.E, held[:, 1:], out=off)
        np.maximum(np.abs(held[:, 0], out=scale), np.abs(reached, out=other), out=scale)
        scale *= self.relative
        scale += self.absolute
        off /= scale
        squares = np.matmul(off[:, np.newaxis], off[:, :, np.newaxis]).reshape(-1)
        return np.asarray(np.sqrt(squares / off.shape[1]))

    def _interpolant(self, shares: FloatArray, step: float) -> FloatArray:
        """Weights of the state and of the stages, shape (shares, stages and one)."""
        powers = shares[:, np.newaxis] ** np.arange(1, self.method.P.shape[1] + 1)
        return np.hstack([np.ones((len(shares), 1)), step * (powers @ self.method.P.T)])


def _combine(held: FloatArray, weights: FloatArray, out: FloatArray) -> None:
    """The state in the first row plus weighted stages in the others, shape (draws, n)."""
    np.matmul(np.concatenate([[1.0], weights]), held, out=out)
