"""Which states are run beforehand, and how each is named."""

from simulator.city.pack.levers import Lever
from simulator.page.twin import key_of, stops_of

NUMBER = Lever(
    name="n", title={}, unit={}, kind="number", key="a", says="<value>",
    low=40.0, high=300.0, step=10.0, times=0.01, rest=100.0, acts_from=None,
)  # fmt: skip


def test_positions_are_both_ends_the_rest_and_half_way_on_whole_steps():
    rests = {"n": {"rest": 100.0, "acts": True}}
    assert stops_of([NUMBER], rests) == {"n": [40.0, 70.0, 100.0, 200.0, 300.0]}


def test_a_lever_that_does_not_act_has_none():
    assert stops_of([NUMBER], {"n": {"rest": 100.0, "acts": False}}) == {"n": []}
    assert stops_of([NUMBER], {"n": {"rest": None, "acts": True}}) == {"n": []}


def test_the_order_of_changes_does_not_matter():
    assert key_of("s", {"b": "1", "a": "2"}) == key_of("s", {"a": "2", "b": "1"}) == "s|a=2|b=1"
    assert key_of("s", {}) == "s|"


def test_what_a_lever_states_has_no_noise():
    assert NUMBER.statement(110.0, {}) == ("a", "1.1")
    assert NUMBER.statement(70.0, {}) == ("a", "0.7")
