"""The first grade of a school, by hand, and that grades of a run add up to their stage."""

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.record.entrance import Entrance, entrances
from simulator.city.services.series import service_series
from tests.city import outcome_of, reading

SEPTEMBER = 2 / 3


@pytest.fixture(scope="module")
def baseline():
    return outcome_of()


def found_in(outcome, service, place, year):
    return next(
        each
        for each in entrances(outcome)
        if (each.service, each.place) == (service, place)
        and abs(each.when - year - SEPTEMBER) < 1e-9
    )


def test_turned_away_are_those_who_leave_and_those_unplaced():
    one = Entrance(
        service="primary", place="x", when=2017.67, entrants=120, leaving=5, places=90, unplaced=5
    )
    assert one.turned_away == 10


def first_grade(run, service, age, districts):
    """Pupils of the first grade on 1 September 2016 as on record, and migrants among its children.

    Both without who left that day. A ratio of the stage and of the catchment for each child.
    """
    rows = [run.system.axis["district"].index(name) for name in districts]
    stage, there = run.system.axis["service"].index(service), reading(run, 2016 + SEPTEMBER)
    people = run.stocks["people"][0]
    moment = int(np.argmin(np.abs(run.snapshots - 2016 - SEPTEMBER)))
    windows = run.system.axis["cohort"].birth_windows
    oldest = windows.newest(2016 - age - 1 + SEPTEMBER)
    children = people[:, oldest : oldest + windows.per_year, :, :, moment].sum(axis=(0, 1))
    seekers, in_scope = (
        run.measures[name][0, stage, rows, there] for name in ("seekers", "in_scope")
    )
    migrant = run.system.axis["residency"].index("migrant")
    pupils = (seekers / in_scope * children.sum(axis=0)[rows]).sum()
    return pupils, children[migrant, rows].sum()


def test_the_first_grade_of_the_island_by_hand(baseline):
    """At twelve nobody leaves on entering: departures are the only count of who goes home."""
    one = found_in(baseline, "junior", "island", 2016)
    # grade one of September 2016 was born from 1 September 2003 up to 31 August 2004
    entrants, _ = first_grade(baseline.trajectory, "junior", 12, ("siming", "huli"))
    assert one.entrants == pytest.approx(entrants, rel=1e-9)
    assert one.leaving == 0
    series = next(s for s in service_series(baseline) if s.service.name == "junior")
    column = int(np.argmin(np.abs(series.years - 2016 - SEPTEMBER)))
    # three grades share the designed places
    assert one.places == pytest.approx(series.risk_adjusted[series.place("island"), column] / 3)
    # room for 55 where 50 are the standard
    assert one.unplaced == pytest.approx(max(one.entrants - one.places * 1.1, 0.0))


def test_the_first_grade_of_jimei_by_hand(baseline):
    """0.1728 of the migrants miss the threshold, 1 - 0.41 of them find no private place: 10.2 %."""
    one = found_in(baseline, "primary", "jimei", 2016)
    # grade one of September 2016 was born from 1 September 2009 up to 31 August 2010
    pupils, migrants = first_grade(baseline.trajectory, "primary", 6, ("jimei",))
    share = 0.1728 * 0.59
    assert one.leaving == pytest.approx(share / (1 - share) * migrants, rel=1e-9)
    assert one.leaving > 100
    assert one.entrants == pytest.approx(pupils + one.leaving, rel=1e-9)
    # who left takes no place; room for 55 where 45 are the standard
    series = next(s for s in service_series(baseline) if s.service.name == "primary")
    column = int(np.argmin(np.abs(series.years - 2016 - SEPTEMBER)))
    assert one.places == pytest.approx(series.risk_adjusted[series.place("jimei"), column] / 6)
    assert one.unplaced == pytest.approx(max(pupils - one.places * 55 / 45, 0.0))


def test_the_city_adds_up_its_catchments(baseline):
    for service in ("primary", "junior"):
        parts = [
            each
            for each in entrances(baseline)
            if each.service == service
            and each.place != CITY
            and abs(each.when - 2020 - SEPTEMBER) < 1e-9
        ]
        whole = found_in(baseline, service, CITY, 2020)
        for name in ("entrants", "leaving", "places", "unplaced", "turned_away"):
            assert getattr(whole, name) == pytest.approx(sum(getattr(p, name) for p in parts))
