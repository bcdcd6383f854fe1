"""Women by children born, at every age, under the rule of a year."""

import numpy as np
import pytest

from simulator.inputs.paths import Constant, Lines
from simulator.inputs.values.fertility import standard_schedules
from simulator.inputs.values.parity import build_parities
from tests.city import city_pack

CHILDLESS, ONE_CHILD, SPACING, WAITING, TWO = range(5)
ELIGIBLE = Lines(
    name="eligible",
    years=(2014.0, 2016.0),
    values=np.array([[[0.0, 0.5]], [[1.0, 1.0]]]),
    axes=("residency",),
    before="hold",
    after="hold",
)


@pytest.fixture(scope="module")
def parities():
    planning = Constant(np.array([0.6]))
    return build_parities(city_pack(), standard_schedules(city_pack()), planning, ELIGIBLE, 1.75)


@pytest.mark.parametrize(
    ("who", "year", "share"),
    [
        ("registered", 2012.0, 0.0),
        ("migrant", 2012.0, 0.3),
        ("registered", 2015.0, 0.3),
        ("migrant", 2015.0, 0.45),
        ("registered", 2020.0, 0.6),
    ],
)
def test_the_share_that_plans_and_may_splits_mothers(parities, who, year, share):
    found = parities.by_month(who, year)
    whole = parities.nobody_plans * (1 - share) + parities.everybody_plans * share
    np.testing.assert_allclose(found, whole, rtol=0, atol=1e-7)
    mothers = 1 - found[CHILDLESS]
    np.testing.assert_allclose(found[ONE_CHILD], (1 - share) * mothers, rtol=0, atol=1e-7)


def test_every_age_is_shared_out(parities):
    np.testing.assert_allclose(parities.by_month("migrant", 2015.0).sum(axis=0), 1, rtol=1e-12)
    assert parities.by_age("migrant", 2015.0).shape == (5, 101)
    np.testing.assert_allclose(parities.by_age("migrant", 2015.0)[:, :12][CHILDLESS], 1)


def test_nobody_has_two_where_nobody_may(parities):
    assert parities.by_month("registered", 2012.0)[SPACING:].max() == 0


def test_the_past_had_its_own_level_and_timing(parities):
    """Shifted by −3 years, at 2.6 times the level: childless at 30 = exp(−2.6 Σ h(0 … 32))."""
    first = standard_schedules(city_pack()).first
    expected = np.exp(-2.6 * first[:33].sum())
    assert parities.nobody_plans[CHILDLESS, 30 * 12] == pytest.approx(expected, rel=1e-12)
