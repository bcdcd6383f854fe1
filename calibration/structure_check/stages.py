"""The same point with some stages of the policy closed: waiting, opening, births by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.fit.city_problem import BASELINE, CityProblem
from calibration.fit.quantities import FIRST, SECOND, waiting
from simulator.city.loading import all_settings
from simulator.files.scenario_file import load_scenario
from simulator.stockflow.arrays import FloatArray

STAGES = ("one_only_child", "universal")
CASES: Mapping[str, tuple[str, ...]] = {
    "both": STAGES,
    "only_2014": STAGES[:1],
    "only_2016": STAGES[1:],
    "none": (),
}


@dataclass(frozen=True, kw_only=True)
class StageCase:
    """Yearly counts of one case, persons: waiting at the end of a year, flows over it."""

    years: tuple[int, ...]
    waiting: FloatArray
    opening: FloatArray
    second: FloatArray
    first: FloatArray


def problem_with(problem: CityProblem, stages: Sequence[str]) -> CityProblem:
    """The same problem with only some stages opening."""
    blocks = problem.blocks
    closed = [
        f"policy.two_child.stages.{stage}.opens=false" for stage in STAGES if stage not in stages
    ]
    sets = (f'world.population_basis="{blocks.plan.basis}"', *closed)
    file = load_scenario(BASELINE, all_settings(), blocks.pack.axes, sets)
    return replace(problem, blocks=replace(blocks, file=file))


def run_cases(
    problem: CityProblem, point: FloatArray, years: tuple[int, ...]
) -> dict[str, StageCase]:
    """Every case at one point of the fit."""
    return {
        name: _case(problem_with(problem, open_), point, years) for name, open_ in CASES.items()
    }


def _case(problem: CityProblem, point: FloatArray, years: tuple[int, ...]) -> StageCase:
    runs = problem.runs(point[np.newaxis])

    def carried(*flows: str) -> FloatArray:
        return np.array([float(runs.carried(flows, year + 1.0)[0]) for year in years])

    return StageCase(
        years=years,
        waiting=np.array([float(waiting(runs, year + 1.0)[0]) for year in years]),
        opening=carried("policy_opening"),
        second=carried(*SECOND),
        first=carried(*FIRST),
    )
