"""What schools take in every draw: places at the start, what grows beside lists, class limits."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.services.capacity import class_limit, of_draw, starting_load, starting_places
from simulator.city.supply.expansion import expansion
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.paths import at
from tests.city import choices, city_pack

MANY = 20_000
SCHOOLS = city_pack().axes["school"]
COUNTED = ("kindergarten", "primary", "junior", "senior_general")


def drawn(*sets, draws=MANY):
    return replace(choices(*sets, pack=city_pack()), chance=Chance(seed=4, draws=draws))


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_load_at_the_start_has_the_quantiles_that_are_stated(name):
    service, plan = city_pack().service[name], drawn()
    load = starting_load(plan, service)
    low, high = service.capacity.load_interval
    assert low < service.capacity.load < high
    stated = np.array([low, service.capacity.load, high])
    np.testing.assert_allclose(np.quantile(load, [0.1, 0.5, 0.9]), stated, rtol=0.005)
    places = starting_places(plan, service)
    pupils = places.sum(axis=1) * load
    np.testing.assert_allclose(pupils, service.start.counted, rtol=1e-12)


def test_beds_stand_as_they_were_counted():
    service, plan = city_pack().service["hospital"], drawn()
    assert starting_places(plan, service).sum() == pytest.approx(service.start.counted)
    assert starting_places(plan, service).shape == (1, 6)
    np.testing.assert_array_equal(class_limit(plan, service), [1.0])


@pytest.mark.parametrize("name", COUNTED)
def test_what_no_list_names_grows_with_the_load_it_is_reckoned_by(name):
    """At each end of the load's interval it is at the other end of its own; between, in between."""
    service, plan = city_pack().service[name], drawn()
    load, grown = starting_load(plan, service), at(expansion(plan, service), 2016.5)
    low, high = plan.known(f"plan.unlisted_expansion.{name}")["interval"]["2015-09-01"]
    order = np.argsort(load)
    assert np.all(np.diff(grown[order]) <= 0)
    load_low, load_high = service.capacity.load_interval
    at_ends = np.interp([load_low, load_high], load[order], grown[order])
    np.testing.assert_allclose(at_ends, [high, low], rtol=1e-4)
    stated = at(expansion(choices(pack=city_pack()), service), 2016.5)
    assert np.median(grown) == pytest.approx(stated[0], rel=0.002)
    np.testing.assert_array_equal(at(expansion(plan, service), 2019.0), 0.0)


def test_what_a_scenario_states_is_as_stated_in_every_draw():
    key, service = "plan.unlisted_expansion.primary", city_pack().service["primary"]
    whole = at(expansion(drawn(f"{key}.value=1000", draws=9), service), 2016.5)
    np.testing.assert_array_equal(whole, 1000.0)
    scaled, once = (
        at(expansion(drawn(*sets, draws=9), service), 2016.5) for sets in ((f"{key}.scale=2",), ())
    )
    np.testing.assert_allclose(scaled, 2 * once)
    assert np.ptp(once) > 0


@pytest.mark.parametrize("name", SCHOOLS)
def test_no_class_is_limited_to_less_than_the_standard(name):
    capacity, limit = city_pack().service[name].capacity, class_limit(
        drawn(), city_pack().service[name]
    )  # fmt: skip
    low, high = capacity.limit_interval
    assert limit.min() >= capacity.standard
    stated = np.array([low, capacity.limit, high])
    np.testing.assert_allclose(np.quantile(limit, [0.1, 0.5, 0.9]), stated, rtol=0.01)


def test_without_draws_all_is_as_stated():
    plan = choices(pack=city_pack())
    for name in SCHOOLS:
        service = city_pack().service[name]
        np.testing.assert_array_equal(
            starting_places(plan, service)[0], list(service.start.places.values())
        )
        np.testing.assert_array_equal(class_limit(plan, service), [service.capacity.limit])
        np.testing.assert_array_equal(starting_load(plan, service), [service.capacity.load])


def test_a_draw_is_read_off_with_the_class_limit_of_its_own():
    service, plan = city_pack().service["primary"], drawn(draws=5)
    limits = class_limit(plan, service)
    for limit in limits:
        assert of_draw(plan, service, limit).capacity.limit == limit
    assert len(set(limits)) > 1
    beds = city_pack().service["hospital"]
    assert of_draw(plan, beds, 2.0) is beds
    assert of_draw(choices(pack=city_pack()), service, 60.0) is service
