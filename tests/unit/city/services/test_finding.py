"""The sentence above a figure of gaps in every case: none short, one, all, surplus, unknown."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.ground.subject import Subject
from simulator.city.services.finding import finding_of_all, finding_of_map, finding_of_one
from simulator.city.services.series import service_series
from tests.outcomes import READINGS, MadeUp


def subject(folder, north, south):
    """100 wanted of each service in each district; so much short of it, at any time or in time."""
    demand = np.full((3, 2, READINGS.size), 100.0)
    gap = np.stack([np.broadcast_to(each, READINGS.shape) for each in (north, south)])
    supply = np.broadcast_to(demand - gap, (2, *demand.shape))
    measures = {"demand": demand, "supply": supply}
    return Subject(outcome=MadeUp(folder=folder, measures=measures).outcome(), language="en")


def primary(found):
    return service_series(found.outcome)[0]


@pytest.mark.parametrize(
    ("gaps", "chinese", "english"),
    [
        (
            (30.0, -40.0),
            "虚城服务primary：2017年9月富余 10（5%）；短缺的有北区",
            "Madeup, The primary. Sept 2017: surplus 10 (5%); short in North",
        ),
        (
            (20.0, 30.0),
            "虚城服务primary：2017年9月短缺 50（25%）；短缺的有南区、北区",
            "Madeup, The primary. Sept 2017: short 50 (25%); short in South, North",
        ),
        (
            (-20.0, -30.0),
            "虚城服务primary：2017年9月富余 50（25%）；各区均无短缺",
            "Madeup, The primary. Sept 2017: surplus 50 (25%); short in no district",
        ),
        (
            (10.0, -10.0),
            "虚城服务primary：2017年9月供需平衡；短缺的有北区",
            "Madeup, The primary. Sept 2017: in balance; short in North",
        ),
    ],
)
def test_of_the_city_it_says_how_much_and_who(tmp_path, gaps, chinese, english):
    found = subject(tmp_path, *gaps)
    assert finding_of_one(found, primary(found), CITY) == (chinese, english)


late = np.where(READINGS >= 2017, 5.0, -5.0)
early = np.where(READINGS < 2017, 5.0, -5.0)


@pytest.mark.parametrize(
    ("north", "ending"),
    [
        (late, "Sept 2017: short 5 (5%); short since Sept 2017"),
        (early, "Sept 2017: surplus 5 (5%); was short in 2015–2016"),
        (5.0, "Sept 2017: short 5 (5%); short all the time"),
        (-5.0, "Sept 2017: surplus 5 (5%)"),
    ],
)
def test_of_a_district_it_says_since_when(tmp_path, north, ending):
    found = subject(tmp_path, north, 0.0)
    assert finding_of_one(found, primary(found), "north")[1] == f"North, The primary. {ending}"


def test_of_what_is_not_known_it_says_so(tmp_path):
    found = subject(tmp_path, 5.0, 5.0)
    psychiatric = service_series(found.outcome)[2]
    said = finding_of_one(found, psychiatric, CITY)
    assert said[1] == "Madeup, The psychiatric: supply is not on record"
    unknown = tuple(replace(each, start=None) for each in found.outcome.pack.services)
    pack = replace(found.outcome.pack, services=unknown)
    bare = Subject(outcome=replace(found.outcome, pack=pack), language="en")
    shown = service_series(bare.outcome)
    none = "Madeup: supply of no service is on record"
    assert finding_of_all(bare, shown, CITY)[1] == none
    assert finding_of_map(bare, shown)[1] == none


def test_of_all_services_it_says_how_many_and_which_most(tmp_path):
    found = subject(tmp_path, 30.0, -40.0)
    shown = service_series(found.outcome)
    assert finding_of_all(found, shown, CITY)[1] == "Madeup: no shortage in any of 2"
    said = finding_of_all(found, shown, "north")[1]
    assert said.startswith("North: 2 of 2 services short, The primary by the largest share. Sept")
    assert finding_of_map(found, shown)[1] == (
        "Madeup, 2017: 2 of 4 catchments short; most of all The primary, North (30% of demand)"
    )
    spare = subject(tmp_path, -3.0, -4.0)
    assert finding_of_map(spare, service_series(spare.outcome))[1] == (
        "Madeup: no shortage in any of 4"
    )
