"""Cities of several districts are proved; by default one of one district is, with every loop."""

from simulator.city.whole import build_city
from simulator.stockflow.proof.proof import prove
from tests.unit.city.feedback import test_loops as loops


def test_a_city_with_every_loop_is_proved():
    loops.assert_every_loop_is_proved(loops.city())


def test_the_city_is_proved():
    system = build_city(
        districts=("east", "middle", "west"),
        services=("primary", "hospital", "eldercare"),
        cohorts_per_year=3,
        building_stages=3,
        start=2011.0,
        stop=2021.0,
    )
    proof = prove(system)
    kinds = {"people", "capacity", "homes", "departures_counted"}
    assert {kind for kind, _ in proof.places} == kinds
    assert proof.flows == len(system.flows)
