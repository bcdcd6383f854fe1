"""A city without people, districts without people, and a city that everybody leaves."""

import numpy as np
import pytest

from tests.city import city_pack
from tests.extremes import (
    BEDS,
    DISTRICTS,
    LOAD,
    NO_ARRIVALS,
    NO_BIRTHS,
    PLACES,
    all_in_siming,
    nobody,
    on,
    result,
    result_of,
    row,
)

DEADLINE = ("model.stop=2021-01-01", "report.to_year=2020")
"""As far as the plan reaches: a figure that is unknown is not so because the run is short."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Nobody at the start, nobody comes."""
    return result_of(tmp_path_factory.mktemp("empty"), nobody, *NO_ARRIVALS, *DEADLINE)


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """Everybody lives in Siming, and who comes goes there."""
    others = ", ".join(f"{name} = 0.0" for name in DISTRICTS if name != "siming")
    shares = f"world.arrival_districts={{ siming = 1.0, {others} }}"
    return result_of(tmp_path_factory.mktemp("one"), all_in_siming, shares)


def test_of_nobody_nobody_comes(empty):
    for name in ("residents", "register", "deliveries", "demand", "in_scope"):
        # how many were delivered of in twelve months is unknown in the first year
        assert (empty.measure(name).dropna() == 0).all(), name
    for name in ("births", "deaths", "departures", "registration"):
        assert (empty.flow(name) == 0).all(), name


def test_every_place_is_to_spare_and_how_far_it_covers_is_unknown(empty):
    found = empty.table("services")
    known = found[found["gap"].notna()]
    assert len(known) > 0
    assert known["gap"].to_numpy() == pytest.approx(-known["risk_adjusted"].to_numpy())
    assert found["coverage"].isna().all()
    # 13,331 hospital beds stood at the end of 2015
    assert row(found, "hospital", "city", "2016-01-01")["gap"] == pytest.approx(-13_331)


def test_no_gap_is_a_shortage_and_no_coverage_is_lowest(empty):
    found = empty.table("gaps")
    known = found[found["known_from"].notna()]
    assert known["first_shortage"].isna().all()
    assert (known["worst_shortage"] == 0).all()
    assert (known["shortage_years"] == 0).all()
    assert found["lowest_coverage"].isna().all()
    assert found["highest_coverage"].isna().all()


def test_beds_for_each_of_nobody_are_unknown(empty):
    found = empty.table("ratios")
    planned = found["ratio"] == "hospital_per_planned_resident"  # people of the plan, not the run
    assert (found.loc[~planned, "lower"] == 0).all()
    assert found.loc[~planned, "value"].isna().all()
    assert found.loc[planned, "value"].notna().all()


def test_rates_of_nobody_are_not_compared(empty):
    found = empty.table("observed").set_index("series")["modelled"]
    assert "crude_death_rate" not in found.index
    assert "second_birth_share" not in found.index
    # beds and places stand there for nobody
    of_places = found.index.str.contains("_beds|_seats|_at_mean_load|_places_grade1_available")
    assert (found[~of_places] == 0).all()
    assert (found[of_places] > 0).all()


def test_open_beds_are_empty(empty):
    """Nobody in bed: 0 % occupied where beds are open, nobody turned away."""
    found = empty.table("beds")
    used = found[found["in_bed"].notna() & found["beds_open_mean"].notna()]
    assert len(used) > 0
    assert (used["in_bed"] == 0).all()
    assert (used["occupancy"] == 0).all()
    assert (used["turned_away"] == 0).all()
    assert (used["beds_pool_1"] == 0).all()


def test_a_target_for_each_of_nobody_says_so(empty):
    found = empty.table("targets").set_index("target")
    assert "there is nobody to divide by" in found.loc["T08", "result_en"]
    assert "分母为零" in found.loc["T08", "result_zh"]
    assert "run ends before" not in found.loc["T08", "result_en"]
    assert found.loc["T08", "verdict"] == "no_number"


def test_a_city_that_begins_with_nobody_is_made_of_those_who_come(tmp_path):
    """What those of the start do, those who come do not notice: P = P(start) + P(come)."""
    come = result_of(tmp_path, nobody)
    start, both = result(*NO_ARRIVALS), result()
    there = [on(each.measure("residents"), "2019-01-01") for each in (come, start, both)]
    assert (there[0] + there[1]).to_numpy() == pytest.approx(there[2].to_numpy(), rel=1e-4)


def test_an_empty_district_stays_empty(one):
    there = one.measure("residents").groupby(["district", "date"]).sum().unstack("date")
    others = [name for name in DISTRICTS if name != "siming"]
    assert (there.loc[others] == 0).all(axis=None)
    assert there.loc["siming"].iloc[0] == pytest.approx(3_561_000, rel=1e-9)


def test_the_city_is_its_only_district(one):
    found = one.table("services").set_index(["date", "service", "district"])
    by_district = [service for service, places in PLACES.items() if "siming" in places]
    assert by_district == ["kindergarten", "primary", "eldercare"]
    siming, city = (
        found.xs(place, level="district")["demand"].unstack("service")[by_district].stack().dropna()
        for place in ("siming", "city")
    )
    assert siming.to_numpy() == pytest.approx(city.to_numpy(), rel=1e-12)


def test_an_empty_district_has_places_and_no_coverage(one):
    found = one.table("services")
    jimei = row(found, "primary", "jimei", "2015-09-01")
    # 53,174 pupils of Jimei in 2015 ÷ 0.97 = 54,818.6 are the places there, for nobody
    assert (jimei["demand"], jimei["gap"]) == (0, pytest.approx(-53_174 / LOAD))
    assert np.isnan(jimei["coverage"])
    gaps = one.table("gaps").set_index(["service", "district"])
    pairs = {"kindergarten": ("siming", "jimei"), "primary": ("siming", "jimei")}
    for service, (full, none) in {**pairs, "junior": ("island", "mainland")}.items():
        assert np.isnan(gaps.loc[(service, none), "lowest_coverage"]), service
        assert np.isfinite(gaps.loc[(service, full), "lowest_coverage"]), service


def test_where_everybody_has_left_coverage_is_unknown_and_not_endless():
    """Rates of 60 a year and more: of 3.6 million less than one is there after eight years."""
    gone = ("world.departures={scale=300}", "world.registered_departures=60.0")
    found = result(*NO_ARRIVALS, *NO_BIRTHS, *gone)
    assert on(found.measure("residents"), "2019-01-01").sum() < 1
    last = found.table("services").query("date == '2019-01-01'")
    assert last["coverage"].isna().all()
    known = last[last["service"].isin(BEDS)]
    assert known["gap"].to_numpy() == pytest.approx(-known["risk_adjusted"].to_numpy(), abs=0.5)


def test_a_service_of_unknown_start_is_unknown_whoever_is_there(empty):
    unknown = {service.name for service in city_pack().services if service.start is None}
    assert unknown == {"psychiatric"}
    found = empty.table("services").query("service == 'psychiatric'")
    assert found["gap"].isna().all()
    assert (found["demand"] == 0).all()
