"""Moves between districts: none unless a scenario states them, and then nobody is lost."""

import numpy as np
import pytest

from simulator.city.people.components import components
from simulator.city.people.moves import moves_paths
from simulator.city.people.values import arrival_districts
from simulator.stockflow.values.paths import Constant, at
from tests.city import SHORT, choices, city_pack, run

MOVES = "world.moves_out.siming=0.05"


def test_a_baseline_has_no_such_flow():
    assert "moves" not in run(*SHORT).system.flow


def test_movers_go_where_arrivals_go_but_not_back():
    shares = Constant(np.array([[0.5, 0.3, 0.2]]), ("district",))
    found = at(moves_paths(choices(MOVES), shares)["moving_to"], 2015.0)[0]
    np.testing.assert_allclose(
        found, [[0, 0.6, 0.4], [5 / 7, 0, 2 / 7], [5 / 8, 3 / 8, 0]], rtol=1e-12
    )


def test_from_where_all_arrivals_go_people_move_anywhere():
    shares = Constant(np.array([[1.0, 0.0, 0.0]]), ("district",))
    found = at(moves_paths(choices(MOVES), shares)["moving_to"], 2015.0)[0]
    np.testing.assert_allclose(found, [[0, 0.5, 0.5], [1, 0, 0], [1, 0, 0]], rtol=1e-12)


def test_who_leaves_a_district_arrives_in_another():
    moved = run(*SHORT, MOVES)
    districts = moved.system.axis["district"].labels
    (out,) = (each for each in components(moved) if (each.flow, each.direction) == ("moves", "out"))
    (into,) = (each for each in components(moved) if (each.flow, each.direction) == ("moves", "in"))
    assert out.persons.sum() == pytest.approx(into.persons.sum(), rel=1e-9)
    assert out.persons[:, districts.index("siming")].sum() == pytest.approx(out.persons.sum())
    assert not into.persons[:, districts.index("siming")].any()
    together = run(*SHORT).measures["residents"].sum(axis=(1, 2))
    np.testing.assert_allclose(moved.measures["residents"].sum(axis=(1, 2)), together, rtol=1e-3)
    shares = at(arrival_districts(choices(pack=city_pack()), (2011.0, 2021.0)), 2011.5)[0]
    others = np.delete(shares, districts.index("siming"))
    arrived = np.delete(into.persons[..., 0].sum(axis=0), districts.index("siming"))
    np.testing.assert_allclose(arrived / arrived.sum(), others / others.sum(), rtol=1e-6)
