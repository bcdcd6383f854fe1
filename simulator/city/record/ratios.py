"""What every measure and every series of the record counts, and beds per so many people.

Ratios are told year by year, numerator and denominator each by a stated definition.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.definition import Converter, Counted, Definition, definition_from, divide
from simulator.city.pack.forms import DEFINITIONS
from simulator.city.pack.services import Service
from simulator.city.record.groups import Group, count_group
from simulator.city.record.modelled import Occasion, supply
from simulator.stockflow.values.calendar import SAME_INSTANT

_NOW = "the day of the reading"

PEOPLE: Mapping[str, Definition] = {
    "residents": Definition(population="resident", age_range="all", date_rule=_NOW),
    "register": Definition(population="register", age_range="all", date_rule=_NOW),
    "deliveries": Definition(population="served", date_rule="rate on the day of the reading"),
    **dict.fromkeys(
        (
            *("households", "urban_households", "households_in_need"),
            *("homes_under_construction", "homes_finished", "homes_allocated"),
        ),
        Definition(population="resident", date_rule=_NOW),
    ),
}
"""Measures that belong to no service."""

_SOUGHT = (
    "demand", "counted_users", "in_scope", "seekers", "migrants_in_scope", "public_entitled",
    "in_private_places",
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

    Supply is designed places, or beds open as far as wards are filled; demand is those who would be
    served. Places on the way are designed, beds on the way planned. Who is admitted is served here,
    from outside or not.
    Raises ``KeyError`` for a measure that is no service's.
    """
    own = service.counted_as
    if measure == "gap":
        service.refuse_gap_of_unlike()
        return own
    if measure in _SOUGHT:
        served = "served" if own.place_kind else ""
        return replace(service.wanted_as, bed_kind="", place_kind=served)
    if measure in _USED:
        return replace(own, population="served", bed_kind="", place_kind="")
    if measure in ("supply", "private_places"):
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
    document: Mapping[str, Any] = pack.documents.get(DEFINITIONS.file, {})
    return Definitions(
        series={name: definition_from(each) for name, each in document.get("series", {}).items()},
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """A ratio at the end of a year: both figures, what they count, and their quotient × ``per``.

    ``value`` is NaN, unknown, where there is nobody to divide by.
    """

    name: str
    title: Mapping[str, str]
    when: float
    upper: Counted
    lower: Counted
    value: float
    unit: str


def ratios_of(outcome: Outcome) -> tuple[Ratio, ...]:
    """Every ratio of the pack at the end of every year at which both figures are known.

    Raises ``UnitError`` where a ratio divides unlike definitions.
    """
    return tuple(_ratios(outcome))


def _ratios(outcome: Outcome) -> Iterator[Ratio]:
    found = read_definitions(outcome.pack)
    run = outcome.trajectory
    ends = [year for year in run.snapshots if abs(year - round(year)) < SAME_INSTANT]
    for entry in found.ratios:
        service = outcome.pack.service[entry["service"]]
        definition = replace(definition_of("supply", service), **entry.get("as", {}))
        group = _group(entry)
        for when in ends:
            asked = Occasion(outcome=outcome, place=CITY, when=float(when))
            beds, count = supply(service)(asked), count_group(asked, group)
            if beds is None or count is None:
                continue
            upper = Counted(name=service.name, value=beds, definition=definition)
            yield Ratio(
                name=entry["id"],
                title={"zh": entry["name_zh"], "en": entry["name_en"]},
                when=float(when),
                upper=upper,
                lower=count,
                value=divide(upper, count, found.converters) * float(entry["per"]),
                unit=entry["unit"],
            )


def _group(entry: Mapping[str, Any]) -> Group:
    ages = ((int(entry["from"]), None),) if "from" in entry else ()
    return Group(kind=entry["people"], ages=ages, services=(entry["service"],))
