"""The page of the boundary: made parts as the declaration has them, files that are there."""

import re

import numpy as np
import pytest

from docs.making import boundary
from docs.making.causal import CausalGraph, signed
from docs.making.page import DOCS, Part
from simulator.report.outlines import outlined
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Stock
from simulator.stockflow.grammar.system import System
from tests.city import ROOT

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FILE = re.compile(r"`(tests/[\w/]+\.py)`")
SAYS_OTHERWISE = "run python3 -m docs.making.boundary and read the page again"


@pytest.mark.parametrize("language", boundary.PAGES)
def test_the_made_parts_are_what_is_declared(language):
    for name, made in boundary.parts(language).items():
        part = Part(page=DOCS / boundary.PAGES[language], name=name, module="boundary")
        assert "\n".join(part.kept()) == made, SAYS_OTHERWISE


def test_the_drawing_is_what_is_declared():
    kept = boundary.IMAGE.read_text(encoding="utf-8")
    drawn = outlined(boundary.diagram())
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", kept), SAYS_OTHERWISE
    # another release of Matplotlib sets letters some pixels apart
    places = np.array([NUMBER.findall(text) for text in (drawn, kept)], dtype=np.float64)
    assert np.abs(places[0] - places[1]).max() < 5


@pytest.mark.parametrize("page", boundary.PAGES.values())
def test_every_test_that_is_named_is_there(page):
    named = FILE.findall((DOCS / page).read_text(encoding="utf-8"))
    assert len(set(named)) > 15
    assert [name for name in named if not (ROOT / name).is_file()] == []
    extreme = {f"tests/extreme/{path.name}" for path in (ROOT / "tests/extreme").glob("test_*.py")}
    assert extreme <= set(named)


def test_every_declared_loop_is_a_loop_of_the_diagram():
    """Each runs through the same names, as far as both show them, and has the same kind."""
    found = [({link.cause for link in each}, signed(each)) for each in boundary.graph().loops()]
    for loop in boundary.graph().system.loops:
        through = {name for name in loop.names if name in boundary.NAMES}
        assert any(through <= names and loop.kind == kind for names, kind in found), loop.name


def test_every_name_has_its_place_and_every_mark_its_loop():
    names = {name for link in boundary.graph().links for name in (link.cause, link.effect)}
    assert names == {*boundary.NAMES, *boundary.DRIVERS}
    # what is given from outside is acted on by nothing
    assert {link.effect for link in boundary.graph().links}.isdisjoint(boundary.DRIVERS)
    loops = {frozenset(link.cause for link in each) for each in boundary.graph().loops()}
    assert set(boundary.LOOPS) <= loops


def stock(name):
    return Stock(
        name=name, axes=(), unit="1", meaning=name, kind=name, watched=(), symbol=name[0].upper()
    )


def hunting():
    """Foxes eat hares and grow by it; hunters hear of foxes late and shoot as many as they hear."""
    numbers = ("birth_rate", "eating", "dying", "hearing")
    return System(
        name="hunting",
        axes=(),
        stocks=(stock("hares"), stock("foxes"), stock("rumour")),
        parameters=tuple(
            Parameter(name=name, axes=(), unit="1/year", meaning=name, symbol=name[0])
            for name in numbers
        ),
        auxiliaries=(
            Auxiliary(
                name="meetings", axes=(), expression="hares * foxes", unit="1",
                meaning="meetings", symbol="M",
            ),
        ),
        flows=(
            Flow(name="born", source=None, target="hares", rate="birth_rate * hares", meaning="b"),
            Flow(name="eaten", source="hares", target=None, rate="eating * meetings", meaning="e"),
            Flow(name="fed", source=None, target="foxes", rate="eating * meetings", meaning="f"),
            Flow(
                name="shot", source="foxes", target=None, rate="dying * rumour * foxes",
                meaning="s",
            ),
            Flow(name="heard", source=None, target="rumour", rate="hearing * foxes", meaning="h"),
            Flow(
                name="forgotten", source="rumour", target=None, rate="hearing * rumour",
                meaning="forgotten",
            ),
        ),
        measures=(),
    )  # fmt: skip


def told(shown, given=None):
    graph = CausalGraph(system=hunting(), shown=shown, given=given or {})
    return {(link.cause, link.sign, link.effect, link.delayed) for link in graph.links}


def test_hidden_formulas_are_put_in_and_signs_are_those_of_derivatives():
    """d(hares)/dt = b h − e h f, d(foxes)/dt = e h f − s r f: more foxes, fewer hares."""
    found = told(("hares", "foxes", "rumour"))
    assert found == {
        ("hares", 1, "foxes", False),
        ("foxes", -1, "hares", False),
        ("foxes", 1, "rumour", False),
        ("rumour", -1, "foxes", False),
    }
    graph = CausalGraph(system=hunting(), shown=("hares", "foxes", "rumour"), given={})
    assert [signed(circle) for circle in graph.loops()] == ["B", "B"]


def test_what_passes_through_a_hidden_stock_takes_time():
    found = told(("foxes", "shot"))
    assert ("foxes", 1, "shot", False) in found
    assert told(("heard", "shot")) >= {("heard", 1, "shot", True)}


def test_what_is_given_as_nothing_moves_nothing():
    found = told(("hares", "foxes", "eating"), {"eating": 0})
    assert not {effect for _, _, effect, _ in found} & {"hares"}


def test_unlike_ways_between_two_names_are_refused():
    """Rumour leaves fewer foxes, who eat less, and so more hares, of whom each eats more."""
    with pytest.raises(ValueError, match="raises and lowers"):
        told(("rumour", "fed"))


def test_no_two_names_lie_on_each_other():
    shown = [
        (place.at, place.lines, name)
        for name, place in {**boundary.NAMES, **boundary.DRIVERS}.items()
    ]
    boxes = [(at, boundary.Shown(at=at, lines=lines).half, name) for at, lines, name in shown]
    for number, (at, half, name) in enumerate(boxes):
        assert half[0] <= at[0] <= boundary.SIZE[0] - half[0], name
        assert half[1] + 40 <= at[1] <= boundary.SIZE[1] - half[1] - 70, name
        for other, theirs, beside in boxes[number + 1 :]:
            apart = [
                abs(a - b) - (c + d) for a, b, c, d in zip(at, other, half, theirs, strict=True)
            ]
            assert max(apart) > 0, (name, beside)
