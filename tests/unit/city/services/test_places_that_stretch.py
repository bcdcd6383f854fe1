"""Missing at the standard, absorbed in fuller classes, unplaced: by hand."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.pack.services import Capacity
from simulator.city.services.gaps import summarise_gaps
from simulator.city.services.series import ServiceSeries
from tests.city import city_pack

# 50 pupils to a class at most where 40 are the standard: 1.25 pupils for a place
CAPACITY = Capacity(
    standard=40, limit=50, load=0.97, grade="D", limit_interval=(50, 50), load_interval=(0.97, 0.97)
)


@pytest.fixture
def series():
    """Two catchments and their city, on two 1 Septembers."""
    demand = np.array([[110.0, 140.0], [80.0, 90.0], [190.0, 230.0]])
    places = np.array([[100.0, 100.0], [100.0, 100.0], [200.0, 200.0]])
    return ServiceSeries(
        service=replace(city_pack().service["primary"], capacity=CAPACITY),
        places=("north", "south", "city"),
        years=np.array([2018 + 2 / 3, 2019 + 2 / 3]),
        demand=demand,
        promised=places,
        risk_adjusted=places,
        users=demand,
        norm=np.ones(demand.shape),
        for_use=np.full(demand.shape, np.nan),
        members={"north": ("a", "b"), "south": ("c",), "city": ("a", "b", "c")},
    )


def test_a_shortage_is_absorbed_up_to_the_limit_and_the_rest_unplaced(series):
    # north 2018: 110 - 100 = 10 at the standard, the limit is 125: all 10 absorbed
    # north 2019: 140 - 100 = 40, of which 140 - 125 = 15 unplaced and 25 absorbed
    # south has room, which seats no child of the north: the city's are the north's
    np.testing.assert_allclose(series.unplaced, [[0, 15], [0, 0], [0, 15]])
    np.testing.assert_allclose(series.absorbed, [[10, 25], [0, 0], [10, 25]])
    # at the standard the city has 190 - 200 = -10, then 230 - 200 = 30
    np.testing.assert_allclose(series.gap[-1], [-10, 30])


def test_the_unplaced_are_summarised_as_a_shortage_is(series):
    north, _, city = summarise_gaps([series], 2020.0)
    assert north.unplaced is not None
    assert north.unplaced.first == pytest.approx(2019 + 2 / 3)
    assert (north.unplaced.worst, city.unplaced.worst) == (15, 15)
    # 15 children from September 2019 to the end of the year: 15 x 4 / 12 = 5 place-years
    assert north.unplaced.place_years == pytest.approx(5)


def test_beds_do_not_stretch(series):
    beds = replace(series, service=city_pack().service["hospital"])
    assert np.isnan(beds.unplaced).all()
    assert np.isnan(beds.absorbed).all()
    assert summarise_gaps([beds], 2020.0)[0].unplaced is None


def test_a_district_is_within_its_catchment(series):
    assert [series.within(name) for name in ("a", "c", "city", "north")] == [
        "north",
        "south",
        "city",
        "north",
    ]


def test_catchments_part_the_city_and_the_city_comes_last():
    pack = city_pack()
    districts = pack.axes["district"]
    assert tuple(pack.catchments("primary")) == (*districts, "city")
    assert pack.catchments("junior")["island"] == ("siming", "huli")
    assert list(pack.catchments("senior_general")) == ["city"]
    for service in pack.axes["service"]:
        parts = [n for place, names in pack.catchments(service).items() if place != "city"
                 for n in names]  # fmt: skip
        assert parts in ([], list(districts))
