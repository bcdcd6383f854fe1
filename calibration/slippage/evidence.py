"""What the list of projects says of delays, as far as it was known on a day."""

from dataclasses import dataclass
from typing import Literal

from simulator.city.pack.building import Project

Kind = Literal["on_time", "late", "at_least"]
_PRECISION = {"year given": 1.0, "month given": 1 / 12}


@dataclass(frozen=True, kw_only=True, slots=True)
class Delay:
    """A delay on record, years after the promised date.

    ``late`` lies between ``low`` and ``high``, apart by the precision of the record; ``at_least``
    is longer than ``low``: a promise that was put off, and what came of it is not known.
    """

    project: Project
    kind: Kind
    low: float
    high: float


def delays(
    projects: tuple[Project, ...], service: str, standing: float | None
) -> tuple[Delay, ...]:
    """Delays of the projects of a service that were known at ``standing`` (``None``: all).

    An opening is known when it has happened, a promise put off when the new date has passed.
    What is in the starting stock tells nothing of the plan's delays and is left out.
    """
    found = []
    for project in projects:
        promised = project.own_promise
        if project.service != service or promised is None or project.in_starting_stock:
            continue
        if project.actual is not None and _known(project.actual, standing):
            found.append(_opened(project, project.actual, promised))
        # Censored: the new date says only that the delay is longer than this. Leaving such
        # projects out would keep those that opened and make everything look punctual.
        elif project.revised is not None and _known(project.revised, standing):
            bound = project.revised - promised
            found.append(Delay(project=project, kind="at_least", low=bound, high=float("inf")))
    return tuple(found)


def _opened(project: Project, actual: float, promised: float) -> Delay:
    late = actual - promised
    # early or to the day is one answer: the model has a share on time and no negative delays
    if late <= 0:
        return Delay(project=project, kind="on_time", low=late, high=late)
    # the logarithm of a delay is what is fitted, so its lower end must stay above zero
    low = max(late - _precision(project), 1e-3)
    return Delay(project=project, kind="late", low=low, high=late)


def _precision(project: Project) -> float:
    """How far back the opening may lie, where the record names a year or a month alone."""
    for words, width in _PRECISION.items():
        if f"actual opening: {words}" in project.rule:
            return width
    return 1 / 365


def _known(date: float, standing: float | None) -> bool:
    return standing is None or date <= standing
