"""Building after the last programme: as many places a year as opened on record, or none."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from simulator.city.axes import EXPECTED, PROMISED
from simulator.city.ground.continued import end_of_programmes, grades_after_plan
from simulator.city.pack.building import Continuation
from simulator.city.supply.building import building_of
from tests.city import choices, city_pack, pinned_pack
from tests.extremes import result, row
from tests.supply_alone import supply_outcome

CONTINUES = "plan.continues=true"
SERVICES = city_pack().axes["service"]
PRIMARY = SERVICES.index("primary")
OPEN = 4
PACE = {each.service: each.pace for each in city_pack().continuations}


def built(stop):
    """How many primary places more are open in September where building goes on, by year."""
    span, found = (2015.0, float(stop)), []
    for sets in ((), (CONTINUES,)):
        building = building_of(supply_outcome(f"model.stop={stop}-01-01", *sets, span=span))
        september = np.isclose(building.years % 1, 2 / 3)
        years = np.floor(building.years[september]).astype(int)
        found.append(building.places[:, PRIMARY, :, OPEN][..., september].sum(axis=1))
    more = found[1] - found[0]
    return {int(year): more[:, place] for place, year in enumerate(years)}


more_open = cache(built)


def test_the_pace_of_each_service_is_that_of_openings_on_record():
    """Schools: 26,000 places reported for 2016, by the 245,500 of the programmes.

    43,000 ÷ 245,500 × 26,000 = 4,554; 139,408: 14,764; 47,592: 5,040; 15,800: 1,673. Hospitals:
    13,331 − 12,481 = 850 in 2015. Homes: (10,951 − 9,758) ÷ 19 × 12 = 753.
    """
    for service, places in (
        ("kindergarten", 43_000),
        ("primary", 139_408),
        ("junior", 47_592),
        ("senior_general", 15_800),
    ):
        assert PACE[service] == pytest.approx(places / 245_500 * 26_000, abs=0.6), service
    assert PACE["hospital"] == 13_331 - 12_481
    assert PACE["eldercare"] == pytest.approx((10_951 - 9_758) / 19 * 12, abs=0.6)


def test_a_service_goes_on_from_the_year_after_its_last_programme():
    plan = choices("model.stop=2024-01-01", CONTINUES).plan
    further = [each for each in plan.programmes if "_continued_" in each.name]
    assert len(further) == 3 * len(PACE)
    primary = [each for each in further if each.service == "primary"]
    assert [each.begins for each in primary] == [2021.0, 2022.0, 2023.0]
    assert [each.promised_years for each in primary] == [(2024.0,), (2025.0,), (2026.0,)]
    assert sum(primary[0].district_shares.values()) == pytest.approx(1)
    # 101 projects hold 139,408 places, so that 14,764 are 11
    assert primary[0].projects == 11


@pytest.mark.parametrize("sets", [(), ("plan.continues=false",)])
def test_without_it_nothing_follows(sets):
    plan = choices("model.stop=2031-01-01", *sets)
    assert plan.plan.programmes == pinned_pack().programmes


def test_a_run_that_ends_with_the_plan_is_the_same_with_and_without():
    assert choices(CONTINUES).plan.programmes == pinned_pack().programmes


def test_what_is_promised_opens_as_promised():
    """What enters in 2021 is due at the end of 2023, and opens in September 2024; and so on."""
    found = more_open(2028)
    for year, batches in ((2020, 0), (2023, 0), (2024, 1), (2025, 2), (2027, 4)):
        assert found[year][PROMISED] == pytest.approx(batches * 14_764, abs=1e-6), year


def assert_in_the_long_run_as_many_open_a_year_as_enter():
    """For ``tests/slow``: a run of 37 years."""
    found = more_open(2048)
    for year in range(2040, 2048):
        gained = found[year] - found[year - 1]
        assert gained == pytest.approx([14_764, 14_764], rel=1e-3), year
    # until the end of the plan nothing is otherwise
    assert all(found[year][EXPECTED] == 0 for year in range(2016, 2021))


def test_supply_after_the_last_programme_has_a_grade_of_its_own():
    """A count of pupils at the start (A); what opens after 2020, or that nothing does, D."""
    found = result("model.stop=2023-01-01", "report.to_year=2022").table("services")
    grade = {
        year: row(found, "primary", "city", f"{year}-09-01")["supply_grade"]
        for year in (2015, 2020, 2021, 2022)
    }
    assert grade == {2015: "A", 2020: "A", 2021: "D", 2022: "D"}
    unknown = found[found["service"] == "psychiatric"]["supply_grade"]
    assert unknown.isna().all() or (unknown == "").all()


def test_a_gap_has_the_grade_of_its_worst_day():
    found = result("model.stop=2031-01-01", "report.to_year=2030").table("gaps")
    city = found[found["district"] == "city"].set_index("service")
    # most short of junior places in 2030, after the plan
    assert city.loc["junior", "worst_shortage_on"].year == 2030
    assert city.loc["junior", "supply_grade"] == "D"
    short = result().table("gaps")
    assert set(short[short["service"] == "junior"]["supply_grade"]) == {"A"}


def test_what_goes_on_has_the_grade_of_its_pace():
    pack = replace(
        city_pack(),
        continuations=(Continuation(service="primary", pace=1, promised_after=0, grade="C"),),
    )
    for continues, grade in ((True, "C"), (False, "D")):
        found = grades_after_plan(pack, continues=continues)
        assert found["primary"] == (2021.0, grade)
        assert found["junior"] == (2021.0, "D")
    assert end_of_programmes(pack, "psychiatric") == -np.inf
