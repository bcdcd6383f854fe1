"""The last instant is an instant like any other: what a run says at its stop, a longer run says.

What happens on the day a run stops has happened when that day is read, and what begins on it has
begun. So a reading at the stop doesn't depend on whether the run goes on.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.city.ground.outcome import Outcome
from simulator.city.tables import TABLES
from simulator.report.table import Table
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.axis import cohort_axis
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Occasion, Scenario
from tests.city import ONE_WINDOW, loaded, reading
from tests.examples import examples
from tests.strategies import YEARS, cases
from tests.toys import region, region_scenario

MONTHS = int(YEARS * 12)
SOLVED = 1e-6
"""Relative: far coarser than the tolerance of a toy, far finer than what an instant may change."""


def assert_same_at(stop: float, short: Trajectory, whole: Trajectory, tolerance: float) -> None:
    """Measures, totals and stocks of the last instant are those of the longer run."""
    one, other = reading(short, stop), reading(whole, stop)
    for kind in ("measures", "arrived", "left"):
        for name, array in getattr(short, kind).items():
            longer = getattr(whole, kind)[name]
            near(array[..., one], longer[..., other], tolerance, longer, f"{kind} {name}")
    kept = int(np.flatnonzero(np.abs(whole.snapshots - stop) < 1e-9)[0])
    for name, array in short.final.items():
        longer = whole.stocks[name]
        near(array, known(short, name, longer[..., kept]), tolerance, longer, f"stock {name}")


def near(
    found: np.ndarray, expected: np.ndarray, tolerance: float, scale: np.ndarray, name: str
) -> None:
    largest = np.abs(scale).max(initial=1e-300)
    assert np.abs(found - expected).max(initial=0.0) <= tolerance * largest, name


def known(short: Trajectory, stock: str, longer: np.ndarray) -> np.ndarray:
    """The cohorts of the shorter run, of a stock of the longer one; the others are empty."""
    axes = short.system.stock[stock].axes
    moving = short.system.moving
    if moving is None or moving.name not in axes:
        return longer
    first, rest = np.split(longer, [moving.size], axis=axes.index(moving.name) + 1)
    assert not rest.any()
    return first


def stopped(scenario: Scenario, stop: float) -> Scenario:
    """The scenario up to an instant, which is read."""
    return replace(scenario.until(stop), readings=(stop,), snapshots=())


@settings(max_examples=examples(60))
@given(cases(), st.integers(1, MONTHS - 1))
def test_a_reading_at_the_stop_is_that_of_a_longer_run(case, month):
    stop = case.scenario.start + month / 12
    whole = simulate(case.system, replace(case.scenario, readings=(stop,), snapshots=(stop,)))
    short = simulate(case.system, stopped(case.scenario, stop))
    assert_same_at(stop, short, whole, SOLVED)


@settings(max_examples=examples(60))
@given(cases(), st.integers(0, MONTHS))
def test_what_is_moved_at_the_stop_is_in_the_balance(case, month):
    scenario = stopped(case.scenario, case.scenario.start + max(month, 1) / 12)
    run = simulate(case.system, scenario)
    for balance in run.balances:
        assert np.abs(balance.residual).max() <= 1e-9
    for name, array in run.final.items():
        assert array.min(initial=0.0) >= -1e-9 * array.max(initial=0.0), name


@pytest.mark.parametrize("month", range(1, 13))
def test_an_axis_of_cohorts_that_ends_with_the_run_changes_nothing(month):
    """Every month of a year (of three in ``tests/slow``); a window opens on three of twelve."""
    stop = 2000 + month / 12
    system = region(start=2000.0, stop=stop)
    longer = region(start=2000.0, stop=2004.0)
    scenario = region_scenario(longer, stop=2004.0, readings=(stop,), snapshots=(stop,))
    profile = scenario.paths["arrival_profile"]
    born = profile.array.copy()
    born[..., 10:] = 0  # nobody arrives before he is born
    paths = scenario.paths | {"arrival_profile": replace(profile, array=born)}
    scenario = replace(scenario, paths=paths, occasions=at_end(stop))
    whole = simulate(longer, scenario)
    size = system.axis["cohort"].size
    given = {"people": scenario.initial["people"][:, :, :size]}
    paths = {name: cut(path, size) for name, path in scenario.paths.items()}
    short = simulate(system, replace(stopped(scenario, stop), initial=given, paths=paths))
    assert_same_at(stop, short, whole, SOLVED)


def cut(path: Constant, size: int) -> Constant:
    """A value along the first cohorts."""
    if "cohort" not in path.axes:
        return path
    place = 1 + path.axes.index("cohort")
    return replace(path, array=np.take(path.array, range(size), axis=place))


def at_end(stop: float) -> dict[str, tuple[Occasion, ...]]:
    """Newborns who come on the day the shorter run stops, and men who leave on it."""
    return {
        "extra_newborns": (Occasion(stop, {"extra": np.array([[5.0, 7.0]])}),),
        "recall": (Occasion(stop, {"recalled": np.array([[0.5, 0.1]])}),),
    }


def test_the_last_window_opens_at_the_stop_or_before_it():
    """Whatever day a run stops on, somebody may be born on it."""
    for month in range(36):
        stop = 2000 + month / 12
        axis = cohort_axis(per_year=3, first_day=WHOLE.offset, oldest=1990.0, stop=stop)
        assert axis.birth_windows.newest(stop) == axis.size - 1


WHOLE = region().moving.birth_windows


# -- the city

EVERYTHING = (
    ONE_WINDOW,
    "world.registered_arrivals=20000",
    "world.registered_departures=0.2",
    "world.newborns_on_dates=[{id='a',date=2016-09-01,persons=5000}]",
    "world.birth_seasonality={'01'=0.9,'10'=1.1}",
    "plan.cancellation_rate=0.05",
    "feedback.planners.on=true",
    "feedback.families.on=true",
    "feedback.private.on=true",
)
CLOSED = "{{id='a',service='primary',district='siming',date={day},share=0.1}}"
CITY_SOLVED = 3e-4
"""The city is solved to 1e-5 a step; a run cut elsewhere may take other steps."""


def outcome_of(*sets: str) -> Outcome:
    one = loaded(*sets)
    return Outcome(
        trajectory=simulate(one.system, one.scenario),
        scenario=one.scenario,
        file=one.file,
        pack=one.pack,
    )


@cache
def long_run(*sets: str) -> Outcome:
    return outcome_of(*sets, "model.stop=2019-01-01")


def day_of(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}-01"


@settings(max_examples=settings().max_examples // 100)
@given(st.integers(2011 * 12 + 1, 2018 * 12 + 11))
@example(2016 * 12 + 8)
def test_every_measure_of_the_city_at_the_stop_is_that_of_a_longer_run(month):
    assert_measures_at_the_stop_are_those_of_a_longer_run(month)


def assert_measures_at_the_stop_are_those_of_a_longer_run(month):
    sets = (*EVERYTHING, f"plan.closures=[{CLOSED.format(day='2017-09-01')}]")
    stop = month / 12
    short, whole = run_to(month, sets), long_run(*sets).trajectory
    for name, array in short.measures.items():
        found, expected = array[..., -1], whole.measures[name][..., reading(whole, stop)]
        near(found, expected, CITY_SOLVED, expected, f"{name} on {day_of(month)}")


def run_to(month: int, sets: tuple[str, ...]) -> Trajectory:
    """A run to the first of a month; what the scenario dates later is left out of it."""
    early = [text for text in sets if not later(text, day_of(month))]
    return outcome_of(*early, f"model.stop={day_of(month)}").trajectory


def later(text: str, day: str) -> bool:
    dated = {"world.newborns_on_dates": "2016-09-01", "plan.closures": "2017-09-01"}
    return dated.get(text.split("=", maxsplit=1)[0], "") > day


@pytest.mark.parametrize("day", ["2016-09-01", "2017-04-01"])
def test_every_row_of_a_table_at_the_stop_is_that_of_a_longer_run(day):
    assert_rows_at_the_stop_are_those_of_a_longer_run(day)


def assert_rows_at_the_stop_are_those_of_a_longer_run(day):
    short, whole = outcome_of(ONE_WINDOW, f"model.stop={day}"), long_run(ONE_WINDOW)
    compared = 0
    for name, make in TABLES.items():
        found, expected = rows_on(make(short), day), rows_on(make(whole), day)
        compared += len(found)
        for labels, numbers in found.items():
            for column, number in numbers.items():
                longer = expected[labels][column]
                assert number == pytest.approx(longer, rel=1e-4, abs=0.1, nan_ok=True), (
                    f"{name} {labels} {column}"
                )
        if name in ("population", "services"):
            assert found.keys() == expected.keys()
    assert compared >= 11  # in April beds alone are read


def rows_on(table: Table, day: str) -> dict[tuple[str, ...], dict[str, float]]:
    """Numbers of the rows of a day, by labels; nothing of a table without dates."""
    if "date" not in {column.name for column in table.columns}:
        return {}
    rows = [row for row, cell in enumerate(table.column("date").cells) if cell == day]
    labels = [column for column in table.columns if column.kind != "number"]
    numbers = [column for column in table.columns if column.kind == "number"]
    return {
        tuple(column.cells[row] for column in labels): {
            column.name: float(column.cells[row] or "nan") for column in numbers
        }
        for row in rows
    }
