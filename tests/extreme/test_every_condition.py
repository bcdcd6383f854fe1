"""What holds whatever a scenario says: identities, balances, and no number that is none."""

import warnings
from datetime import date

import numpy as np
import pytest

import simulator
from simulator.errors import ScenarioWarning
from tests.city import BASELINE
from tests.extremes import (
    BEDS,
    LOOPS,
    NO_ARRIVALS,
    NO_BIRTHS,
    NO_DEPARTURES,
    NO_MOVES,
    PLACES,
    SCHOOLS,
    closing,
    nobody,
    result,
    result_of,
    unsaid_numbers,
)

CONDITIONS = {
    "no births": NO_BIRTHS,
    "no arrivals": NO_ARRIVALS,
    "nobody moves": (*NO_BIRTHS, *NO_MOVES),
    "tenfold arrivals": ("world.arrivals={scale=10}",),
    "tenfold arrivals, loops closed": (*LOOPS, "world.arrivals={scale=10}"),
    "nobody leaves": NO_DEPARTURES,
    "everybody leaves": (*NO_ARRIVALS, "world.departures={scale=300}"),
    "no delay": ("plan.on_time=true",),
    "delays twentyfold": ("plan.delay_factor=20",),
    "everything closed": (closing((*SCHOOLS, *BEDS), "2018-09-01"),),
    "everything closed, loops closed": (*LOOPS, closing((*SCHOOLS, *BEDS), "2018-09-01")),
    "nobody seeks": tuple(f"plan.take_up.{service}=0" for service in SCHOOLS),
    "nobody is admitted": ("world.admissions={ hospital = 0, obstetric = 0, paediatric = 0 }",),
    "a run of a month": ("model.stop=2011-02-01", "report.from_year=2011", "report.to_year=2011"),
}

BY_DEFAULT = (
    "no births",
    "tenfold arrivals, loops closed",
    "everybody leaves",
    "everything closed",
    "a run of a month",
)
"""The others are asked in ``tests/slow/test_all_extremes.py``."""


@pytest.mark.parametrize("condition", BY_DEFAULT)
def test_what_always_holds(condition):
    """One run a condition, asked five things."""
    assert_what_always_holds(condition)


def assert_what_always_holds(condition):
    found = result(*CONDITIONS[condition])
    table = found.table("services")
    _a_gap_is_demand_less_supply(table)
    _the_city_is_the_sum_of_its_catchments(table)
    _coverage_is_known_exactly_where_somebody_asks(table)
    _nothing_is_lost_and_nobody_is_less_than_nobody(found.outcome.trajectory)
    assert unsaid_numbers(found) == []
    assert "nan" not in found.summary().casefold()


def _a_gap_is_demand_less_supply(table):
    known = table.dropna(subset=["gap"])
    gap = (known["demand"] - known["risk_adjusted"]).to_numpy()
    assert known["gap"].to_numpy() == pytest.approx(gap, rel=1e-9, abs=2e-6)


def _the_city_is_the_sum_of_its_catchments(table):
    """Where the city is the only catchment there is nothing to add up."""
    parted = [service for service, places in PLACES.items() if len(places) > 1]
    assert len(parted) == 4
    table = table[table["service"].isin(parted)]
    whole, keys = table["district"] == "city", ["date", "service"]
    columns = ["demand", "risk_adjusted", "gap"]
    city = table[whole].set_index(keys)[columns]
    parts = table[~whole].groupby(keys, observed=True)[columns].sum(min_count=1).loc[city.index]
    assert city.to_numpy() == pytest.approx(parts.to_numpy(), rel=1e-9, abs=1e-5, nan_ok=True)


def _coverage_is_known_exactly_where_somebody_asks(table):
    known = table.dropna(subset=["gap"])
    assert (known["coverage"].notna() == (known["demand"] > 0.5)).all()


def _nothing_is_lost_and_nobody_is_less_than_nobody(run):
    assert max(float(np.abs(each.residual).max()) for each in run.balances) <= 1e-9
    assert all(float(stock.min()) >= -1e-9 * stock.max() for stock in run.stocks.values())


def assert_every_figure_can_be_drawn(name):
    one = result(*CONDITIONS[name])
    for figure in _drawable(one):
        assert one.figure(figure) is not None


def _drawable(one):
    """Figures of a run that ends with the record, which has no future intakes."""
    return [figure for figure in one.figures if figure != "intakes"]


def test_every_figure_of_nobody_can_be_drawn(tmp_path):
    one = result_of(tmp_path, nobody, *NO_ARRIVALS)
    assert unsaid_numbers(one) == []
    for figure in _drawable(one):
        assert one.figure(figure) is not None


def test_the_door_of_analysts_says_that_it_is_extreme(tmp_path):
    """``simulator.run``, and what was written read again by ``simulator.load``."""
    changes = {
        "model.cohorts_per_year": 1,
        "model.stop": date(2014, 1, 1),
        "report.from_year": 2012,
        "report.to_year": 2013,
        "world.arrivals": 0.0,
        "world.first_birth_level": {"scale": 100},
    }
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ScenarioWarning)
        one = simulator.run(BASELINE, changes, force=True)
    assert any("first_birth_level" in str(each.message) for each in told)
    again = simulator.load(one.save(tmp_path / "extreme"))
    gap = again.table("services")["gap"]
    assert gap.equals(one.table("services")["gap"])
