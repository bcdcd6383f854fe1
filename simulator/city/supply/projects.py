"""Named projects as functions of time: what each promises, and what can be expected of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import exp, inf
from typing import Any

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.ground.plan_faults import PROJECTS
from simulator.city.pack.building import Programme, Project
from simulator.city.pack.services import Service
from simulator.city.supply.project_changes import check_changes, dates_of_project, opening
from simulator.city.supply.slippage import PUNCTUAL, Slippage, slippage_of, stays
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, instant


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningProject:
    """A project with the scenario's changes carried out.

    ``announced`` is the day it is promised to be complete, ``due`` the day from which chance
    counts: the same, or later by years that are sure to be lost, or the day it really opened.
    ``slippage`` is what chance adds, ``lost`` the chance that it is given up; of a project whose
    day the scenario or the record states both are none. It is approved and begun at fixed
    times before the promise, or begun on the recorded day: ``approved`` and ``begun`` are those
    dates by the promise; where ``slips`` says so they slip along with the opening. On ``closes``
    it closes (∞: never).
    """

    project: Project
    service: Service
    places: float
    announced: float
    due: float
    slippage: Slippage
    lost: float
    approved: float
    begun: float
    slips: bool
    is_sized: bool
    closes: float = inf

    @property
    def is_on_record(self) -> bool:
        """Whether it opens on the day it opened on record."""
        return self.project.actual is not None and self.due == self.project.actual


def running_projects(choices: Choices) -> tuple[RunningProject, ...]:
    """The named projects of the pack, as a scenario changes them, and those of its own."""
    return choices.once(_every_running)


def _every_running(choices: Choices) -> tuple[RunningProject, ...]:
    changes = _changes(choices)
    projects = changed_projects(choices)
    check_changes(choices, projects, changes)
    every = choices.switch("plan.opens_all_grades")
    running = []
    for project in projects.values():
        change = changes.get(project.name, {})
        alive = project.is_named and not project.in_starting_stock
        if alive and not change.get("cancelled", False):
            whole = replace(project, opens_all_grades=project.opens_all_grades or every)
            running.append(_running(choices, whole, change))
    return tuple(running)


def _running(choices: Choices, project: Project, change: Mapping[str, Any]) -> RunningProject:
    stay, dates = stays(choices, project.service), dates_of_project(project, change)
    recorded = project.begun is not None and project.begun < min(dates.announced, dates.due)
    begun = project.begun if recorded and project.begun is not None else None
    begins = dates.announced - stay.building if begun is None else begun
    known = next(each for each in choices.plan.projects if each.name == project.name)
    slippage = slippage_of(choices, project.service, project.programme)
    return RunningProject(
        project=project,
        service=choices.pack.service[project.service],
        places=float(project.places or 0.0),
        announced=dates.announced,
        due=dates.due,
        slippage=PUNCTUAL if dates.is_certain else slippage,
        lost=0.0 if dates.is_certain else _lost(choices, project, begun),
        approved=begins - stay.approved,
        begun=begins,
        slips=not recorded,
        is_sized=known.places is not None,
        closes=dates.closes,
    )


def _lost(choices: Choices, project: Project, begun: float | None) -> float:
    """The chance that a project is given up while it waits for building to begin."""
    promised = float(project.promised or 0.0)
    begins = promised - stays(choices, project.service).building if begun is None else begun
    first = instant(date.fromisoformat(str(choices.pack.city["start"]["supply_date"])))
    return 1 - exp(-choices.number("plan.cancellation_rate") * max(begins - first, 0.0))


def changed_projects(choices: Choices) -> Mapping[str, Project]:
    """Every project by its id, with the date and the size a scenario gives it.

    One inside a programme that has no size gets the mean of its programme's other projects.
    ``ScenarioError`` for a change of a project that can't be changed.
    """
    return choices.once(_every_changed)


def _every_changed(choices: Choices) -> Mapping[str, Project]:
    changes = _changes(choices)
    known = {project.name: project for project in choices.plan.projects}
    sizes = _sizes(choices)
    changed = {
        name: _changed(choices, project, changes.get(name, {}), sizes)
        for name, project in known.items()
    }
    for name in changes:
        if known[name].in_starting_stock:
            raise choices.fault_of(PROJECTS, (name,), "fault.in_stock", id=name)
        if not changed[name].is_named:
            told = "unnamed_project" if known[name].service else "project_of_no_service"
            raise choices.fault_of(PROJECTS, (name,), f"building.{told}", id=name)
    return changed


def programme_size(choices: Choices, programme: Programme) -> float:
    """Places of a programme.

    One of the pack has its part of what the scenario gives to its service; one of the scenario's
    own has the places it states.
    """
    same = [each for each in choices.pack.programmes if each.service == programme.service]
    if programme.name not in {each.name for each in same}:
        return programme.places
    whole = sum(each.places for each in same)
    key = f"plan.programme_places.{programme.service}"
    return programme.places / whole * choices.number(key) if whole > 0 else 0.0


def _sizes(choices: Choices) -> Mapping[str, float]:
    """The size of every project that goes by its programme, at the scenario's size of that."""
    sizes = {}
    for programme in choices.plan.programmes:
        scale = programme_size(choices, programme) / programme.places if programme.places else 0.0
        # of the pack's own projects: one that a scenario adds leaves the size of the others alone
        mean = mean_size(choices.pack.projects, programme) * scale
        for project in choices.plan.projects:
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
    announced, places = change.get("promised"), change.get("places")
    size = sizes.get(project.name, project.places)
    promised, on_time = project.promised, choices.switch("plan.on_time")
    if announced is not None:
        promised = _completion(choices, project, instant(announced))
    elif promised is None and "opens" in change:
        promised = instant(change["opens"])
    return replace(
        project,
        promised=promised,
        # delivered on time is what the plan promised, whatever was told or happened later
        scheduled=None if on_time or announced is not None else project.scheduled,
        actual=None if on_time else project.actual,
        places=size if places is None else float(places),
        opens_all_grades=bool(change.get("opens_all_grades", project.opens_all_grades)),
    )


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
    opened = opening(running.announced, running.service)
    there = (years >= opened - SAME_INSTANT) & is_kept(running, years)
    return np.where(there, running.places, 0.0)


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
        since = last_september(years) - running.due
        steps = np.diff(shares, prepend=0.0)
        serving = sum(step * chance(since - number) for number, step in enumerate(steps))
    else:
        since = years - running.due
        serving = shares[0] * chance(since)
        for number, step in enumerate(np.diff(shares)):
            serving = serving + step * (area(since - number) - area(since - number - 1))
    kept = is_kept(running, years)
    return np.asarray(running.places * (1 - running.lost) * serving * kept)


def delayed_serving(running: RunningProject, delays: FloatArray, years: FloatArray) -> FloatArray:
    """Places that serve for delays that have happened, shape (delays, years); ∞ is never."""
    finished = running.due + delays
    kept = is_kept(running, years)
    shares = np.array([0.0, *serving_shares(running)])
    if running.service.is_school:
        age = years[np.newaxis, :] - next_september(finished)[:, np.newaxis]
        steps = np.floor(np.maximum(age, -1.0) + SAME_INSTANT).astype(np.int64) + 1
        return np.asarray(running.places * shares[np.clip(steps, 0, len(shares) - 1)] * kept)
    age = years[np.newaxis, :] - finished[:, np.newaxis]
    points = np.arange(len(shares) - 1, dtype=np.float64)
    ramp = np.interp(age, points, shares[1:])
    return np.asarray(running.places * np.where(age >= -SAME_INSTANT, ramp, 0.0) * kept)


def is_kept(running: RunningProject, years: FloatArray) -> BoolArray:
    """Whether a project is not yet closed at an instant, shape of ``years``."""
    return np.asarray(years < running.closes - SAME_INSTANT)


def last_september(years: FloatArray) -> FloatArray:
    """The last 1 September of every instant, that day included; years, shape as given."""
    whole = np.floor(years - 2 / 3 + SAME_INSTANT)
    return np.asarray(whole + 2 / 3)


def next_september(years: FloatArray) -> FloatArray:
    """The next 1 September of every instant, that day included; years, shape as given; ∞ stays."""
    return np.asarray(np.ceil(years - 2 / 3 - SAME_INSTANT) + 2 / 3)


def serving_shares(running: RunningProject) -> tuple[float, ...]:
    """Share of its places that serve, by school year or year since opening."""
    # of a school without a name nobody knows how it fills; of a named one the list says
    if not running.service.is_school:
        return running.service.serving_shares
    return (1.0,) if running.project.opens_all_grades else running.service.grades_open
