"""What every measure and every series of the record counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.inputs.definition import Converter, Definition, read_definition
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.pack.reading import read_toml, refusing
from simulator.inputs.pack.services import Service

FILE = "definitions.toml"
_NOW = "the day of the reading"

PEOPLE: Mapping[str, Definition] = {
    "residents": Definition(population="resident", age_range="all", date_rule=_NOW),
    "register": Definition(population="registered", age_range="all", date_rule=_NOW),
    "deliveries": Definition(population="served", date_rule="rate on the day of the reading"),
}
"""Measures that belong to no service."""

_SOUGHT = (
    "demand", "gap", "in_scope", "migrants_in_scope", "public_entitled", "in_private_places",
    "leaving_for_want_of_points",
)  # fmt: skip
_BUILT = (
    "planned_now", "approved_now", "building_now", "finished_now", "cancelled_now", "closed_now",
)  # fmt: skip
_USED = ("admissions", "in_bed", "beds_for_use")


@dataclass(frozen=True, kw_only=True, slots=True)
class Definitions:
    """The definitions a city pack states beside those of its services."""

    series: Mapping[str, Definition]
    converters: tuple[Converter, ...]
    ratios: tuple[Mapping[str, Any], ...]


def definition_of(measure: str, service: Service) -> Definition:
    """What a measure counts of a service.

    Supply and demand are served: open, and filled as far as grades or wards are. Places on the way
    are designed, beds on the way planned. Who is admitted is served here, from outside or not.
    Raises ``KeyError`` for a measure that is no service's.
    """
    own = service.counted_as
    if measure in _SOUGHT:
        return replace(own, bed_kind="") if measure != "gap" else own
    if measure in _USED:
        return replace(own, population="served", bed_kind="", place_kind="")
    if measure == "supply":
        return own
    if measure == "open_places":
        return replace(own, place_kind="open" if own.place_kind else "")
    if measure in _BUILT:
        return replace(
            own,
            place_kind="designed" if own.place_kind else "",
            bed_kind="planned" if own.bed_kind else "",
        )
    raise KeyError(measure)


def read_definitions(pack: CityPack) -> Definitions:
    """``definitions.toml`` of a pack; nothing where it has none."""
    path = pack.folder / FILE
    if not path.is_file():
        return Definitions(series={}, converters=(), ratios=())
    shown = f"calibration/{pack.name}/{FILE}"
    with refusing(shown):
        document: Mapping[str, Any] = read_toml(path)
        return Definitions(
            series={
                name: read_definition(entry, shown, name)
                for name, entry in document["series"].items()
            },
            converters=tuple(_converter(entry) for entry in document.get("converter", ())),
            ratios=tuple(document.get("ratio", ())),
        )


def _converter(entry: Mapping[str, Any]) -> Converter:
    return Converter(
        kind=entry["kind"],
        source=entry["from"],
        target=entry["to"],
        factor=float(entry["factor"]),
        age_range=str(entry.get("age_range", "")),
        source_id=str(entry["source_id"]),
        grade=str(entry["grade"]),
    )
