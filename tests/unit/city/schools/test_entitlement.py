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


def test_everybody_in_scope_is_entitled_private_or_gone():
    parts = [measured(name) for name in
             ("public_entitled", "in_private_places", "leaving_for_want_of_points")]  # fmt: skip
    np.testing.assert_allclose(sum(parts), measured("seekers"), rtol=1e-9)
    np.testing.assert_allclose(parts[0] + parts[1], measured("demand"), rtol=1e-9)


def test_the_share_that_leaves_is_that_of_the_record():
    """2,400 of 23,600 migrant children who registered in 2015 found no place."""
    leaving, migrants = measured("leaving_for_want_of_points"), measured("migrants_in_scope")
    ratio = measured("seekers") / measured("in_scope")
    np.testing.assert_allclose(leaving / (ratio * migrants), 2400 / 23_600, rtol=5e-3)


def test_a_higher_threshold_sends_children_away_and_halves_the_odds():
    usual, higher = (
        measured("public_entitled"),
        measured("public_entitled", "plan.points_threshold=2"),
    )
    migrants = measured("migrants_in_scope") * measured("seekers") / measured("in_scope")
    assert np.all(higher < usual)
    reached = 0.8272 - (usual - higher) / migrants
    np.testing.assert_allclose(reached / (1 - reached), 0.8272 / 0.1728 / 2, rtol=1e-6)
    assert measured("demand", "plan.points_threshold=2").sum() < measured("demand").sum()


def test_no_threshold_keeps_everybody():
    np.testing.assert_allclose(
        measured("demand", "plan.points_threshold=0.01"), measured("seekers"), rtol=2e-3
    )


def test_shortage_in_human_terms():
    one = loaded(*FEW)
    outcome = Outcome(trajectory=run(*FEW), scenario=one.scenario, file=one.file, pack=one.pack)
    found = {
        (each.service.name, each.place, round(each.when, 2)): each
        for each in entitlements(outcome, service_series(outcome))
    }
    whole = found["primary", CITY, 2016.67]
    parts = [found["primary", name, 2016.67] for name in one.pack.axes["district"]]
    for name in ("absorbed", "unplaced", "served", "seekers"):
        total = sum(getattr(each, name) for each in parts)
        assert getattr(whole, name) == pytest.approx(total)
    for each in (whole, *parts):
        assert each.seekers == pytest.approx(each.served + each.turned_away, rel=1e-9)
        assert each.without_public == pytest.approx(each.private + each.turned_away)
    jimei = found["primary", "jimei", 2016.67]
    assert jimei.mean_class == pytest.approx(45 * jimei.classes_needed / jimei.classes_there)
    assert 0 <= jimei.classes_above_standard <= jimei.classes_there
    assert {service for service, _, _ in found} >= {"kindergarten", "primary", "junior"}
    assert "hospital" not in {service for service, _, _ in found}
