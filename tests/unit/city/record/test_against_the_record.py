"""What the baseline must show of schools, row by row of the record."""

import pytest

from simulator.city.record.observed import compare
from simulator.city.record.roles import changes_the_past
from simulator.city.record.supply_record import compare_supply
from simulator.city.services.series import service_series
from simulator.city.supply.building import building_of
from tests.city import ONE_WINDOW, outcome_of

LAST = 2021.0


@pytest.fixture(scope="module")
def baseline():
    return outcome_of()


def opened(outcome):
    """Schools from the day their record starts."""
    for each in service_series(outcome):
        if each.service.is_school:
            yield each.between(each.service.start.year, float("inf"))


@pytest.fixture(scope="module")
def rows(baseline):
    return {(each.series, each.date): each for each in compare(baseline)}


def test_pupils_on_record_are_within_two_per_cent(rows):
    for service, years in (("primary", (2015, 2017)), ("junior", (2015, 2017))):
        for year in years:
            assert abs(rows[f"{service}_pupils", f"{year}-09-01"].error) < 0.02
    # children of 6 to 11 grow by 3.7 % more in three years than pupils do, and one ratio has both
    # to meet: 1.5 % below in 2015, 2.1 % above in 2018
    assert abs(rows["primary_pupils", "2018-09-01"].error) < 0.022


def test_siming_is_within_six_per_cent_but_for_kindergartens(rows):
    # every child of the ages comes to kindergarten, since nobody leaves before school: 43,370
    # against 39,400, beyond its tolerance of 8 % (a ratio of 0.92 would meet it: docs/supply.md)
    for service, role, bound in (("primary", "test", 0.06), ("kindergarten", "fitted", 0.105)):
        one = rows[f"district_{service}_pupils_siming", "2017-09-01"]
        assert abs(one.error) < bound
        assert one.role == role  # the rule for kindergartens was chosen with this row in view


def test_no_pupil_on_record_is_beyond_the_class_limit(rows):
    bounds = [each for each in rows.values() if each.bound]
    assert len(bounds) > 15
    assert all(each.is_within for each in bounds)


def test_places_of_2018_hold_pupils_at_the_load_of_the_start(rows):
    """346,667 designed places × 0.97 = 336,267, against 328,848 pupils held out of the fit."""
    one = rows["primary_at_mean_load", "2018-09-01"]
    assert one.role == "test"
    assert one.modelled == pytest.approx(346_667 * 0.97, rel=1e-5)
    assert one.error == pytest.approx(336_267 / 328_848 - 1, abs=1e-5)
    assert one.is_within
    assert rows["primary_at_mean_load", "2017-09-01"].error == pytest.approx(0.0, abs=1e-4)


def test_a_service_starts_with_the_children_who_come(rows, baseline):
    """Within 1 %, but for primary schools: their one ratio has pupils of 2018 to meet as well."""
    errors = {
        each.service.name: each.demand[-1, 0] / each.service.start.counted - 1
        for each in opened(baseline)
    }
    assert abs(errors.pop("primary")) < 0.015
    # the children who come are the start itself: no count of the city is on record
    assert errors.pop("kindergarten") == pytest.approx(0.0, abs=1e-4)
    assert all(abs(error) < 0.01 for error in errors.values()), errors
    assert len(errors) == 3


def test_rows_that_make_a_value_test_nothing(rows):
    roles = {key: each.role for key, each in rows.items()}
    assert roles["primary_places_short_city", "2015-09-01"] == "input"
    assert roles["deliveries", "2016-12-31"] == "input"
    assert roles["registered", "2015-12-31"] == "input"  # arrivals are conditioned on it
    assert roles["residents", "2020-12-31"] == "fitted"
    assert roles["primary_pupils", "2018-09-01"] == "fitted"
    assert roles["primary_seats", "2015-09-01"] == "input"
    assert roles["primary_seats", "2017-09-01"] == "fitted"
    assert roles["primary_seats", "2018-09-01"] == "test"
    assert roles["hospital_beds", "2018-12-31"] == "test"
    assert roles["registered_deaths", "2018-12-31"] == "test"


def test_where_primary_places_were_short_children_are_turned_away(rows):
    short = [each for (series, _), each in rows.items() if "primary_places_short" in series]
    assert {each.place for each in short} == {"city", "jimei"}
    assert all(each.modelled > 0 for each in short)
    assert all(each.is_within for each in short if each.place != "jimei")  # a headline


def test_no_child_of_the_island_is_turned_away_at_junior_schools_before_2018(rows):
    """Reported short by 553 in 2016 and 1,363 in 2017: the second is outside its tolerance.

    People as fitted have 11-year-olds of 2016 and 2017 for whom classes at their limit are enough.
    """
    for year, within in ((2016, True), (2017, False)):
        one = rows["junior_places_short_island", f"{year}-09-01"]
        assert one.modelled == 0
        assert one.is_within is within


def test_a_run_that_changes_the_past_is_not_scored(baseline):
    assert not changes_the_past(baseline, LAST)
    other = outcome_of(ONE_WINDOW, "plan.delay_factor=1.5")
    assert changes_the_past(other, LAST)
    assert {each.tolerance for each in compare(other)} == {None}
    assert {each.is_within for each in compare_supply(other, building_of(other))} == {None}


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ('world.arrivals={scale={"2021"=0.5}}', False),
        ('world.arrivals={scale={"2018"=0.5}}', True),
        ("world.arrivals.scale=1.0", False),
        ("report.to_year=2019", False),
        ("plan.on_time=true", True),
    ],
)
def test_what_is_dated_after_the_record_leaves_the_past_alone(said, changes):
    assert changes_the_past(outcome_of(ONE_WINDOW, said), LAST) is changes
