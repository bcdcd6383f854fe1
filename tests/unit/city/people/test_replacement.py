"""Net arrivals after the record: who leaves comes back, residents follow what is stated."""

from functools import cache

import numpy as np
import pytest

from simulator.city.people.replacement import origin_of
from simulator.stockflow.engine.trajectory import Trajectory
from tests.city import choices as choices_over
from tests.city import city_pack, loaded, reading, run

ORIGIN, LAST = 2021.0, 2026.0
LONG = (f"model.stop={LAST:.0f}-01-01",)
NET, LAW = "world.net_arrivals", "world.future.net_arrivals"


@cache
def moved(*sets: str) -> dict[str, np.ndarray]:
    """Streams of people of the city by year, from the origin on."""
    return by_year(run(*LONG, *sets), ORIGIN)


def by_year(found: Trajectory, first: float) -> dict[str, np.ndarray]:
    years = np.arange(first, found.readings[-1] + 0.5)
    places = [reading(found, year) for year in years]
    streams = {"in": found.arrived["arrivals"], "out": found.left["departures"]}
    flows = {
        name: np.diff(array[0].reshape(-1, array.shape[-1]).sum(axis=0)[places])
        for name, array in streams.items()
    }
    residents = found.measures["residents"][0]
    return flows | {"here": residents.reshape(-1, residents.shape[-1]).sum(axis=0)[places]}


def net(of: dict[str, np.ndarray]) -> np.ndarray:
    return of["in"] - of["out"]


def test_more_net_arrivals_are_as_many_more_arrivals_less_departures() -> None:
    more = 20_000.0
    low, high = (moved(f"{NET}={number}") for number in (60_000, 60_000 + more))
    # departures are counted as windows open and taken to go on as they changed, which they begin
    # to do otherwise on the day from which more arrive
    found = net(high) - net(low)
    assert found[0] == pytest.approx(more, rel=1e-2)
    np.testing.assert_allclose(found[1:], more, rtol=2e-4)


def test_residents_rise_by_as_many_but_for_births_deaths_and_children_sent_away() -> None:
    more = 20_000.0
    low, high = (moved(f"{NET}={number}") for number in (60_000, 60_000 + more))
    rise = high["here"] - low["here"]
    years = np.arange(rise.size)
    assert rise[0] == 0
    # two in a hundred of those who came a year before have had a child here
    np.testing.assert_allclose(rise[1:] / (more * years[1:]), 1.0, atol=0.05)
    assert np.all(np.diff(rise) > more * 0.99)


def test_net_arrivals_are_what_is_stated_whatever_departures_do() -> None:
    for sets in ((), ("world.departures.scale=0.5",), ("plan.points_threshold=3",)):
        found = moved(f"{NET}=60000", *sets)
        np.testing.assert_allclose(net(found), 60_000, rtol=0.02)
    np.testing.assert_allclose(net(moved(f"{NET}=60000")), 60_000, rtol=5e-3)
    # the schedule decides how many come and go, no longer how many stay
    half = moved(f"{NET}=60000", "world.departures.scale=0.5")
    assert half["out"].sum() < 0.7 * moved(f"{NET}=60000")["out"].sum()


def test_children_without_points_are_not_replaced() -> None:
    low, high = (moved(f"{NET}=60000", f"plan.points_threshold={n}") for n in (1, 3))
    assert high["here"][-1] < low["here"][-1] - 10_000


def test_held_goes_on_with_as_many_arrivals() -> None:
    held = moved(f"{LAW}=held")
    np.testing.assert_allclose(held["in"], 344_310, rtol=1e-9)
    drift = net(held)
    assert drift[-1] > drift[0] + 10_000


@pytest.mark.parametrize("per_year", [1, 2])
def test_any_width_of_windows_follows_what_is_stated(per_year: int) -> None:
    """Three are those of all others here, six are in ``tests/slow/test_all_extremes.py``."""
    assert_windows_follow_what_is_stated(per_year)


def assert_windows_follow_what_is_stated(per_year: int) -> None:
    found = moved(f"{NET}=60000", f"model.cohorts_per_year={per_year}")
    np.testing.assert_allclose(net(found), 60_000, rtol=0.02)


@pytest.mark.parametrize("basis", ["revised", "planned"])
def test_the_net_arrivals_of_the_pack_are_those_of_the_record_as_fitted(basis: str) -> None:
    stated = city_pack().parameters.find(NET, basis)
    assert stated is not None
    recorded = run(f'world.population_basis="{basis}"')
    found = net(by_year(recorded, ORIGIN - len(stated["values"])))
    # within what the births after their last record change of departures
    np.testing.assert_allclose(found, list(stated["values"].values()), atol=150)


def test_until_the_origin_nothing_is_replaced() -> None:
    short = loaded()
    assert not short.scenario.occasions["departures_counted"]
    days = [each.year for each in loaded(*LONG).scenario.occasions["departures_counted"]]
    # two counts by the origin tell how departures change
    np.testing.assert_allclose(days[:3], [2020 + 2 / 3, 2021, 2021 + 1 / 3], atol=1e-12)
    assert origin_of(choices_over(pack=city_pack())) is None
