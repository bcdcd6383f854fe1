"""Nobody seeks, nothing is allowed, nobody is ill, points beyond reach: ends of what can be set."""

import numpy as np
import pytest

from tests.city import city_pack
from tests.extremes import result, row


def test_where_nobody_seeks_a_place_none_is_wanted():
    found = result("plan.take_up.primary=0").table("services")
    there = row(found, "primary", "city", "2018-09-01")
    assert (there["demand"], there["gap"]) == (0, -there["risk_adjusted"])
    assert np.isnan(there["coverage"])
    assert row(found, "junior", "city", "2018-09-01")["demand"] > 0


def test_where_no_place_is_allowed_none_is_wanted_and_pupils_are_unknown():
    found = result("plan.norm.primary=0", "plan.norm.hospital=0")
    table = found.table("services")
    assert row(table, "primary", "city", "2018-09-01")["demand"] == 0
    assert row(table, "hospital", "city", "2019-01-01")["demand"] == 0
    # pupils are read off demand; whoever wants none says nothing of them
    assert not found.table("observed")["series"].str.startswith("primary_pupils").any()
    # people lie in hospital whatever a norm says
    used = found.table("beds").set_index(["service", "year"])["in_bed"]
    assert used[("hospital", 2018)] == pytest.approx(
        result().table("beds").set_index(["service", "year"])["in_bed"][("hospital", 2018)]
    )


def test_where_nobody_is_admitted_beds_are_empty():
    nobody = "world.admissions={ hospital = 0, obstetric = 0, paediatric = 0 }"
    found = result(nobody).table("beds").set_index(["service", "year"])
    for service in ("hospital", "obstetric"):
        year = found.loc[(service, 2018)]
        assert (year["in_bed"], year["beds_use"], year["beds_wards_1"]) == (0, 0, 0)
        assert (year["occupancy"], year["turned_away"]) == (0, 0)


def left_and_stayed(found):
    """Migrants who entered primary school on 1 September 2018, by district: left that day, stayed.

    Those of six completed years; nobody leaves by this transfer on another day of the year.
    """
    left = found.flow("children_without_points", by=("year", "district")).loc[2018]
    stayed = found.people(by=("district", "residency", "age"), on="2018-09-01")
    stayed = stayed.xs("migrant", level="residency").xs(6, level="age")
    assert list(left.index) == list(stayed.index)
    return left.to_numpy(), stayed.to_numpy()


def test_points_beyond_reach_send_most_migrant_children_away():
    """At a hundred times the odds 0.8272 ÷ (0.8272 + 0.1728 × 100) = 4.57 % reach the threshold.

    Of the other 95.43 %, 41 % find a private place and 56.30 % of all who enter leave.
    """
    left, stayed = left_and_stayed(result("plan.points_threshold=100"))
    reached = 0.8272 / (0.8272 + 0.1728 * 100)
    share = (1 - reached) * (1 - 0.41)
    assert share == pytest.approx(0.5630, abs=5e-5)
    assert left / (left + stayed) == pytest.approx(share, rel=1e-9)


def test_points_within_everybodys_reach_keep_nobody_away():
    """At a hundredth of the odds 0.12 % of those who enter leave: 0.1728 × 0.01 ÷ 0.8289 × 0.59."""
    left, stayed = left_and_stayed(result("plan.points_threshold=0.01"))
    share = 0.001728 / (0.8272 + 0.001728) * 0.59
    assert left / (left + stayed) == pytest.approx(share, rel=1e-9)
    assert share == pytest.approx(0.00123, abs=1e-5)


def test_where_nearly_all_mothers_come_from_elsewhere_deliveries_are_twentyfold():
    """Of every 20 deliveries one is by a resident: 1 ÷ (1 − 0.95)."""
    none, most = (
        result(f"world.mothers_from_outside={share}").measure("deliveries") for share in (0, 0.95)
    )
    assert most.to_numpy() == pytest.approx(20 * none.to_numpy(), rel=1e-9)


def test_beds_that_are_never_empty_are_as_many_as_people_in_bed():
    full = ", ".join(f"{service} = 1.0" for service in city_pack().bed_use)
    found = result(f"plan.target_occupancy={{ {full} }}").table("beds").dropna(subset=["in_bed"])
    assert len(found) > 0
    assert found["beds_use"].to_numpy() == pytest.approx(found["in_bed"].to_numpy(), abs=0.1)


def test_where_nobody_may_have_a_second_child_few_do():
    """No couple plans one and none was allowed one: those who wait at the start are the last."""
    none = result(
        "policy.two_child.planning_share=0",
        "policy.two_child.eligible_before={ registered = 0.0, migrant = 0.0 }",
    ).flow("second_births")
    usual = result().flow("second_births")
    assert none.iloc[-1] < 0.02 * usual.iloc[-1]
    assert none.is_monotonic_decreasing
