"""A tank that drains and is filled up on a date: just before it, at it, and what was booked."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.elements import Parameter, Transfer
from simulator.stockflow.labelled import flow_series, measure_series, stock_series
from simulator.stockflow.values.paths import Steps
from simulator.stockflow.values.scenario import Occasion, Scenario
from tests.textbook import numbers
from tests.toys import decay, region, region_scenario

LEAK = 0.5
DATES = (2000.0, 2001.0, 2002.0, 2003.0)
POURED = 3.0


def filled_tank():
    tank = decay()
    poured = Parameter(name="poured", axes=(), unit="litres", meaning="poured", symbol="F")
    filling = Transfer(
        name="filling", source=None, target="water", amount="poured", meaning="filling"
    )
    return replace(tank, parameters=(*tank.parameters, poured), transfers=(filling,))


def filled(draws=1):
    poured = np.array([POURED, 2 * POURED])[:draws]
    return Scenario(
        name="filled",
        start=DATES[0],
        stop=DATES[-1],
        initial={"water": np.array([10.0])},
        paths=numbers(leak=LEAK),
        occasions={"filling": tuple(Occasion(year, {"poured": poured}) for year in DATES)},
        readings=DATES,
        snapshots=DATES,
        before=DATES,
        draws=draws,
    )


def level(poured):
    """Just before and right after each date."""
    before, after = [10.0], [10.0 + poured]
    for _ in DATES[1:]:
        before.append(after[-1] * np.exp(-LEAK))
        after.append(before[-1] + poured)
    return before, after


@pytest.mark.parametrize("draws", [1, 2])
def test_before_and_after_a_transfer(draws):
    run = simulate(filled_tank(), filled(draws))
    for draw in range(draws):
        before, after = level(POURED * (draw + 1))
        assert run.measures["level"][draw] == pytest.approx(after, rel=1e-8)
        assert run.stocks["water"][draw] == pytest.approx(after, rel=1e-8)
        assert run.before.measures["level"][draw] == pytest.approx(before, rel=1e-8)
        assert run.before.stocks["water"][draw] == pytest.approx(before, rel=1e-8)
        # what the last date pours is booked after the reading before it
        poured = run.arrived["filling"][draw] - run.before.arrived["filling"][draw]
        assert poured == pytest.approx(POURED * (draw + 1))


def test_what_was_kept_before_has_labels_too():
    before = simulate(filled_tank(), filled()).before
    expected = level(POURED)[0]
    assert measure_series(before, "level").to_numpy() == pytest.approx(expected, rel=1e-8)
    assert stock_series(before, "water")["2002-01-01"] == pytest.approx(expected[2], rel=1e-8)
    assert flow_series(before, "filling").tolist() == pytest.approx([POURED] * 3)


def test_a_measure_just_before_a_kink_reads_the_piece_that_ends():
    tank = filled_tank()
    measure = replace(tank.measures[0], expression="leak * water", unit="litres/year")
    leak = Steps(name="leak", years=(2000.0, 2001.0), values=np.array([[LEAK], [2 * LEAK]]))
    scenario = replace(filled(), paths={"leak": leak}, before=(2000.0, 2001.0))
    run = simulate(replace(tank, measures=(measure,)), scenario)
    before, after = level(POURED)
    assert run.before.measures["level"][0] == pytest.approx(
        [LEAK * before[0], LEAK * before[1]], rel=1e-8
    )
    assert run.measures["level"][0, 1] == pytest.approx(2 * LEAK * after[1], rel=1e-8)


def test_newborns_on_a_date_are_not_there_just_before_it():
    system = region()
    extra = {"extra": np.array([[5.0, 7.0]])}
    scenario = region_scenario(system, snapshots=(2004 + 2 / 3,))
    scenario = replace(
        scenario,
        occasions={"extra_newborns": (Occasion(2004 + 8 / 12, extra),)},
        before=(2004 + 2 / 3,),
    )
    run = simulate(system, scenario)
    born = run.stocks["people"][0, ..., 0] - run.before.stocks["people"][0, ..., 0]
    newest = system.moving.birth_windows.newest(2004.7)
    assert born[1, newest, 1] == pytest.approx([5.0, 7.0])
    assert born.sum() == pytest.approx(12.0)


def test_reading_before_does_not_change_the_run():
    alone = simulate(filled_tank(), replace(filled(), before=()))
    assert alone.before is None
    np.testing.assert_array_equal(
        alone.measures["level"], simulate(filled_tank(), filled()).measures["level"]
    )


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ((2000.5,), "no transfer happens at 2000.5"),
        ((2009.0,), "the reading before a transfer at 2009 lies outside the run"),
        ((2002.0, 2001.0), "comes after"),
    ],
)
def test_an_instant_at_which_nothing_happens_is_refused(before, told):
    with pytest.raises(IntegrationError, match=told):
        simulate(filled_tank(), replace(filled(), before=before))
