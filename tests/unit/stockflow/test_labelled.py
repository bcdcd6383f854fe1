"""Labelled results of any system: names, dates and amounts instead of places and running totals."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulator.errors import DataError
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.labelled import balance_frame, flow_series, measure_series, stock_series
from tests.textbook import numbers, start_with
from tests.toys import decay, region, region_scenario

REGION = region()
YEARS = tuple(float(year) for year in range(2000, 2011))


@pytest.fixture(scope="module")
def run():
    return simulate(REGION, region_scenario(REGION, readings=YEARS, snapshots=(2001.0, 2005.5)))


@pytest.fixture(scope="module")
def drawn():
    return simulate(REGION, region_scenario(REGION, readings=YEARS, snapshots=(2001.0,), draws=2))


def test_a_measure_has_its_labels_dates_unit_and_meaning(run):
    found = measure_series(run, "residents")
    assert found.index.names == ["district", "date"]
    assert found.loc["west", "2005-01-01"] == run.measures["residents"][0, 1, 5]
    assert found.name == "residents"
    assert found.attrs == {"unit": "persons", "meaning": "residents"}
    assert found.index.levels[1].dtype.kind == "M"


def test_labels_stay_in_the_order_declared(run):
    found = stock_series(run, "people", by="status")
    assert list(found.index.levels[0]) == ["men", "childless", "mothers"]


def test_a_stock_is_summed_over_what_is_not_named(run):
    found = stock_series(run, "people", by=("residency", "status"))
    wanted = run.stocks["people"][0].sum(axis=(1, 3))  # status, residency, time
    assert found.index.names == ["residency", "status", "date"]
    assert found.loc["migrant", "men", "2005-07-01"] == wanted[0, 1, 1]
    assert stock_series(run, "people").size == run.stocks["people"].size


def test_of_several_draws_the_first_level_is_the_draw(drawn):
    assert measure_series(drawn, "residents").index.names == ["draw", "district", "date"]
    assert stock_series(drawn, "people", by=()).index.names == ["draw", "date"]
    found = flow_series(drawn, "deaths", by=("district", "year"))
    assert found.index.names == ["draw", "district", "year"]
    assert found.loc[1, "east", 2003] == pytest.approx(
        np.diff(drawn.left["deaths"][1, :, 0].sum(axis=0))[3], rel=1e-12
    )


def test_a_flow_is_told_in_amounts_of_calendar_years(run):
    found = flow_series(run, "deaths", by=("year", "district"))
    wanted = np.diff(run.left["deaths"][0].sum(axis=0))  # district, year
    assert found.index.names == ["year", "district"]
    assert list(found.index.levels[0]) == list(range(2000, 2010))
    assert found.to_numpy().reshape(10, 2) == pytest.approx(wanted.T, rel=1e-12)
    assert found.attrs == {"unit": "persons", "meaning": "deaths"}


def test_amounts_of_all_periods_are_the_whole(run):
    whole = flow_series(run, "arrivals", by=())
    assert whole.size == 1
    for word in ("year", "interval"):
        each = flow_series(run, "arrivals", by=word)
        assert each.sum() == pytest.approx(whole.iloc[0], rel=1e-12)
    assert flow_series(run, "arrivals", by="interval").index[0] == pd.Interval(
        pd.Timestamp("2000-01-01"), pd.Timestamp("2001-01-01"), closed="right"
    )


def test_months_are_asked_for_where_there_are_readings_at_their_ends():
    months = tuple(2000 + number / 12 for number in range(25))
    run = simulate(REGION, region_scenario(REGION, readings=months))
    found = flow_series(run, "deaths", by="month")
    assert found.index[1] == pd.Timestamp("2000-02-01")
    assert len(found) == 24
    by_year = flow_series(run, "deaths", by="year")
    assert found.iloc[:12].sum() == pytest.approx(by_year[2000], rel=1e-12)


def test_part_years_are_left_out_and_given_as_intervals():
    readings = (2000.5, 2001.0, 2002.0, 2002.25)
    run = simulate(REGION, region_scenario(REGION, readings=readings))
    assert list(flow_series(run, "deaths").index) == [2001]
    assert len(flow_series(run, "deaths", by="interval")) == 3


def test_a_stream_is_counted_where_it_leaves_or_where_it_arrives(run):
    left = flow_series(run, "moves", by=("year", "district"))
    arrived = flow_series(run, "moves", by=("year", "district"), side="arrived")
    assert arrived.xs("west", level="district").to_numpy() == pytest.approx(
        left.xs("east", level="district").to_numpy(), rel=1e-12
    )


def test_an_axis_with_a_single_label_may_be_named(run):
    found = flow_series(run, "registration", by=("residency", "year"), side="arrived")
    assert set(found.index.get_level_values("residency")) == {"registered"}
    assert found.sum() == pytest.approx(flow_series(run, "registration").sum(), rel=1e-12)


def test_a_system_without_axes_has_dates_alone():
    base = region_scenario(REGION, readings=(2000.0, 2001.0))
    tank = replace(base, initial=start_with(water=1), paths=numbers(leak=0.5))
    run = simulate(decay(), tank)
    assert measure_series(run, "level").loc["2001-01-01"] == pytest.approx(np.exp(-0.5), rel=1e-8)
    assert flow_series(run, "leaking", by=()).iloc[0] == pytest.approx(1 - np.exp(-0.5), rel=1e-8)


def test_balances_are_a_frame(run):
    frame = balance_frame(run)
    assert frame["kind"].tolist() == ["people"]
    assert frame["watched"].tolist() == ["residency, district"]
    assert (frame["largest"] < 1e-9).all()


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda run: measure_series(run, "gap"), "residents, birth_flow"),
        (lambda run: stock_series(run, "persons"), "expected one of people"),
        (lambda run: stock_series(run, "people", by="sex"), "cannot be broken down by sex"),
        (lambda run: flow_series(run, "death"), "deaths, first_births"),
        (lambda run: flow_series(run, "deaths", by=("year", "status")), "residency, district"),
        (lambda run: flow_series(run, "deaths", by=("year", "month")), "more than one period"),
        (lambda run: flow_series(run, "deaths", by=("district",) * 2), "twice"),
        (lambda run: flow_series(run, "deaths", by="month"), "no reading at 2000-02-01"),
        (lambda run: flow_series(run, "deaths", side="arrived"), "expected one of left"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(run, ask, told):
    with pytest.raises(DataError) as caught:
        ask(run)
    assert told in str(caught.value)
    assert "/" in str(caught.value)  # in both languages


def test_a_run_without_totals_or_readings_has_no_amounts():
    without = simulate(REGION, region_scenario(REGION, readings=YEARS, totals=False))
    with pytest.raises(DataError, match="no running totals"):
        flow_series(without, "deaths")
    once = simulate(REGION, region_scenario(REGION, readings=(2000.0,)))
    with pytest.raises(DataError, match="1 readings"):
        flow_series(once, "deaths")
    part = simulate(REGION, region_scenario(REGION, readings=(2000.25, 2000.75)))
    with pytest.raises(DataError, match="no whole period"):
        flow_series(part, "deaths")
