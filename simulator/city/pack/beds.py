"""How the beds of a city are used: who is admitted, for how long, in wards of what size."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FIGURES = ("admissions", "from_outside", "length_of_stay", "target_occupancy", "ward", "season")


@dataclass(frozen=True, kw_only=True, slots=True)
class BedUse:
    """How the beds of one service are used.

    ``rates[i]`` are admissions a year for each resident of ages ``ages[i]`` up to the next of
    ``ages``; ``per_delivery`` the share of deliveries that take a bed. Of all admissions by age
    ``from_outside`` are people who do not live in the city. ``stay`` in days; ``occupancy`` is the
    share of beds to be taken on an average day; ``ward`` the beds that stand in for each other;
    ``season`` the load of the busiest month over that of the average one. ``grade`` is the weakest.
    The intervals are of 80 %, of the stay in days and of all admissions over those stated; without
    width where none is stated.
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
    stay_interval: tuple[float, float]
    level_interval: tuple[float, float] = (1.0, 1.0)


def read_bed_use(document: Mapping[str, Any]) -> dict[str, BedUse]:
    """The uses of ``beds.toml`` by service, from its checked document."""
    return {entry["service"]: _use(entry) for entry in document["use"]}


def _use(entry: Mapping[str, Any]) -> BedUse:
    admissions = entry["admissions"]
    return BedUse(
        service=entry["service"],
        ages=tuple(admissions.get("from", ())),
        rates=tuple(float(rate) for rate in admissions.get("values", ())),
        per_delivery=float(admissions.get("per_delivery", 0.0)),
        from_outside=float(entry["from_outside"]["value"]),
        stay=float(entry["length_of_stay"]["value"]),
        occupancy=float(entry["target_occupancy"]["value"]),
        ward=float(entry["ward"]["value"]),
        season=float(entry["season"]["value"]),
        grade=max(entry[name]["grade"] for name in _FIGURES),
        stay_interval=_interval(entry["length_of_stay"], float(entry["length_of_stay"]["value"])),
        level_interval=_interval(admissions, 1.0),
    )


def _interval(stated: Mapping[str, Any], value: float) -> tuple[float, float]:
    return float(stated.get("low", value)), float(stated.get("high", value))
