"""Children who lack the points leave on entering primary school, and adults with them: by hand."""

from functools import cache

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.schools.entitlement import entitlements
from simulator.city.schools.leavers import left_on_entry
from simulator.city.schools.values import leavers_occasions, leaving_paths
from simulator.city.services.series import service_series
from simulator.stockflow.values.calendar import first_september
from simulator.stockflow.values.paths import at
from tests.city import ONE_WINDOW, choices, city_pack, cohorts, loaded, outcome_of, reading, run

FEW = (ONE_WINDOW, "model.stop=2017-01-01")
LONG = (ONE_WINDOW, "model.stop=2020-01-01")
HIGH, MORE = "plan.points_threshold=20", "plan.private_places.primary=2"
FIRST, SEPTEMBER = first_september(2011), first_september(2016)
LACKING = (1 - 0.8272) * (1 - 0.41)
"""Of the migrants who enter, those who miss the threshold and find no private place."""

SERVICES = {name: place for place, name in enumerate(city_pack().axes["service"])}


def measured(name, year, *sets):
    """A measure on a day of a run, by service, if it has them, and district."""
    found = run(*sets)
    return found.measures[name][0, ..., reading(found, year)]


def left(stream, year, *sets):
    """Who has left by a transfer from the start of a run to a day, by district."""
    found = run(*sets)
    return found.left[stream][0, :, reading(found, year)]


def on_the_day(stream, year, *sets):
    """Who left by a transfer on a 1 September, by district: nobody does on other days."""
    return left(stream, year, *sets) - left(stream, year - 1 / 12, *sets)


@cache
def occasions(per_year):
    """Occasions of a run to the end of 2020, of either transfer."""
    own = choices("model.stop=2021-01-01")
    span = own.date("model.start"), own.date("model.stop")
    return leavers_occasions(own, own.axis["service"], cohorts(per_year), span)


@pytest.mark.parametrize("per_year", [1, 3, 12])
def test_who_was_born_in_the_windows_of_the_first_grade_enters_primary_school(per_year):
    """Born from 1 September 2009 up to 31 August 2010: grade one of 1 September 2016, no other."""
    found = occasions(per_year)
    assert set(found) == {"parents_of_leavers", "children_without_points"}
    labels = cohorts(per_year).labels
    for stream in found.values():
        assert [each.year for each in stream] == [first_september(y) for y in range(2011, 2021)]
        for year, occasion in zip(range(2011, 2021), stream, strict=True):
            entering = occasion.values["entering"]
            assert entering.shape == (1, len(SERVICES), len(labels))
            inside = [f"{year - 7}-09" <= label < f"{year - 6}-09" for label in labels[1:]]
            assert sum(inside) == per_year
            primary = entering[0, SERVICES["primary"]]
            np.testing.assert_array_equal(primary[1:], inside)
            assert primary[0] == 0
            assert np.delete(entering, SERVICES["primary"], axis=1).max() == 0


def test_adults_who_leave_with_a_child_are_of_25_to_44():
    own = choices()
    paths = leaving_paths(own, own.axis["service"], cohorts(3))
    found = at(paths["parent_age"], first_september(2016))[0]
    labels = cohorts(3).labels
    inside = ["1971-09" <= label < "1991-09" for label in labels[1:]]
    np.testing.assert_allclose(found[1:], inside, atol=1e-9)
    assert found[0] == 0


def test_the_share_that_leaves_is_that_of_the_record():
    """2,400 of 23,600 migrant children who registered in 2015 found no place: 0.1017."""
    of_record = 2400 / 23_600
    assert of_record == pytest.approx(LACKING, rel=5e-3)
    found, outcome = run(*FEW), outcome_of(*FEW)
    gone = left_on_entry(outcome, city_pack().service["primary"], SEPTEMBER)
    np.testing.assert_allclose(gone, on_the_day("children_without_points", SEPTEMBER, *FEW))
    assert gone.min() > 100
    np.testing.assert_allclose(gone / (gone + _first_grade(found)), LACKING, rtol=1e-9)


def _first_grade(found):
    """Migrants who entered on 1 September 2016 and stayed, by district."""
    windows = found.system.axis["cohort"].birth_windows
    oldest = windows.newest(first_september(2009))
    migrant = found.system.axis["residency"].index("migrant")
    moment = int(np.argmin(np.abs(found.snapshots - SEPTEMBER)))
    there = found.stocks["people"][0][:, oldest : oldest + windows.per_year, migrant, :, moment]
    return there.sum(axis=(0, 1))


@pytest.mark.parametrize("adults", [None, 0.0, 0.5])
def test_as_many_adults_leave_with_each_child_as_are_stated(adults):
    sets = FEW if adults is None else (*FEW, f"world.adults_with_child={adults}")
    pack = choices(pack=city_pack())
    stated = pack.number("world.adults_with_child") if adults is None else adults
    children = left("children_without_points", SEPTEMBER, *sets)
    assert children.min() > 500
    parents = left("parents_of_leavers", SEPTEMBER, *sets)
    # of P adults as many as n c ÷ (1 + n c ÷ P) leave, so that never more leave than there are
    np.testing.assert_allclose(parents, stated * children, rtol=3e-3)
    assert (parents <= stated * children).all()


def test_nobody_leaves_on_any_other_day():
    found = run(*FEW)
    for stream in ("children_without_points", "parents_of_leavers"):
        steps = np.diff(found.left[stream][0].sum(axis=0))
        days = [round(year % 1 * 12) % 12 for year in found.readings[1:]]
        assert [day for day, step in zip(days, steps, strict=True) if step > 0] == [8] * 6
        assert steps.min() >= 0


def test_one_child_is_counted_once():
    """Who came on the day is in a public place, in a private one, or has left: nobody is two."""
    public, private = (
        measured(name, SEPTEMBER, *FEW) for name in ("public_entitled", "in_private_places")
    )
    gone = np.zeros_like(public)
    gone[SERVICES["primary"]] = on_the_day("children_without_points", SEPTEMBER, *FEW)
    for service in ("kindergarten", "primary", "junior", "senior_general", "senior_vocational"):
        row = SERVICES[service]
        # whoever lives here and comes is in one of the two
        staying = measured("seekers", SEPTEMBER, *FEW)[row]
        np.testing.assert_allclose(public[row] + private[row], staying, rtol=1e-9)
        # all who sought a place, as they are told: those, and who left for want of one
        found = _told(service)
        for place, label in enumerate(city_pack().axes["district"]):
            if label in found:
                parts = public[row, place] + private[row, place] + gone[row, place]
                assert found[label].seekers == pytest.approx(parts, rel=1e-9)
        if found:
            parts = (public + private + gone)[row].sum()
            assert found[CITY].seekers == pytest.approx(parts, rel=1e-9)


def _told(service):
    """Rows of the table of a school on 1 September 2016, by place."""
    outcome = outcome_of(*FEW)
    return {
        each.place: each
        for each in entitlements(outcome, service_series(outcome))
        if each.service.name == service and abs(each.when - SEPTEMBER) < 1e-9
    }


def test_on_the_first_day_a_higher_threshold_is_fewer_residents_by_those_who_left():
    """On 1 September 2011 nothing else has become of them."""
    more = sum(
        on_the_day(stream, FIRST, *LONG, HIGH) - on_the_day(stream, FIRST, *LONG)
        for stream in ("children_without_points", "parents_of_leavers")
    )
    fewer = measured("residents", FIRST, *LONG) - measured("residents", FIRST, *LONG, HIGH)
    registered = loaded(*LONG).system.axis["residency"].index("registered")
    migrant = 1 - registered
    assert more.min() > 100
    np.testing.assert_allclose(fewer[migrant], more, rtol=1e-6)
    np.testing.assert_allclose(fewer[registered], 0, atol=1e-3)
    # 0.8272 ÷ (0.8272 + 0.1728 × 20) = 19.31 % reach it: 47.60 % leave
    share = (1 - 0.8272 / (0.8272 + 0.1728 * 20)) * (1 - 0.41)
    assert share == pytest.approx(0.4760, abs=1e-4)
    children = on_the_day("children_without_points", FIRST, *LONG, HIGH)
    ratio = children / on_the_day("children_without_points", FIRST, *LONG)
    np.testing.assert_allclose(ratio, share / LACKING, rtol=1e-6)


def test_the_threshold_moves_residents_births_pupils_and_beds_together():
    day = first_september(2019)
    usual, high = LONG, (*LONG, HIGH)
    gone = sum(
        (left(stream, day, *high) - left(stream, day, *usual)).sum()
        for stream in ("children_without_points", "parents_of_leavers")
    )
    unborn = sum(_born(*usual)[stream] - _born(*high)[stream] for stream in _BORN)
    fewer = (measured("residents", day, *usual) - measured("residents", day, *high)).sum()
    assert gone > 100_000
    assert unborn > 1_000
    # some of them would have left since, or died
    assert 0.5 * gone < fewer < gone + unborn
    pupils, hospital = SERVICES["primary"], SERVICES["hospital"]
    demand = [measured("demand", day, *sets).sum(axis=-1) for sets in (usual, high)]
    assert demand[1][pupils] < 0.95 * demand[0][pupils]
    assert demand[1][hospital] / demand[0][hospital] == pytest.approx(
        measured("residents", day, *high).sum() / measured("residents", day, *usual).sum(),
        rel=1e-6,
    )
    private = [measured("in_private_places", day, *sets)[pupils].sum() for sets in (usual, high)]
    assert private[1] > 1.5 * private[0]


_BORN = ("newborn_boys", "newborn_girls")


def _born(*sets):
    found = run(*sets)
    now = reading(found, first_september(2019))
    return {name: found.arrived[name][0, ..., now].sum() for name in _BORN}


@pytest.mark.parametrize("sets", [LONG, (*LONG, HIGH)])
def test_the_balance_of_people_holds_where_children_leave(sets):
    [people] = [each for each in run(*sets).balances if each.kind == "people"]
    assert np.abs(people.residual).max() < 1e-12


def test_private_places_are_a_share_of_the_starting_stock_and_grow_by_their_lever_alone():
    row = SERVICES["primary"]
    usual = measured("private_places", SEPTEMBER, *LONG)
    start = city_pack().service["primary"].start.places
    # one in twenty of the places that stood at the start
    by_hand = [0.05 * start[name] for name in city_pack().axes["district"]]
    np.testing.assert_allclose(usual[row], by_hand, rtol=1e-12)
    for other in (FIRST, first_september(2019)):
        np.testing.assert_array_equal(measured("private_places", other, *LONG), usual)
    np.testing.assert_array_equal(measured("private_places", SEPTEMBER, *LONG, HIGH), usual)
    doubled = measured("private_places", SEPTEMBER, *LONG, MORE)
    np.testing.assert_allclose(doubled[row], 2 * usual[row], rtol=1e-12)
    np.testing.assert_array_equal(np.delete(doubled, row, axis=0), np.delete(usual, row, axis=0))
    assert usual[SERVICES["kindergarten"]].min() > 0
    assert usual[SERVICES["hospital"]].max() == 0
