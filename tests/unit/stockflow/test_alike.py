"""Two scenarios are alike when a run would be given the same by both, its last instant included."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from simulator.stockflow.grammar.elements import Measure, Transfer
from simulator.stockflow.values.alike import are_alike
from simulator.stockflow.values.paths import Constant, Steps
from simulator.stockflow.values.same_parts import are_same_parts
from simulator.stockflow.values.scenario import Occasion
from tests.toys import region, region_scenario

REGION = region()
BASE = region_scenario(REGION)
READ = replace(
    REGION,
    measures=(
        *REGION.measures,
        Measure(
            name="moving_now",
            axes=(),
            expression="moving_rate",
            unit="1/year",
            meaning="m",
            symbol="M",
        ),
    ),
)
"""The same region, where the rate of moving is also read as it stands."""


def with_moves(*dated):
    years, values = zip(*dated, strict=True)
    path = Steps(name="m", years=years, values=np.array(values)[:, np.newaxis])
    return replace(BASE, paths={**BASE.paths, "moving_rate": path})


def called(year):
    occasion = Occasion(year, {"recalled": np.array([[0.5, 0.1]])})
    return replace(BASE, occasions={"recall": (occasion,)})


def test_the_same_numbers_are_alike_however_they_are_stated():
    assert are_alike(REGION, BASE, with_moves((2000.0, 0.02)))
    constant = {**BASE.paths, "moving_rate": Constant(np.array([0.02 + 1e-16]))}
    assert are_alike(REGION, BASE, replace(BASE, paths=constant))
    assert not are_alike(REGION, BASE, with_moves((2000.0, 0.02), (2005.0, 0.03)))


def test_what_begins_on_the_last_day_counts_where_it_is_read_and_what_begins_later_does_not():
    assert not are_alike(READ, BASE, with_moves((2000.0, 0.02), (2010.0, 0.03)))
    assert are_alike(READ, BASE, with_moves((2000.0, 0.02), (2010.001, 0.03)))
    assert not are_alike(REGION, BASE, called(2010.0))
    assert are_alike(REGION, BASE, called(2010.001))


def scaled(array, factor):
    return array * factor


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (np.array([1.0, 2.0]), np.array([1.0, 2.0]), True),
        (np.array([1.0]), np.array([1]), False),
        (np.array([[1.0]]), np.array([1.0]), False),
        ({"a": (1.0, "x")}, {"a": (1.0, "x")}, True),
        ({"a": 1.0, "b": 2.0}, {"b": 2.0, "a": 1.0}, False),
        ((1.0,), (1.0, 2.0), False),
        (partial(scaled, factor=2.0), partial(scaled, factor=2.0), True),
        (partial(scaled, factor=2.0), partial(scaled, factor=3.0), False),
        (Constant(np.array([1.0])), Constant(np.array([1.0])), True),
        (Constant(np.array([1.0])), Constant(np.array([2.0])), False),
        (Constant(np.array([1.0])), 1.0, False),
        (float("nan"), float("nan"), False),
    ],
)
def test_paths_are_told_to_be_the_same_by_their_parts(one, other, same):
    assert are_same_parts(one, other) is same


def test_a_rate_of_flows_alone_that_changes_on_the_last_day_moves_nothing():
    assert are_alike(REGION, BASE, with_moves((2000.0, 0.02), (2010.0, 0.03)))
    assert not are_alike(REGION, BASE, with_moves((2000.0, 0.02), (2009.999, 0.03)))


def test_what_a_transfer_of_the_last_day_reads_counts():
    sent = Transfer(
        name="sent", source="people[men]", target=None, share="moving_rate", meaning="men who move"
    )
    region = replace(REGION, transfers=(*REGION.transfers, sent))
    moved = with_moves((2000.0, 0.02), (2010.0, 0.03))
    for day, alike in ((2009.0, True), (2010.0, False)):
        occasions = {"sent": (Occasion(day, {}),)}
        one, other = (replace(each, occasions=occasions) for each in (BASE, moved))
        assert are_alike(region, one, other) is alike
