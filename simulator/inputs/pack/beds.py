"""How the beds of a city are used: who is admitted, for how long, in wards of what size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from simulator.errors import DataError, Fault

FIGURES = ("admissions", "from_outside", "length_of_stay", "target_occupancy", "ward", "season")
"""The tables of a ``[[use]]``, each a figure with its unit, definition, source and grade."""

_DAYS = 365.0


@dataclass(frozen=True, kw_only=True, slots=True)
class BedUse:
    """How the beds of one service are used.

    ``rates[i]`` are admissions a year for each resident of ages ``ages[i]`` up to the next of
    ``ages``; ``per_delivery`` the share of deliveries that take a bed. Of all admissions by age
    ``from_outside`` are people who do not live in the city. ``stay`` in days; ``occupancy`` is the
    share of beds to be taken on an average day; ``ward`` the beds that stand in for each other;
    ``season`` the load of the busiest month over that of the average one. ``grade`` is the weakest.
    """

    service: str
    ages: tuple[int, ...]
    rates: tuple[float, ...]
    per_delivery: float
    from_outside: float
    stay: float
    occupancy: float
    ward: float
    season: float
    grade: str


def read_bed_use(document: Mapping[str, Any], path: str) -> dict[str, BedUse]:
    """The uses of ``beds.toml`` by service; ``DataError`` with every fault."""
    faults = [
        Fault(path=path, line=None, key=f"{entry['service']}.{key}", message=message)
        for entry in document["use"]
        for key, message in _faults(entry)
    ]
    if faults:
        raise DataError(faults)
    return {entry["service"]: _use(entry) for entry in document["use"]}


def _faults(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    missing = [name for name in FIGURES if name not in entry]
    if missing:
        yield "", f"states no {', '.join(missing)}; would be right: all of {', '.join(FIGURES)}"
        return
    admissions = entry["admissions"]
    ages, rates = admissions.get("from", []), admissions.get("values", [])
    if len(ages) != len(rates) or any(not low < high for low, high in pairwise(ages)):
        yield "admissions", "would be right: ages that rise, and one rate for each"
    if any(rate < 0 for rate in rates):
        yield "admissions", f"found {min(rates)}; would be right: rates of at least 0"
    bounds = {
        "from_outside": (0.0, 0.95),
        "length_of_stay": (0.01, 100 * _DAYS),
        "target_occupancy": (0.01, 1.0),
        "ward": (1.0, 10_000.0),
        "season": (1.0, 12.0),
    }
    for name, (low, high) in bounds.items():
        found = float(entry[name]["value"])
        if not low <= found <= high:
            yield name, f"found {found:g}; would be right: a number from {low:g} to {high:g}"


def _use(entry: Mapping[str, Any]) -> BedUse:
    admissions = entry["admissions"]
    return BedUse(
        service=entry["service"],
        ages=tuple(int(age) for age in admissions.get("from", ())),
        rates=tuple(float(rate) for rate in admissions.get("values", ())),
        per_delivery=float(admissions.get("per_delivery", 0.0)),
        from_outside=float(entry["from_outside"]["value"]),
        stay=float(entry["length_of_stay"]["value"]),
        occupancy=float(entry["target_occupancy"]["value"]),
        ward=float(entry["ward"]["value"]),
        season=float(entry["season"]["value"]),
        grade=max(str(entry[name]["grade"]) for name in FIGURES),
    )
