"""A city that leaves all sense is told once, with figure, year and multiple."""

from io import StringIO

import pytest
from rich.console import Console

from simulator.city.ground.outcome import Outcome
from simulator.city.record.beyond_record import beyond_record
from simulator.city.summary import print_summary
from tests.city import SHORT, loaded, run


def outcome(*sets):
    one = loaded(*SHORT, *sets)
    return Outcome(
        trajectory=run(*SHORT, *sets), scenario=one.scenario, file=one.file, pack=one.pack
    )


def summary(of):
    written = StringIO()
    print_summary(of, Console(file=written, width=200, highlight=False))
    return written.getvalue()


def test_a_likely_city_is_not_told():
    assert beyond_record(outcome()) is None
    assert "all sense" not in summary(outcome())


EMPTY = ("world.arrivals=0", "world.departures.scale=90", "world.registered_departures=20")


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        (("world.arrivals.scale=60",), " times the highest on record (", "倍"),
        (EMPTY, " of the lowest on record (", "分之一"),
    ],
)
def test_a_city_beyond_the_record_is_told_once(said, english, chinese):
    found = beyond_record(outcome(*said))
    assert english in found[1]
    assert "2013" in found[1]
    assert chinese in found[0]
    assert summary(outcome(*said)).count("The city leaves all sense") == 1
