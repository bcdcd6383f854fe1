"""Building that is never late, building that never ends, and a day on which everything closes."""

from itertools import pairwise

import pytest

from tests.city import city_pack
from tests.extremes import BEDS, GROWN, LOAD, PLACES, SCHOOLS, closing, on, result, row

NAMED = tuple(
    project.name
    for project in city_pack().projects
    if project.is_named and project.is_dated and project.service in SCHOOLS
)
OPENED = tuple(
    project.name
    for project in city_pack().projects
    # vocational places are on record from September 2017, and their schools open after the run
    if project.name in NAMED and project.service != "senior_vocational"
)
HOSPITALS = tuple(
    project.name
    for project in city_pack().projects
    if project.is_named and project.service == "hospital"
)
STATES = ("planned_now", "approved_now", "building_now", "finished_now", "open_places")
CLOSED = "2018-09-01"
DAYS = ("2016-09-01", "2017-09-01", "2018-09-01")


def projects(change, names=NAMED):
    """The same change of every named project of some, of schools if nothing else is said."""
    every = ", ".join(f'{{ id = "{name}", {change} }}' for name in names)
    return f"plan.projects=[{every}]"


def all_schools_closed():
    gone = projects(f"closes = {CLOSED}, opens = 2017-09-01", OPENED)
    return result(closing(SCHOOLS, CLOSED), gone)


def test_without_delay_what_is_expected_is_what_is_promised():
    found = result("plan.on_time=true", "plan.opens_all_grades=true")
    for state in STATES:
        measure = found.measure(state).unstack("timetable")
        assert measure["expected"].to_numpy() == pytest.approx(measure["promised"].to_numpy())
    schools = found.measure("supply").unstack("timetable").loc[list(SCHOOLS)].dropna()
    assert schools["expected"].to_numpy() == pytest.approx(schools["promised"].to_numpy())
    tables = found.table("services")
    assert tables.loc[tables["unit"] == "places", "paper"].dropna().abs().max() < 1e-6


def test_without_delay_the_promise_is_there_on_its_day():
    """10.5906 % of 139,408 primary places are promised for 2016: they serve in September 2017.

    278,931 pupils of 2015 ÷ 0.97 + 2 years × 14,165.6 without a list + 0.105906 × 139,408
    = 287,557.7 + 28,331.2 + 14,764.1 = 330,653.1
    """
    found = result("plan.on_time=true", "plan.opens_all_grades=true")
    there = row(found.table("services"), "primary", "city", "2017-09-01")
    known = 278_931 / LOAD + 2 * GROWN["primary"] + 0.105906 * 139_408
    assert known == pytest.approx(330_653.1, abs=0.1)
    assert there["risk_adjusted"] == pytest.approx(known, abs=0.1)


def test_without_delay_every_project_opens_when_it_was_promised():
    found = result("plan.on_time=true").table("projects")
    still = found[found["state"] != "open"]
    promised, expected = (still[f"{kind}_opening"] for kind in ("promised", "expected"))
    assert len(still) > 30
    assert (promised == expected).all()
    assert (still["chance_on_time"] == 1).all()


def test_with_endless_delay_nothing_opens_and_everything_was_promised():
    """Delays twenty times as long, named schools a thousand years late.

    Of 139,408 primary places a share λ₁ λ₂ λ₃² t⁴ ÷ 24 at most passes four stages of means
    20 × (2.48, 1.44, 0.53, 0.53) years in the 2.17 years to September 2018: 0.8 of a place; stages
    of which there are more let less through. A thousand years late is as good as never. What grew
    without a list by September 2017 waits for nothing.
    """
    never = result("plan.delay_factor=20", projects("late = 1000.0"))
    usual = result()
    for service in SCHOOLS[:4]:
        start = sum(city_pack().service[service].start.places.values()) + 2 * GROWN[service]
        there = row(never.table("services"), service, "city", "2018-09-01")
        assert there["risk_adjusted"] == pytest.approx(start, abs=1.0), service
        assert there["gap"] == pytest.approx(there["demand"] - start, abs=1.0), service
        # the promise does not know that it is broken
        promised = row(usual.table("services"), service, "city", "2018-09-01")["promised"]
        assert there["promised"] == pytest.approx(promised), service


def test_the_later_the_fewer_places():
    there = [
        on(result(f"plan.delay_factor={times}").measure("supply"), "2018-09-01").loc["expected"]
        for times in (0.05, 1, 20)
    ]
    assert all(each.loc["psychiatric"].isna().all() for each in there)  # unknown, not none
    there = [each.dropna() for each in there]
    assert {each.size for each in there} == {6 * (len(SCHOOLS) + len(BEDS))}
    for sooner, later in pairwise(there):
        assert (later <= sooner + 1e-6).all()


def test_with_every_school_closed_nobody_has_a_place():
    shut = all_schools_closed()
    found = shut.table("services")
    for service in SCHOOLS:
        for place in PLACES[service]:
            there = row(found, service, place, CLOSED)
            assert there["risk_adjusted"] == pytest.approx(0, abs=1e-6), (service, place)
            assert there["gap"] == pytest.approx(there["demand"], abs=1e-6)
            # nothing for somebody covers nothing: known, and zero
            assert there["coverage"] == pytest.approx(0, abs=1e-9)
    # the day before, places were there
    assert row(found, "primary", "city", "2017-09-01")["risk_adjusted"] > 278_931 / LOAD


def test_what_closed_is_what_was_open():
    shut = all_schools_closed()
    usual = result()
    closed = on(shut.measure("closed_now"), CLOSED)
    was = on(usual.measure("open_places"), CLOSED)
    for service in SCHOOLS:
        found, there = (each.xs(service, level="service") for each in (closed, was))
        assert found.to_numpy() == pytest.approx(there.to_numpy(), rel=1e-9), service


def test_the_size_of_a_class_in_no_school_is_unknown():
    shut = all_schools_closed()
    found = shut.table("school_entitlement").set_index("date").loc[CLOSED]
    assert found["classes_there"].abs().max() < 1e-6
    assert found["mean_class"].isna().all()
    assert found["without_public"].notna().all()


def test_with_every_bed_closed_what_opens_later_is_all_there_is():
    """Ninety for one bed, and yet no number of beds is negative: what opens in the year remains."""
    none = projects("cancelled = true", HOSPITALS)
    found = result(closing(BEDS, "2018-01-01"), none, "plan.cancellation_rate=1.0").table("beds")
    before, after = (found[found["year"] == year] for year in (2016, 2018))
    assert before.set_index("service").loc["hospital", "occupancy"] < 1
    closed = after.set_index("service").loc["hospital"]
    assert 0 < closed["beds_open_mean"] < closed["beds_open"] < 0.02 * 14_000
    assert closed["occupancy"] == pytest.approx(
        closed["in_bed"] / closed["beds_open_mean"], rel=1e-3
    )
    assert closed["occupancy"] > 50


def test_what_is_given_up_never_opens():
    """Every named school given up: none of them is left to open, and their places are missing."""
    found = result(projects("cancelled = true"))
    assert set(NAMED) <= set(result().table("projects")["project"])
    assert set(NAMED).isdisjoint(found.table("projects")["project"])
    supply = [on(each.measure("supply"), "2018-09-01") for each in (found, result())]
    schools = [each.loc["expected"].loc[list(SCHOOLS)] for each in supply]
    assert (schools[0] <= schools[1] + 1e-9).all()
    assert schools[0].sum() < schools[1].sum() - 1000


@pytest.mark.parametrize("service", SCHOOLS[:4])
def test_every_place_is_somewhere(service):
    """Starting stock + ever planned = planned + approved + building + finished + open + gone."""
    found = result("plan.cancellation_rate=1.0", closing((service,), "2017-09-01"))
    states = (*STATES, "cancelled_now", "closed_now")
    there = sum(on(found.measure(state), "2019-01-01") for state in states)
    usual = sum(on(result().measure(state), "2019-01-01") for state in states)
    place = ("expected", service)
    assert there.loc[place].to_numpy() == pytest.approx(usual.loc[place].to_numpy(), rel=1e-9)
