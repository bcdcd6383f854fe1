"""One fault each, and its message."""

from dataclasses import replace

import pytest

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import (
    Auxiliary,
    Flow,
    Measure,
    Parameter,
    Spread,
    Transfer,
)
from tests.toys import decay, region

REGION = region()


def parameter(name, *axes):
    return Parameter(name=name, axes=axes, unit="1", meaning="", symbol=name)


def flow(**changes):
    given = {"name": "f", "source": "people", "target": None, "rate": "people", "meaning": ""}
    return Flow(**{**given, **changes})


def auxiliary(**changes):
    given = {"name": "a", "axes": (), "expression": "1", "unit": "1", "meaning": "", "symbol": "a"}
    return Auxiliary(**{**given, **changes})


def transfer(**changes):
    return Transfer(**{"name": "t", "source": None, "target": None, "meaning": "", **changes})


def more(system=REGION, **added):
    """A system with more of something."""
    return {name: (*getattr(system, name), *items) for name, items in added.items()}


FAULTS = {
    "a name twice": (
        more(flows=[flow(name="boys")]),
        "boys: declared 2 times; each name must stand for one thing",
    ),
    "no name": (more(flows=[flow(name="a b")]), "'a b': not a name"),
    "a keyword": (more(flows=[flow(name="class")]), "'class': not a name"),
    "a function": (more(flows=[flow(name="exp")]), "'exp': not a name"),
    "a label twice": (
        {"axes": (Axis(name="status", labels=("men", "men")), *REGION.axes[1:])},
        "axis status: label 'men' appears 2 times",
    ),
    "an axis without labels": (more(axes=[Axis(name="x", labels=())]), "axis x: has no labels"),
    "an axis twice": (more(axes=[REGION.axes[0]]), "axis status: declared 2 times"),
    "two cohort axes": (
        more(axes=[replace(REGION.moving, name="other")]),
        "axes cohort, other: each is a cohort axis",
    ),
    "windows and labels": (
        {"axes": (REGION.axes[0], replace(REGION.moving, labels=("older", "x")), *REGION.axes[2:])},
        "axis cohort: 2 labels for 40 windows; expected 41, one for each window and one",
    ),
    "an unknown axis": (
        more(parameters=[parameter("p", "place")]),
        "p: no axis place; the axes are status, cohort, residency, district",
    ),
    "axes out of order": (
        more(parameters=[parameter("p", "district", "status")]),
        "p: axes are out of order; the order of the system is status, district",
    ),
    "over no axis": (more(auxiliaries=[auxiliary(over=("x",))]), "a: summed over x, which is no"),
    "over what it keeps": (
        more(auxiliaries=[auxiliary(axes=("status",), over=("status",))]),
        "a: summed over status, which is also one of its own axes",
    ),
    "over twice": (
        more(auxiliaries=[auxiliary(over=("status", "status"))]),
        "a: summed twice over the same axis",
    ),
    "watched elsewhere": (
        {"stocks": (replace(REGION.stocks[0], watched=("place",)),)},
        "people: watched axis place is not an axis of the stock",
    ),
    "watched out of order": (
        {"stocks": (replace(REGION.stocks[0], watched=("district", "residency")),)},
        "people: watched axes are out of order",
    ),
    "watched cohorts": (
        {"stocks": (replace(REGION.stocks[0], watched=("cohort",)),)},
        "people: watched along cohort, where the position of the newest cohort changes",
    ),
    "one kind, two watches": (
        more(stocks=[replace(REGION.stocks[0], name="guests", watched=())]),
        "guests: watched along different axes from another stock of its kind (people)",
    ),
    "an axis of shares": (
        {"stocks": (replace(REGION.stocks[0], axes=(*REGION.stocks[0].axes, "to_district")),)},
        "people: only shares may use the axis to_district",
    ),
    "outside to outside": (
        more(flows=[flow(source=None, rate="1")]),
        "f: leads from outside to outside",
    ),
    "no such stock": (
        more(flows=[flow(source="birds")]),
        "f: birds is not a stock; the stocks are people",
    ),
    "no such label": (more(flows=[flow(source="people[tall]")]), "f: people[tall]: 'tall' is on"),
    "no reference": (more(flows=[flow(source="2 * people")]), "is not a stock with labels"),
    "amount and share": (
        more(transfers=[transfer(source="people", amount="1", share="1")]),
        "t: give exactly one of amount and share",
    ),
    "neither": (more(transfers=[transfer(source="people")]), "t: give exactly one of amount and"),
    "a share of nothing": (
        more(transfers=[transfer(target="people", share="1")]),
        "t: has a share but no source to take it from; give it a source",
    ),
    "no arithmetic": (more(flows=[flow(rate="people if people else 0")]), "f: 'people if people"),
    "an unknown name": (more(flows=[flow(rate="people * luck")]), "f: luck is not declared"),
    "labels of a parameter": (
        more(flows=[flow(rate="people * boys[men]")]),
        "f: boys[men]: only stocks take labels in brackets",
    ),
    "an axis too many": (
        more(flows=[flow(source="people[men]", rate="people")]),
        "f: people has axis status, which f does not have",
    ),
    "a flow in a rate": (
        more(flows=[flow(rate="deaths")]),
        "f: the rate of a flow cannot refer to the flow deaths; use an auxiliary",
    ),
    "two kinds": (
        more(
            stocks=[replace(REGION.stocks[0], name="beds", kind="beds")],
            flows=[flow(target="beds")],
        ),
        "f: leads from people to beds; a flow connects stocks of the same kind",
    ),
    "free axes that differ": (
        more(flows=[flow(source="people[men]", target="people", rate="people[men]")]),
        "both must be the same",
    ),
    "spread to nowhere": (
        more(flows=[flow(spread=Spread(axis="district", shares="destinations"))]),
        "f: spread along district, which its target does not leave free",
    ),
    "shares undeclared": (
        more(flows=[flow(target="people", spread=Spread(axis="district", shares="shares"))]),
        "f: the shares shares are not a declared parameter",
    ),
    "shares of other axes": (
        more(flows=[flow(target="people", spread=Spread(axis="district", shares="boys"))]),
        "f: the shares boys need the axes district and to_district",
    ),
    "shares with an axis too many": (
        more(
            parameters=[parameter("shares", "status", "district", "to_district")],
            flows=[
                flow(
                    source="people[men]", target="people[men]", rate="people[men]",
                    spread=Spread(axis="district", shares="shares"),
                )
            ],
        ),
        "f: the shares shares have axis status, which f does not have",
    ),
    "spread along cohorts": (
        more(
            parameters=[parameter("shares", "cohort", "to_cohort")],
            flows=[flow(target="people", spread=Spread(axis="cohort", shares="shares"))],
        ),
        "f: spread along cohort; people stay in their birth cohort",
    ),
    "a circle": (
        more(
            auxiliaries=[
                auxiliary(name="a", expression="b"),
                auxiliary(name="b", expression="a"),
            ]
        ),
        "a → b → a: these auxiliaries depend on each other in a circle; break it with a stock",
    ),
    "an unused parameter": (
        more(parameters=[parameter("p")]),
        "p: declared but never used; remove it or use it",
    ),
    "an unused auxiliary": (more(auxiliaries=[auxiliary()]), "a: declared but never used"),
    "a measure of a measure": (
        more(measures=[Measure(name="m", axes=(), expression="residents", unit="1", meaning="",
                               symbol="m")]),
        "m: residents is not declared",
    ),
    "a symbol for two things": (
        {"parameters": (replace(REGION.parameters[0], symbol="P"), *REGION.parameters[1:])},
        f"{REGION.parameters[0].name}: has the same symbol, P, as people; each symbol",
    ),
    "a measure with the symbol of what it does not read off": (
        {"measures": (*REGION.measures, replace(REGION.measures[0], name="twice",
                                                expression="2 * births", symbol="B"))},
        "twice: has the same symbol, B, as births; each symbol must mean one thing",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named(changes, message):
    with pytest.raises(StructureError) as caught:
        replace(REGION, **changes)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["y", "dy", "k", "at", "np", "wide", "moved", "d_water", "to_x"])
def test_a_stock_can_not_take_a_name_of_the_generated_text(name):
    stock = replace(decay().stocks[0], name=name)
    with pytest.raises(StructureError, match=f"^{name}: this name is reserved for the generated"):
        replace(decay(), stocks=(stock,), flows=(), measures=(), parameters=())
