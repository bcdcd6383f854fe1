"""The order in which the labels of an axis are written down changes nothing.

Three axes are sequences, and their order is what they mean: ``cohort``, ``month`` and
``years_open``. Of every other one the labels are put in any order, those of the city pack too, and
stocks, measures, totals and tables have to be the same, label by label.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st

from simulator.city.ground.choices import choices_of
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import Loaded
from simulator.city.tables import build_tables
from simulator.city.whole import values_of
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis
from tests.city import ONE_WINDOW, loaded
from tests.everything import ANSWERS

SEQUENCES = {"cohort", "month", "years_open"}
SETS = (*ANSWERS, ONE_WINDOW, "model.stop=2018-01-01")
CLOSE = {"rtol": 1e-10, "atol": 1e-10}


def standing() -> dict[str, Axis]:
    """Every axis whose labels may stand in any order."""
    one = loaded(*SETS)
    choices = choices_of_one(one)
    return {name: axis for name, axis in choices.axis.items() if name not in SEQUENCES}


def choices_of_one(one: Loaded):
    return choices_of(one.file, one.pack)


def outcome_in(order: dict[str, tuple[str, ...]]) -> Outcome:
    """The run with labels in an order; where an axis is not named they stand as declared."""
    one = loaded(*SETS)
    axes = tuple(
        replace(axis, labels=order.get(axis.name, axis.labels)) for axis in one.system.axes
    )
    pack = replace(
        one.pack,
        services=tuple(one.pack.service[name] for name in order["service"]),
        districts=one.pack.in_order(order["district"]),
        bed_use={name: one.pack.bed_use[name] for name in order["bed_service"]},
    )
    system = replace(one.system, axes=axes)
    turned = replace(one, system=system, pack=pack)
    choices = choices_of_one(turned).along(
        {name: Axis(name=name, labels=labels) for name, labels in order.items()} | system.axis
    )
    scenario = values_of(choices)
    run = simulate(system, scenario)
    return Outcome(trajectory=run, scenario=scenario, file=one.file, pack=pack)


@cache
def as_declared() -> Outcome:
    return outcome_in({name: axis.labels for name, axis in standing().items()})


def in_declared_order(outcome: Outcome, array, axes):
    """An array of shape (draw, *axes, …) with the labels of every axis as declared."""
    own, declared = outcome.trajectory.system.axis, as_declared().trajectory.system.axis
    for place, name in enumerate(axes, start=1):
        rows = [own[name].labels.index(label) for label in declared[name].labels]
        array = np.take(array, rows, axis=place)
    return array


def assert_same(outcome: Outcome, one, other, axes, name):
    found = in_declared_order(outcome, one, axes)
    scale = max(float(np.abs(other).max(initial=0.0)), 1.0)
    np.testing.assert_allclose(found / scale, other / scale, err_msg=name, **CLOSE)


def assert_same_run(outcome: Outcome) -> None:
    run, declared = outcome.trajectory, as_declared().trajectory
    system = run.system
    for stock in system.stocks:
        one, other = run.stocks[stock.name], declared.stocks[stock.name]
        assert_same(outcome, one, other, stock.axes, stock.name)
    for measure in system.measures:
        one, other = run.measures[measure.name], declared.measures[measure.name]
        assert_same(outcome, one, other, measure.axes, measure.name)


def keyed(table):
    """Numbers of a table by the texts that stand beside them."""
    texts = [column for column in table.columns if column.kind in ("text", "date")]
    others = [column for column in table.columns if column.kind not in ("text", "date")]
    rows = zip(*(column.cells for column in texts), strict=True)
    values = zip(*(column.cells for column in others), strict=True) if others else ()
    return sorted(zip(rows, values, strict=False))


def assert_same_tables(outcome: Outcome) -> None:
    for one, other in zip(build_tables(outcome), build_tables(as_declared()), strict=True):
        if one.name in ("balance", "dictionary"):
            continue  # residuals of nothing; words
        found, wanted = keyed(one), keyed(other)
        assert len(found) == len(wanted)
        for (label, numbers), (known, expected) in zip(found, wanted, strict=True):
            assert label == known
            for number, right in zip(numbers, expected, strict=True):
                assert (number == "") == (right == "")
                if number != right:
                    assert float(number) == pytest.approx(float(right), rel=1e-9, abs=2e-6)


@st.composite
def orders(draw):
    """For ``tests/slow``, where each is a run of the city."""
    found = {name: tuple(draw(st.permutations(axis.labels))) for name, axis in standing().items()}
    assume(any(found[name] != axis.labels for name, axis in standing().items()))
    return found


def test_labels_backwards_give_the_same_tables():
    outcome = outcome_in({name: axis.labels[::-1] for name, axis in standing().items()})
    assert_same_run(outcome)
    assert_same_tables(outcome)


def test_every_axis_is_told_to_be_a_sequence_or_not():
    names = {axis.name for axis in loaded(*SETS).system.axes} | set(standing())
    # a catchment goes by the name of a district, in the order of these
    assert names - set(standing()) == SEQUENCES - {"month"} | {"catchment"}
    assert {
        "status",
        "residency",
        "timetable",
        "service",
        "district",
        "sex",
        "bed_service",
        "school",
    } == set(standing())
