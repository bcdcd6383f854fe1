"""Who is in scope of a service: school age by the completed age of 31 August, others by the day."""

import numpy as np
import pytest

from simulator.city.schools.values import school_paths
from simulator.city.services.values import demand_paths
from simulator.stockflow.values.paths import Moment, at
from tests.city import choices, cohorts

SEPTEMBER = 2015 + 2 / 3
SERVICES = {name: place for place, name in enumerate(choices().pack.axes["service"])}


def scope(per_year, service, year, after=True):
    """Share in scope by opening of the window, both residencies, at one instant."""
    axis = cohorts(per_year)
    piece = (year, year + 1e-7) if after else (year - 1e-7, year)
    found = demand_paths(choices(), axis)["scope"].value(Moment(year, *piece))
    return axis, found[0, SERVICES[service]]


@pytest.mark.parametrize("per_year", [1, 3, 12])
@pytest.mark.parametrize(
    ("service", "youngest", "grades"),
    [("kindergarten", 3, 3), ("primary", 6, 6), ("junior", 12, 3), ("senior_general", 15, 3)],
)
def test_a_school_year_holds_whole_birth_years(per_year, service, youngest, grades):
    """Born on 31 August 2009: primary school from 1 September 2015; on 1 September: a year later.

    The first day of the window that opens on 1 September Y − age is the oldest of grade one.
    """
    for year, last in ((SEPTEMBER, 2015), (SEPTEMBER + 0.9, 2015), (SEPTEMBER - 0.01, 2014)):
        axis, found = scope(per_year, service, year)
        first = last - youngest - grades
        inside = [f"{first}-09" <= label < f"{first + grades}-09" for label in axis.labels[1:]]
        np.testing.assert_array_equal(found[0, 1:, 0], inside)
        np.testing.assert_array_equal(found[:, :, 1], found[:, :, 0])
        assert found[0, 0, 0] == 0


def test_the_boundary_itself_belongs_to_the_new_school_year():
    for after, grade_one in ((True, "2008-09"), (False, "2007-09")):
        axis, found = scope(3, "primary", SEPTEMBER, after=after)
        inside = np.array(axis.labels)[found[0, :, 0] == 1]
        assert sorted(inside)[-3] == grade_one


def test_other_services_read_the_age_of_the_day():
    """The window of 2000-09 … 2001-08 turns 15 between 1 September 2015 and 31 August 2016."""
    for year, share in ((SEPTEMBER, 1.0), (SEPTEMBER + 0.25, 0.75), (SEPTEMBER + 0.75, 0.25)):
        axis, found = scope(1, "paediatric", year)
        assert found[3, axis.index("2000-09"), 1] == pytest.approx(share, abs=1e-9)
        assert found[3, axis.index("2001-09"), 1] == 1
        assert found[3, axis.index("1999-09"), 1] == 0


def test_eldercare_is_for_the_registered_from_60():
    axis, found = scope(3, "eldercare", SEPTEMBER)
    assert found[:, :, 1].max() == 0
    assert found[1, axis.index("1955-05"), 0] == 1
    assert found[1, axis.index("1955-09"), 0] == 0
    assert found[1, 0, 0] == 1


def test_hospitals_are_for_everybody_born_and_obstetrics_for_deliveries():
    axis, found = scope(3, "hospital", 2015.0)
    born = np.array([label == "older" or label <= "2015-01" for label in axis.labels])
    np.testing.assert_array_equal(found[2, :, 1], born)
    assert scope(3, "obstetric", 2015.0)[1].max() == 0
    flags = at(demand_paths(choices(), axis)["delivery_scope"], 2015.0)[0]
    assert {name for name, place in SERVICES.items() if flags[place]} == {"obstetric"}


def test_take_up_and_norm_are_those_of_each_service():
    paths = demand_paths(choices("plan.norm.hospital.scale=2"), cohorts())
    norm, take_up = at(paths["norm"], 2015.0)[0], at(paths["take_up"], 2015.0)[0]
    assert norm[SERVICES["hospital"]] == pytest.approx(0.012, abs=1e-15)
    assert norm[SERVICES["psychiatric"]] == pytest.approx(5.64e-4, abs=1e-15)
    assert take_up[SERVICES["senior_general"]] == 0.5278
    assert paths["norm"].axes == ("service",)


def test_schools_have_an_entitlement_and_beds_are_for_everyone():
    own = choices("plan.points_threshold=2", "plan.private_places.junior=1.5")
    paths = school_paths(own.along({"cohort": cohorts()}))
    share, private = (at(paths[name], 2016.0)[0] for name in ("points_share", "private_share"))
    assert (share[SERVICES["primary"]], private[SERVICES["primary"]]) == (0.8272, 0.41)
    assert (share[SERVICES["hospital"]], private[SERVICES["hospital"]]) == (1.0, 0.0)
    assert private[SERVICES["kindergarten"]] == 1.0
    assert at(paths["points_threshold"], 2016.0)[0] == 2
    growth = at(paths["private_growth"], 2016.0)[0]
    assert growth[SERVICES["junior"]] == 1.5
    assert np.delete(growth, SERVICES["junior"]).tolist() == [1.0] * 9
    start = at(paths["private_start"], 2016.0)[0]
    places = choices().pack.service["kindergarten"].start.places
    assert start[SERVICES["kindergarten"], 0] == pytest.approx(0.35 * places["siming"])
    assert start[SERVICES["hospital"]].max() == 0
    assert start[SERVICES["psychiatric"]].max() == 0
