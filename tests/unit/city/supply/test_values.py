"""Paths and occasions of supply, and what a run makes of them."""

import numpy as np
import pytest

from simulator.city.supply.closures import closure_occasions
from simulator.city.supply.programmes import remainder_shares
from simulator.city.supply.serving import project_serving
from simulator.city.supply.slippage import slippage_of
from simulator.city.supply.standing_values import building_load, starting_occasions
from simulator.city.supply.values import supply_occasions, supply_paths
from simulator.errors import ScenarioError
from simulator.stockflow.values.paths import Moment, at
from tests.city import ONE_WINDOW, choices, city_pack, reading, run

SERVICES = {name: place for place, name in enumerate(city_pack().axes["service"])}
PRIMARY, HOSPITAL, ELDERCARE = (SERVICES[name] for name in ("primary", "hospital", "eldercare"))
PROMISED, EXPECTED = 0, 1
SPAN = (2011.0, 2021.0)
START = 278_931 / 0.97  # pupils ÷ mean load
GROWN = 14_165.6  # places a year that no list names, September 2015 to 2017
REST = 139_408 - 15_439


def paths(*sets):
    return supply_paths(choices(*sets), *SPAN)


def school(stage):
    return city_pack().parameters.value(f"pipeline.school.{stage}")


def test_stages_last_as_long_as_on_record():
    found = {name: at(path, 2016.0)[0] for name, path in paths().items() if name.endswith("_rate")}
    assert found["approval_rate"][EXPECTED, PRIMARY] == pytest.approx(2 / school("planned"))
    assert found["starting_rate"][EXPECTED, HOSPITAL] == pytest.approx(2 / 1.0)
    assert found["building_rate"][EXPECTED, PRIMARY] == pytest.approx(2 / school("building"))
    assert found["building_rate"][EXPECTED, ELDERCARE] == pytest.approx(2 / 1.0)
    assert found["approval_rate"][EXPECTED, SERVICES["paediatric"]] == pytest.approx(2 / 3)
    assert found["approval_rate"][PROMISED].max() == 0


def test_slow_and_punctual_delivery_change_every_stage():
    slow, punctual = paths("plan.delay_factor=1.5"), paths("plan.on_time=true")
    for name in ("approval_rate", "starting_rate", "building_rate"):
        np.testing.assert_allclose(at(slow[name], 2016.0), at(paths()[name], 2016.0) / 1.5)
        assert at(punctual[name], 2016.0).max() == 0
    lost = paths("plan.cancellation_rate=0.1")["cancellation_rate"]
    assert at(lost, 2016.0)[0, :, PRIMARY].tolist() == [0, 0.1]


def test_a_promise_counts_every_place_and_so_does_a_school_without_a_name():
    shares = at(paths()["serving_share"], 2016.0)[0]
    assert shares[PROMISED].min() == 1
    assert shares[EXPECTED, PRIMARY].min() == 1
    np.testing.assert_allclose(shares[EXPECTED, HOSPITAL][:4], [0.3, 0.49, 0.68, 0.87])
    at_once = at(paths("plan.opens_all_grades=true")["serving_share"], 2016.0)[0]
    assert at_once[EXPECTED, PRIMARY].min() == 1
    assert at_once[EXPECTED, HOSPITAL].min() == 0.3


def test_services_start_on_their_own_day():
    found = {occasion.year: occasion for occasion in starting_occasions(choices(), *SPAN)}
    assert sorted(found) == pytest.approx([2015 + 2 / 3, 2016, 2017 + 1 / 3, 2017 + 2 / 3])
    schools = found[min(found)].values["starting_places"][0]
    assert schools[:, PRIMARY].sum(axis=(1, 2)) == pytest.approx([START, START])
    assert schools[:, HOSPITAL].sum() == 0
    assert found[2016.0].values["starting_places"][0, PROMISED, HOSPITAL, 0, -1] == 4380


def test_beds_that_ramp_on_the_day_of_the_start_serve_what_is_counted():
    """977 in each of the three years of the ramp; 13,331 serve, the rest is still to open."""
    found = {occasion.year: occasion for occasion in starting_occasions(choices(), *SPAN)}
    beds = found[2016.0].values["starting_places"][0, EXPECTED, HOSPITAL].sum(axis=0)
    np.testing.assert_allclose(beds[:3], 977, rtol=1e-5)
    shares = [*city_pack().service["hospital"].serving_shares, 0.87, 1]
    assert beds @ shares == pytest.approx(13_331, abs=1e-6)
    assert beds.sum() == pytest.approx(13_331 + 977 * 1.53, rel=1e-5)


def test_building_capacity_is_off_until_it_is_stated():
    assert building_load(choices()).max() == 0
    load = building_load(choices("plan.building_capacity.primary=5000"))
    assert (load[0, PRIMARY], load.sum()) == (1 / 5000, 1 / 5000)


def test_schools_age_on_every_september_of_the_run():
    found = supply_occasions(choices(), 2015.0, 2016 + 2 / 3)
    # one on the last day too
    assert [occasion.year for occasion in found["grades_fill"]] == [2015 + 2 / 3, 2016 + 2 / 3]
    assert found["september_opening"] == found["grades_fill"]
    assert found["promised_schools"] == found["promised_beds"]


def test_a_closure_takes_a_share_of_a_district():
    [closure] = closure_occasions(choices(closing("2018-09-01", "0.25")), *SPAN)["closures"]
    assert closure.year == pytest.approx(2018 + 2 / 3)
    share = closure.values["closing_share"]
    assert share[0, :, PRIMARY, 0].tolist() == [0.25, 0.25]  # on either timetable
    assert share.sum() == 0.5


def closing(date, share, service="primary", district="siming"):
    return (
        f'plan.closures=[{{id="one",service="{service}",district="{district}",date={date},'
        f"share={share}}}]"
    )


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            closing("2018-09-01", 0.5, service="prison"),
            'service: found "prison"; expected a service; known: kindergarten',
        ),
        (
            closing("2018-09-01", 0.5, district="moon"),
            'district: found "moon"; expected a district; known: siming',
        ),
        (
            closing("2014-09-01", 0.5),
            "date: 2014-09-01 is before the record",
        ),
    ],
)
def test_a_closure_of_nothing_is_refused(record, message):
    with pytest.raises(ScenarioError) as refused:
        closure_occasions(choices(record), *SPAN)
    assert str(refused.value).startswith(f"--set: plan.closures.one.{message}")


def test_projects_serve_month_by_month_where_they_stand():
    table = project_serving(choices(), *SPAN)
    before, after = at(table, 2017 + 7 / 12)[0], at(table, 2017 + 2 / 3)[0]
    tongan = city_pack().axes["district"].index("tongan")
    assert before[PROMISED, PRIMARY].max() == 0
    assert after[PROMISED, PRIMARY, tongan] == 1080 + 1080 + 810 + 270 + 270
    ready = slippage_of(choices(), "primary").chance(np.array([1 / 6]))[0]  # two months in hand
    at_once = 1080 + 1080 + 810 + 270 + 270 / 6
    assert after[EXPECTED, PRIMARY, tongan] == pytest.approx(ready * at_once)
    later = at(table, 2018 + 2 / 3)[0]
    assert 0 < later[EXPECTED, PRIMARY, tongan] < later[PROMISED, PRIMARY, tongan]


def test_a_project_of_an_area_is_spread_by_the_shares_of_its_programme():
    table = project_serving(
        choices("plan.projects.P16.places=1000", "plan.projects.P16.promised=2016-12-01"), *SPAN
    )
    beds = at(table, 2016 + 11 / 12)[0, PROMISED, ELDERCARE]
    assert beds.sum() == pytest.approx(1000)
    assert beds[0] == pytest.approx(1000 * 0.256736, rel=1e-5)
    homes = at(project_serving(choices(), *SPAN), 2017.0)[0, PROMISED, ELDERCARE]
    assert homes[1] == pytest.approx(180 * 0.262954, rel=1e-5)  # rural homes: the mainland alone


def test_what_is_due_on_the_last_day_is_there_at_the_last_reading():
    found = project_serving(choices(), *SPAN)
    last = Moment(2021.0, 2021.0 - 1e-7, 2021.0)
    siming = found.value(last)[0, PROMISED, HOSPITAL, 0]
    assert siming == 430  # P15, promised for the end of 2020


def test_on_time_projects_open_when_promised_and_fill():
    table = project_serving(choices("plan.on_time=true"), *SPAN)
    siming = at(table, 2020 + 2 / 3)[0, :, PRIMARY, 0]
    np.testing.assert_allclose(siming, [1620, 270], rtol=1e-12)


def schools():
    return next(each for each in city_pack().programmes if each.service == "primary")


def test_the_september_rule_in_a_run():
    """Finished by the end of 2016, open on 1 September 2017, every grade; the stock grows too."""
    on_time = run(ONE_WINDOW, "model.stop=2019-01-01", "plan.on_time=true")
    opened, then = (share * REST for share in remainder_shares(city_pack(), schools())[:2])
    places = on_time.measures["open_places"][0, :, PRIMARY].sum(axis=1)
    supply = on_time.measures["supply"][0, :, PRIMARY].sum(axis=1)
    august, september, later = (reading(on_time, 2017 + month / 12) for month in (7, 8, 20))
    np.testing.assert_allclose(places[:, august], START + GROWN * 23 / 12, rtol=1e-5)
    np.testing.assert_allclose(places[:, september], START + 2 * GROWN + opened, rtol=1e-5)
    table = project_serving(choices("plan.on_time=true"), *SPAN)
    first, second = (at(table, year + 2 / 3)[0, :, PRIMARY].sum(axis=1) for year in (2017, 2018))
    np.testing.assert_allclose(supply[:, september], START + 2 * GROWN + opened + first, rtol=1e-5)
    np.testing.assert_allclose(supply[:, later], START + 2 * GROWN + then + second, rtol=1e-5)
