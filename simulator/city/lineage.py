"""What stands behind a cell of a table: declared quantities, and targets of the plan.

Which column shows which quantity is said here; the way on, from a formula to what it names, is that
of the declarations.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.city.pack.city_pack import CityPack
from simulator.city.targets.entries import TargetEntry
from simulator.city.targets.plan import PlanTarget, read_plan
from simulator.city.targets.reading import read_entries
from simulator.stockflow.grammar.elements import Flow, Formula, Parameter, Stock, Transfer
from simulator.stockflow.grammar.expression import parse, references
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.words.catalogue import Pair

ANY = ""
"""Stands for every other column of a table."""

_SERVED = {"demand": ("demand",), "promised": ("supply",), "risk_adjusted": ("supply",)}
_GAP = ("gap",)
_STATES = {
    "planned": "planned_now",
    "approved": "approved_now",
    "building": "building_now",
    "finished": "finished_now",
    "open": "open_places",
    "cancelled": "cancelled_now",
    "closed": "closed_now",
}

BEHIND: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "population": {"persons": ("people",)},
    "components": {"persons": ("{flow}",)},
    "services": {
        **_SERVED,
        "gap": _GAP,
        "coverage": ("demand", "supply"),
        "users": ("counted_users",),
        "norm": ("norm",),
        "ratio": ("supply", "counted_users"),
        "paper": ("supply",),
        "absorbed": _GAP,
        "unplaced": _GAP,
    },
    "gaps": {
        "lowest_coverage": ("demand", "supply"),
        "highest_coverage": ("demand", "supply"),
        "first_shortage_unanchored": (*_GAP, "enrolment_ratio", "catchment_ratio"),
        "rests_on_anchor": (*_GAP, "enrolment_ratio", "catchment_ratio"),
        ANY: _GAP,
    },
    "answer": {ANY: _GAP},
    "fit_by_series": {},
    "observed": {"modelled": ("{series}",), "error": ("{series}",)},
    "projects": {ANY: ("project_serving",)},
    "supply_states": {ANY: ("{state}",)},
    "project_sensitivity": {ANY: _GAP},
    "supply_record": {"promised": ("supply",), "risk_adjusted": ("supply",)},
    "ratios": {"value": ("demand", "supply"), "upper": ("supply",), "lower": ("residents",)},
    "beds": {
        "admissions": ("admissions",),
        "beds_norm": ("demand",),
        "beds_use": ("beds_for_use",),
        "beds_open": ("supply",),
        "beds_open_mean": ("supply",),
        "occupancy": ("in_bed", "supply"),
        "turned_away": ("in_bed", "supply"),
        ANY: ("in_bed",),
    },
    "housing": {
        "households": ("households",),
        "urban_households": ("urban_households",),
        "households_in_need": ("households_in_need",),
        "homes_begun": ("homes_begun",),
        "homes_begun_since": ("homes_begun",),
        "homes_under_construction": ("homes_under_construction",),
        "homes_completed": ("homes_completion",),
        "homes_allocated": ("homes_allocated",),
        "covered_of_urban": ("homes_finished", "urban_households"),
        "covered_of_need": ("homes_allocated", "households_in_need"),
        ANY: ("homes_finished",),
    },
    "school_entitlement": {
        "children": ("in_scope",),
        "migrant_children": ("migrants_in_scope",),
        "seekers": ("seekers",),
        "served": ("demand", "supply"),
        "children_turned_away": ("children_without_points", "demand", "supply"),
        "entitled": ("public_entitled",),
        "private": ("in_private_places",),
        "private_places": ("private_places",),
        "leaving": ("children_without_points",),
        ANY: ("public_entitled", "supply"),
    },
    "school_entrance": {
        "entrants": ("seekers",),
        "leaving": ("children_without_points",),
        "places_grade_one": ("supply",),
        ANY: ("seekers", "children_without_points", "supply"),
    },
    "intakes": {ANY: ("people",)},
    "held": {},
    "inputs": {},
    "definitions": {},
    "targets": {},
    "target_values": {"numerator": ("supply",), "denominator": ("residents",), ANY: ("supply",)},
    "balance": {},
    "dictionary": {},
}
"""By table and column the quantities shown; a name in braces is that of the cell in that column."""

_SERIES = {
    "residents": "residents",
    "registered": "register",
    "births": "births",
    "registered_births": "births",
    "second_birth_share": "second_births",
    "deliveries": "deliveries",
    "crude_death_rate": "deaths",
    "registered_deaths": "deaths",
    "registered_60plus": "people",
    "registered_80plus": "people",
    "registered_men": "register",
    "registered_women": "register",
}
"""Quantities of the model that a recorded series is held against, where its name does not say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lineage:
    """Formulas from the one shown down to those that name only parameters and stocks; what each
    group names, in reading order; and the streams that move the stocks, with their parameters.
    """

    formulas: tuple[Formula | Flow | Transfer, ...]
    parameters: tuple[Parameter, ...]
    stocks: tuple[Stock, ...]
    streams: tuple[Flow | Transfer, ...]
    moving: tuple[Parameter, ...]


def quantities(
    table: str, column: str, cells: Mapping[str, str], system: System
) -> tuple[str, ...]:
    """Declared names that a cell shows, given the other cells of its row; none for what is no
    quantity of the model, such as a record.
    """
    columns = BEHIND.get(table, {})
    found = []
    for name in columns.get(column, columns.get(ANY, ())):
        plain = cells.get(name.strip("{}"), "") if name.startswith("{") else name
        plain = _STATES.get(plain, _of_series(plain)) if name.startswith("{") else plain
        if _is_declared(plain, system):
            found.append(plain)
    return tuple(found)


_PARTS = (
    ("residents", "district_residents"),
    ("demand", "pupils"),
    ("people", "dependency_ratio"),
    ("people", "share_0_14"),
    ("people", "share_15_64"),
    ("people", "share_65_plus"),
    ("supply", "_seats"),
    ("supply", "_at_mean_load"),
    ("supply", "_places_"),
    ("seekers", "_entrants_"),
)
"""The same by a part of the name of the series."""


def _of_series(name: str) -> str:
    """The quantity that a recorded series is about; the name itself where it is one."""
    if name in _SERIES:
        return _SERIES[name]
    by_part = next((quantity for quantity, part in _PARTS if part in name), None)
    if by_part is not None:
        return by_part
    return "supply" if name.endswith("_beds") else name


def _is_declared(name: str, system: System) -> bool:
    streams = {stream.name for stream in system.streams}
    formulas = {each.name for each in system.formulas}
    return name in {*system.stock, *system.parameter, *streams, *formulas}


def lineage(system: System, names: tuple[str, ...]) -> Lineage:
    """Everything behind declared names."""
    items: dict[str, Formula | Flow | Transfer] = {
        each.name: each for each in (*system.formulas, *system.streams)
    }
    formulas: dict[str, Formula | Flow | Transfer] = {}
    leaves: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in items:
            leaves[name] = None
        elif name not in formulas:
            formulas[name] = items[name]
            waiting += _named(items[name])
    stocks = [system.stock[name] for name in leaves if name in system.stock]
    parameters = [system.parameter[name] for name in leaves if name in system.parameter]
    streams = [stream for stream in system.streams if _moves(system, stream, stocks)]
    moving = dict.fromkeys(name for each in streams for name in named_parameters(system, each.name))
    return Lineage(
        formulas=tuple(formulas.values()),
        parameters=tuple(parameters),
        stocks=tuple(stocks),
        streams=tuple(streams),
        moving=tuple(system.parameter[name] for name in moving if name not in leaves),
    )


def equation(item: Formula | Flow | Transfer) -> str:
    """The right side of a formula or stream as it is declared."""
    if isinstance(item, Flow):
        return item.rate
    if isinstance(item, Transfer):
        return item.amount if item.amount is not None else f"{item.share} * {item.source}"
    over = f" Σ {', '.join(item.over)}" if item.over else ""
    return f"{item.expression}{over}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A target of the plan, its unit, and the clause it stands in, in Chinese and English."""

    target: PlanTarget
    unit: Pair
    section: Pair


def clauses_of(pack: CityPack, cells: Mapping[str, str]) -> tuple[Clause, ...]:
    """Targets of the plan that a row is about: its own, or those of its service.

    Those that the figures and programmes of the service name come first, then those that count it.
    """
    plan = {target.name: target for target in read_plan(pack)}
    named: Iterable[str] = (cells.get("target", ""),)
    if "service" in cells:
        named = (*_stated(pack, cells["service"]), *_counted(pack, cells["service"]))
    entries = {target.name: entry for target, entry in read_entries(pack)}
    found = [plan[name] for name in dict.fromkeys(named) if name in plan]
    return tuple(_clause(each, entries.get(each.name)) for each in found)


def _clause(target: PlanTarget, entry: TargetEntry | None) -> Clause:
    """A target in both languages as far as the scoreboard of the pack says them."""
    if entry is None:
        return Clause(target=target, unit=(target.unit,) * 2, section=(target.section,) * 2)
    unit, section = ((each["zh"], each["en"]) for each in (entry.unit, entry.section))
    return Clause(target=target, unit=unit, section=section)


def _named(item: Formula | Flow | Transfer) -> list[str]:
    text = equation(item).partition(" Σ ")[0]
    return [each.name for each in references(parse(text))]


def _moves(system: System, stream: Flow | Transfer, stocks: list[Stock]) -> bool:
    ends = (system.part(stream.source), system.part(stream.target))
    return any(end is not None and end.stock in stocks for end in ends)


def _stated(pack: CityPack, service: str) -> Iterator[str]:
    """Targets that the figures and programmes of a service name."""
    for entry in pack.documents["services.toml"]["service"]:
        if entry["id"] == service:
            yield from _target_ids(entry)
    for entry in pack.documents["programmes.toml"]["programme"]:
        if entry["service"] == service:
            yield from _target_ids(entry)


def _target_ids(entry: Mapping[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        if name == "target_id":
            yield str(value)
        elif name == "target_ids":
            yield from map(str, value)
        elif isinstance(value, Mapping):
            yield from _target_ids(value)


def _counted(pack: CityPack, service: str) -> Iterator[str]:
    """Targets that count a service."""
    for target, entry in read_entries(pack):
        if any(service in value.services for value in entry.values):
            yield target.name
