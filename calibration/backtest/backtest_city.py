"""Carry out a backtest: refit at every origin, project, score, report."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from calibration.backtest.project import Projected, project, scored_rows, stand_in
from calibration.backtest.report import write_backtest
from calibration.backtest.scored import ScoredForecasts, score_forecasts
from calibration.fit.city_problem import build_problem
from calibration.fit.fit_city import Effort
from simulator.city.pack.city_pack import CityPack
from simulator.words.catalogue import say

BASIS = "planned"
TOLERANCE = 1e-5
EFFORT = Effort(starts=1, draws=0, effective=0.0, kept=200, seed=20170829)


def backtest_city(
    pack: CityPack, origins: Sequence[int], tell: Callable[[str], None]
) -> tuple[tuple[Projected, ...], ScoredForecasts, Callable[[Path], None]]:
    """Forecasts of every origin, their scores, and how to write the report."""
    problem = build_problem(pack, BASIS, tolerance=TOLERANCE)
    rows = scored_rows(problem)
    rng = np.random.default_rng(EFFORT.seed)
    projected: list[Projected] = []
    for origin in origins:
        tell(say("backtest.fitting", "both", origin=origin))
        result = stand_in(problem, origin, EFFORT)
        projected += project(result, rows, origin, rng)
    forecasts = score_forecasts(projected, rows)

    def write(folder: Path) -> None:
        write_backtest(folder, projected, forecasts, rows, pack.title)

    return tuple(projected), forecasts, write
