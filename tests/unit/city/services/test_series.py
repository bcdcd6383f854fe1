from pathlib import Path

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.ground.outcome import shown_span
from simulator.city.services.series import ServiceSeries, service_series
from tests.outcomes import READINGS, MadeUp, reading, with_values

PROMISED, EXPECTED = 0, 1


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    """Demand 100 and 50, promised 90 and 80, expected 70 and 60; gaps said by the run itself."""
    times = READINGS.size
    demand = np.zeros((3, 2, times))
    demand[:, 0], demand[:, 1] = 100.0, 50.0
    demand[1, 0] += np.arange(times)
    supply = np.zeros((2, 3, 2, times))
    supply[PROMISED, :, 0], supply[PROMISED, :, 1] = 90.0, 80.0
    supply[EXPECTED, :, 0], supply[EXPECTED, :, 1] = 70.0, 60.0
    return MadeUp(folder=tmp_path, measures={"demand": demand, "supply": supply})


def series_of(made_up: MadeUp, name: str) -> ServiceSeries:
    return next(one for one in service_series(made_up.outcome()) if one.service.name == name)


def test_the_services_keep_the_order_of_the_pack(made_up: MadeUp) -> None:
    names = [one.service.name for one in service_series(made_up.outcome())]
    assert names == ["primary", "hospital", "psychiatric"]


def test_schools_are_read_on_1_september_and_beds_by_month(made_up: MadeUp) -> None:
    assert series_of(made_up, "primary").years == pytest.approx(
        [y + 2 / 3 for y in range(2014, 2018)]
    )
    assert series_of(made_up, "hospital").years == pytest.approx(READINGS)


def test_the_city_is_the_sum_of_its_districts(made_up: MadeUp) -> None:
    school = series_of(made_up, "primary")
    assert school.places == ("north", "south", CITY)
    assert school.demand[:, -1].tolist() == [100, 50, 150]
    assert school.promised[:, -1].tolist() == [90, 80, 170]
    assert school.risk_adjusted[:, -1].tolist() == [70, 60, 130]
    assert school.gap[school.place(CITY), -1] == 20
    assert school.gap[school.place("south"), -1] == -10
    assert school.promised_gap[:, -1].tolist() == [10, -30, -20]


def test_arrays_are_aligned_with_their_instants(made_up: MadeUp) -> None:
    beds = series_of(made_up, "hospital")
    assert beds.demand[0, reading(2017.5)] == 100 + reading(2017.5)


def test_supply_is_unknown_before_its_record_and_demand_is_not(made_up: MadeUp) -> None:
    school = series_of(made_up, "primary")
    for values in (school.promised, school.risk_adjusted, school.gap, school.promised_gap):
        assert np.isnan(values[:, 0]).all()
        assert np.isfinite(values[:, 1:]).all()
    assert np.isfinite(school.demand).all()
    beds = series_of(made_up, "hospital")
    assert np.isnan(beds.gap[:, reading(2016.0) - 1]).all()
    assert np.isfinite(beds.gap[:, reading(2016.0)]).all()


def test_a_service_without_a_start_is_unknown_throughout(made_up: MadeUp) -> None:
    unknown = series_of(made_up, "psychiatric")
    assert np.isnan(unknown.risk_adjusted).all()
    assert np.isnan(unknown.coverage).all()
    assert not unknown.is_known
    assert series_of(made_up, "hospital").is_known


def test_coverage_is_supply_over_demand_and_unknown_where_nobody_asks(made_up: MadeUp) -> None:
    school = series_of(made_up, "primary")
    assert school.coverage[:, -1] == pytest.approx([0.7, 1.2, 130 / 150])
    made_up.measures["demand"][0] = 0.0
    assert np.isnan(series_of(made_up, "primary").coverage).all()


def test_a_span_is_cut_at_both_ends_included(made_up: MadeUp) -> None:
    cut = series_of(made_up, "hospital").between(2016.0, 2016.5)
    assert cut.years == pytest.approx(READINGS[reading(2016.0) : reading(2016.5) + 1])
    assert cut.demand.shape == (3, 7)


def test_what_is_shown_stays_within_the_run(made_up: MadeUp) -> None:
    outcome = made_up.outcome()
    assert shown_span(outcome) == (2015.0, 2018.0)
    assert shown_span(with_values(outcome, report__to_year=2016)) == (2015.0, 2017.0)
    wide = with_values(outcome, report__from_year=2000, report__to_year=2050)
    assert shown_span(wide) == (2014.0, 2018.0)
