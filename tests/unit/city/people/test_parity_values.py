"""Women by children born, at every age, under the rule of a year."""

import numpy as np
import pytest

from simulator.city.people.vital_rates import build_parities, standard_schedules
from simulator.demography.parity import shift_ages
from simulator.stockflow.values.paths import Constant, Lines
from tests.city import choices, city_pack, pinned_pack, with_parameters

CHILDLESS, ONE_CHILD, EARLY, LATE, WAITING, TWO = range(6)
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
    schedules, spacing = standard_schedules(city_pack()), np.array([1.75])
    return build_parities(choices(), schedules, planning, ELIGIBLE, spacing)


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
    found = parities.by_month(who, year)[0]
    whole = parities.nobody_plans * (1 - share) + parities.everybody_plans * share
    np.testing.assert_allclose(found, whole[0], rtol=0, atol=1e-7)
    mothers = 1 - found[CHILDLESS]
    np.testing.assert_allclose(found[ONE_CHILD], (1 - share) * mothers, rtol=0, atol=1e-7)


def test_every_age_is_shared_out(parities):
    np.testing.assert_allclose(parities.by_month("migrant", 2015.0)[0].sum(axis=0), 1, rtol=1e-12)
    assert parities.by_age("migrant", 2015.0).shape == (1, 6, 101)
    np.testing.assert_allclose(parities.by_age("migrant", 2015.0)[0, CHILDLESS, :12], 1)


def test_nobody_has_two_where_nobody_may(parities):
    assert parities.by_month("registered", 2012.0)[0, EARLY:].max() == 0


def test_the_past_had_its_own_level_and_timing(parities):
    """Shifted by −τ years, at λ times the level: childless at 30 = exp(−λ Σ h(0 … 30 + τ))."""
    value = pinned_pack().parameters.value
    first = shift_ages(standard_schedules(city_pack()).first, float(value("start.parity_timing")))
    expected = np.exp(-float(value("start.parity_past_level")) * first[:30].sum())
    assert parities.nobody_plans[0, CHILDLESS, 30 * 12] == pytest.approx(expected, rel=1e-12)


def test_every_draw_lives_its_own_past():
    """Draws of timing, level, pace and spacing side by side are those of each alone."""
    drawn = {
        "start.parity_timing": np.array([-3.0, -1.4]),
        "start.parity_past_level": np.array([2.6, 1.9]),
        "start.parity_second_level": np.array([0.5, 0.7]),
    }
    schedules, spacing = standard_schedules(city_pack()), np.array([1.75, 2.2])
    planning = Constant(np.array([0.6]))

    def lived(entries, stay):
        stated = {key: {"value": value} for key, value in entries.items()}
        found = choices(pack=with_parameters(stated))
        return build_parities(found, schedules, planning, ELIGIBLE, stay).everybody_plans

    together = lived(drawn, spacing)
    for place in (0, 1):
        alone = lived({key: float(value[place]) for key, value in drawn.items()}, spacing[[place]])
        np.testing.assert_allclose(together[place], alone[0], rtol=0, atol=1e-14)
