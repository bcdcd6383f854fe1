"""Paths of the population that the scenario shapes: seasons, districts, newborns."""

import numpy as np
import pytest

from simulator.city.people.equations import PARAMETERS
from simulator.city.people.values import (
    arrival_districts,
    birth_season,
    newborn_occasions,
    people_paths,
)
from simulator.errors import ScenarioError
from simulator.stockflow.values.paths import Constant, at
from tests.city import choices, cohorts

YEARS = (2011, 2012, 2013)
SEASON = "world.birth_seasonality"


@pytest.fixture(scope="module")
def paths():
    return people_paths(choices(), cohorts(), (2011.0, 2022.0))[0]


def test_every_parameter_of_the_population_has_a_path_on_its_axes(paths):
    asked = {parameter.name: parameter.axes for parameter in PARAMETERS}
    for dated in ("newborns_that_day", "planning_gain", "planning_loss"):
        asked.pop(dated)  # comes with its date
    assert set(paths) == set(asked)
    assert {name: paths[name].axes for name in asked} == asked


def test_boys_are_a_share_of_both(paths):
    assert at(paths["boys_share"], 2015.0)[0] == pytest.approx(112 / 212, abs=1e-15)


def test_newborns_of_migrants_are_registered_in_part(paths):
    """0.45 from 2014, 0.66 from 2018, on a line between."""
    found = at(paths["newborn_residency"], 2016.0)[0]
    np.testing.assert_allclose(found, [[1, 0], [0.555, 0.445]], rtol=0, atol=1e-7)


def test_a_mother_of_one_answers_below_the_age_limit(paths):
    """On 1 September 2015 exactly those born from 1 September 1970 on are younger than 45."""
    below = at(paths["below_age_limit"], 2015 + 2 / 3)[0]
    labels = np.array(cohorts().labels)
    assert labels[below == 1][0] == "1970-09"
    assert set(np.unique(below[1:].round(6))) == {0.0, 1.0}


def test_even_months_are_one_constant():
    assert isinstance(birth_season(choices(), YEARS), Constant)


def test_a_season_is_a_step_every_month():
    path = birth_season(choices(f"{SEASON}.02=0.7", f"{SEASON}.10=1.3"), YEARS)
    found = [at(path, year + month / 12)[0] for year in YEARS for month in (0, 1, 2, 9, 10)]
    assert found == [1, 0.7, 1, 1.3, 1] * 3


def test_a_season_may_change_with_the_years():
    """In place of one season for ever: the dated value of each year counts."""
    dated = 'values={"2011"=1.0,"2012"=%s},interpolation="step",before="hold",after="hold"'
    path = birth_season(
        choices(f"{SEASON}.02={{{dated % 0.7}}}", f"{SEASON}.10={{{dated % 1.3}}}"), YEARS
    )
    assert [at(path, year + 1 / 12)[0] for year in YEARS] == [1, 0.7, 0.7]


def test_a_season_that_changes_the_births_of_the_year_is_refused():
    with pytest.raises(ScenarioError) as refused:
        birth_season(choices(f"{SEASON}.03=2.2"), YEARS)
    assert str(refused.value).startswith(
        "--set: world.birth_seasonality.03: the twelve factors of 2011 have a mean of 1.1; expe"
    )


def test_shares_of_districts_add_to_one():
    shares = at(arrival_districts(choices(), (2011.0, 2022.0)), 2015.0)[0]
    np.testing.assert_allclose(shares, (0.12, 0.11, 0.25, 0.16, 0.205, 0.155), rtol=1e-15)


def test_shares_of_districts_that_stop_adding_to_one_are_refused():
    later = 'values={"2011"=0.12,"2014"=0.22},interpolation="step",before="hold",after="hold"'
    with pytest.raises(ScenarioError) as refused:
        arrival_districts(choices(f"world.arrival_districts.siming={{{later}}}"), (2011.0, 2022.0))
    assert str(refused.value).startswith(
        "--set: world.arrival_districts.siming: the shares of the districts sum to 1.1 in 2014; "
        "expected 1"
    )


def newborns(date):
    return newborn_occasions(
        choices(
            f'world.newborns_on_dates=[{{id="probe",date={date},persons=1000}}]',
            "model.stop=2014-01-01",
        )
    )


def test_newborns_come_on_their_date():
    found = newborns("2012-09-01")
    assert set(found) == {"newborn_boys_that_day", "newborn_girls_that_day"}
    for [occasion] in found.values():
        assert occasion.year == pytest.approx(2012 + 2 / 3, abs=1e-12)
        np.testing.assert_array_equal(occasion.values["newborns_that_day"], [1000.0])
    assert newborn_occasions(choices())["newborn_boys_that_day"] == ()


@pytest.mark.parametrize("date", ["2014-01-01", "2013-12-31"])
def test_newborns_may_come_on_the_last_day(date):
    assert newborns(date)["newborn_boys_that_day"][0].year == 2014.0


@pytest.mark.parametrize("date", ["2010-12-30", "2014-01-02"])
def test_newborns_outside_the_run_are_refused(date):
    with pytest.raises(ScenarioError, match=f"probe: {date} is outside the run"):
        newborns(date)
