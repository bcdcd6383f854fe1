"""Shares between scenarios of several systems: a loop that one of them closes."""

import pytest

from simulator.city.why.explained import explain
from tests.unit.city.why.test_explained import CHANGES, gap_of, question


def test_other_systems_stand_between_too():
    """A loop that is closed is another system: run beside, not among, the others."""
    sets = ("feedback.planners.on=true", CHANGES["supply_timing"])
    found = explain(question(second=sets))
    assert sum(each.share for each in found.contributions) == pytest.approx(
        found.difference, abs=1e-9
    )
    assert found.last == pytest.approx(gap_of(*sets), abs=1e-4)
