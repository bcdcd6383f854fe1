"""Places that existing and private schools add and no list names.

Pupils of 2017 sat somewhere. If the mean load of designed places stays what it was at the start,

    growth = (pupils then − pupils at the start) ÷ load = what opened in lists + what no list names

so that what no list names follows, evenly over the years between. Later pupils are held out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from calibration.schools.evidence import AtOne, Enrolled, of_city
from simulator.city.pack.services import Service
from simulator.stockflow.values.calendar import SAME_INSTANT, instant, place_of

UNTIL = instant(date(2017, 9, 1))
"""The count that says how much has grown; every later one is a test."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion:
    """Places a year from ``start`` to ``stop``; ``low`` and ``high`` are by the load's interval.

    ``grown`` are the designed places grown in all, ``listed`` those of them that stand in lists.
    """

    service: str
    start: float
    stop: float
    grown: float
    listed: float
    value: float
    low: float
    high: float


def expansion_of(found: AtOne, rows: Sequence[Enrolled], service: Service) -> Expansion | None:
    """What no list names of a stage; ``None`` where no count tells, or nothing has grown."""
    first = service.start
    then = [row for row in of_city(rows, service.name) if abs(row.year - UNTIL) < SAME_INSTANT]
    if first is None or service.capacity is None or not then or first.year > UNTIL - 1:
        return None
    more = then[0].pupils - first.counted
    listed = _serving(found, service.name, UNTIL) - _serving(found, service.name, first.year)
    low, load, high = loads(found, service.name)
    value, least, most = (
        max((more / each - listed) / (UNTIL - first.year), 0.0) for each in (load, high, low)
    )
    return Expansion(
        service=service.name,
        start=first.year,
        stop=UNTIL,
        grown=more / load,
        listed=listed,
        value=value,
        low=least,
        high=most,
    )


def loads(found: AtOne, service: str) -> tuple[float, float, float]:
    """The mean load at the start: its low, its value, its high."""
    document = found.choices.pack.documents["services.toml"]
    entry = next(each for each in document["service"] if each["id"] == service)["starting_load"]
    return float(entry["low"]), float(entry["value"]), float(entry["high"])


def _serving(found: AtOne, service: str, year: float) -> float:
    """Expected places of a stage in the whole city."""
    run = found.trajectory
    there = place_of(run.readings, year)
    if there is None:
        raise LookupError(f"no reading at {year}")
    expected = run.system.axis["timetable"].index("expected")
    row = run.system.axis["service"].index(service)
    return float(np.sum(run.measures["supply"][0, expected, row, :, there]))
