"""All tables of a run, written as CSV and Parquet.

One of them is made here: the data dictionary, what every table, column and label means in both
languages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.city.answer.table import table_of
from simulator.city.axes import TIMETABLE
from simulator.city.balance_table import balance_table
from simulator.city.beds.ledgers import bed_years
from simulator.city.beds.table import beds_table
from simulator.city.data_package import write_package
from simulator.city.ground.level import LEVELS
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.titles import (
    flow_title,
    place_title,
    title_or_name,
    titled,
)
from simulator.city.housing.table import housing_table
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.pack.scoreboard_form import STATUSES
from simulator.city.people.components import components_table
from simulator.city.people.table import population_table
from simulator.city.record.entrance import entrance_table, entrances
from simulator.city.record.held_table import held_table
from simulator.city.record.inputs_table import inputs_table
from simulator.city.record.observed import compare, fit_table, observed_table, series_title
from simulator.city.record.ratios import ratios_of
from simulator.city.record.supply_record import compare_supply
from simulator.city.record.table import definitions_table, ratios_table, supply_record_table
from simulator.city.schools.entitlement import entitlement_table, entitlements
from simulator.city.schools.intakes import intakes_table
from simulator.city.services.series import service_series
from simulator.city.services.table import gaps_table, services_table
from simulator.city.supply.building import building_of, years_slips
from simulator.city.supply.table import (
    project_sensitivity_table,
    projects_table,
    supply_states_table,
)
from simulator.city.targets.board import VERDICTS, board_of
from simulator.city.targets.table import target_values_table, targets_table
from simulator.report.table import Table, save_tables, texts
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.words.catalogue import Pair, in_language, is_known, pair, say
from simulator.words.declared import chinese

_NAMES = (
    "table", "column", "value", "type", "unit", "zh", "en", "definition_zh", "definition_en",
)  # fmt: skip
_VALUES = ("word.men", "word.women", "word.registered", "word.migrant")

_CHOICES: Mapping[str, Sequence[str]] = {
    "level": LEVELS,
    "direction": ("in", "out", "within"),
    "kind": ("people", "places", "beds", "information", "departures_counted"),
    "result": ("ok", "miss"),
    "stated_by": ("record", "scenario"),
    "delivery": TIMETABLE,
    "state": SUPPLY_STATES,
    "use": ("input", "fitted", "test", "held_out"),
    "standing": STATUSES,
    "verdict": VERDICTS,
}
"""Columns whose cells are one of a few words."""


class _Entry(NamedTuple):
    table: str
    column: str
    value: str
    type: str
    unit: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str


def dictionary_table(outcome: Outcome, tables: Sequence[Table]) -> Table:
    """One row for each table, for each of its columns, and for each label they use."""
    responds = bool(outcome.trajectory.system.loops)
    return _as_table([*_entries(tables, responds=responds), *_labels(outcome)])


def column_dictionary(tables: Sequence[Table]) -> Table:
    """One row for each table and each of its columns."""
    return _as_table(_entries(tables, responds=False))


def _entries(tables: Sequence[Table], *, responds: bool) -> list[_Entry]:
    """What is said of tables and their columns, the dictionary's own last."""
    own = _as_table([])
    return [each for one in (*tables, own) for each in _described(one, responds=responds)]


def _as_table(entries: Sequence[_Entry]) -> Table:
    return Table(
        name="dictionary",
        columns=tuple(
            texts(name, [entry[place] for entry in entries]) for place, name in enumerate(_NAMES)
        ),
    )


def _described(table: Table, *, responds: bool) -> Iterator[_Entry]:
    """A table and its columns; where somebody responds to gaps, what was promised first."""
    chinese, english = pair(f"table.{table.name}")
    yield _Entry(table.name, "", "", "", "", chinese, english, "", "")
    for column in table.columns:
        name = "first_promised" if responds and column.name == "promised" else column.name
        yield _Entry(
            table.name, column.name, "", column.kind, say(f"unit.{column.unit}", "both"),
            *pair(f"column.{name}"), *_meaning(table.name, name),
        )  # fmt: skip


def _meaning(table: str, column: str) -> tuple[str, str]:
    for key in (f"meaning.{table}.{column}", f"meaning.{column}"):
        if is_known(key):
            return pair(key)
    return "", ""


def _labels(outcome: Outcome) -> Iterator[_Entry]:
    pack, system = outcome.pack, outcome.trajectory.system
    areas = (place for each in pack.services for place in pack.catchments(each.name))
    for place in dict.fromkeys((*pack.axes["district"], *areas)):
        yield _label("district", place, place_title(pack, place))
    for service in pack.services:
        note = ("", service.definition.get("text", ""))
        unit = in_language(title_or_name(f"unit.{service.unit}", service.unit), "both")
        yield _label("service", service.name, service.title, unit=unit, note=note)
    for key in _VALUES:
        column = "sex" if key in ("word.men", "word.women") else "residency"
        yield _label(column, key.removeprefix("word."), titled(key))
    streams: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in streams:
        if _moves_people(outcome, (stream.source, stream.target)):
            meaning = chinese().pair("meaning", stream.name, stream.meaning)
            yield _label("flow", stream.name, flow_title(stream), note=meaning)
    for series, title in {one.series: series_title(pack, one) for one in compare(outcome)}.items():
        yield _label("series", series, title)
    for column, values in _CHOICES.items():
        for value in values:
            word = "first_promised" if value == "promised" and system.loops else value
            own = f"{column}.{word}"
            yield _label(column, value, titled(own if is_known(own) else f"value.{word}"))


def _moves_people(outcome: Outcome, ends: Iterable[str | None]) -> bool:
    found = [outcome.trajectory.system.part(end) for end in ends]
    return any(part is not None and part.stock.kind == "people" for part in found)


def _label(
    column: str,
    value: str,
    title: Mapping[str, str],
    *,
    unit: str = "",
    note: Pair = ("", ""),
) -> _Entry:
    return _Entry("", column, value, "label", unit, title["zh"], title["en"], *note)


def _projects(outcome: Outcome) -> Table:
    return projects_table(building_of(outcome))


def _states(outcome: Outcome) -> Table:
    return supply_states_table(outcome, building_of(outcome))


def _sensitivity(outcome: Outcome) -> Table:
    slips = years_slips(building_of(outcome).projects, service_series(outcome))
    return project_sensitivity_table(slips)


def _supply_record(outcome: Outcome) -> Table:
    return supply_record_table(compare_supply(outcome, building_of(outcome)))


def _ratios(outcome: Outcome) -> Table:
    return ratios_table(ratios_of(outcome))


def _beds(outcome: Outcome) -> Table:
    return beds_table(bed_years(outcome))


def _entitlement(outcome: Outcome) -> Table:
    return entitlement_table(entitlements(outcome, service_series(outcome)), outcome.pack)


def _entrance(outcome: Outcome) -> Table:
    return entrance_table(entrances(outcome), outcome.pack)


def _targets(outcome: Outcome) -> Table:
    return targets_table(board_of(outcome), outcome.pack.sources)


def _target_values(outcome: Outcome) -> Table:
    return target_values_table(board_of(outcome))


TABLES: Mapping[str, Callable[[Outcome], Table]] = {
    "answer": table_of,
    "population": population_table,
    "components": components_table,
    "services": services_table,
    "gaps": gaps_table,
    "observed": observed_table,
    "fit_by_series": fit_table,
    "projects": _projects,
    "supply_states": _states,
    "project_sensitivity": _sensitivity,
    "supply_record": _supply_record,
    "ratios": _ratios,
    "beds": _beds,
    "housing": housing_table,
    "school_entitlement": _entitlement,
    "school_entrance": _entrance,
    "intakes": intakes_table,
    "definitions": definitions_table,
    "held": held_table,
    "inputs": inputs_table,
    "targets": _targets,
    "target_values": _target_values,
    "balance": balance_table,
}
"""Every table of a run by its name, in the order they are written."""


def build_tables(outcome: Outcome, of_draws: OfDraws | None = None) -> tuple[Table, ...]:
    """Every table of a run, with what is said of its draws, the dictionary of them last."""
    tables = tuple(make(outcome) for make in TABLES.values())
    if of_draws is not None:
        tables = (*map(of_draws.widened, tables), *of_draws.further(outcome))
    return (*tables, dictionary_table(outcome, tables))


def write_tables(
    folder: Path, outcome: Outcome, of_draws: OfDraws | None = None
) -> tuple[Table, ...]:
    """Write every table into a folder (made where missing) and hand them back."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = build_tables(outcome, of_draws)
    if of_draws is not None:
        of_draws.write(folder, outcome)
    save_tables(folder, tables)
    write_package(folder, outcome, tables)
    return tables
