"""What the record says of the free numbers, and what it leaves to the prior.

With C the covariance of the posterior and P that of the prior, the eigenvalues of L⁻¹ C L⁻ᵀ,
L Lᵀ = P, are the shares of the prior's variance that are left in as many directions. Near one: the
record says nothing; near zero: it decides.
"""

from dataclasses import dataclass

import numpy as np

from calibration.fit.prior import Prior
from simulator.stockflow.arrays import FloatArray

LEFT = 0.8
"""A direction that keeps more of the prior's spread than this is called not identified."""


@dataclass(frozen=True, kw_only=True)
class Identified:
    """Directions by how much of the prior is left.

    ``left`` of shape (free,), standard deviation of the posterior over that of the prior along
    each direction, largest first; ``directions`` of shape (free, free), one a column, in standard
    deviations of the prior's own residuals; ``alone`` of shape (free,), the same ratio of every
    number by itself.
    """

    left: FloatArray
    directions: FloatArray
    alone: FloatArray

    @property
    def unidentified(self) -> int:
        """Number of directions the record does not identify."""
        return int((self.left > LEFT).sum())


def identify(covariance: FloatArray, prior: Prior) -> Identified:
    """Compare the covariance of the posterior, shape (free, free), with the prior."""
    # In the prior's own residuals its covariance is the identity, so eigenvalues are shares of its
    # variance whatever units the numbers have.
    white = prior.matrix @ covariance @ prior.matrix.T
    # symmetric but for rounding; eigh reads one half only, so both are averaged
    values, vectors = np.linalg.eigh((white + white.T) / 2)
    order = np.argsort(-values)
    return Identified(
        left=np.sqrt(np.clip(values[order], 0, None)),
        directions=vectors[:, order],
        alone=np.sqrt(np.diag(covariance) / np.diag(prior.covariance)),
    )


def pull(covariance: FloatArray, prior: Prior) -> FloatArray:
    """Shift of the optimum where a prior moves by its own standard deviation.

    Shape (free, free): row, the prior that moves; column, the number that follows, in standard
    deviations of its posterior. To first order: C Mᵀ, M the prior's matrix.
    """
    # A prior moved by its own spread adds one to its residual; the optimum answers by −C times the
    # gradient of half the squared residuals.
    shift = covariance @ prior.matrix.T
    return np.asarray((shift / np.sqrt(np.diag(covariance))[:, np.newaxis]).T)
