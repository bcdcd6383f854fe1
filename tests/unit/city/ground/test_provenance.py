"""What a pack says of a key: the value that a run takes, and where it stands."""

import itertools
import tomllib

import pytest

from simulator.city.ground.choices import offered
from simulator.city.ground.provenance import backings, source_title
from tests.city import ROOT, city_pack, loaded

NEUTRAL = ("plan.building_capacity.", "world.admissions.")
"""Factors of one and nothing added: no file states them as such."""


def line_at(backing):
    path = ROOT / backing.path
    return path.read_text(encoding="utf-8").splitlines()[backing.line - 1]


def stated_at(backing):
    """Plain values of the table that begins on the line."""
    lines = (ROOT / backing.path).read_text(encoding="utf-8").splitlines()
    assert lines[backing.line - 1].startswith("[")
    below = itertools.takewhile(lambda line: not line.startswith("["), lines[backing.line :])
    return tomllib.loads("\n".join(below))


@pytest.mark.parametrize(
    "key", [key for key in offered(city_pack()) if not key.startswith(NEUTRAL)]
)
def test_every_figure_that_the_pack_offers_is_found_where_it_stands(key):
    found = backings(city_pack(), key, "revised")
    assert sum(float(each.value) for each in found) == pytest.approx(offered(city_pack())[key])
    for each in found:
        assert stated_at(each) == {name: each.stated[name] for name in stated_at(each)} != {}
        assert each.said("grade") in "ABCD"
        assert each.said("source_id")


def test_every_parameter_of_the_pack_is_found_where_it_stands():
    pack = city_pack()
    for key, basis in pack.parameters.table:
        (found,) = (each for each in backings(pack, key, basis) if "parameters" in each.path)
        lines = (ROOT / found.path).read_text(encoding="utf-8").splitlines()
        assert lines[found.line - 1] == "[[parameter]]"
        assert lines[found.line] == f'key = "{key}"'
        stated = pack.parameters.table[key, basis]
        assert found.value == stated.get("value", found.value)
        assert basis in ("", found.said("basis"))


def test_of_two_bases_the_one_of_the_scenario_holds():
    values = [
        backings(city_pack(), "world.arrivals", basis)[-1] for basis in ("revised", "planned")
    ]
    assert values[0].line != values[1].line
    assert values[0].value["values"]["2011"] == 449480.0


def test_a_project_has_its_row():
    (found,) = backings(city_pack(), "plan.projects.P57", "revised")
    assert line_at(found).startswith("P57,")
    assert backings(city_pack(), "plan.projects.P0", "revised") == ()


def test_what_a_run_takes_is_what_is_said():
    pack, values = city_pack(), loaded().scenario.paths
    services = loaded().system.axis["service"].labels
    norm = values["norm"].value
    from simulator.stockflow.values.paths import Moment

    array = norm(Moment(2015.0, 2015.0, 2015.1))[0]
    for name, number in zip(services, array, strict=True):
        assert backings(pack, f"plan.norm.{name}", "revised")[-1].value == pytest.approx(number)


def test_sources_are_named_by_title_publisher_and_date():
    told = source_title(city_pack(), "DECISION;NOWHERE")
    assert told.startswith("DECISION: 中共厦门市委")
    assert "2017-08-29; NOWHERE" in told
    assert source_title(city_pack(), "") == ""


def test_a_key_of_which_the_pack_says_nothing_has_none():
    assert backings(city_pack(), "plan.on_time", "revised") == ()
