"""A sample of the posterior: a normal distribution around the optimum, re-weighted.

Numbers that fix what is known tightly (arrivals: the residents; registration: the register) are
solved for every draw: a draw states by how much each tight row is missed, and two corrections along
the prior's covariance of those numbers bring the run there. The posterior is therefore stated on
the scale of the other numbers and of those rows. Weights are the posterior over the proposal, their
tail smoothed (``tail.py``). Where too few draws count another round is drawn; where the tail is too
heavy the proposal is moved to the mean and covariance of the weighted draws before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.objective import Problem, residuals
from calibration.fit.tail import TRUSTED, effective_draws, smooth_weights
from simulator.errors import CalibrationError
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import listed, message

# Each correction is a Newton step with a slope that is held, so a miss shrinks by a factor and not
# by its square: after two, what is left is small beside their errors.
_CORRECTIONS = 2
_MOST_ROUNDS = 14
# The covariance of few weighted draws is noisy, often too narrow; a proposal that is too narrow has
# the heavy tail of weights that the next round is meant to cure. So it moves half way only.
_SHRINK = 0.5
# A little wider than the posterior near its optimum: importance weights stay bounded where the
# proposal has the heavier tail, and explode where it has the lighter.
_WIDER = 1.05
# Rounds of one proposal whose tail is not trusted before it is moved: the tail of one round is told
# by a few draws.
_PATIENCE = 2


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Tight rows of the record, and the free numbers that are solved to meet them.

    ``rows`` and ``numbers`` are places; ``gain`` of shape (free, rows) turns a miss of the rows
    into a change of the numbers; ``slope`` of shape (rows, free) is the derivative of the rows.
    """

    rows: tuple[int, ...]
    slope: FloatArray
    gain: FloatArray

    def corrected(
        self, problem: Problem, block: FloatArray, wanted: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Points whose tight rows come to ``wanted``, and all their residuals."""
        # The gain was made at the optimum. It is used as it is for every draw: a slope of its own
        # would cost as many runs a draw as there are free numbers.
        found = residuals(problem, block)
        for _ in range(_CORRECTIONS if self.rows else 0):
            block = block - (found[:, list(self.rows)] - wanted) @ self.gain.T
            found = residuals(problem, block)
        return block, found


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Draws of the posterior with weights adding to one.

    ``draws`` of shape (draws, free); ``shape`` is Pareto's k, ``effective`` the draws of equal
    weight they are worth, ``rounds`` how often the proposal was drawn from.
    """

    draws: FloatArray
    weights: FloatArray
    shape: float
    effective: float
    rounds: int

    def equal(self, count: int, rng: np.random.Generator) -> FloatArray:
        """Draws of equal weight, by systematic resampling, shape (count, free)."""
        # One random number for all: evenly spaced places pick each draw as often as its weight
        # says, up to one, where independent picks would add chance of their own.
        places = (rng.random() + np.arange(count)) / count
        found = np.searchsorted(np.cumsum(self.weights), places)
        # the cumulated weights may end a rounding below one
        return self.draws[np.minimum(found, len(self.draws) - 1)]


def build_conditions(
    problem: Problem, slope: FloatArray, rows: tuple[int, ...], numbers: tuple[int, ...]
) -> Conditions:
    """The correction of least prior cost: C Hᵀ (H C Hᵀ)⁻¹, C the covariance of the numbers."""
    rows_slope = slope[list(rows)]
    inside = np.zeros(slope.shape[1], dtype=bool)
    inside[list(numbers)] = True
    # Of all changes that close the miss, the one the prior thinks least unlikely. Numbers outside
    # are held: they have covariance zero, so the gain has no row for them.
    covariance = np.where(inside[:, np.newaxis] & inside[np.newaxis], problem.prior.covariance, 0.0)
    # pinv: rows that tell the same (a total and its parts) must not make the inverse fail
    gain = covariance @ rows_slope.T @ np.linalg.pinv(rows_slope @ covariance @ rows_slope.T)
    return Conditions(rows=rows, slope=rows_slope, gain=gain)


def normal_draws(
    problem: Problem,
    optimum: tuple[FloatArray, FloatArray],
    conditions: Conditions,
    count: int,
    rng: np.random.Generator,
) -> FloatArray:
    """Draws of the normal distribution at the optimum, solved to the tight rows, no weights."""
    centre, slope = optimum
    # Residuals hold prior and record, so JᵀJ is the precision of the posterior to first order.
    root = np.linalg.cholesky(np.linalg.inv(slope.T @ slope))
    block = centre + rng.standard_normal((count, centre.size)) @ root.T
    # A draw keeps the miss of the tight rows that the straight line from the optimum gives it; the
    # run would miss by more, since it bends, and the tight rows would then reject nearly every
    # draw.
    held = residuals(problem, centre[np.newaxis])[0][list(conditions.rows)]
    aim = held + (block - centre) @ conditions.slope.T
    return conditions.corrected(problem, block, aim)[0]


@dataclass(frozen=True, kw_only=True)
class SampleGoal:
    """Draws a round, and what the sample of all rounds must be worth."""

    count: int
    effective: float


def sample_posterior(
    problem: Problem,
    optimum: tuple[FloatArray, FloatArray],
    conditions: Conditions,
    goal: SampleGoal,
    rng: np.random.Generator,
    tick: Callable[[int], None],
) -> Sample:
    """Draw until the sample is worth enough draws and its tail can be trusted.

    ``optimum`` is the point, shape (free,), and the slope there, shape (rows, free). Rounds whose
    tail can be trusted are pooled, each by what it is worth.

    Raises
    ------
    CalibrationError
        Where that takes more than fourteen rounds.
    """
    centre, slope = optimum
    mean = centre
    covariance: FloatArray = np.asarray(np.linalg.inv(slope.T @ slope) * _WIDER**2)
    held = residuals(problem, centre[np.newaxis])[0][list(conditions.rows)]
    # The first proposal is the normal distribution at the optimum; a later one what was learned.
    moved_on: list[Sample] = []
    drawn: list[Drawn] = []
    for number in range(1, _MOST_ROUNDS + 1):
        noise = rng.standard_normal((goal.count, mean.size))
        block = mean + noise @ np.linalg.cholesky(covariance).T
        aim = held + (block - centre) @ conditions.slope.T
        points, found = conditions.corrected(problem, block, aim)
        tick(number)
        drawn.append(Drawn(points=points, stated=block, log_weights=_log_weights(noise, found)))
        proposals = [*moved_on, _weighted(drawn, number)]
        pooled = _pooled(proposals)
        if pooled is not None and pooled.effective >= goal.effective:
            return pooled
        # A proposal whose tail can be trusted is good for more: what few weighted draws would make
        # of it is noise. The next one is set in the scale in which draws are stated, before the
        # correction.
        if proposals[-1].shape > TRUSTED and len(drawn) >= _PATIENCE:
            whole = np.concatenate([each.stated for each in drawn])
            mean, covariance = _moved(whole, proposals[-1].weights, covariance)
            moved_on, drawn = proposals, []
    raise CalibrationError(_too_little(proposals, goal), estimate=proposals)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A round of a proposal: the points, what they were before the correction, their weights."""

    points: FloatArray
    stated: FloatArray
    log_weights: FloatArray


def _log_weights(noise: FloatArray, found: FloatArray) -> FloatArray:
    """Log posterior − log proposal, shape (draws,), up to a constant.

    ``noise`` of shape (draws, free) is what the proposal drew, ``found`` of shape (draws, rows) all
    residuals at the points.
    """
    # Half the squared residuals is minus the log posterior up to a constant, half the squared noise
    # minus the log proposal; constants go when weights are scaled. Both are densities of the other
    # numbers and the tight rows (see above): no Jacobian enters.
    return np.asarray(0.5 * (noise**2).sum(axis=1) - 0.5 * (found**2).sum(axis=1))


def _weighted(drawn: Sequence[Drawn], number: int) -> Sample:
    """All rounds of one proposal, with the weights that turn its draws into the posterior's."""
    weights, shape = smooth_weights(np.concatenate([each.log_weights for each in drawn]))
    return Sample(
        draws=np.concatenate([each.points for each in drawn]),
        weights=weights,
        shape=shape,
        effective=effective_draws(weights),
        rounds=number,
    )


def _pooled(rounds: Sequence[Sample]) -> Sample | None:
    """All proposals whose tail can be trusted, as one sample; its shape is the worst of theirs."""
    trusted = [each for each in rounds if each.shape <= TRUSTED]
    if not trusted:
        return None
    # A proposal counts by what it is worth and not by its draws: a poor one adds little, and can't
    # spoil the good ones. Those with an untrusted tail are left out, not averaged away.
    worth = np.array([each.effective for each in trusted])
    parts = zip(worth / worth.sum(), trusted, strict=True)
    weights = np.concatenate([share * each.weights for share, each in parts])
    return Sample(
        draws=np.concatenate([each.draws for each in trusted]),
        weights=weights,
        shape=max(each.shape for each in trusted),
        effective=effective_draws(weights),
        rounds=rounds[-1].rounds,
    )


def _too_little(rounds: Sequence[Sample], goal: SampleGoal) -> str:
    return message(
        "fault.small_sample",
        count=goal.count,
        found=listed(f"{each.effective:.0f} ({each.shape:.2f})" for each in rounds),
        effective=f"{goal.effective:.0f}",
        tail=TRUSTED,
    )


def _moved(
    block: FloatArray, weights: FloatArray, covariance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Mean and covariance of weighted draws, half way from the old covariance."""
    mean = weights @ block
    scatter = (block - mean).T * weights @ (block - mean)
    return mean, _SHRINK * scatter + (1 - _SHRINK) * covariance
