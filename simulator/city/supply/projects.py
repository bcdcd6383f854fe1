"""Named projects as functions of time: what each promises, and what can be expected of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import exp, floor
from typing import Any

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.building import Programme, Project
from simulator.city.pack.services import Service
from simulator.city.supply.slippage import Slippage, slippage_of, stays
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, first_september, instant

PROJECTS = "plan.projects"


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningProject:
    """A project with the scenario's changes carried out.

    ``promised`` includes the years that are sure to be lost, ``slippage`` is what chance adds;
    ``lost`` is the chance that it is given up. It is approved and begun at fixed times before the
    promised date, or begun on the recorded day: ``approved`` and ``begun`` are those dates by the
    promise; where ``slips`` says so they slip along with the opening.
    """

    project: Project
    service: Service
    places: float
    promised: float
    first_promised: float
    slippage: Slippage
    lost: float
    approved: float
    begun: float
    slips: bool
    is_sized: bool


def running_projects(choices: Choices) -> tuple[RunningProject, ...]:
    """The named projects of the pack, as a scenario changes them."""
    changes = _changes(choices)
    every = choices.switch("plan.opens_all_grades")
    running = []
    for project in changed_projects(choices).values():
        change = changes.get(project.name, {})
        alive = project.is_named and not project.in_starting_stock
        if alive and not change.get("cancelled", False):
            whole = replace(project, opens_all_grades=project.opens_all_grades or every)
            running.append(_running(choices, whole, float(change.get("delay", 0.0))))
    return tuple(running)


def _running(choices: Choices, project: Project, extra: float) -> RunningProject:
    stay = stays(choices, project.service)
    promised = float(project.promised or 0.0)
    recorded = project.begun is not None and project.begun < promised
    begun = project.begun if recorded and project.begun is not None else promised - stay.building
    approved = begun - stay.approved
    known = next(each for each in choices.pack.projects if each.name == project.name)
    first = instant(date.fromisoformat(str(choices.pack.city["start"]["supply_date"])))
    waiting = max(begun - first, 0.0)
    return RunningProject(
        project=project,
        service=choices.pack.service[project.service],
        places=float(project.places or 0.0),
        promised=promised + extra,
        first_promised=promised,
        slippage=slippage_of(choices, project.service, project.programme),
        lost=1 - exp(-choices.number("plan.cancellation_rate") * waiting),
        approved=approved,
        begun=begun,
        slips=not recorded,
        is_sized=known.places is not None,
    )


def changed_projects(choices: Choices) -> Mapping[str, Project]:
    """Every project of the pack by its id, with the date and the size a scenario gives it.

    One inside a programme that has no size gets the mean of its programme's other projects.
    ``ScenarioError`` for a change of a project that is unknown or can't be changed.
    """
    changes = _changes(choices)
    known = {project.name: project for project in choices.pack.projects}
    sizes = _sizes(choices)
    changed = {
        name: _changed(choices, project, changes.get(name, {}), sizes)
        for name, project in known.items()
    }
    for name in changes:
        if name not in known:
            message = f"no project {name!r} in projects.csv; would be right: one of its ids"
            raise choices.fault(PROJECTS, message, "项目编号不存在")
        if known[name].in_starting_stock:
            message = f"{name} is in the starting stock; would be right: a closure, or no change"
            raise choices.fault(PROJECTS, message, "该项目已计入起始存量")
        if not changed[name].is_named:
            message = (
                f"{name} has no service, size or date in projects.csv, so that it does not run by "
                "its name; would be right: give it places and opens"
            )
            raise choices.fault(PROJECTS, message, "请同时给出规模与开放日期")
    return changed


def programme_size(choices: Choices, programme: Programme) -> float:
    """Places of a programme: its part of what the scenario gives to its service."""
    whole = sum(p.places for p in choices.pack.programmes if p.service == programme.service)
    key = f"plan.programme_places.{programme.service}"
    return programme.places / whole * choices.number(key) if whole > 0 else 0.0


def _sizes(choices: Choices) -> Mapping[str, float]:
    """The size of every project that goes by its programme, at the scenario's size of that."""
    sizes = {}
    for programme in choices.pack.programmes:
        scale = programme_size(choices, programme) / programme.places if programme.places else 0.0
        mean = mean_size(choices.pack.projects, programme) * scale
        for project in choices.pack.projects:
            if project.programme == programme.name and project.is_dated:
                if project.share is not None:
                    sizes[project.name] = programme.places * scale * project.share
                elif project.places is None:
                    sizes[project.name] = mean * project.facilities
    return sizes


def mean_size(projects: tuple[Project, ...], programme: Programme) -> float:
    """Places of a project in the remainder: what no sized project holds ÷ the projects left.

    Zero where the named ones are all there is.
    """
    sized = [each for each in projects if each.programme == programme.name and each.is_named]
    rest = programme.places - sum(each.places or 0.0 for each in sized)
    left = programme.projects - sum(each.facilities for each in sized)
    return rest / left if left > 0 else 0.0


def _changes(choices: Choices) -> Mapping[str, Mapping[str, Any]]:
    return {entry["id"]: entry for entry in choices.records(PROJECTS)}


def _changed(
    choices: Choices, project: Project, change: Mapping[str, Any], sizes: Mapping[str, float]
) -> Project:
    opens, places = change.get("opens"), change.get("places")
    size = sizes.get(project.name, project.places)
    promised = project.promised
    if opens is not None:
        promised = _completion(choices, project, instant(opens))
    return replace(project, promised=promised, places=size if places is None else float(places))


def _completion(choices: Choices, project: Project, opens: float) -> float:
    """When a project is to be complete that opens on another day.

    A school that opens on 1 September keeps the time in hand that it had.
    """
    service = choices.pack.service.get(project.service)
    if service is None or project.promised is None or opening(opens, service) != opens:
        return opens
    return opens - (opening(project.promised, service) - project.promised)


def promised_serving(running: RunningProject, years: FloatArray) -> FloatArray:
    """Places by the promise: all of them from the promised date, schools from 1 September on.

    Shape of ``years``.
    """
    opened = opening(running.promised, running.service)
    return np.where(years >= opened - SAME_INSTANT, running.places, 0.0)


def expected_serving(running: RunningProject, years: FloatArray) -> FloatArray:
    """Expected places that serve: ∫ serving(t − d) f(d) dd, shape of ``years``.

    The September rule and the filling are inside the integral, and so is the chance that the
    project is given up. With F the distribution of the delay, T the promised date, S the last
    1 September and w the shares that serve, by school year or year since opening:

    - a school: Σ_j (w_j − w_{j−1}) F(S − j − T), j = 0, 1, …
    - beds: w_0 F(t − T) + Σ_j (w_{j+1} − w_j) (G(t − T − j) − G(t − T − j − 1)), G = ∫ F
    """
    shares = np.array(serving_shares(running))
    chance, area = running.slippage.chance, running.slippage.area
    # The integral over delays is done by parts: shares are constant in a school year, and straight
    # lines in a year of beds, so that only F or its integral G at the steps is left: no quadrature.
    if running.service.is_school:
        # a school finished after 1 September stays empty: what counts is the chance by that day
        since = last_september(years) - running.promised
        steps = np.diff(shares, prepend=0.0)
        serving = sum(step * chance(since - number) for number, step in enumerate(steps))
    else:
        since = years - running.promised
        serving = shares[0] * chance(since)
        for number, step in enumerate(np.diff(shares)):
            serving = serving + step * (area(since - number) - area(since - number - 1))
    return np.asarray(running.places * (1 - running.lost) * serving)


def delayed_serving(running: RunningProject, delays: FloatArray, years: FloatArray) -> FloatArray:
    """Places that serve for delays that have happened, shape (delays, years); ∞ is never."""
    finished = running.promised + delays
    shares = np.array([0.0, *serving_shares(running)])
    if running.service.is_school:
        age = years[np.newaxis, :] - next_september(finished)[:, np.newaxis]
        steps = np.floor(np.maximum(age, -1.0) + SAME_INSTANT).astype(np.int64) + 1
        return np.asarray(running.places * shares[np.clip(steps, 0, len(shares) - 1)])
    age = years[np.newaxis, :] - finished[:, np.newaxis]
    points = np.arange(len(shares) - 1, dtype=np.float64)
    ramp = np.interp(age, points, shares[1:])
    return np.asarray(running.places * np.where(age >= -SAME_INSTANT, ramp, 0.0))


def opening(finished: float, service: Service) -> float:
    """When a project finished at an instant opens: schools on the next 1 September."""
    if not service.is_school or not np.isfinite(finished):
        return finished
    year = floor(finished)
    september = first_september(year)
    return september if finished <= september + SAME_INSTANT else first_september(year + 1)


def last_september(years: FloatArray) -> FloatArray:
    """The last 1 September of every instant, that day included; years, shape as given."""
    whole = np.floor(years - 2 / 3 + SAME_INSTANT)
    return np.asarray(whole + 2 / 3)


def next_september(years: FloatArray) -> FloatArray:
    """The next 1 September of every instant, that day included; years, shape as given; ∞ stays."""
    return np.asarray(np.ceil(years - 2 / 3 - SAME_INSTANT) + 2 / 3)


def serving_shares(running: RunningProject) -> tuple[float, ...]:
    """Share of its places that serve, by school year or year since opening."""
    at_once = running.service.is_school and running.project.opens_all_grades
    return (1.0,) if at_once else running.service.serving_shares
