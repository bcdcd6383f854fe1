"""What a scenario says of a project: the dates it comes to, and what of it can't be so.

``promised`` is the day announced, ``postponed`` the years by which the announcement itself moves.
``late`` and ``opens`` say what becomes of it, the promise unmoved, and say it for certain: whoever
states by how many years a project is late, or the day it opened, is not asking for a delay on top
that is drawn. So neither the slippage of its service nor the chance of being given up applies, and
no more do they where the record has the day of the opening.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor, inf
from typing import Any

from simulator.city.ground.choices import Choices
from simulator.city.ground.plan_faults import PROJECTS
from simulator.city.pack.building import Project
from simulator.city.pack.services import Service
from simulator.errors import Fault, ScenarioError
from simulator.stockflow.values.calendar import (
    SAME_INSTANT,
    calendar_label,
    first_september,
    instant,
)
from simulator.words.catalogue import message

Change = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectDates:
    """The days of a project, years: announced, due where chance adds nothing, closing (∞: never).

    ``is_certain`` says that the scenario itself, or the record, tells when it opens.
    """

    announced: float
    due: float
    closes: float
    is_certain: bool


def dates_of_project(project: Project, change: Change) -> ProjectDates:
    """The days of a project whose promise is ``project.promised``, as a scenario changes them.

    What opened on a day on record opened on that day, unless the scenario says otherwise of the
    opening itself.
    """
    postponed = float(change.get("postponed", 0.0))
    announced = float(project.promised or 0.0) + postponed
    if "opens" in change:
        due = instant(change["opens"])
    elif "late" in change:
        due = announced + float(change["late"])
    elif project.actual is not None:
        due = project.actual
    else:
        due = float(project.own_promise or 0.0) + postponed
    return ProjectDates(
        announced=announced,
        due=due,
        closes=instant(change["closes"]) if "closes" in change else inf,
        is_certain="opens" in change or "late" in change or project.actual is not None,
    )


def opening(finished: float, service: Service) -> float:
    """When a project finished at an instant opens: schools on the next 1 September."""
    if not service.is_school or finished == inf:
        return finished
    year = floor(finished)
    september = first_september(year)
    return september if finished <= september + SAME_INSTANT else first_september(year + 1)


def first_day(choices: Choices, service: Service) -> float:
    """The day from which what opens is not in the starting stock of a service."""
    if service.start is not None:
        return service.start.year
    return instant(date.fromisoformat(str(choices.pack.city["start"]["supply_date"])))


def check_changes(
    choices: Choices, projects: Mapping[str, Project], changes: Mapping[str, Change]
) -> None:
    """Refuse what contradicts itself, the calendar of schools or the record of what is open.

    Raises
    ------
    ScenarioError
        With every fault of every project, each at the field it is about.
    """
    faults: list[Fault] = []
    for name, change in changes.items():
        for fields, told in _contradictions(choices, projects[name], change):
            faults.append(choices.file.fault(told, PROJECTS, name, *fields))
    if faults:
        raise ScenarioError(faults)


def _contradictions(
    choices: Choices, project: Project, change: Change
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The fields of each contradiction, and what is told of it."""
    if "opens" in change and change.get("late"):
        yield ("opens", "late"), message("building.opens_and_late")
    if "opens" in change and change.get("cancelled"):
        yield ("cancelled", "opens"), message("building.opens_and_cancelled")
    start = choices.file.values["model.start"]
    if isinstance(start, date) and "promised" in change and change["promised"] < start:
        run = {"start": start, "stop": choices.file.values["model.stop"]}
        yield ("promised",), message("building.before_run", found=change["promised"], **run)
        return
    service = choices.pack.service[project.service]
    yield from _untimely(choices, service, dates_of_project(project, change), change)


def _untimely(
    choices: Choices, service: Service, dates: ProjectDates, change: Change
) -> Iterator[tuple[tuple[str, ...], str]]:
    first, opens = first_day(choices, service), change.get("opens")
    stated = tuple(field for field in ("opens", "promised", "late") if field in change)
    if stated and dates.due <= first + SAME_INSTANT:
        told = message(
            "building.before_record",
            found=calendar_label(dates.due),
            first=calendar_label(first),
            service=service.called,
            stop=choices.file.values["model.stop"],
        )
        yield stated, told
    elif opens is not None and service.is_school:
        yield from _off_september(opens)
    opened = opening(dates.due, service)
    if dates.closes <= opened:
        days = {"closes": change["closes"], "opens": calendar_label(opened)}
        yield ("closes",), message("building.closes_early", **days)


def _off_september(opens: date) -> Iterator[tuple[tuple[str, ...], str]]:
    september = first_september(opens.year)
    if abs(instant(opens) - september) > SAME_INSTANT:
        last = opens.year if instant(opens) > september else opens.year - 1
        days = {"before": date(last, 9, 1), "after": date(last + 1, 9, 1)}
        yield ("opens",), message("building.off_september", found=opens, **days)
