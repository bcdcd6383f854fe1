"""The fit on made-up data: what went in comes out, within the posterior, from every start."""

from dataclasses import dataclass

import numpy as np
import pytest

from calibration.fit.identified import identify
from calibration.fit.objective import jacobian, residuals
from calibration.fit.optimum import agree, climb_all, starting_points
from calibration.fit.prior import Prior
from calibration.fit.sample import SampleGoal, build_conditions, sample_posterior

TRUTH = np.array([0.4, -0.7, 0.3, 1.1])
TIMES = np.linspace(0, 3, 12)
SPREAD = 0.02


@dataclass(frozen=True, kw_only=True)
class Decay:
    """y(t) = e^z₀ e^(−e^z₁ t) + z₂, and a last row that fixes z₀ + 2 z₃ tightly."""

    prior: Prior
    data: np.ndarray

    def record_residuals(self, block):
        return (model(block) - self.data) / np.append(np.full(TIMES.size, SPREAD), 1e-3)


def model(block):
    height, rate = np.exp(block[:, :1]), np.exp(block[:, 1:2])
    curve = height * np.exp(-rate * TIMES) + block[:, 2:3]
    return np.concatenate([curve, block[:, :1] + 2 * np.sinh(block[:, 3:4])], axis=1)


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(3)
    noise = np.append(SPREAD * rng.standard_normal(TIMES.size), 0.0)
    prior = Prior(matrix=np.eye(4), offset=np.zeros(4))
    return Decay(prior=prior, data=model(TRUTH[np.newaxis])[0] + noise)


@pytest.fixture(scope="module")
def optima(problem, tmp_path_factory):
    starts = starting_points(problem, 3, np.random.default_rng(0))
    state = tmp_path_factory.mktemp("fit") / "state.json"
    return climb_all(problem, starts, state, "key", lambda: None)


def test_random_starts_end_in_the_same_optimum(problem, optima):
    slope = jacobian(problem, optima[0].array)
    cost, away = agree(optima, np.sqrt(np.diag(np.linalg.inv(slope.T @ slope))))
    assert cost < 1e-6
    assert away < 0.1


def test_the_truth_lies_within_the_posterior(problem, optima):
    best = optima[0].array
    slope = jacobian(problem, best)
    spread = np.sqrt(np.diag(np.linalg.inv(slope.T @ slope)))
    assert np.all(np.abs(best - TRUTH) < 3 * spread)
    assert np.all(spread < 0.5)


def test_the_slope_is_that_of_the_residuals(problem):
    point = np.array([0.1, 0.2, -0.3, 0.4])
    slope = jacobian(problem, point)
    along = np.array([0.3, -0.5, 0.2, 0.7])
    step = 1e-5
    moved = residuals(problem, np.stack([point + step * along, point - step * along]))
    np.testing.assert_allclose(slope @ along, (moved[0] - moved[1]) / (2 * step), rtol=1e-5)


def test_the_sample_is_worth_its_draws_and_meets_what_is_tight(problem, optima):
    best = optima[0].array
    slope = jacobian(problem, best)
    rows, numbers = (TIMES.size,), (3,)
    conditions = build_conditions(problem, slope, rows, numbers)
    found = sample_posterior(
        problem,
        (best, slope),
        conditions,
        SampleGoal(count=800, effective=400.0),
        np.random.default_rng(1),
        lambda _: None,
    )
    assert found.effective >= 400
    assert found.shape < 0.7
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    draws = found.equal(400, np.random.default_rng(2))
    spread = np.sqrt(np.diag(np.linalg.inv(slope.T @ slope)))
    assert np.all(np.abs(draws.mean(axis=0) - best) < spread)
    np.testing.assert_allclose(draws.std(axis=0), spread, rtol=0.3)
    assert np.abs(problem.record_residuals(draws)[:, TIMES.size]).max() < 6


def test_a_fit_goes_on_where_it_was_killed(problem, tmp_path):
    state, calls = tmp_path / "state.json", []
    starts = starting_points(problem, 2, np.random.default_rng(0))
    climb_all(problem, starts[:1], state, "key", lambda: calls.append(1))
    first = len(calls)
    climb_all(problem, starts, state, "key", lambda: calls.append(1))
    second = len(calls) - first
    calls.clear()
    climb_all(problem, starts, state, "key", lambda: calls.append(1))
    assert first > 0
    assert second > 0
    assert not calls
    climb_all(problem, starts, state, "another key", lambda: calls.append(1))
    assert calls


def test_what_no_row_tells_of_keeps_its_prior():
    prior = Prior(matrix=np.diag([1.0, 2.0]), offset=np.zeros(2))
    slope = np.concatenate([[[10.0, 0.0]], prior.matrix])
    found = identify(np.linalg.inv(slope.T @ slope), prior)
    assert found.unidentified == 1
    np.testing.assert_allclose(found.alone, [1 / np.sqrt(101), 1.0], rtol=1e-12)
    np.testing.assert_allclose(found.left, [1.0, 1 / np.sqrt(101)], rtol=1e-12)
