"""The function that is fitted: standardised residuals of the record and of the prior."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from calibration.fit.block import Blocks
from calibration.fit.observations import Observation
from calibration.fit.plan import SERVED
from calibration.fit.prior import Prior
from calibration.fit.quantities import QUANTITIES, Runs
from calibration.fit.transform import natural
from simulator.stockflow.arrays import FloatArray

STEP = 1e-3


class Problem(Protocol):
    """A least-squares problem, evaluated for a block of points at once."""

    @property
    def prior(self) -> Prior:
        """The prior of the free numbers."""

    def record(self, block: FloatArray) -> FloatArray:
        """Standardised residuals of the record, (draws, free) → (draws, observations)."""


@dataclass(frozen=True, kw_only=True)
class CityProblem:
    """The people of a city against its record.

    ``largest`` is how many points run at once, so that memory stays small.
    """

    blocks: Blocks
    observations: tuple[Observation, ...]
    prior: Prior
    presence: float
    largest: int = 128

    def record(self, block: FloatArray) -> FloatArray:
        """Standardised residuals of the record."""
        predicted = self.predict(block, [(each.quantity, each.when) for each in self.observations])
        return np.stack(
            [each.residual(predicted[:, place]) for place, each in enumerate(self.observations)],
            axis=1,
        )

    def predict(self, block: FloatArray, asked: Sequence[tuple[str, float]]) -> FloatArray:
        """Quantities at instants, (draws, free) → (draws, asked)."""
        found = [
            self._predict(block[first : first + self.largest], asked)
            for first in range(0, len(block), self.largest)
        ]
        return np.concatenate(found)

    def runs(self, block: FloatArray) -> Runs:
        """The runs of a block small enough to run at once."""
        numbers = natural(self.blocks.plan, block)
        take_up = {
            key.removeprefix(SERVED): numbers[free.name]
            for free in self.blocks.plan.free
            for key in free.keys
            if key.startswith(SERVED)
        }
        return Runs(self.blocks.run(block), take_up, self.presence)

    def _predict(self, block: FloatArray, asked: Sequence[tuple[str, float]]) -> FloatArray:
        runs = self.runs(block)
        return np.stack([QUANTITIES[name](runs, when) for name, when in asked], axis=1)


def residuals(problem: Problem, block: FloatArray) -> FloatArray:
    """Residuals of the record, then of the prior, (draws, free) → (draws, rows)."""
    return np.concatenate([problem.record(block), problem.prior.residuals(block)], axis=1)


def jacobian(problem: Problem, point: FloatArray, *, central: bool = True) -> FloatArray:
    """Derivatives of the residuals at a point, shape (rows, free), from one block of runs.

    Steps of a thousandth of the prior's standard deviation; the prior's part is exact.
    """
    scale = STEP * np.sqrt(np.diag(problem.prior.covariance))
    steps = np.diag(scale)
    if central:
        found = problem.record(np.concatenate([point + steps, point - steps]))
        ahead, behind = found[: len(point)], found[len(point) :]
        slope = (ahead - behind) / (2 * scale[:, np.newaxis])
    else:
        found = problem.record(np.concatenate([point[np.newaxis], point + steps]))
        slope = (found[1:] - found[0]) / scale[:, np.newaxis]
    return np.concatenate([slope.T, problem.prior.matrix])
