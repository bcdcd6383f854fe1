"""Named projects as functions of time: what each promises, and what can be expected of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from simulator.inputs.calendar import first_september, instant
from simulator.inputs.pack.building import Project
from simulator.inputs.pack.services import Service
from simulator.inputs.values.choices import Choices
from simulator.structure.arrays import FloatArray

PROJECTS = "plan.projects"
QUANTILES = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Slippage:
    """Delay after the promised date: gamma distributed, mean and standard deviation in years."""

    mean: float
    deviation: float

    def delays(self) -> FloatArray:
        """Delays of equal chance, shape (n,): the middles of as many slices of the distribution."""
        if self.mean == 0:
            return np.zeros(1)
        shape = (self.mean / self.deviation) ** 2
        chances = (np.arange(QUANTILES) + 0.5) / QUANTILES
        return np.asarray(gammaincinv(shape, chances) * self.mean / shape)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningProject:
    """A project with the scenario's changes carried out; ``extra`` years are sure to be lost."""

    project: Project
    places: float
    promised: float
    extra: float


def running_projects(choices: Choices) -> tuple[RunningProject, ...]:
    """The named projects of the pack, as a scenario changes them."""
    changes = _changes(choices)
    every_grade = choices.switch("plan.opens_all_grades")
    running = []
    for project in changed_projects(choices).values():
        change = changes.get(project.name, {})
        alive = project.is_named and not project.in_starting_stock
        if alive and not change.get("cancelled", False):
            running.append(
                RunningProject(
                    project=replace(
                        project, opens_all_grades=project.opens_all_grades or every_grade
                    ),
                    places=float(project.places or 0.0),
                    promised=float(project.promised or 0.0),
                    extra=float(change.get("delay", 0.0)),
                )
            )
    return tuple(running)


def changed_projects(choices: Choices) -> Mapping[str, Project]:
    """Every project of the pack by its id, with the date and the size a scenario gives it."""
    changes = _changes(choices)
    known = {project.name: project for project in choices.pack.projects}
    changed = {name: _changed(project, changes.get(name, {})) for name, project in known.items()}
    for name in changes:
        if name not in known:
            message = f"no project {name!r} in projects.csv; would be right: one of its ids"
            raise choices.fault(PROJECTS, message, "项目编号不存在")
        if known[name].in_starting_stock:
            message = f"{name} is in the starting stock; would be right: a closure, or no change"
            raise choices.fault(PROJECTS, message, "该项目已计入起始存量")
        if not changed[name].is_named:
            message = (
                f"{name} has no service, size or date in projects.csv, so that it stands in the "
                "remainder of its programme; would be right: give it places and opens"
            )
            raise choices.fault(PROJECTS, message, "请同时给出规模与开放日期")
    return changed


def _changes(choices: Choices) -> Mapping[str, Mapping[str, Any]]:
    return {entry["id"]: entry for entry in choices.records(PROJECTS)}


def _changed(project: Project, change: Mapping[str, Any]) -> Project:
    opens, places = change.get("opens"), change.get("places")
    return replace(
        project,
        promised=project.promised if opens is None else instant(opens),
        places=project.places if places is None else float(places),
    )


def promised_serving(running: RunningProject, service: Service, years: FloatArray) -> FloatArray:
    """Places by the promise: all of them from the promised date, schools from 1 September on."""
    opened = opening(running.promised, service)
    return np.where(years >= opened - 1e-9, running.places, 0.0)


def expected_serving(
    running: RunningProject, service: Service, delays: FloatArray, years: FloatArray
) -> FloatArray:
    """Expected places that serve: ∫ serving(t − d) f(d) dd, shape of ``years``.

    The September rule and the filling are inside the integral.
    """
    dates = running.promised + running.extra + delays
    opened = np.array([opening(date, service) for date in dates])
    age = years[:, np.newaxis] - opened[np.newaxis, :]
    shares = np.array([0.0, *_shares(running.project, service)])
    steps = np.floor(age + 1e-9).astype(np.int64) + 1
    if service.is_school:
        serving = shares[np.clip(steps, 0, len(shares) - 1)]
    else:
        points = np.arange(len(shares) - 1, dtype=np.float64)
        serving = np.where(age >= -1e-9, np.interp(age, points, shares[1:]), 0.0)
    return np.asarray(running.places * serving.mean(axis=1))


def opening(date: float, service: Service) -> float:
    """When a project finished on a date opens: schools on the next 1 September."""
    if not service.is_school:
        return date
    year = floor(date)
    september = first_september(year)
    return september if date <= september + 1e-9 else first_september(year + 1)


def _shares(project: Project, service: Service) -> tuple[float, ...]:
    at_once = service.is_school and project.opens_all_grades
    return (1.0,) if at_once else service.serving_shares
