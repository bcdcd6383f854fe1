"""What a run that stops says of the place where it went wrong: cohort, district."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.cohort_paths import ByAge
from simulator.errors import IntegrationError
from simulator.stockflow.engine import solve
from simulator.stockflow.engine.coefficients import CoefficientReader
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Constant
from tests.toys import region, region_scenario

REGION = region()
BASE = region_scenario(REGION)
PLACE = r"people\[\w+, (older|\d{4}-\d\d), (registered|migrant), (east|west)\]"


def with_rate(name, rate):
    flows = [replace(flow, rate=rate) if flow.name == name else flow for flow in REGION.flows]
    return replace(REGION, flows=tuple(flows))


def test_an_overflow_names_the_cell():
    rate = "arrivals_a_year * arrival_profile * district_shares * people[migrant] ** 2"
    with pytest.raises(IntegrationError, match=PLACE):
        simulate(with_rate("arrivals", rate), BASE)


def test_a_rate_that_is_no_number_is_the_one_that_is_blamed_and_names_the_cell():
    """Once the state is no number every rate is none: the first to fail is blamed."""
    rate = "departure_rate * sqrt(people[migrant] - 20)"
    with pytest.raises(IntegrationError, match=PLACE) as caught:
        simulate(with_rate("departures", rate), BASE)
    assert caught.value.flow == "departures"


def test_a_solver_that_gives_up_names_the_cell():
    rate = "departure_rate * people[migrant] / (people[migrant] - 30) ** 2"
    with pytest.raises(IntegrationError, match=PLACE):
        simulate(with_rate("departures", rate), BASE)


def test_a_hole_in_a_table_names_the_cohort():
    rates = np.full((1, REGION.axis["cohort"].size), 0.02)
    rates[0, 7] = np.nan
    path = Constant(rates, ("cohort",))
    with pytest.raises(
        IntegrationError, match=r"departures: its rate is NaN or infinite \(1999-01\)"
    ):
        simulate(REGION, replace(BASE, paths=BASE.paths | {"departure_rate": path}))


def test_a_horizon_outside_a_table_is_refused_before_the_first_step():
    table = np.full((1, 3, 101), 0.02)
    path = ByAge(
        name="departure_rate", cohorts=REGION.axis["cohort"], table=table, years=(2000, 2001, 2002)
    )
    with pytest.raises(IntegrationError) as caught:
        simulate(REGION, replace(BASE, paths=BASE.paths | {"departure_rate": path}))
    assert "departure_rate: no value at 2010; its values run from 2000 to 2003" in str(caught.value)
    assert caught.value.year == 2000


def test_a_run_far_too_stiff_for_its_method_stops_by_itself(monkeypatch):
    """A rate in the wrong unit: an explicit method would take a billion steps."""
    asked = []

    def count(self, year):
        asked.append(year)
        assert len(asked) < 3000, "still running"
        return read(self, year)

    read = CoefficientReader.at_instant
    monkeypatch.setattr(CoefficientReader, "at_instant", count)
    monkeypatch.setattr(solve, "MOST_CALLS", 1000)
    paths = BASE.paths | {"registration_rate": Constant(np.array([1e9]))}
    with pytest.raises(IntegrationError, match="registration"):
        simulate(REGION, replace(BASE, paths=paths, stop=2000.1, readings=()))
