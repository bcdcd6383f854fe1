"""The step ``population`` of a calibration: both population bases, then where arrivals settle."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from calibration.fit.city_problem import BASELINE, build_problem, data_hash
from calibration.fit.districts import Settled, district_entries, fit_districts
from calibration.fit.entries import FittedNumbers, Stamp, fitted_entries
from calibration.fit.fit_city import Effort, fit_city, fit_quickly
from calibration.fit.observations import known_by
from calibration.fit.posterior_file import posterior_bytes
from calibration.fit.progress import telling
from calibration.fit.report.folder import write_report
from calibration.fit.report.summary import summary_lines
from calibration.fit.result import FitResult
from calibration.parameters_file import Entry
from calibration.task import StepResult, Task
from simulator.city.ensemble.posterior import FILE
from simulator.city.pack.city_pack import CityPack
from simulator.files.locations import OUTPUTS

TOLERANCE = 1e-5
EFFORT = Effort(starts=3, draws=1300, effective=400.0, kept=400, seed=20170829)
BASES = ("revised", "planned")
_EVERY_STATUS = ("published", "revised", "derived")


def fit_population(task: Task) -> StepResult:
    """Fit the people of a city on both bases; the planned one starts where the revised ended."""
    # The planned basis differs in a few rows; from the optimum of the other it is a few steps away.
    revised = _revised(task)
    planned = fit_quickly(_problem(task, "planned"), revised.best.array, replace(EFFORT, kept=200))
    stamp = Stamp(
        fitted_on=datetime.now(tz=UTC).date().isoformat(),
        data_hash=data_hash(task.pack.folder, revised.problem.observations),
    )
    entries = _entries(task.pack, (revised, planned), stamp)
    settled = _districts(task.pack, revised, entries)
    stamped = {"fitted_on": stamp.fitted_on, "data_hash": stamp.data_hash}
    return StepResult(
        entries=(*entries, *district_entries(task.pack, settled.shares, stamped)),
        summary=summary_lines(revised, settled.reached, settled.recorded),
        write_report=lambda folder: write_report(folder, revised, planned),
        files={
            FILE[each.problem.blocks.plan.basis]: posterior_bytes(each)
            for each in (revised, planned)
        },
    )


def _revised(task: Task) -> FitResult:
    problem = _problem(task, "revised")
    state = OUTPUTS / "calibration" / f"{task.pack.name}.population.state.json"
    with telling(task.pack.name) as tell:
        return fit_city(problem, EFFORT, state, _key(task), tell)


def _problem(task: Task, basis: str) -> Any:  # noqa: ANN401 - a CityProblem
    problem = build_problem(task.pack, basis, tolerance=TOLERANCE)
    if task.standing is None:
        return problem
    return replace(
        problem, observations=known_by(problem.observations, task.standing, _EVERY_STATUS)
    )


def _key(task: Task) -> str:
    """A hash of everything a start depends on, so that no other fit is resumed."""
    digest = sha256()
    for path in (task.pack.folder / "parameters.toml", BASELINE):
        digest.update(path.read_bytes())
    problem = _problem(task, "revised")
    digest.update(data_hash(task.pack.folder, problem.observations).encode())
    digest.update(json.dumps([TOLERANCE, EFFORT.seed, str(task.standing)]).encode())
    return digest.hexdigest()


def _entries(pack: CityPack, results: tuple[FitResult, ...], stamp: Stamp) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for result in results:
        estimate = FittedNumbers(
            plan=result.problem.blocks.plan, point=result.best.array, draws=result.draws
        )
        found += fitted_entries(estimate, pack.parameters, stamp)
    return tuple(found)


def _districts(pack: CityPack, result: FitResult, entries: tuple[Entry, ...]) -> Settled:
    table: dict[tuple[str, str], Mapping[str, Any]] = dict(pack.parameters.table)
    table |= {entry.place: entry.fields for entry in entries}
    # Districts are fitted with what was just found and is not yet written: their total is the
    # city's.
    fitted = replace(pack, parameters=replace(pack.parameters, table=table))
    blocks = result.problem.blocks
    return fit_districts(fitted, blocks.file, blocks.span)
