"""Parts of the fit: transforms, prior, rows of the record, tails of weights."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.fit.fit_plan import load_fit_plan
from calibration.fit.observations import known_by, load_observations
from calibration.fit.prior import build_prior
from calibration.fit.tail import effective_draws, pareto_fit, smooth_weights
from calibration.fit.transform import natural
from simulator.errors import DataError
from tests.city import city_pack


@pytest.fixture(scope="module")
def plan():
    return load_fit_plan(city_pack(), "revised")


def test_the_middle_of_the_prior_is_what_the_plan_states(plan):
    mean = build_prior(plan).mean
    found = natural(plan, mean[np.newaxis])
    place = plan.place
    assert found["planning_share"][0] == pytest.approx(0.65, rel=1e-12)
    assert found["allowed_before_migrant"][0] == pytest.approx(0.85, rel=1e-12)
    assert found["allowed_2014_registered"][0] == pytest.approx(0.5 + 0.25 * 0.5, rel=1e-12)
    assert found["second_pace"][0] == pytest.approx(0.2 / 0.65, rel=1e-12)
    assert found["arrivals_2020"][0] == pytest.approx(320000.0, rel=1e-12)
    drift = mean[place["first_timing_2018"]] - mean[place["first_timing_2011"]]
    assert drift == pytest.approx(0.165 * 7, abs=1e-12)


def test_a_walk_spreads_with_the_root_of_its_steps(plan):
    spread = np.sqrt(np.diag(build_prior(plan).covariance))
    names = [f"registration_{year}" for year in range(2011, 2021)]
    found = spread[[plan.place[name] for name in names]]
    np.testing.assert_allclose(found, 0.3 * np.sqrt(np.arange(1, 11)), rtol=1e-12)


def test_shares_stay_below_their_bounds(plan):
    block = np.full((1, len(plan.free)), 9.0)
    found = natural(plan, block)
    assert 0.89 < found["planning_share"][0] < 0.9
    assert found["allowed_before_registered"][0] < found["allowed_2014_registered"][0] < 1


@pytest.mark.parametrize("basis", ["revised", "planned"])
def test_every_row_enters_once_and_is_an_observation(basis):
    rows = load_observations(city_pack(), load_fit_plan(city_pack(), basis), 2011.0)
    assert len({(row.file, row.line) for row in rows}) == len(rows)
    assert all(row.status != "estimated" for row in rows)
    assert all(row.when > 2011 for row in rows)


def test_a_row_that_enters_twice_is_refused(plan):
    again = replace(plan, series=(*plan.series, plan.series[-1]))
    with pytest.raises(DataError, match="would enter twice"):
        load_observations(city_pack(), again, 2011.0)


def test_a_fit_in_the_past_knows_nothing_later_and_nothing_revised():
    rows = load_observations(city_pack(), load_fit_plan(city_pack(), "planned"), 2011.0)
    known = known_by(rows, 2015.0, ("published", "derived"))
    assert known
    assert max(row.when for row in known) == 2015.0
    assert {row.status for row in known} <= {"published", "derived"}
    assert not any(row.quantity.startswith(("pupils", "mothers")) for row in known)


def test_residuals_are_in_spreads_of_the_error_model(plan):
    rows = load_observations(city_pack(), plan, 2011.0)
    births = next(row for row in rows if row.quantity == "births")
    assert births.residual(births.value * np.exp(births.error_size * np.array([0.0, 2.0]))) == (
        pytest.approx([0.0, 2.0], abs=1e-12)
    )
    share = next(row for row in rows if row.quantity == "second_birth_share")
    assert share.residual(np.array([share.value - share.error_size])) == pytest.approx([-1.0])


@pytest.mark.parametrize("shape", [0.1, 0.5, 0.9])
def test_the_tail_of_a_pareto_distribution_has_its_shape(shape):
    uniform = np.random.default_rng(5).random(20000)
    found, scale = pareto_fit(2.0 / shape * (uniform**-shape - 1))
    assert found == pytest.approx(shape, abs=0.03)
    assert scale == pytest.approx(2.0, rel=0.05)


def test_even_weights_are_worth_all_draws_and_one_large_one_is_seen():
    weights, shape = smooth_weights(0.01 * np.random.default_rng(1).standard_normal(400))
    assert effective_draws(weights) > 399
    assert shape < 0.7
    heavy = np.random.default_rng(2).standard_cauchy(400)
    assert smooth_weights(np.log(np.abs(heavy) ** 1.5))[1] > 0.7
