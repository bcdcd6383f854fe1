from dataclasses import replace

import pytest

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.system import System
from tests.toys import decay, region

SYSTEM = region()


def test_everything_is_found_by_name():
    for kind in ("stock", "parameter", "flow", "auxiliary", "measure"):
        found = getattr(SYSTEM, kind)
        assert [item.name for item in found.values()] == list(found)
    assert SYSTEM.streams == (*SYSTEM.flows, *SYSTEM.transfers)
    assert SYSTEM.formulas == (*SYSTEM.auxiliaries, *SYSTEM.measures)


def test_an_axis_to_spread_along_is_added_after_its_own():
    assert SYSTEM.axis["to_district"].labels == ("east", "west")
    assert SYSTEM.ordered({"to_district", "residency", "district", "to_residency"}) == (
        "residency", "to_residency", "district", "to_district",
    )  # fmt: skip
    assert "to_status" not in SYSTEM.axis
    assert SYSTEM.shape(("status", "to_district")) == (3, 2)


def test_a_rate_lies_on_the_free_axes_of_its_source_or_else_its_target():
    assert SYSTEM.rate_axes(SYSTEM.flow["departures"]) == ("status", "cohort", "district")
    assert SYSTEM.rate_axes(SYSTEM.flow["boys_born"]) == ("residency", "district")
    assert SYSTEM.part(None) is None
    assert SYSTEM.part("people[men]") is SYSTEM.part("people[men]")


def test_the_cohort_axis_is_the_one_with_windows():
    assert SYSTEM.moving.name == "cohort"
    assert decay().moving is None


def test_two_systems_are_never_the_same():
    assert decay() != decay()
    assert len({decay(), decay()}) == 2


def test_an_ill_formed_system_can_not_be_made():
    with pytest.raises(StructureError, match="leak is not declared"):
        replace(decay(), parameters=())
    with pytest.raises(StructureError, match="has no stock"):
        System(name="nothing", axes=(), stocks=())


def test_all_faults_of_a_kind_are_told_at_once():
    flows = [Flow(name=name, source="x", target=None, rate="1", meaning="") for name in "ab"]
    with pytest.raises(StructureError) as caught:
        replace(decay(), flows=tuple(flows))
    assert [line.split(" / ")[0] for line in str(caught.value).splitlines()] == [
        "a: x is not a stock; the stocks are water",
        "b: x is not a stock; the stocks are water",
    ]


def test_a_label_may_need_quotes():
    axis = Axis(name="tap", labels=("on-off", "2"))
    stock = replace(decay().stocks[0], axes=("tap",))
    flow = Flow(
        name="leaking", source="water['on-off']", target="water[2]",
        rate="leak * water['on-off']", meaning="",
    )  # fmt: skip
    system = replace(decay(), axes=(axis,), stocks=(stock,), flows=(flow,), measures=())
    assert dict(system.part(flow.source).fixed) == {"tap": "on-off"}
