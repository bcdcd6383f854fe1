"""The change in births split by cause.

Causes are switched on one by one in every order: who comes and goes, the path of first births, the
stages of the policy, later births. Switched off, nobody moves; first births keep the level and
timing of the middle of the first year compared, without year effects; no stage opens; later births
keep their level. What changes with everything off is due to the people of the start growing older.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.fit.city_problem import CityProblem
from calibration.fit.fit_plan import FitPlan
from calibration.fit.transform import natural
from calibration.structure_check.stages import problem_with
from simulator.files.path_values import path_from
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.attribution import Chosen, shapley, subsets
from simulator.stockflow.values.paths import Path, at

MIGRATION, FIRST, POLICY, HIGHER = "migration", "first_births", "policy", "higher_births"
CAUSES = (MIGRATION, FIRST, POLICY, HIGHER)
START = "start_population"
_NOTHING = -30.0


@dataclass(frozen=True, kw_only=True)
class BirthsSplit:
    """Change in yearly births between two years, persons, and the part of every cause."""

    first: int
    last: int
    total: float
    parts: Mapping[str, float]


def split_births(
    problem: CityProblem, point: FloatArray, spans: tuple[tuple[int, int], ...]
) -> tuple[BirthsSplit, ...]:
    """BirthsSplit the change in births between pairs of years, at one point of the fit."""
    sets = subsets(CAUSES)
    reference = min(first for first, _ in spans)
    yearly = _births(problem, point, sets, reference, sorted({y for span in spans for y in span}))
    return tuple(_split(first, last, yearly) for first, last in spans)


def _split(first: int, last: int, yearly: Mapping[Chosen, Mapping[int, float]]) -> BirthsSplit:
    # With every cause off births still change: the people of the start grow older. It is shown as a
    # cause of its own, so that the parts add up to the whole change.
    worth = {causes: births[last] - births[first] for causes, births in yearly.items()}
    parts = {START: worth[frozenset()], **shapley(CAUSES, worth)}
    return BirthsSplit(first=first, last=last, total=worth[frozenset(CAUSES)], parts=parts)


def _births(
    problem: CityProblem,
    point: FloatArray,
    sets: tuple[Chosen, ...],
    reference: int,
    years: list[int],
) -> dict[Chosen, dict[int, float]]:
    """Births of years under every set of causes."""
    found: dict[Chosen, dict[int, float]] = {}
    # Stages are a choice of the scenario, the other causes numbers of a point: two runs of eight
    # points each instead of sixteen runs.
    for opens in (True, False):
        part = [causes for causes in sets if (POLICY in causes) == opens]
        block = np.stack(
            [_switched(problem.blocks.plan, point, causes, reference) for causes in part]
        )
        stages = ("one_only_child", "universal") if opens else ()
        runs = problem_with(problem, stages).runs(block)
        counted = {year: runs.counts.births(year + 1.0) for year in years}
        for place, causes in enumerate(part):
            found[causes] = {year: float(counted[year][place]) for year in years}
    return found


def _switched(plan: FitPlan, point: FloatArray, on: Chosen, reference: int) -> FloatArray:
    """A point with the causes that are not ``on`` switched off."""
    moved = point.copy()
    off: dict[str, float] = {}
    if MIGRATION not in on:
        # Numbers of the logarithm: e⁻³⁰ of a person is nobody, and the equations need no switch.
        off |= dict.fromkeys(
            ("world.arrivals", "world.registration_rate", "world.departures"), _NOTHING
        )
    if FIRST not in on:
        off |= {
            "world.first_birth_level": _held(plan, point, "world.first_birth_level", reference),
            "world.first_birth_timing": _held(plan, point, "world.first_birth_timing", reference),
            "world.year_effect": 1.0,
        }
    if HIGHER not in on:
        off["world.higher_birth_level"] = _held(plan, point, "world.higher_birth_level", reference)
    for place, free in enumerate(plan.free):
        if free.keys[0] in off:
            moved[place] = off[free.keys[0]]
    return moved


def _held(plan: FitPlan, point: FloatArray, key: str, year: int) -> float:
    """A path at the middle of a year, on the scale of the fit."""
    # Read by the same interpolation as in a run: nodes need not lie in the middle of the year.
    frees = [free for free in plan.free if free.keys[0] == key]
    numbers = natural(plan, point[np.newaxis])
    table = {
        "values": {day: float(numbers[free.name][0]) for free in frees for day in free.dates},
        "interpolation": plan.paths[key].interpolation,
        "before": "hold",
        "after": "hold",
    }
    path: Path = path_from(key, table)
    value = float(at(path, year + 0.5)[0])
    return float(np.log(value)) if frees[0].transform == "log" else value
