"""The function that is fitted: standardised residuals of the record and of the prior."""

from typing import Protocol

import numpy as np

from calibration.fit.prior import Prior
from simulator.stockflow.arrays import FloatArray

# Far above the noise of the solver, far below where residuals bend.
STEP = 1e-3


class Problem(Protocol):
    """A least-squares problem, evaluated for a block of points at once."""

    @property
    def prior(self) -> Prior:
        """The prior of the free numbers."""

    def record_residuals(self, block: FloatArray) -> FloatArray:
        """Standardised residuals of the record, (draws, free) → (draws, observations)."""


def residuals(problem: Problem, block: FloatArray) -> FloatArray:
    """Residuals of the record, then of the prior, (draws, free) → (draws, rows)."""
    return np.concatenate([problem.record_residuals(block), problem.prior.residuals(block)], axis=1)


def jacobian(problem: Problem, point: FloatArray, *, central: bool = True) -> FloatArray:
    """Derivatives of the residuals at a point, shape (rows, free), from one block of runs.

    Steps of a thousandth of the prior's standard deviation; the prior's part is exact.
    """
    # Steps in prior spreads: a number the prior leaves wide can take a long step, one it holds
    # tightly must not leave the range it makes sense in.
    scale = STEP * np.sqrt(np.diag(problem.prior.covariance))
    steps = np.diag(scale)
    if central:
        # All steps in one block: the solver follows them together, at the cost of a few single
        # runs.
        found = problem.record_residuals(np.concatenate([point + steps, point - steps]))
        ahead, behind = found[: len(point)], found[len(point) :]
        slope = (ahead - behind) / (2 * scale[:, np.newaxis])
    else:
        found = problem.record_residuals(np.concatenate([point[np.newaxis], point + steps]))
        slope = (found[1:] - found[0]) / scale[:, np.newaxis]
    return np.concatenate([slope.T, problem.prior.matrix])
