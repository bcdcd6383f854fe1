"""Many runs in one frame: every combination, its values first."""

import warnings
from datetime import date

import pandas as pd
import pytest

import simulator
from simulator.door import sweeping
from simulator.errors import DataError, ScenarioWarning
from tests.city import BASELINE

SHORT = {
    "model.cohorts_per_year": [1],
    "model.stop": [date(2017, 1, 1)],
    "report.to_year": [2016],
}


def test_a_grid_is_every_combination():
    grid = {**SHORT, "world.arrivals.scale": [0.9, 1.1], "plan.delay_factor": [1.0, 1.5]}
    frame = simulator.sweep(BASELINE, grid, "services")
    points = frame[["world.arrivals.scale", "plan.delay_factor"]].drop_duplicates()
    assert [tuple(row) for row in points.to_numpy()] == [
        (0.9, 1.0), (0.9, 1.5), (1.1, 1.0), (1.1, 1.5),
    ]  # fmt: skip
    assert list(frame.columns[: len(grid)]) == list(grid)
    assert frame.attrs["units"]["coverage"] == "比例 / share"
    last = frame[(frame["service"] == "primary") & (frame["district"] == "city")]
    demand = last[last["date"] == "2016-09-01"].set_index(["world.arrivals.scale"])["demand"]
    assert demand.loc[1.1].min() > demand.loc[0.9].max()


def test_points_may_be_listed_and_the_answer_be_ones_own():
    base = {key: values[0] for key, values in SHORT.items()}

    def residents(result: simulator.Result) -> pd.DataFrame:
        return pd.DataFrame({"residents": [result.people((), on="2016-01-01").sum()]})

    points = [base, {**base, "world.arrivals.scale": 1.1}]
    frame = simulator.sweep(BASELINE, points, residents)
    assert pd.isna(frame["world.arrivals.scale"][0])
    assert frame["residents"][1] > frame["residents"][0]


@pytest.mark.parametrize("grid", [{}, {"world.arrivals.scale": []}, []])
def test_an_empty_grid_is_refused(grid):
    with pytest.raises(DataError, match="nothing to sweep"):
        simulator.sweep(BASELINE, grid)


DEAD = "feedback.planners.delay"
SWITCH = "feedback.planners.on"


@pytest.fixture
def told(monkeypatch, recwarn):
    """The keys that a sweep warns of, with what it says; no point is run."""
    monkeypatch.setattr(sweeping, "run_loaded", warned)
    warnings.simplefilter("always")  # the same again, too

    def found(grid, path=BASELINE):
        simulator.sweep(path, grid, lambda _: pd.DataFrame({"a": [1]}))
        texts = [str(each.message).split(" / ")[0] for each in recwarn]
        recwarn.clear()
        return texts

    return found


def warned(loaded):
    for remark in loaded.remarks:
        warnings.warn(str(remark), ScenarioWarning, stacklevel=2)


def test_an_axis_that_changes_nothing_is_told_with_what_would_switch_it_on(told):
    [text] = told({DEAD: [1.0, 2.0], "world.arrivals.scale": [1.0, 1.1]})
    assert text.startswith(f"sweep: {DEAD}: has no effect in this sweep: {SWITCH} = false")


def test_an_axis_that_counts_at_one_point_is_not_told(told):
    assert told({DEAD: [1.0, 2.0], SWITCH: [False, True]}) == []


def test_points_that_differ_in_several_keys_are_held_against_themselves_without_each(told):
    listed = [
        {"plan.delay_factor": 1.2, "world.arrivals.scale": 1.0},
        {"plan.delay_factor": 1.5, DEAD: 2.0, "world.arrivals.scale": 1.1},
    ]
    [text] = told(listed)
    assert text.startswith(f"sweep: {DEAD}: has no effect")


def test_how_it_is_solved_and_shown_is_no_axis_without_effect(told):
    assert told({**SHORT, "plan.delay_factor": [1.0, 1.5]}) == []


def test_a_statement_of_the_file_counts_where_one_point_needs_it(told, tmp_path):
    path = tmp_path / "child.toml"
    head = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
    path.write_text(f"{head}{DEAD} = 2.0\nplan.on_time = false\n", encoding="utf-8")
    texts = told({SWITCH: [False, True]}, path)
    assert [text.split(": has")[0] for text in texts] == [f"{path.as_posix()}:4: plan.on_time"]
    texts = told({"plan.delay_factor": [1.2, 1.5]}, path)
    assert len(texts) == 2


def test_what_is_not_compared_any_more_is_told(told, monkeypatch):
    monkeypatch.setattr("simulator.city.idle_sweep.MOST_EXAMINED", 2)
    texts = told({DEAD: [1.0, 2.0, 3.0, 4.0]})
    assert texts[1].endswith("the first 2 pairs of runs were compared, 1 more were not")
