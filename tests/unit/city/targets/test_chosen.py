"""Which rows a screen shows: by clause, those without a number last, and what is asked for."""

import pytest

from simulator.city.targets.chosen import Wanted, read_wanted, sections_of
from simulator.city.targets.reading import read_entries
from simulator.errors import CommandError
from tests.city import city_pack
from tests.scoreboards import board

PAIRS = read_entries(city_pack())


def shown(**asked):
    names = {"sectors": (), "verdicts": (), "clauses": (), **asked}
    rows = board().rows
    sections = sections_of([rows], read_wanted(PAIRS, **names))
    return [rows[place].target.name for _, places in sections for place in places]


def test_every_row_is_shown_once_those_without_a_number_last():
    rows = board().rows
    sections = sections_of([rows], Wanted())
    places = [place for _, each in sections for place in each]
    assert sorted(places) == list(range(84))
    assert [title is None for title, _ in sections] == [False] * (len(sections) - 1) + [True]
    assert {rows[place].verdict for place in sections[-1][1]} == {"no_number"}
    told = [title["zh"] for title, _ in sections[:-1] if title]
    assert len(told) == len(set(told)), "a clause has one heading"
    first = [rows[each[0]].target.name for _, each in sections[:-1]]
    assert first == sorted(first), "clauses come as in the plan"


@pytest.mark.parametrize("name", ["housing", "Housing", "住房", "HOUSING"])
def test_a_sector_is_named_in_either_language(name):
    assert set(shown(sectors=[name])) == {"T10", "T16", "T17", "T18"}


def test_kinds_of_filters_narrow_and_names_of_a_kind_widen():
    missed = set(shown(verdicts=["missed"]))
    both = set(shown(verdicts=["missed", "有记录：未达到"]))
    assert missed < both
    assert set(shown(verdicts=["missed"], sectors=["health"])) == {"T04", "T07", "T37", "T39"}
    assert set(shown(clauses=["Housing, 2"])) == {"T18"}
    assert set(shown(clauses=["住房"])) == {"T16", "T17", "T18"}


def test_a_row_is_shown_where_one_scenario_has_the_verdict():
    here, planned = board().rows, board(name="as_planned").rows
    sections = sections_of([here, planned], Wanted(verdicts=frozenset({"met"})))
    names = {here[place].target.name for _, places in sections for place in places}
    assert "T22" in names, "met as planned alone"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"sectors": ["housng"]}, 'did you mean "Housing"?'),
        ({"verdicts": ["mised"]}, 'did you mean "missed"?'),
        ({"clauses": ["nowhere"]}, "--clause: nothing in the plan is called nowhere"),
    ],
)
def test_what_no_plan_has_is_refused_with_the_nearest(asked, told):
    with pytest.raises(CommandError) as refusal:
        shown(**asked)
    assert told in str(refusal.value)
