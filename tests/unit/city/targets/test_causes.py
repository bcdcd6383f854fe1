"""The real pair of scenarios: what the plan reckoned, and what came."""

import pytest

from simulator.city.targets.causes import DEFINITION, find_causes, reading_of
from tests.city import loaded
from tests.scoreboards import board


def test_the_plan_against_what_came():
    basis, late = "world.population_basis", "plan.on_time"
    boards = {
        frozenset(): board(name="as_planned").rows,
        frozenset({basis}): board(f"{basis}=revised", name="as_planned").rows,
        frozenset({late}): board(f"{late}=false", name="as_planned").rows,
        frozenset({basis, late}): board().rows,
    }
    found = {each.row.target.name: each for each in find_causes(boards, ("plan", "count"))}
    assert {"T04", "T08", "T13", "T19", "T20", "T23", "T37", "T38"} <= set(found)
    for each in found.values():
        assert sum(each.shares.values()) == pytest.approx(each.last - each.first, abs=1e-6)
    beds, parks, schools = found["T04"].shares, found["T13"].shares, found["T19"].shares
    assert all(beds[name] < 0 for name in (basis, late, DEFINITION))
    assert parks[late] == pytest.approx(0, abs=1e-9)
    assert schools[basis] == pytest.approx(0, abs=1e-6)
    assert found["T08"].shares[DEFINITION] > 0


def test_scenarios_read_alike_have_no_definition_between_them():
    """Two of one plan differ in what they differ in: nothing is made of how figures are counted."""
    late = "plan.delay_factor"
    boards = {frozenset(): board().rows, frozenset({late}): board(f"{late}=1.5").rows}
    found = {each.row.target.name: each for each in find_causes(boards, ("count", "count"))}
    for each in found.values():
        assert set(each.shares) == {late}
        assert each.shares[late] == pytest.approx(each.last - each.first, abs=1e-6)
    assert found["T23"].first == pytest.approx(board_value("T23", "serving"), abs=1e-6)


def board_value(target, reading):
    """What the baseline has of a reading."""
    row = next(row for row in board().rows if row.target.name == target)
    return row.value(reading).answer.value


def test_a_turned_pair_turns_every_share():
    basis, late = "world.population_basis", "plan.on_time"
    forth = {
        frozenset(): board(name="as_planned").rows,
        frozenset({basis}): board(f"{basis}=revised", name="as_planned").rows,
        frozenset({late}): board(f"{late}=false", name="as_planned").rows,
        frozenset({basis, late}): board().rows,
    }
    back = {frozenset({basis, late}) - chosen: rows for chosen, rows in forth.items()}
    there = {each.row.target.name: each for each in find_causes(forth, ("plan", "count"))}
    for each in find_causes(back, ("count", "plan")):
        same = there[each.row.target.name]
        assert (each.first, each.last) == (same.last, same.first)
        for name, share in each.shares.items():
            assert share == pytest.approx(-same.shares[name], abs=1e-6)


def test_a_scenario_is_read_by_its_basis():
    assert reading_of(loaded(name="as_planned").file) == "plan"
    assert reading_of(loaded().file) == "count"
    assert reading_of(loaded(name="slow_delivery").file) == "count"
