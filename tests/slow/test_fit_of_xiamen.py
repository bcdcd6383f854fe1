"""The fit of Xiamen itself: starts agree, the tolerances hold, and a known city is found again."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.fit.city_problem import build_problem
from calibration.fit.entries import rounded
from calibration.fit.fit_city import checked_slope
from calibration.fit.objective import jacobian
from calibration.fit.optimum import agree, climb, climb_all, starting_points
from calibration.fit.report.tolerances import held
from calibration.fit.result import FitResult
from calibration.fit.step import EFFORT, TOLERANCE
from calibration.fit.transform import natural
from simulator.city.pack.fit_form import SERVED
from tests.city import city_pack


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    problem = build_problem(city_pack(), "revised", tolerance=TOLERANCE)
    starts = starting_points(problem, 3, np.random.default_rng(EFFORT.seed))
    state = tmp_path_factory.mktemp("fit") / "state.json"
    optima = climb_all(problem, starts, state, "key", lambda: None)
    best = min(optima, key=lambda each: each.cost).array
    slope, error = checked_slope(problem, best)
    return FitResult(
        problem=problem,
        optima=optima,
        slope=slope,
        slope_error=error,
        sample=None,
        draws=best[np.newaxis],
    )


def test_three_random_starts_end_in_the_same_optimum(result):
    cost, away = agree(result.optima, np.sqrt(np.diag(result.covariance)))
    assert cost < 1e-6
    assert away < 0.1
    assert result.slope_error < 1e-3


def test_every_tolerance_holds(result):
    assert [each.what[1] for each in held(result.fitted_rows) if not each.holds] == []


def test_the_parameter_file_holds_what_the_fit_finds(result):
    plan = result.problem.blocks.plan
    found = natural(plan, result.best.array[np.newaxis])
    parameters = city_pack().parameters
    # the shares of children served are fitted to read pupils by and make no entry
    for free in (each for each in plan.free if not each.keys[0].startswith(SERVED)):
        stated = parameters.find(free.keys[0], "revised")
        value = stated["values"][free.dates[0]] if free.dates else stated["value"]
        assert value == pytest.approx(rounded(float(found[free.name][0])), rel=2e-3), free.name


def test_a_city_made_by_the_model_is_found_again(result):
    """Rows replaced by what a known point says of them: the optimum is that point's, in spreads."""
    problem = result.problem
    truth = result.best.array
    asked = [(row.quantity, row.when) for row in problem.observations]
    said = problem.predict(truth[np.newaxis], asked)[0]
    rows = tuple(
        replace(row, value=float(value))
        for row, value in zip(problem.observations, said, strict=True)
    )
    made = replace(problem, observations=rows)
    found = climb(made, problem.prior.mean, 0, lambda: None)
    slope = jacobian(made, found.array, central=False)
    spread = np.sqrt(np.diag(np.linalg.inv(slope.T @ slope)))
    assert np.all(np.abs(found.array - truth) < 3 * spread)
    assert np.median(np.abs(found.array - truth) / spread) < 0.5
