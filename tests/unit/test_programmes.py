"""Programmes: what is left of them beside their named projects, and what is promised when."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import ScenarioError
from simulator.inputs.values.programmes import (
    programme_occasions,
    promised_occasions,
    promised_schedule,
    remainder,
)
from tests.city import choices, city_pack

SERVICES = {name: place for place, name in enumerate(city_pack().axes["service"])}


def programme(name):
    return next(each for each in city_pack().programmes if each.name == name)


@pytest.mark.parametrize(
    ("name", "sets", "places"),
    [
        ("hospital_2016_2020", (), 13_669 - 800 - 1380 - 1000 - 600),
        ("primary_2016_2020", (), 139_408 - 15_439),
        ("eldercare_day_care_2016_2020", (), 900),
        ("eldercare_day_care_2016_2020", ("plan.programme_places.eldercare=21040",), 1800),
        # a size the scenario finds for an unknown project comes out of the remainder
        ("hospital_2016_2020", ("plan.projects.P11.places=500",), 9889 - 500),
        # a larger known project is a larger whole, a cancelled one is lost
        ("hospital_2016_2020", ("plan.projects.P02.places=2000",), 9889),
        ("hospital_2016_2020", ("plan.projects.P02.cancelled=true",), 9889),
        # outside the programme
        ("hospital_2016_2020", ("plan.projects.P12.opens=2019-07-01",), 9889),
    ],
)
def test_the_remainder_is_the_programme_less_its_named_projects(name, sets, places):
    assert remainder(choices(*sets), programme(name)) == pytest.approx(places, abs=1e-9)


def test_a_negative_remainder_is_refused():
    with pytest.raises(ScenarioError) as refused:
        programme_occasions(choices("plan.programme_places.primary=15000"), 2011.0, 2021.0)
    assert str(refused.value).startswith(
        "--set: plan.programme_places.primary: the named projects of primary_2016_2020 hold "
        "15,439 places, more than the 15,000 of the programme; would be right: a larger programme"
    )


def test_a_size_without_a_programme_is_refused():
    with pytest.raises(ScenarioError, match="the city pack has no programme for obstetric; would"):
        programme_occasions(choices("plan.programme_places.obstetric=500"), 2011.0, 2021.0)


def test_programmes_enter_the_plan_on_their_day_by_district():
    [occasion] = programme_occasions(choices(), 2011.0, 2021.0)
    table = occasion.values["programme_places"]
    assert occasion.year == 2016.0
    assert table.shape == (1, 10, 6)
    assert table[0, SERVICES["hospital"]].sum() == pytest.approx(9889, abs=1e-9)
    assert table[0, SERVICES["hospital"], 1] == 0
    assert table[0, SERVICES["eldercare"]].sum() == pytest.approx(10_520, abs=1e-9)
    assert table[0, SERVICES["obstetric"]].sum() == 0
    assert programme_occasions(choices(), 2011.0, 2016.0) == ()


def test_the_promise_opens_shares_of_what_is_left():
    found = promised_occasions(choices(), 2011.0, 2021.0)
    assert [occasion.year for occasion in found] == [2017.0, 2018.0, 2019.0, 2020.0, 2021.0]
    shares = np.stack([occasion.values["promised_share"][0] for occasion in found])
    np.testing.assert_allclose(shares[:, 0, SERVICES["hospital"]], [0.2, 1 / 4, 1 / 3, 1 / 2, 1])
    np.testing.assert_allclose(shares[:2, 0, SERVICES["primary"]], [0.105906, 0.107943 / 0.894094])
    assert shares[:, 1].max() == 0
    assert shares[:, 0, SERVICES["psychiatric"]].max() == 0


def test_on_time_the_expected_pipeline_keeps_the_promise():
    found = promised_occasions(choices("plan.on_time=true"), 2011.0, 2021.0)
    for occasion in found:
        shares = occasion.values["promised_share"][0]
        np.testing.assert_array_equal(shares[0], shares[1])


def test_programmes_of_one_service_add_their_promises_date_by_date():
    """100 places, half in 2018, all in 2020, and 300 in 2019: a share once reached is kept."""
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
    assert schedule == pytest.approx({2018.0: 0.125, 2019.0: 0.875, 2020.0: 1.0}, abs=1e-12)
    assert promised_schedule(choices(pack=pack), "primary") == {}
