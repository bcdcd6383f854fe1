"""The real pair of scenarios: what the plan reckoned, and what came."""

import pytest

from simulator.city.targets.causes import DEFINITION, find_causes
from tests.scoreboards import board


def test_the_plan_against_what_came():
    basis, late = "world.population_basis", "plan.on_time"
    boards = {
        frozenset(): board(name="as_planned").rows,
        frozenset({basis}): board(f"{basis}=revised", name="as_planned").rows,
        frozenset({late}): board(f"{late}=false", name="as_planned").rows,
        frozenset({basis, late}): board().rows,
    }
    found = {each.row.target.name: each for each in find_causes(boards)}
    assert {"T04", "T08", "T13", "T19", "T20", "T23", "T37", "T38"} <= set(found)
    for each in found.values():
        assert sum(each.shares.values()) == pytest.approx(each.last - each.first, abs=1e-6)
    beds, parks, schools = found["T04"].shares, found["T13"].shares, found["T19"].shares
    assert all(beds[name] < 0 for name in (basis, late, DEFINITION))
    assert parks[late] == pytest.approx(0, abs=1e-9)
    assert schools[basis] == pytest.approx(0, abs=1e-6)
    assert found["T08"].shares[DEFINITION] > 0
