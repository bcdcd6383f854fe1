"""Entitlement to school places: who has a right, who goes private or away, how full it gets."""

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.schools.entitlement import entitlements
from simulator.city.services.series import service_series
from tests.city import ONE_WINDOW, loaded, reading, run

FEW = (ONE_WINDOW, "model.stop=2017-01-01", "model.relative_tolerance=1e-6")
SEPTEMBER = 2016 + 2 / 3


def measured(name, *sets):
    one = run(*FEW, *sets)
    row = one.system.axis["service"].index("primary")
    return one.measures[name][0, row, :, reading(one, SEPTEMBER)]


def test_everybody_in_scope_is_entitled_or_private():
    """Whoever lives here and comes; who lacked a place has left (``test_leavers.py``)."""
    parts = [measured(name) for name in ("public_entitled", "in_private_places")]
    np.testing.assert_allclose(sum(parts), measured("seekers"), rtol=1e-9)
    np.testing.assert_allclose(sum(parts), measured("demand"), rtol=1e-9)


def test_a_higher_threshold_halves_the_odds_and_fewer_are_here():
    """Of 0.1728 below the threshold 41 % are in private places, and nobody registered is."""
    odds, demand = [], []
    for sets in ((), ("plan.points_threshold=2",)):
        ratio = measured("seekers", *sets) / measured("in_scope", *sets)
        private = measured("in_private_places", *sets)
        public = ratio * measured("migrants_in_scope", *sets) - private
        odds.append(public / (private / 0.41))
        demand.append(measured("demand", *sets))
    np.testing.assert_allclose(odds[0], 0.8272 / 0.1728, rtol=1e-6)
    np.testing.assert_allclose(odds[1], odds[0] / 2, rtol=1e-6)
    assert np.all(demand[1] < demand[0])


def test_with_no_threshold_nearly_everybody_has_a_right():
    none = "plan.points_threshold=0.01"
    np.testing.assert_allclose(
        measured("public_entitled", none), measured("seekers", none), rtol=2e-3
    )
    # children and adults who would have left are still here
    assert np.all(measured("in_scope", none) > measured("in_scope"))


def test_shortage_in_human_terms():
    one = loaded(*FEW)
    outcome = Outcome(trajectory=run(*FEW), scenario=one.scenario, file=one.file, pack=one.pack)
    found = {
        (each.service.name, each.place, round(each.when, 2)): each
        for each in entitlements(outcome, service_series(outcome))
    }
    whole = found["primary", CITY, 2016.67]
    parts = [found["primary", name, 2016.67] for name in one.pack.axes["district"]]
    for name in ("absorbed", "unplaced", "served", "seekers", "leaving", "private_places"):
        total = sum(getattr(each, name) for each in parts)
        assert getattr(whole, name) == pytest.approx(total)
    for each in (whole, *parts):
        assert each.seekers == pytest.approx(each.served + each.turned_away, rel=1e-9)
        assert each.seekers == pytest.approx(each.entitled + each.private + each.leaving, rel=1e-9)
        assert each.leaving > 0
        assert each.without_public == pytest.approx(each.private + each.turned_away)
    jimei = found["primary", "jimei", 2016.67]
    assert jimei.mean_class == pytest.approx(45 * jimei.classes_needed / jimei.classes_there)
    assert 0 <= jimei.classes_above_standard <= jimei.classes_there
    assert {service for service, _, _ in found} >= {"kindergarten", "primary", "junior"}
    assert "hospital" not in {service for service, _, _ in found}
