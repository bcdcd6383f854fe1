"""The distribution of delays: closed forms, the common bias, samples of the same object."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import lognorm

from simulator.city.supply.slippage import PUNCTUAL, Slippage, slippage_of
from tests.city import choices, with_parameters

FEW = Slippage(on_time=0.2, median=1.3, spread=0.5, common=0.4)


def test_a_share_is_on_time_and_the_others_are_lognormal():
    delays = np.array([-0.1, 0.0, 0.5, 1.3, 4.0])
    late = lognorm(s=0.5, scale=1.3).cdf(delays)
    np.testing.assert_allclose(FEW.chance(delays), [0, 0.2, *(0.2 + 0.8 * late[2:])], rtol=1e-12)
    assert FEW.mean == pytest.approx(0.8 * lognorm(s=0.5, scale=1.3).mean(), rel=1e-12)


@pytest.mark.parametrize("until", [-1.0, 0.0, 0.3, 1.3, 6.0])
def test_the_area_is_the_integral_of_the_chance(until):
    found = FEW.area(np.array([until]))[0]
    wanted = quad(lambda d: FEW.chance(np.array([d]))[0], 0, max(until, 0), epsabs=1e-12)[0]
    assert found == pytest.approx(wanted, abs=1e-9)


def test_without_spread_there_is_one_delay():
    sure = Slippage(on_time=0.0, median=0.5, spread=0.0)
    np.testing.assert_array_equal(sure.chance(np.array([0.0, 0.49, 0.5, 2.0])), [0, 0, 1, 1])
    np.testing.assert_allclose(sure.area(np.array([0.4, 0.5, 2.0])), [0, 0, 1.5], atol=1e-12)
    np.testing.assert_array_equal(PUNCTUAL.chance(np.array([-1e-3, 0.0, 1.0])), [0, 1, 1])


@pytest.mark.parametrize("common", [0.0, 0.3, 0.9])
def test_averaged_over_the_common_bias_it_is_the_whole_distribution(common):
    """Gauss-Hermite quadrature over the bias; the expected curve does not depend on its share."""
    slippage = Slippage(on_time=0.2, median=1.3, spread=0.5, common=common)
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    delays = np.array([0.3, 1.0, 1.7, 3.0])
    chance = sum(w * slippage.given(z).chance(delays) for z, w in zip(points, weights, strict=True))
    np.testing.assert_allclose(chance / weights.sum(), slippage.chance(delays), atol=1e-6)


def test_all_of_it_in_common_leaves_one_delay_for_everybody():
    shared = Slippage(on_time=0.0, median=2.0, spread=0.5, common=1.0)
    found = shared.delays(np.array([0.0, 0.0, 1.0]), np.array([0.1, 0.8, 0.5]))
    np.testing.assert_allclose(found, 2.0 * np.exp([0, 0, 0.5]), rtol=1e-12)


@pytest.mark.parametrize("common", [0.0, 0.4])
def test_samples_are_of_the_same_distribution(common):
    slippage = Slippage(on_time=0.2, median=1.3, spread=0.5, common=common)
    generator = np.random.default_rng(11)
    found = slippage.delays(generator.standard_normal(40_000), generator.random(40_000))
    for delay in (0.0, 0.8, 1.3, 2.5):
        share = float((found <= delay).mean())
        assert share == pytest.approx(slippage.chance(np.array([delay]))[0], abs=4 * 0.0025)


def test_a_shared_bias_makes_two_projects_late_together():
    slippage = Slippage(on_time=0.0, median=1.0, spread=0.5, common=0.6)
    generator = np.random.default_rng(5)
    bias = generator.standard_normal(40_000)
    first, second = (np.log(slippage.delays(bias, generator.random(40_000))) for _ in range(2))
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(0.6, abs=0.02)


def test_a_programme_goes_before_its_service_and_that_before_its_kind():
    own = {"key": "slippage.hospital", "value": {"on_time": 0.5, "median": 9.0, "spread": 0.1}}
    pack = with_parameters({"slippage.hospital": own})
    assert slippage_of(choices(pack=pack), "hospital").median == 9.0
    assert slippage_of(choices(pack=pack), "eldercare").median != 9.0
    yearly = "eldercare_day_care_2016_2020"
    assert slippage_of(choices(), "eldercare", yearly).on_time == 0.9
    assert slippage_of(choices("plan.on_time=true"), "hospital") is PUNCTUAL
    slow = slippage_of(choices("plan.delay_factor=2"), "primary")
    assert slow.median == pytest.approx(2 * slippage_of(choices(), "primary").median)


@pytest.mark.parametrize("chance", [0.0, 0.2, 0.21, 0.5, 0.99])
def test_a_quantile_is_the_inverse_of_the_chance(chance):
    delay = FEW.quantile(chance)
    assert FEW.chance(np.array([delay]))[0] == pytest.approx(max(chance, 0.2), abs=1e-9)
    assert FEW.quantile(1.0) == np.inf
    assert PUNCTUAL.quantile(0.9) == 0.0
