"""Many runs in one frame: every combination, its values first."""

from datetime import date

import pandas as pd
import pytest

import simulator
from simulator.errors import DataError
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
