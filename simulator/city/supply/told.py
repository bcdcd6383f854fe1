"""What of a scenario's building and closing is lawful and yet told: dates beyond the run, what has
no record to be compared with, and places that leave within a school year.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from simulator.city.ground.choices import Choices
from simulator.city.ground.plan_faults import PROGRAMMES, PROJECTS
from simulator.city.pack.building import Project
from simulator.city.pack.services import Service
from simulator.city.supply.closures import CLOSURES
from simulator.city.supply.project_changes import dates_of_project, opening
from simulator.errors import Fault
from simulator.stockflow.values.calendar import (
    SAME_INSTANT,
    calendar_label,
    first_september,
    instant,
)
from simulator.words.catalogue import message

Record = Mapping[str, Any]


def plan_remarks(choices: Choices) -> tuple[Fault, ...]:
    """Every remark on the projects, programmes and closures that a scenario states."""
    return (
        *_of_projects(choices),
        *_of_unknown_supply(choices, PROGRAMMES),
        *_of_closures(choices),
    )


def _of_projects(choices: Choices) -> Iterator[Fault]:
    stop = choices.date("model.stop")
    projects = {each.name: each for each in choices.plan.projects}
    for entry in choices.records(PROJECTS):
        project = projects[str(entry["id"])]
        service = choices.pack.service.get(project.service)
        for field, told in (("promised", "after_stop"), ("opens", "after_stop"),
                            ("closes", "never_closes")):  # fmt: skip
            if field in entry and instant(entry[field]) > stop + SAME_INSTANT:
                yield _told(choices, PROJECTS, entry, field, told)
        if service is not None and not entry.get("cancelled"):
            yield from _opening_beyond(choices, project, service, entry)
        if service is not None and "closes" in entry:
            yield from _within_school_year(choices, PROJECTS, entry, ("closes", service))
    yield from _of_unknown_supply(choices, PROJECTS)


def _opening_beyond(
    choices: Choices, project: Project, service: Service, entry: Record
) -> Iterator[Fault]:
    """A project whose days lie within the run, and that a delay or September takes beyond it."""
    fields = [name for name in ("late", "postponed", "promised", "opens") if name in entry]
    stop, run_stop = choices.date("model.stop"), choices.file.values["model.stop"]
    stated = [instant(entry[name]) for name in ("promised", "opens") if name in entry]
    opens = opening(dates_of_project(project, entry).due, service)
    if fields and opens > stop + SAME_INSTANT and max(stated, default=stop) <= stop + SAME_INSTANT:
        text = message("building.opens_after_stop", day=calendar_label(opens), stop=run_stop)
        yield choices.file.fault(text, PROJECTS, str(entry["id"]), fields[0])


def _of_unknown_supply(choices: Choices, key: str) -> Iterator[Fault]:
    """What is built for a service whose supply is on no record."""
    for entry in choices.records(key):
        service = choices.pack.service.get(str(entry.get("service")))
        if service is not None and service.start is None:
            text = message("building.supply_unknown", service=service.called)
            yield choices.file.fault(text, key, str(entry["id"]), "service")


def _of_closures(choices: Choices) -> Iterator[Fault]:
    for entry in choices.records(CLOSURES):
        target = choices.pack.service.get(str(entry.get("to")))
        if target is not None and target.start is None:
            text = message("building.target_unknown", service=target.called)
            yield choices.file.fault(text, CLOSURES, str(entry["id"]), "to")
        service = choices.pack.service[entry["service"]]
        yield from _within_school_year(choices, CLOSURES, entry, ("date", service))


def _within_school_year(
    choices: Choices, key: str, entry: Record, what: tuple[str, Service]
) -> Iterator[Fault]:
    """A school that closes on another day than 1 September, within the run."""
    field, service = what
    day: date = entry[field]
    is_within = choices.date("model.start") <= instant(day) <= choices.date("model.stop")
    september = first_september(day.year)
    if service.is_school and is_within and abs(instant(day) - september) > SAME_INSTANT:
        following = calendar_label(opening(instant(day), service))
        text = message("building.within_school_year", day=day, next=following)
        yield choices.file.fault(text, key, str(entry["id"]), field)


def _told(choices: Choices, key: str, entry: Record, field: str, told: str) -> Fault:
    stop = choices.file.values["model.stop"]
    text = message(f"building.{told}", day=entry[field], stop=stop)
    return choices.file.fault(text, key, str(entry["id"]), field)
