"""Closures and conversions as occasions: what of the open places leaves, or changes its service.

A scenario states a share of what is open on the day, or a number of places. With ``to`` they come
to be places of another service in the same district, as they stand. Where one place makes less than
one (``places_each``), the rest of it closes: every place is converted or closed, none comes out of
nothing.

Beds inside those of another service leave with them, as they open with them: of a share of the
whole the same share, of a number the part's stated share of it (``with_parts``). What is converted
to beds of a whole brings none.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from simulator.city.axes import TIMETABLE
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
    return occasions_of(choices, with_parts(choices, within(records, start, stop)))


def sound_records(choices: Choices) -> list[Record]:
    """The records without a fault of their own; the others are refused with the occasions."""
    return [each for each in choices.records(CLOSURES) if not any(_faults(choices, each))]


def within(records: Sequence[Record], start: float, stop: float) -> list[Record]:
    """The records that act within a run."""
    return [each for each in records if start <= instant(each["date"]) <= stop]


def with_parts(choices: Choices, records: Sequence[Record]) -> list[Record]:
    """The records, and a closure (of whom ``inside`` names the whole) for every part of theirs.

    None where a record of that day and district is about the part itself, nor before the part was
    counted: that count is of what was open then.
    """
    stated = {(each["service"], each["district"], each["date"]) for each in records}
    found = list(records)
    for each in records:
        for service in choices.pack.services:
            if service.part is None or service.start is None:
                continue
            day = (service.name, each["district"], each["date"])
            counted = instant(each["date"]) >= service.start.year
            if service.part.whole == each["service"] and counted and day not in stated:
                found.append(_of_part(each, service.name, service.part.share))
    return found


def _of_part(record: Record, part: str, share: float) -> Record:
    """The closure of a part by what a record takes of its whole."""
    kept = {name: record[name] for name in ("id", "district", "date")}
    amount = (
        {"places": share * record["places"]} if "places" in record else {"share": record["share"]}
    )
    return {**kept, **amount, "service": part, "inside": record["service"]}


def occasions_of(choices: Choices, records: Sequence[Record]) -> dict[str, tuple[Occasion, ...]]:
    """The occasions of checked records."""
    return {
        "conversions": tuple(_conversion(choices, each) for each in records if "to" in each),
        "closures": tuple(
            _closure(choices, each) for each in records if "to" not in each or _left(each) > 0
        ),
    }


def _left(entry: Record) -> float:
    """Part of each converted place that closes."""
    return 1.0 - float(entry.get("places_each", 1.0))


def _closure(choices: Choices, entry: Record) -> Occasion:
    """What of a record closes: all of it, or what a conversion leaves over.

    Of a share s of which each place makes r, the conversion has taken r s; what closes is
    (1 − r) s of the same whole, a share (1 − r) s / (1 − r s) of what is then open.
    """
    share, places = float(entry.get("share", 0.0)), float(entry.get("places", 0.0))
    if "to" in entry:
        left = _left(entry)
        taken = (1 - left) * share
        places *= left
        share = left * share / (1 - taken) if taken < 1 else 0.0
    names = ("closing_share", "closing_places", "nothing_closes")
    return _occasion(choices, entry, names, share, places)


def _conversion(choices: Choices, entry: Record) -> Occasion:
    each = 1.0 - _left(entry)
    share, places = float(entry.get("share", 0.0)), float(entry.get("places", 0.0))
    names = ("converting_share", "converting_places", "nothing_converts")
    found = _occasion(choices, entry, names, share * each, places * each)
    services = choices.axis["service"]
    table = np.eye(services.size)
    source, target = services.index(entry["service"]), services.index(entry["to"])
    table[source, source], table[source, target] = 0.0, 1.0
    return Occasion(found.year, {**found.values, "conversion": table[np.newaxis]})


def _occasion(
    choices: Choices, entry: Record, names: tuple[str, str, str], share: float, places: float
) -> Occasion:
    """Share and places of one record where it acts, and 1 wherever it names no number of places."""
    services, districts = choices.axis["service"], choices.axis["district"]
    shares = np.zeros((1, len(TIMETABLE), services.size, districts.size))
    numbers = np.zeros((1, services.size, districts.size))
    here = (..., services.index(entry["service"]), districts.index(entry["district"]))
    shares[here], numbers[here] = share, places
    values: tuple[FloatArray, ...] = (shares, numbers, np.where(numbers > 0, 0.0, 1.0))
    return Occasion(instant(entry["date"]), dict(zip(names, values, strict=True)))


def _faults(choices: Choices, entry: Record) -> Iterator[Fault]:
    """What a record says and can't be so."""
    name = str(entry["id"])
    amounts = [field for field in ("share", "places") if field in entry]
    if len(amounts) != 1:
        text = message("building.closing_amount", found=listed(amounts))
        yield choices.file.fault(text, CLOSURES, name, *amounts)
    if "places_each" in entry and "to" not in entry:
        yield choices.file.fault(message("building.each_of_what"), CLOSURES, name, "places_each")
    elif entry.get("places_each") == 0:
        yield choices.file.fault(message("building.each_none"), CLOSURES, name, "places_each")
    yield from _faults_of_stock(choices, choices.pack.service[entry["service"]], entry)


def _faults_of_stock(choices: Choices, service: Service, entry: Record) -> Iterator[Fault]:
    """Nothing closes where nothing is known to be open, nor before it is known."""
    name, day = str(entry["id"]), entry["date"]
    if entry.get("to") == service.name:
        text = message("building.same_service", service=service.called)
        yield choices.file.fault(text, CLOSURES, name, "to")
    if service.start is None:
        built = {programme.service for programme in choices.plan.programmes}
        if service.name not in built:
            text = message("building.no_open_stock", service=service.called)
            yield choices.file.fault(text, CLOSURES, name, "service")
    elif instant(day) < service.start.year:
        first = calendar_label(service.start.year)
        text = message("building.closure_early", day=day, service=service.called, first=first)
        yield choices.file.fault(text, CLOSURES, name, "date")
