"""Closures and conversions as occasions: what of the open places leaves, or changes its service.

A scenario states a share of what is open on the day, or a number of places. With ``to`` they come
to be places of another service in the same district, as they stand; nothing is lost on the way.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.services import Service
from simulator.errors import Fault, ScenarioError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label, instant
from simulator.stockflow.values.scenario import Occasion
from simulator.words.catalogue import listed, message

CLOSURES = "plan.closures"

Record = Mapping[str, Any]


def closure_occasions(
    choices: Choices, start: float, stop: float
) -> dict[str, tuple[Occasion, ...]]:
    """Closures and conversions of a scenario within a run, by the transfer that carries them out.

    Values have shape (1, service, district), places or 1; of ``conversion`` (1, service, service).

    Raises
    ------
    ScenarioError
        With every fault of every record, at its field.
    """
    records = choices.records(CLOSURES)
    faults = [fault for each in records for fault in _faults(choices, each)]
    if faults:
        raise ScenarioError(faults)
    within = [each for each in records if start <= instant(each["date"]) <= stop]
    return {
        "closures": tuple(_closure(choices, each) for each in within if "to" not in each),
        "conversions": tuple(_conversion(choices, each) for each in within if "to" in each),
    }


def _closure(choices: Choices, entry: Record) -> Occasion:
    share, places, nothing = _amounts(choices, entry)
    values = {"closing_share": share, "closing_places": places, "nothing_closes": nothing}
    return Occasion(instant(entry["date"]), values)


def _conversion(choices: Choices, entry: Record) -> Occasion:
    share, places, nothing = _amounts(choices, entry)
    services = choices.axis["service"]
    table = np.eye(services.size)
    source, target = services.index(entry["service"]), services.index(entry["to"])
    table[source, source], table[source, target] = 0.0, 1.0
    return Occasion(
        instant(entry["date"]),
        {
            "converting_share": share,
            "converting_places": places,
            "nothing_converts": nothing,
            "conversion": table[np.newaxis],
        },
    )


def _amounts(choices: Choices, entry: Record) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Share and places of one record, and 1 wherever it names no number of places."""
    services, districts = choices.axis["service"], choices.axis["district"]
    share, places = np.zeros((2, 1, services.size, districts.size))
    here = (0, services.index(entry["service"]), districts.index(entry["district"]))
    share[here], places[here] = float(entry.get("share", 0.0)), float(entry.get("places", 0.0))
    return share, places, np.where(places > 0, 0.0, 1.0)


def _faults(choices: Choices, entry: Record) -> Iterator[Fault]:
    """What a record says and can't be so."""
    name = str(entry["id"])
    amounts = [field for field in ("share", "places") if field in entry]
    if len(amounts) != 1:
        text = message("plan.closing_amount", found=listed(amounts))
        yield choices.file.fault(text, CLOSURES, name, *amounts)
    if entry.get("to") == entry["service"]:
        title = choices.pack.service[entry["service"]].title
        yield choices.file.fault(message("plan.same_service", service=title), CLOSURES, name, "to")
    service = choices.pack.service[entry["service"]]
    yield from _faults_of_stock(choices, service, entry)


def _faults_of_stock(choices: Choices, service: Service, entry: Record) -> Iterator[Fault]:
    """Nothing closes where nothing is known to be open, before the record, or beyond the stock."""
    name, day = str(entry["id"]), entry["date"]
    built = {programme.service for programme in choices.plan.programmes}
    if service.start is None:
        if service.name not in built:
            text = message("plan.no_open_stock", service=service.title)
            yield choices.file.fault(text, CLOSURES, name, "service")
        return
    if instant(day) < service.start.year:
        first = date.fromisoformat(calendar_label(service.start.year))
        text = message("fault.closure_early", id=name, day=day, service=service.name, first=first)
        yield choices.file.fault(text, CLOSURES, name, "date")
    places, there = float(entry.get("places", 0.0)), service.start.places[entry["district"]]
    if places > there and service.name not in built:
        named = {"places": f"{places:,.0f}", "open": f"{there:,.0f}"}
        title = next(d.title for d in choices.pack.districts if d.name == entry["district"])
        text = message("plan.closing_more", district=title, **named)
        yield choices.file.fault(text, CLOSURES, name, "places")
