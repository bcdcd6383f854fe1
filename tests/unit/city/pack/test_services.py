"""services.toml: whom a service is for, what a user takes, what stood at the start."""

import copy

import pytest

from simulator.city.pack.services import read_services

PRIMARY = {
    "id": "primary",
    "name_zh": "小学学位",
    "name_en": "Primary school places",
    "unit": "places",
    "definition": {"population": "resident"},
    "scope": {
        "kind": "school_age",
        "grade_one_age": 6,
        "grades": 6,
        "residency": ["registered", "migrant"],
    },
    "catchment": "district",
    "take_up": {"value": 0.95, "grade": "D"},
    "norm": {"value": 4, "per": 1000, "grade": "B"},
    "serving_shares": {"values": [0.5, 1]},
    "start": {
        "status": "published",
        "date": "2015-09-01",
        "grade": "A",
        "districts": {"east": 100, "west": 20},
    },
}


def read(**changes):
    entry = {**copy.deepcopy(PRIMARY), **changes}
    [service] = read_services({"service": [entry]})
    return service


def test_a_school_service_is_read_whole():
    school = read()
    assert school.is_school
    assert (school.scope.youngest, school.scope.oldest) == (6, 12)
    assert (school.take_up, school.norm) == (0.95, 0.004)
    assert school.serving_shares == (0.5, 1.0)
    assert school.start is not None
    assert school.start.year == pytest.approx(2015 + 2 / 3, abs=1e-12)
    assert school.start.places == {"east": 100.0, "west": 20.0}
    assert school.grades == {"take_up": "D", "norm": "B", "start": "A"}


def test_places_of_a_school_are_its_pupils_over_the_load_and_fill_to_the_limit():
    school = read(
        entitlement={
            "points_share": 1,
            "private_share": 0,
            "leave_on_entry": True,
            "private_places": 0.05,
            "registered_private": 0,
            "class_size": 45,
            "grade": "D",
        },
        class_limit={"value": 55, "grade": "D"},
        starting_load={"value": 0.96, "grade": "C"},
    )
    assert school.start is not None
    assert school.capacity is not None
    # 100 / 0.96 = 104.1667 and 20 / 0.96 = 20.8333 designed places for the 120 pupils counted
    assert school.start.places == pytest.approx({"east": 104.1667, "west": 20.8333}, abs=1e-4)
    assert school.start.counted == 120
    # 55 / 45 = 1.2222 pupils at the limit for a place
    assert school.capacity.elasticity == pytest.approx(1.2222, abs=1e-4)
    assert school.capacity.grade == "D"
    assert school.entitlement.leave_on_entry
    assert school.entitlement.private_places == 0.05
    assert school.grades_open == pytest.approx((1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1))


def test_ages_to_are_completed_years():
    ages = {"kind": "age", "from": 0, "to": 14, "residency": ["migrant"], "sex": "women"}
    scope = read(scope=ages).scope
    assert (scope.youngest, scope.oldest, scope.sex) == (0, 15, "women")
    assert scope.residency == ("migrant",)
    assert read(scope={"kind": "age", "from": 60, "residency": []}).scope.oldest is None


@pytest.mark.parametrize("kind", ["residents", "deliveries"])
def test_other_services_are_for_every_age_and_no_school(kind):
    service = read(scope={"kind": kind, "residency": ["registered"]})
    assert (service.scope.youngest, service.scope.oldest) == (0, None)
    assert not service.is_school


def test_an_unknown_start_is_unknown_not_zero():
    assert read(start={"status": "unknown", "grade": "D"}).start is None
