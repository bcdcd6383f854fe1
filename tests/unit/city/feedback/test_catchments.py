"""Who responds sees the catchment: sums over it, shares of it, and no gap below it."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Constant
from tests.city import city_pack, loaded
from tests.feedback import BEDS, HOSPITAL, JUMP, resting_city, resting_scenario

PLANNERS = "feedback.planners.on=true"


@pytest.fixture(scope="module")
def found():
    one = loaded(PLANNERS, "model.cohorts_per_year=1")
    paths = one.scenario.paths
    services, districts = (one.system.axis[name] for name in ("service", "district"))
    return services, districts, paths["lies_in"].array[0], paths["district_share"].array[0]


def test_a_district_lies_in_one_catchment_of_every_service(found):
    services, districts, lies_in, share = found
    assert (lies_in.sum(axis=2) == 1).all()
    for row, name in enumerate(services.labels):
        together = lies_in[row] @ lies_in[row].T  # one for two districts of one catchment
        np.testing.assert_allclose(together @ share[row], 1)
        size = {"district": 1, "area": None, "city": districts.size}
        wanted = size[city_pack().service[name].catchment]
        if wanted is not None:
            assert (together.sum(axis=1) == wanted).all(), name


def test_junior_schools_are_of_the_island_and_of_the_mainland(found):
    services, districts, lies_in, share = found
    row, island = services.index("junior"), [districts.index(d) for d in ("siming", "huli")]
    together = lies_in[row] @ lies_in[row].T
    assert together[island].sum(axis=1).tolist() == [2, 2]
    places = city_pack().service["junior"].start.places
    part = places["siming"] / (places["siming"] + places["huli"])
    assert share[row, districts.index("siming")] == pytest.approx(part)


def test_shares_are_asked_for_where_an_answer_falls_to_districts():
    """Private places respond in every district alike: the system has no such parameter."""
    one = loaded("feedback.private.on=true", "model.cohorts_per_year=1")
    assert "district_share" not in one.system.parameter
    assert "district_share" not in one.scenario.paths
    assert "lies_in" in one.scenario.paths


def test_beds_of_the_next_district_are_no_shortage_within_one_catchment():
    """All 10,000 beds stand there, half of those who want them live here: nobody is short."""
    added = {}
    for name, lies_in in (("each district", np.eye(2)), ("the city", [[1.0, 0.0], [1.0, 0.0]])):
        scenario = resting_scenario(delay=1.0, supply_line=1.0, adjustment=3.3)
        (start,) = scenario.occasions["starting_stock"]
        places = np.zeros_like(start.values["starting_places"])
        places[..., HOSPITAL, 1, -1] = BEDS
        path = Constant(
            np.broadcast_to(lies_in, (1, 2, 2, 2)), ("service", "district", "catchment")
        )
        half = Constant(np.full((1, 2, 2), 0.5), ("service", "district"))
        run = simulate(
            resting_city(),
            replace(
                scenario.until(JUMP - 0.5),
                paths={**scenario.paths, "lies_in": path, "district_share": half},
                occasions={
                    **scenario.occasions,
                    "starting_stock": (replace(start, values={"starting_places": places}),),
                },
            ),
        )
        added[name] = run.arrived["added_plans"][0, HOSPITAL, :, -1].sum()
    assert added["each district"] > 500
    # where demand is met at most width ÷ 2 ÷ adjustment a year: 10 ÷ 2 ÷ 3.3 × 1.5 years = 2.3
    assert 0 < added["the city"] < 2.3
