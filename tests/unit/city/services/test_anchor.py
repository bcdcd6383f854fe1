"""How far a shortage rests on enrolment ratios, by hand."""

import tomllib

import numpy as np
import pytest

from simulator.city.services.anchor import Anchored, anchored, demand_without
from simulator.city.services.series import service_series
from simulator.city.services.table import gaps_table
from tests.city import city_pack, outcome_of


@pytest.fixture(scope="module")
def baseline():
    return outcome_of()


def series_of(outcome, name):
    return next(one for one in service_series(outcome) if one.service.name == name)


def fitted(key):
    """A ratio of primary schools as the pack holds it: a fit of the people writes it anew."""
    text = (city_pack().folder / "parameters.toml").read_text(encoding="utf-8")
    [entry] = (
        each
        for each in tomllib.loads(text)["parameter"]
        if each["key"] == key and each.get("basis") == "revised"
    )
    return entry["value"]


def test_demand_without_the_anchor_is_demand_by_the_ratios(baseline):
    primary, kindergarten = (series_of(baseline, name) for name in ("primary", "kindergarten"))
    without = demand_without(baseline, primary)
    # Siming: children of the ages who come × ratio of the stage × ratio of the catchment
    siming = primary.place("siming")
    stage, catchment = (
        fitted("world.enrolment_ratio.primary"),
        fitted("enrolment.catchment.primary")["siming"],
    )
    assert catchment > 1.05  # otherwise it would not be told apart from the stage
    np.testing.assert_allclose(
        without[siming] * stage * catchment, primary.demand[siming], rtol=1e-9
    )
    np.testing.assert_allclose(without[-1], without[:-1].sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(demand_without(baseline, kindergarten), kindergarten.demand)


def test_it_is_what_a_run_with_a_ratio_of_one_demands(baseline):
    name = "senior_general"
    plain = outcome_of(f"world.enrolment_ratio.{name}=1.0")
    expected = series_of(plain, name).demand
    np.testing.assert_allclose(
        demand_without(baseline, series_of(baseline, name)), expected, rtol=1e-9
    )


@pytest.mark.parametrize(
    ("first", "without", "rests"),
    [
        (2018.0, 2018.0, False),
        (2018.0, 2019.0, False),  # a year is not more than a year
        (2018.0, 2020.0, True),
        (2020.0, 2018.0, True),
        (None, None, False),
        (2018.0, None, True),
        (None, 2018.0, True),
    ],
)
def test_a_date_rests_on_the_anchor_where_it_goes_comes_or_moves(first, without, rests):
    assert Anchored(first=first, without=without).rests is rests


def test_a_row_says_that_it_rests_on_the_anchor(baseline):
    table = gaps_table(baseline)
    names = [column.name for column in table.columns]
    cells = zip(*(column.cells for column in table.columns), strict=True)
    rows = [dict(zip(names, each, strict=True)) for each in cells]
    found = {(row["service"], row["district"]): row for row in rows}
    # youths of 15-17 are fewer than pupils (1.29 to 1.14 for each): short in 2018, never at one
    row = found["senior_general", "city"]
    assert row["first_shortage"] == "2018-09-01"
    assert row["first_shortage_unanchored"] == ""
    assert row["rests_on_anchor"] == "yes"
    assert found["kindergarten", "city"]["rests_on_anchor"] == "no"
    assert found["hospital", "city"]["rests_on_anchor"] == ""


def test_beds_have_no_anchor(baseline):
    places = [(one, place) for one in service_series(baseline) for place in one.places]
    for (one, _), found in zip(places, anchored(baseline), strict=True):
        assert (found is None) == (not one.service.is_school)
