"""Programmes: what is left of them beside their named projects, and what is promised when."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.supply.programmes import (
    programme_occasions,
    promised_occasions,
    promised_schedule,
    remainder,
    remainder_shares,
)
from simulator.city.supply.project_changes import opening
from simulator.errors import DataError, ScenarioError
from tests.city import choices, city_pack

SERVICES = {name: place for place, name in enumerate(city_pack().axes["service"])}


def programme(name):
    return next(each for each in city_pack().programmes if each.name == name)


HOSPITALS = 13_669 - 800 - 1380 - 4 * 1000 - 600 - 430 - 430
PACE = 977
"""Beds completed a year of which 850 come to be open: 0.87."""


@pytest.mark.parametrize(
    ("name", "sets", "places"),
    [
        ("hospital_2016_2020", (), HOSPITALS),
        ("primary_2016_2020", (), 139_408 - 15_439),
        # homes without a size take the mean of the programme with them
        ("eldercare_institutions_2016_2020", (), 8120 * 26 / 30),
        # so many every year: each year is a project of its own
        ("eldercare_day_care_2016_2020", (), 0),
        ("eldercare_day_care_2016_2020", ("plan.programme_places.eldercare=21040",), 0),
        (
            "eldercare_institutions_2016_2020",
            ("plan.programme_places.eldercare=21040",),
            2 * 8120 * 26 / 30,
        ),
        ("eldercare_institutions_2016_2020", ("plan.programme_places.eldercare=0",), 0),
        # a size the scenario finds for an unknown project comes out of the remainder
        (
            "eldercare_institutions_2016_2020",
            ("plan.projects.P16.places=500",),
            8120 * 27 / 30 - 500,
        ),
        # a larger known project is a larger whole, a cancelled one is lost
        ("hospital_2016_2020", ("plan.projects.P02.places=2000",), HOSPITALS),
        ("hospital_2016_2020", ("plan.projects.P02.cancelled=true",), HOSPITALS),
        # outside the programme
        ("hospital_2016_2020", ("plan.projects.P12.promised=2019-07-01",), HOSPITALS),
    ],
)
def test_the_remainder_is_the_programme_less_its_named_projects(name, sets, places):
    found = remainder(choices(*sets), programme(name))
    assert found.places == pytest.approx(places, abs=1e-9)
    parts = found.planned + found.approved + found.building + found.ramping
    assert parts == pytest.approx(found.places, abs=1e-9)


def test_what_was_under_way_is_the_steady_state_of_the_pace_on_record():
    """977 beds a year: a year in approval, three and a half building, ramping from 0.3."""
    found = remainder(choices(), programme("hospital_2016_2020"))
    assert (found.approved, found.building) == pytest.approx((PACE, PACE * 3.5))
    assert found.ramping == pytest.approx(PACE * (0.7 + 0.51 + 0.32))
    on_time = remainder(choices("plan.on_time=true"), programme("hospital_2016_2020"))
    assert (on_time.planned, on_time.building) == (on_time.places, 0)


def test_more_under_way_than_there_is_is_refused():
    with pytest.raises(ScenarioError, match="5,891 places of hospital_2016_2020 were under way"):
        programme_occasions(choices("plan.programme_places.hospital=9000"), 2011.0, 2021.0)


def test_a_negative_remainder_is_refused():
    with pytest.raises(ScenarioError) as refused:
        programme_occasions(choices("plan.programme_places.primary=15000"), 2011.0, 2021.0)
    assert str(refused.value).startswith(
        "--set: plan.programme_places.primary: the named projects of primary_2016_2020 hold "
        "15,439 places, more than the 15,000 of the programme; expected a larger programme"
    )


def test_a_size_without_a_programme_is_refused():
    with pytest.raises(ScenarioError, match="the city pack has no programme for obstetric; expe"):
        programme_occasions(choices("plan.programme_places.obstetric=500"), 2011.0, 2021.0)


def test_programmes_enter_the_plan_on_their_day_by_district():
    found = programme_occasions(choices(), 2011.0, 2021.0)
    beds, schools = found["planned"]
    assert (beds.year, schools.year) == (2016.0, 2016.5)
    table = beds.values["planned_places"]
    assert table.shape == (1, 2, 10, 6)
    hospital = table[0, :, SERVICES["hospital"]]
    assert hospital[0].sum() == pytest.approx(HOSPITALS, abs=1e-9)
    assert hospital[1].sum() == pytest.approx(HOSPITALS - PACE * 6.03, abs=1e-9)
    assert hospital[:, 1].max() == 0
    building = found["building"][0].values["building_places"][0, :, SERVICES["hospital"]]
    assert building[0].max() == 0  # a promise knows only what is planned and what is open
    assert building[1].sum() == pytest.approx(PACE * 3.5, abs=1e-9)
    # inside the hospital beds, a share of them each; of psychiatric beds none is known
    np.testing.assert_allclose(table[0, :, SERVICES["obstetric"]], 0.1062 * hospital)
    np.testing.assert_allclose(table[0, :, SERVICES["paediatric"]], 0.0676 * hospital)
    assert table[0, 0, SERVICES["psychiatric"]].sum() == 0
    [last] = programme_occasions(choices(), 2011.0, 2016.0)["planned"]
    assert last.year == 2016.0
    assert programme_occasions(choices(), 2011.0, 2015.9)["planned"] == ()


def test_the_promise_opens_shares_of_what_is_left():
    found = promised_occasions(choices(), 2011.0, 2021.0)
    ends = [place for place, occasion in enumerate(found) if occasion.year == int(occasion.year)]
    shares = np.stack([found[place].values["promised_share"][0] for place in ends])
    hospital = shares[:, 0, SERVICES["hospital"]]
    there = hospital.max(axis=0) > 0
    np.testing.assert_allclose(
        hospital[:, there], np.array([[0.2, 1 / 4, 1 / 3, 1 / 2, 1]]).T.repeat(there.sum(), 1)
    )
    assert shares[:, 1].max() == 0
    assert shares[:, 0, SERVICES["psychiatric"]].max() == 0


@pytest.mark.parametrize("name", ["primary", "junior", "kindergarten"])
def test_named_projects_and_the_rest_together_keep_the_promise(name):
    """By every promised date named projects and the remainder hold the announced share."""
    one = programme(f"{name}_2016_2020")
    rest = remainder(choices(), one).places
    for year, whole, own in zip(
        one.promised_years, one.promised_shares, remainder_shares(city_pack(), one), strict=True
    ):
        by_then = opening(year, city_pack().service[name])
        named = sum(
            each.places
            for each in city_pack().projects
            if each.programme == one.name
            and opening(each.promised, city_pack().service[name]) <= by_then + 1e-9
        )
        assert own * rest + named == pytest.approx(whole * one.places, rel=1e-9)


def test_a_promise_slower_than_its_named_projects_is_refused():
    slow = replace(programme("primary_2016_2020"), promised_shares=(0.01, 0.02, 0.03, 0.04, 1.0))
    with pytest.raises(DataError, match="promised faster than the programme"):
        remainder_shares(city_pack(), slow)


def test_on_time_the_expected_pipeline_keeps_the_promise():
    found = promised_occasions(choices("plan.on_time=true"), 2011.0, 2021.0)
    for occasion in found:
        shares = occasion.values["promised_share"][0]
        np.testing.assert_array_equal(shares[0], shares[1])


def test_programmes_of_one_service_add_their_promises_date_by_date():
    """100 places, half in 2018, all in 2020, and 300 in 2019: a share once reached is kept.

    50 of 400 in 2018, 300 of the 350 left in 2019, all of the 50 left in 2020.
    """
    shares = {**dict.fromkeys(city_pack().axes["district"], 0.0), "siming": 1.0}
    first = replace(
        programme("kindergarten_2016_2020"),
        name="first",
        service="obstetric",
        places=100.0,
        district_shares=shares,
        promised_years=(2018.0, 2020.0),
        promised_shares=(0.5, 1.0),
    )
    second = replace(
        first, name="second", places=300.0, promised_years=(2019.0,), promised_shares=(1.0,)
    )
    pack = replace(city_pack(), programmes=(first, second), projects=())
    schedule = promised_schedule(choices(pack=pack), "obstetric")
    here = {year: shares[0] for year, shares in schedule.items()}
    assert here == pytest.approx({2018.0: 50 / 400, 2019.0: 300 / 350, 2020.0: 1.0}, abs=1e-12)
    assert all(shares[1:].max() == 0 for shares in schedule.values())
    assert promised_schedule(choices(pack=pack), "primary") == {}
