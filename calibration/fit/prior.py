"""The prior: a normal distribution on the scale of the fit, with walks from node to node."""

from dataclasses import dataclass

import numpy as np

from calibration.fit.fit_plan import FitPlan
from calibration.fit.transform import prior_centre, prior_spread
from simulator.stockflow.arrays import FloatArray


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Standardised residuals of the prior are linear: ``matrix @ z − offset``.

    ``matrix`` of shape (free, free), ``offset`` of shape (free,). ``mean`` is where all of them
    are zero, ``covariance`` = (matrixᵀ matrix)⁻¹.
    """

    matrix: FloatArray
    offset: FloatArray

    @property
    def mean(self) -> FloatArray:
        """The point of the highest prior density, shape (free,)."""
        return np.asarray(np.linalg.solve(self.matrix, self.offset))

    @property
    def covariance(self) -> FloatArray:
        """Shape (free, free)."""
        inverse = np.linalg.inv(self.matrix)
        return np.asarray(inverse @ inverse.T)

    def residuals(self, block: FloatArray) -> FloatArray:
        """Standardised residuals of points, (draws, free) → (draws, free)."""
        return np.asarray(block @ self.matrix.T - self.offset)


def build_prior(plan: FitPlan) -> Prior:
    """The prior of a plan: each number by itself, or a step from another."""
    size = len(plan.free)
    # A residual a row: (z − centre) ÷ spread, or (z − z of the other − drift) ÷ spread. Steps make
    # the matrix lower triangular, so walks need no covariance of their own.
    matrix, offset = np.zeros((size, size)), np.zeros(size)
    for row, free in enumerate(plan.free):
        matrix[row, row] = 1 / prior_spread(free)
        if free.after is not None:
            matrix[row, plan.place[free.after]] = -1 / prior_spread(free)
            offset[row] = free.drift / prior_spread(free)
        else:
            offset[row] = prior_centre(free) / prior_spread(free)
    return Prior(matrix=matrix, offset=offset)
