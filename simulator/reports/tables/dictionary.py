"""The data dictionary: what every table, column and label means, in both languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from simulator.analysis.observed import compare
from simulator.analysis.outcome import Outcome
from simulator.analysis.scoreboard.board import VERDICTS
from simulator.analysis.scoreboard.entries import STATUSES
from simulator.analysis.series import CITY
from simulator.inputs.pack.building import SUPPLY_STATES
from simulator.reports.catalogue import CATALOGUE, in_language, pair, say
from simulator.reports.tables.table import Table, texts
from simulator.reports.titles import (
    flow_title,
    place_title,
    series_title,
    title_or_name,
    titled,
)
from simulator.structure.elements import Flow, Transfer

_NAMES = (
    "table", "column", "value", "type", "unit", "zh", "en", "definition_zh", "definition_en",
)  # fmt: skip
_VALUES = ("word.men", "word.women", "word.registered", "word.migrant")

_CHOICES: Mapping[str, Sequence[str]] = {
    "direction": ("in", "out", "within"),
    "kind": ("people", "places", "beds", "information"),
    "result": ("ok", "miss"),
    "delivery": ("promised", "expected"),
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
    own = _as_table([])
    entries = [entry for table in (*tables, own) for entry in _described(table)]
    return _as_table([*entries, *_labels(outcome)])


def _as_table(entries: Sequence[_Entry]) -> Table:
    return Table(
        name="dictionary",
        columns=tuple(
            texts(name, [entry[place] for entry in entries]) for place, name in enumerate(_NAMES)
        ),
    )


def _described(table: Table) -> Iterator[_Entry]:
    chinese, english = pair(f"table.{table.name}")
    yield _Entry(table.name, "", "", "", "", chinese, english, "", "")
    for column in table.columns:
        yield _Entry(
            table.name, column.name, "", column.kind, say(f"unit.{column.unit}", "both"),
            *pair(f"column.{column.name}"), *_meaning(table.name, column.name),
        )  # fmt: skip


def _meaning(table: str, column: str) -> tuple[str, str]:
    for key in (f"meaning.{table}.{column}", f"meaning.{column}"):
        if key in CATALOGUE:
            return pair(key)
    return "", ""


def _labels(outcome: Outcome) -> Iterator[_Entry]:
    pack, system = outcome.pack, outcome.trajectory.system
    for place in (*pack.axes["district"], CITY):
        yield _label("district", place, place_title(pack, place))
    for service in pack.services:
        english = service.definition.get("text", "")
        unit = in_language(title_or_name(f"unit.{service.unit}", service.unit), "both")
        yield _label("service", service.name, service.title, unit=unit, note=english)
    for key in _VALUES:
        column = "sex" if key in ("word.men", "word.women") else "residency"
        yield _label(column, key.removeprefix("word."), titled(key))
    streams: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in streams:
        if _moves_people(outcome, (stream.source, stream.target)):
            yield _label("flow", stream.name, flow_title(stream), note=stream.meaning)
    for series, title in {one.series: series_title(pack, one) for one in compare(outcome)}.items():
        yield _label("series", series, title)
    for column, values in _CHOICES.items():
        for value in values:
            own = f"{column}.{value}"
            yield _label(column, value, titled(own if own in CATALOGUE else f"value.{value}"))


def _moves_people(outcome: Outcome, ends: Iterable[str | None]) -> bool:
    found = [outcome.trajectory.system.end(end) for end in ends]
    return any(end is not None and end.stock.kind == "people" for end in found)


def _label(
    column: str, value: str, title: Mapping[str, str], *, unit: str = "", note: str = ""
) -> _Entry:
    return _Entry("", column, value, "label", unit, title["zh"], title["en"], "", note)
