from pathlib import Path

import numpy as np
import pytest

from simulator.city.record.comparison import TOLERANCES, Comparison
from simulator.city.record.observed import compare
from tests.outcomes import READINGS, MadeUp, reading, with_values, write_observations

TOTAL = "both,all"


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    """1,000 people in the north and 500 in the south, ten more of each every year."""
    residents = np.zeros((2, 2, READINGS.size))
    residents[0, 0], residents[1, 1] = 1000.0, 500.0
    residents[0] += 5 * (READINGS - READINGS[0])
    return MadeUp(folder=tmp_path, measures={"residents": residents})


def compared(made_up: MadeUp, **values: object) -> tuple[Comparison, ...]:
    return compare(with_values(made_up.outcome(), **values))


def residents_row(year: int, value: float, *, series: str = "residents_revised") -> str:
    date = f"{year + 1}-01-01"
    return f"{series},{year},{date},year_end,city,{TOTAL},{value},persons,d,tight,observation"


def test_an_observation_meets_the_reading_of_its_day(made_up: MadeUp) -> None:
    write_observations(made_up.folder, "residents", [residents_row(2015, 1520)])
    (found,) = compared(made_up)
    assert (found.series, found.date, found.place) == ("residents", "2015-12-31", "city")
    assert found.when == 2016.0
    assert found.observed == 1520
    assert found.modelled == pytest.approx(1520)
    assert found.error == pytest.approx(0.0, abs=1e-12)
    assert found.tolerance == TOLERANCES["tight"] == 0.03
    assert found.is_within is True


def test_an_error_is_relative_to_the_observation_and_judged(made_up: MadeUp) -> None:
    rows = [residents_row(2015, 1520 / 1.029), residents_row(2016, 1530 / 1.031)]
    write_observations(made_up.folder, "residents", rows)
    inside, outside = compared(made_up)
    assert inside.error == pytest.approx(0.029)
    assert (inside.is_within, outside.is_within) == (True, False)


def test_estimates_and_aids_never_enter(made_up: MadeUp) -> None:
    rows = [
        residents_row(2015, 1520) + ",S1,estimated,D,",
        residents_row(2016, 1530).replace("observation", "aid"),
        residents_row(2015, 1520).replace(TOTAL, "men,all"),
        residents_row(2015, 1520).replace(TOTAL, "both,0-14"),
    ]
    write_observations(made_up.folder, "residents", rows)
    assert compared(made_up) == ()


def test_what_a_run_starts_from_or_does_not_reach_is_no_test_of_it(made_up: MadeUp) -> None:
    rows = [residents_row(year, 1500) for year in (2012, 2013, 2018)]
    write_observations(made_up.folder, "residents", rows)
    assert compared(made_up) == ()


def test_each_basis_meets_its_own_series_and_the_planned_one_ends(made_up: MadeUp) -> None:
    rows = [residents_row(2015, 1), *(residents_row(y, 2, series="residents_published")
                                      for y in (2014, 2015, 2016))]  # fmt: skip
    write_observations(made_up.folder, "residents", rows)
    district = (
        "districts_revised,2015,2016-01-01,year_end,north,both,all,1010,persons,d,t,observation"
    )
    write_observations(made_up.folder, "districts", [district])
    assert [one.observed for one in compared(made_up)] == [1, 1010]
    planned = compared(made_up, world__population_basis="planned")
    assert [(one.observed, one.date[:4]) for one in planned] == [(2, "2014"), (2, "2015")]


def test_districts_are_series_of_their_own(made_up: MadeUp) -> None:
    row = "districts_revised,2015,2016-01-01,year_end,{},both,all,{},persons,d,tight,observation"
    rows = [row.format("north", 1010), row.format("south", 510), row.format("island", 1520)]
    write_observations(made_up.folder, "districts", rows)
    found = compared(made_up)
    assert [one.series for one in found] == ["district_residents_north", "district_residents_south"]
    assert [one.modelled for one in found] == pytest.approx([1010, 510])
    assert {one.tolerance for one in found} == {0.03}
    assert {one.role for one in found} == {"fitted"}  # shares of arrivals are


def test_a_count_of_a_year_is_known_by_its_last_day(made_up: MadeUp) -> None:
    births = np.zeros((2, 2, READINGS.size))
    births[0, 0] = 12 * (READINGS - READINGS[0])
    made_up = MadeUp(folder=made_up.folder, arrived={"newborn_boys": births})
    row = "births,2015,,calendar_year,city,both,all,10,persons,d,loose,observation"
    write_observations(made_up.folder, "births", [row])
    (found,) = compared(made_up)
    assert (found.date, found.modelled) == ("2015-12-31", pytest.approx(12))
    assert found.tolerance == 0.15


def test_pupils_meet_the_demand_of_their_school(made_up: MadeUp) -> None:
    demand = np.zeros((3, 2, READINGS.size))
    demand[0, :, reading(2016 + 2 / 3)] = 300.0, 100.0
    made_up = MadeUp(folder=made_up.folder, measures={"demand": demand})
    row = "primary,2016,2016-09-01,september,{},both,all,210,persons,d,medium,observation"
    write_observations(made_up.folder, "pupils", [row.format("city"), row.format("north")])
    city, north = compared(made_up)
    # Two places for each pupil in the made-up city.
    assert (city.series, city.modelled, city.tolerance) == ("primary_pupils", 200, 0.08)
    assert (north.series, north.modelled, north.tolerance) == (
        "district_primary_pupils_north",
        150,
        0.08,
    )
    assert north.is_within is False


def test_a_row_without_a_day_says_nothing(made_up: MadeUp) -> None:
    row = residents_row(2015, 1520).replace("2016-01-01,year_end", ",period")
    write_observations(made_up.folder, "residents", [row])
    assert compared(made_up) == ()


def test_a_pack_without_observations_is_no_fault(made_up: MadeUp) -> None:
    assert compared(made_up) == ()
