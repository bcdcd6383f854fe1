"""The loops of the city: as declared, as drawn and as computed they have one sign."""

import re
from copy import copy
from dataclasses import replace
from functools import cache
from itertools import product
from math import prod

import numpy as np
import pytest

from docs.making.feedback_loops import drawn_loops
from docs.making.page import IMAGES
from simulator.city.feedback.loops import Feedback, close_loops
from simulator.city.whole import build_city
from simulator.errors import StructureError
from simulator.report.outlines import outlined
from simulator.stockflow.diagram.circle import MINUS, Circle
from simulator.stockflow.diagram.diagram import draw_diagram
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.preparation import prepare_segment
from simulator.stockflow.grammar.loop import Loop
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.numbers.jacobian import jacobian
from simulator.stockflow.printed.equations import write_equations
from simulator.stockflow.proof.proof import prove, smallest_instance
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Scenario
from tests.polarity import measured_sign, pushed
from tests.two_readings import agree_on_rates, agree_on_transfers_and_measures

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
ALL = Feedback(planners=True, families=True, private=True)
KINDS = {
    "planners_close_the_gap": "B",
    "planners_count_what_is_under_way": "B",
    "crowding_keeps_families_away": "B",
    "shortage_turns_private": "B",
    "places_draw_families": "R",
    "places_draw_back_from_private": "R",
}


@cache
def smallest():
    """The same with three cohorts, for readings that take a while for every cell."""
    return smallest_instance(city())


@cache
def city(feedback=ALL, districts=("east", "west"), stages=2):
    """Two cohort windows, two districts, a school and a hospital."""
    system = build_city(
        districts=districts, services=("primary", "hospital"), cohorts_per_year=1,
        building_stages=stages, start=2011.0, stop=2013.0,
    )  # fmt: skip
    return close_loops(system, feedback)


def loop(name):
    return next(each for each in city().loops if each.name == name)


def plain(name):
    return name.replace("_", " ")


def test_a_city_whose_loops_are_open_is_left_as_it_is():
    open_city = city(Feedback())
    assert close_loops(open_city, Feedback()) is open_city
    assert open_city.loops == ()
    assert not any(stock.kind == "information" for stock in open_city.stocks)


@pytest.mark.parametrize("on", list(product((False, True), repeat=3)))
def test_every_choice_of_loops_is_a_sound_system(on):
    system = city(Feedback(**dict(zip(("planners", "families", "private"), on, strict=True))))
    both = on[0] * (on[1] + on[2])
    assert len(system.loops) == 2 * on[0] + on[1] + on[2] + both
    assert ("added_plans" in system.flow) == on[0]
    assert ("kept_away" in system.auxiliary) == on[1]
    assert ("turned_private" in system.auxiliary) == on[2]


@pytest.mark.parametrize(
    ("kind", "name", "feedback"),
    [
        ("auxiliaries", "users", Feedback(private=True)),
        ("flows", "arrivals", Feedback(families=True)),
        ("measures", "public_entitled", Feedback(private=True)),
        ("measures", "in_private_places", ALL),
    ],
)
def test_a_loop_whose_place_is_called_otherwise_is_refused(kind, name, feedback):
    """It would stay open, and a run with the loop would give the numbers of one without."""
    open_city = city(Feedback())
    renamed = tuple(
        replace(each, name=f"{name}_renamed") if each.name == name else each
        for each in getattr(open_city, kind)
    )
    with pytest.raises(StructureError, match=f"the city declares no {name}, which a loop"):
        close_loops(_without_checks(open_city, kind, renamed), feedback)


def _without_checks(system, kind, elements):
    """A renamed element leaves others that use it undeclared: only what closes loops looks on."""
    found = copy(system)
    object.__setattr__(found, kind, elements)
    for each in ("auxiliary", "flow", "measure"):
        found.__dict__.pop(each, None)
    return found


def test_a_city_with_every_loop_is_proved():
    assert_every_loop_is_proved(city(districts=("east",), stages=1))


def assert_every_loop_is_proved(system):
    proof = prove(system)
    assert {kind for kind, _ in proof.places} == {
        *("people", "departures_counted", "capacity", "homes", "information"),
    }
    assert proof.amounts == ()


def values(system, seed, draws):
    """Parameters and stocks at random; rows of shares add to one."""
    generator = np.random.default_rng(seed)
    given = {
        p.name: generator.uniform(0.1, 0.9, (draws, *system.shape(p.axes)))
        for p in system.parameters
    }
    for name in ("newborn_residency", "grade_shift"):
        given[name] /= given[name].sum(axis=-1, keepdims=True)
    stocks = {
        s.name: generator.uniform(1, 100, (draws, *system.shape(s.axes))) for s in system.stocks
    }
    return given, stocks


def test_arrays_loops_and_declaration_give_the_same_rates():
    given, stocks = values(smallest(), 0, draws=2)
    agree_on_rates(smallest(), given, stocks)
    agree_on_transfers_and_measures(smallest(), given, stocks)


def test_the_jacobian_is_the_slope_of_the_rates():
    system = smallest()
    generated = generate(system)
    given, stocks = values(system, 5, draws=1)
    opening = system.moving.birth_windows.opening(0)
    segment = Segment(opening, opening + 0.1)
    scenario = Scenario(
        name="given",
        start=segment.start,
        stop=segment.stop,
        initial={},
        paths={name: Constant(array, system.parameter[name].axes) for name, array in given.items()},
    )
    course = ParameterValues(system=system, scenario=scenario).course(
        generated.dynamics.parameters, segment
    )
    prepared = prepare_segment(system, generated.dynamics, course)
    state = np.zeros((1, generated.layout.size))
    for name, array in stocks.items():
        block = generated.layout.stocks[name]
        state[:, block.start : block.stop] = block.flat(array)

    def rates(vector):
        change = np.zeros((1, vector.size))
        generated.dynamics.body(vector[np.newaxis], change, prepared.reader().k, prepared.at)
        return change[0]

    exact = jacobian(generated, prepared.reader().k, prepared.at, state).toarray()
    names = ("people", "open", "planned_1", "planners_demand_3", "families_supply_1")
    names += ("parents_demand_1", "parents_supply_1")
    for name in names:
        place = generated.layout.stocks[name].start + 1
        step = 1e-4
        ahead, back = state[0].copy(), state[0].copy()
        ahead[place] += step
        back[place] -= step
        slope = (rates(ahead) - rates(back)) / (2 * step)
        np.testing.assert_allclose(exact[:, place], slope, rtol=2e-6, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("name", list(KINDS))
def test_every_link_has_the_sign_of_its_derivative(name):
    for link in loop(name).links:
        assert measured_sign(city(), link) == link.sign, (link.cause, link.effect)


@pytest.mark.parametrize("name", list(KINDS))
def test_a_stock_pushed_moves_the_next_stream_the_way_declared(name):
    found = list(pushed(city(), loop(name)))
    assert found
    for stock, stream, declared, measured in found:
        assert measured == declared, (stock, stream)


@pytest.mark.parametrize(("name", "kind"), list(KINDS.items()))
def test_a_loop_is_drawn_with_the_signs_that_are_measured(name, kind):
    one = loop(name)
    page = "\n".join(Circle(one, frozenset(city().stock), plain).svg(0.0, 0.0))
    drawn = [1 if text == "+" else -1 for text in re.findall(rf">([+{MINUS}])</text>", page)]
    measured = [measured_sign(city(), link) for link in one.links]
    starts = [one.names.index(shown) for shown in one.shown]
    stops = [*starts[1:], starts[0] + len(measured)]
    expected = [
        prod(measured[step % len(measured)] for step in range(first + 1, last + 1))
        for first, last in zip(starts, stops, strict=True)
    ]
    assert drawn == expected
    assert prod(drawn) == {"B": -1, "R": 1}[kind]
    assert re.findall(r">([BR])</text>", page) == [kind]
    assert f">{kind}: {plain(name)}</text>" in page


def test_the_measure_of_a_sign_sees_a_wrong_one():
    """The same tests, shown a loop with one sign turned and a rate with one sign turned."""
    one = loop("shortage_turns_private")
    turned = replace(one, path=(*one.path[:-2], "+ users", "+ wanted"))
    assert [measured_sign(city(), link) == link.sign for link in turned.links].count(False) == 1
    assert any(declared != found for *_, declared, found in pushed(city(), turned))
    wrong = tuple(
        replace(each, expression=each.expression.replace("served_in_scope -", "served_in_scope +"))
        if each.name == "users"
        else each
        for each in city().auxiliaries
    )
    system = replace(city(), auxiliaries=wrong)
    assert any(measured_sign(system, link) != link.sign for link in one.links)
    assert any(declared != found for *_, declared, found in pushed(system, one))


def test_every_loop_is_on_the_page_and_in_the_equations():
    page, equations = draw_diagram(city()), write_equations(city())
    for name, kind in KINDS.items():
        assert f">{kind}: {plain(name)}<" in page
        whole = {"B": "balancing", "R": "reinforcing"}[kind]
        assert f"**{plain(name)}** ({whole}): {loop(name).meaning}" in equations
    assert "R reinforces a change" in page
    assert "R reinforces a change" not in draw_diagram(city(Feedback()))
    assert "Feedback loops" not in write_equations(city(Feedback()))


def test_names_of_a_loop_stand_clear_of_each_other():
    """No box of a name reaches into the next."""
    for one in city().loops:
        circle = Circle(one, frozenset(city().stock), plain)
        middle = (circle.width / 2, 200.0)
        rooms = []
        for place in range(len(one.shown)):
            wide, high = circle._half(place)
            x, y = circle._at(place, middle)
            rooms.append((x - wide, x + wide, y - high, y + high))
            assert min(x - wide, circle.width - x - wide) > 0
        for number, a in enumerate(rooms):
            for b in rooms[number + 1 :]:
                assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2], one.name


@pytest.mark.parametrize(
    ("path", "shown", "fault"),
    [
        (("+ planned_2",), ("planned_2",), "a path is two or more names"),
        (("planned_2", "+ approval"), ("planned_2", "approval"), "each after its sign"),
        (("+ approved_1", "+ approval"), ("approved_1", "approval"), "does not depend directly on"),
        (("+ approval", "+ planned_2"), ("approval", "planned_2"), "acts on planned_2 with the op"),
        (("+ approval", "- planned_2"), ("approval",), "shows approval; expected two or more"),
        (("+ approval", "- planned_2"), ("approval", "open"), "shows approval, open; expected"),
        (("+ approval", "- planned_2"), ("planned_2", "approval"), "do not follow the order"),
    ],
)
def test_a_loop_that_is_none_is_refused(path, shown, fault):
    wrong = Loop(name="wrong", meaning="", path=path, shown=shown)
    with pytest.raises(StructureError) as refused:
        replace(city(Feedback()), loops=(wrong,))
    assert str(refused.value).startswith("wrong: ")
    assert fault in str(refused.value)


def test_a_sound_loop_is_taken():
    drain = Loop(
        name="drain",
        meaning="",
        path=("+ approval", "- planned_2"),
        shown=("approval", "planned_2"),
    )
    assert replace(city(Feedback()), loops=(drain,)).loops[0].kind == "B"


def test_the_loops_of_the_page_are_those_of_the_model():
    kept = (IMAGES / "feedback_loops.svg").read_text(encoding="utf-8")
    drawn = outlined(drawn_loops())
    # Another release of Matplotlib sets letters some pixels apart.
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", kept)
    places = np.array([NUMBER.findall(text) for text in (drawn, kept)], dtype=np.float64)
    assert np.abs(places[0] - places[1]).max() < 5
