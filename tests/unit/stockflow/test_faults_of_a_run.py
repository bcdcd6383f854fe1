"""What stops a run says when, which flow, which people, and what to change.

Where in the city it happens: ``test_stopped_runs.py``.
"""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.cohort_paths import ByAge
from simulator.errors import IntegrationError
from simulator.stockflow.engine.preconditions import refuse_unbearable
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Lines, Mapped
from simulator.stockflow.values.scenario import Method
from tests.toys import region, region_scenario

REGION = region()
BASE = region_scenario(REGION)


def caught(system=REGION, **changes):
    with pytest.raises(IntegrationError) as found:
        simulate(system, replace(BASE, **changes))
    return found.value


def with_rate(name, rate):
    """The region with another rate of one flow."""
    flows = [replace(flow, rate=rate) if flow.name == name else flow for flow in REGION.flows]
    return replace(REGION, flows=tuple(flows))


def by_age(table, years, **more):
    return ByAge(
        name="departure_rate",
        cohorts=REGION.axis["cohort"],
        table=np.asarray(table)[np.newaxis],
        years=years,
        **more,
    )


def test_a_stock_below_zero_names_date_cell_flows_and_remedy():
    fault = caught(with_rate("departures", "departure_rate * 100"))
    assert str(fault).split(" / ")[0] == (
        "2000.3333: people[mothers, 2007-01, migrant, east] fell to -3.26263: outflow "
        "exceeds the stock; lower the rate of one of deaths, departures, registration, moves, "
        "or let it vanish with the stock"
    )


def test_only_flows_that_reach_the_cell_are_named():
    """Births take mothers out of the childless alone, departures migrants alone."""
    system = with_rate("first_births", "birth_rate * 1000 + 0 * people[childless]")
    fault = str(caught(system, stop=2000.5, readings=()))
    assert "people[childless" in fault
    assert "first_births" in fault
    assert "recall" not in fault


def test_an_overflow_names_date_and_flow_and_what_to_look_at():
    rate = "arrivals_a_year * arrival_profile * district_shares * people[migrant] ** 2"
    fault = caught(with_rate("arrivals", rate))
    assert fault.flow == "arrivals"
    assert fault.year == pytest.approx(2000.02, abs=0.01)
    assert "check its unit" in str(fault)


def test_a_solver_that_gives_up_names_itself_date_and_flow():
    rate = "departure_rate * people[migrant] / (people[migrant] - 30) ** 2"
    fault = caught(with_rate("departures", rate))
    assert fault.flow == "departures"
    assert str(fault).startswith("2000.3200: RK45 stopped: Required step size")


def test_a_path_with_a_hole_names_the_date_the_flow_and_the_path():
    years = Lines(name="years", years=(2000.0, 2010.0), values=np.array([[2000.0], [2010.0]]))
    rates = np.full((1, REGION.axis["cohort"].size), 0.02)
    path = Mapped(
        function=lambda year: np.where(year > 2004, np.nan, rates), paths=(years,), axes=("cohort",)
    )
    fault = caught(paths=BASE.paths | {"departure_rate": path})
    assert fault.flow == "departures"
    assert fault.year == pytest.approx(2004, abs=0.4)
    assert "departure_rate: one of these has a gap" in str(fault)


def test_a_horizon_outside_a_table_names_table_span_and_remedy():
    years = (2000, 2001, 2002)
    fault = caught(paths=BASE.paths | {"departure_rate": by_age(np.full((3, 101), 0.02), years)})
    assert fault.year == 2000
    assert "departure_rate: no value at 2010; its values run from 2000 to 2003" in str(fault)
    assert 'set before/after = "hold"' in str(fault)


def test_a_table_that_holds_beyond_its_years_is_no_fault():
    path = by_age(np.full((3, 101), 0.02), (2000, 2001, 2002), after="hold")
    simulate(REGION, replace(BASE, paths=BASE.paths | {"departure_rate": path}))


def test_lsoda_on_a_city_is_refused_for_its_dense_work_array():
    with pytest.raises(IntegrationError, match="dense work array"):
        refuse_unbearable(Method(name="LSODA"), 23_000, 2011.0)


def test_shares_that_move_are_looked_at_through_the_segment():
    """They are even where the line and the first segment begin."""
    rows = np.array([[[[1.0, 0.0], [0.4, 0.6]]], [[[1.0, 0.0], [0.4, 0.7]]]])
    line = Lines(
        name="shares", years=(2000.0, 2010.0), values=rows, axes=("residency", "to_residency")
    )
    fault = caught(paths=BASE.paths | {"newborn_residency": line})
    assert "the shares newborn_residency of migrant sum to 1.00" in str(fault)
    assert fault.year == pytest.approx(2000 + 1 / 6)  # the middle of the first segment
