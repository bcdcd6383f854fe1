"""What a scenario says of a project, and what of it can't be so: refused where it was said."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from simulator.city.ground.choices import Choices
from simulator.city.ground.own_plan import PROJECTS
from simulator.city.pack.building import Project
from simulator.errors import Fault, ScenarioError
from simulator.stockflow.values.calendar import SAME_INSTANT, first_september, instant
from simulator.words.catalogue import message

Changes = Mapping[str, Mapping[str, Any]]


def check_changes(choices: Choices, changes: Changes) -> None:
    """Refuse what contradicts itself, the calendar of schools or the record of what is open.

    Raises
    ------
    ScenarioError
        With every fault of every project, each at the field it is about.
    """
    projects = {project.name: project for project in choices.plan.projects}
    faults = [
        choices.file.fault(told, PROJECTS, name, *fields)
        for name, change in changes.items()
        for fields, told in _contradictions(choices, projects[name], change)
    ]
    if faults:
        raise ScenarioError(list[Fault](faults))


def _contradictions(
    choices: Choices, project: Project, change: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The fields of each contradiction, and what is told of it."""
    opens, closes = change.get("opens"), change.get("closes")
    if opens is not None and change.get("late"):
        yield ("opens", "late"), message("plan.opens_and_late")
    if opens is not None and change.get("cancelled"):
        yield ("opens", "cancelled"), message("plan.opens_and_cancelled")
    first = date.fromisoformat(str(choices.pack.city["start"]["supply_date"]))
    start = choices.file.values["model.start"]
    earliest = {"opens": first, "closes": first, "promised": start}
    for field, day in earliest.items():
        found = change.get(field)
        if found is not None and isinstance(day, date) and found < day:
            told = "plan.before_record" if field != "promised" else "plan.before_run"
            yield (field,), message(told, found=found, first=day)
    service = choices.pack.service.get(project.service)
    if opens is not None and service is not None and service.is_school:
        yield from _off_september(opens)
    if closes is not None:
        begun = max(day for day in (opens, change.get("promised"), closes.min) if day is not None)
        if begun >= closes:
            yield ("closes",), message("plan.closes_early", closes=closes, opens=begun)


def _off_september(opens: date) -> Iterator[tuple[tuple[str, ...], str]]:
    september = first_september(opens.year)
    if abs(instant(opens) - september) > SAME_INSTANT:
        last = opens.year if instant(opens) > september else opens.year - 1
        days = {"before": date(last, 9, 1), "after": date(last + 1, 9, 1)}
        yield ("opens",), message("plan.off_september", found=opens, **days)
