"""``trace``: from a cell of a table of results to equations, parameters, sources and clauses."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from simulator import __version__
from simulator.city.ground.provenance import source_title
from simulator.city.lineage import Clause, Lineage, clauses_of, equation, lineage, quantities
from simulator.city.loading import Loaded, load
from simulator.city.pack.city_pack import CityPack
from simulator.city.publication import RESOLVED
from simulator.city.targets.behind import behind_value
from simulator.city.targets.words import Words
from simulator.commands.cell import Cell, find_cell
from simulator.commands.cell_unit import unit_of
from simulator.commands.language import both_told, language, told
from simulator.commands.traced_inputs import Moment, Origins, input_lines
from simulator.errors import Fault, ScenarioError
from simulator.files.locations import shown
from simulator.files.publishing import MARK
from simulator.files.stated_places import read_places
from simulator.stockflow.grammar.elements import Flow, Formula, Parameter, Transfer
from simulator.words.catalogue import Language, in_language, listed, message
from simulator.words.declared import chinese

_NAMING = {"date", "year", "target", "reading", "series", "flow", "state"}
"""Columns that name a row beside service and district."""


@dataclass(frozen=True, kw_only=True)
class Traced:
    """A cell, the run it is of, and what the dictionary of the run says of its column."""

    cell: Cell
    loaded: Loaded
    manifest: Mapping[str, Any]
    column: Mapping[str, str]

    @property
    def origins(self) -> Origins:
        """Where the inputs of the run were stated."""
        kept = _table(self.manifest, "scenario").get("stated")
        return Origins(loaded=self.loaded, stated=None if kept is None else read_places(kept))


def trace_cell(folder: Path, address: str) -> None:
    """Show what a cell is and what it comes from; warn where the city pack has changed since.

    Raises
    ------
    ScenarioError
        Where the folder is none of results.
    CommandError
        Where the address names no cell, or several.
    """
    _refuse_other(folder)
    cell = find_cell(folder, address)
    traced = Traced(
        cell=cell,
        loaded=load(folder / RESOLVED),
        manifest=json.loads((folder / MARK).read_text(encoding="utf-8")),
        column=_column_of(folder, cell),
    )
    for line in traced_lines(traced):
        click.echo(line)
    for line in changed_since(folder, traced.manifest, traced.loaded.pack):
        click.echo(line, err=True)


def traced_lines(traced: Traced) -> Iterator[str]:
    """Everything that is shown of a cell, line by line."""
    yield from _what(traced)
    yield from _clauses(traced)
    cell, system = traced.cell, traced.loaded.system
    names = behind_value(traced.loaded.pack, cell.table, cell.column, cell.row)
    if names is None:
        names = quantities(cell.table, cell.column, cell.row, system)
    found = lineage(system, names)
    if names:
        yield from _equations(found)
        yield from _inputs(traced, "trace.parameters", found.parameters)
        if found.streams:
            moved = [chinese().pair("name", each.name, each.name) for each in found.streams]
            yield f"\n{told('trace.streams')}"
            yield f"  {', '.join(both_told(each) for each in moved)}"
            yield from _inputs(traced, "trace.moving", found.moving)
    else:
        yield f"\n{told('trace.no_equation')}"


def changed_since(folder: Path, manifest: Mapping[str, Any], pack: CityPack) -> Iterator[str]:
    """What is no longer as it was when the run was made: city pack, scenario, program."""
    hashes = _table(manifest, "inputs", "pack")
    head = f"calibration/{pack.name}/"
    changed = [
        name
        for name, digest in hashes.items()
        if _digest(pack.folder / name.removeprefix(head)) != digest
    ]
    if changed:
        yield told("trace.pack_changed", names=listed(changed))
    if _digest(folder / RESOLVED) != _table(manifest, "scenario").get("resolved_sha256"):
        yield told("trace.scenario_changed", path=shown(folder / RESOLVED))
    version = _table(manifest, "program").get("version")
    if version != __version__:
        yield told("trace.other_program", found=version, version=__version__)


def _table(manifest: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """A table inside a manifest; an empty one where an older program wrote none."""
    for key in keys:
        manifest = manifest.get(key, {})
    return manifest


def _refuse_other(folder: Path) -> None:
    if not folder.exists():
        said = message("trace.no_folder")
        raise ScenarioError([Fault(path=shown(folder), line=None, key="", message=said)])
    missing = [
        name for name in (MARK, RESOLVED, "tables/dictionary.csv") if not (folder / name).is_file()
    ]
    if missing:
        said = message("trace.no_results", missing=listed(missing))
        raise ScenarioError([Fault(path=shown(folder), line=None, key="", message=said)])


def _column_of(folder: Path, cell: Cell) -> Mapping[str, str]:
    """What the dictionary of the run says of the column."""
    path = folder / "tables" / "dictionary.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == cell.table]
    return next((row for row in rows if row["column"] == cell.column), {})


def _what(traced: Traced) -> Iterator[str]:
    """The cell: value, row, definition."""
    cell, column = traced.cell, traced.column
    value = cell.text or told("trace.unknown")
    unit = unit_of(cell, column)
    title = both_told((column.get("zh", cell.column), column.get("en", cell.column)))
    yield f"{title} = {value}{f' {unit}' if cell.text else ''}".rstrip()
    row = listed([f"{name} {text}" for name, text in _labels(traced) if text])
    yield f"  {told('trace.row', table=cell.table, number=cell.line, labels=row)}"
    definition = (column.get("definition_zh", ""), column.get("definition_en", ""))
    if definition[1]:
        yield f"  {told('trace.definition')}  {both_told(definition)}"
    title = in_language(traced.loaded.file.title, language())
    manifest = traced.manifest
    files = ", ".join(_table(manifest, "inputs", "scenario"))
    changes = _table(manifest, "scenario", "set").items()
    sets = "".join(f"  --set {key}={value}" for key, value in changes)
    yield f"  {told('trace.scenario')}  {title}  {files}{sets}"


def _labels(traced: Traced) -> Iterator[tuple[str, str]]:
    """The cells that name the row."""
    axes = traced.loaded.pack.axes
    for name, text in traced.cell.row.items():
        known = (*axes.get("service", ()), *axes.get("district", ()))
        if name in _NAMING or text in known:
            yield name, text


def _equations(found: Lineage) -> Iterator[str]:
    """Each formula as declared, with its meaning."""
    if not found.formulas and not found.stocks:
        return
    yield f"\n{told('trace.equations')}"
    for item in found.formulas:
        meaning = both_told(chinese().pair("meaning", item.name, item.meaning))
        yield f"  {item.name}{_axes(item)} = {equation(item)}"
        yield f"      {meaning}"
    for stock in found.stocks:
        meaning = both_told(chinese().pair("meaning", stock.name, stock.meaning))
        yield f"  {stock.name}({', '.join(stock.axes)}): {meaning}"


def _axes(item: Formula | Flow | Transfer) -> str:
    axes = () if isinstance(item, Flow | Transfer) else item.axes
    return f"({', '.join(axes)})" if axes else ""


def _inputs(traced: Traced, key: str, parameters: tuple[Parameter, ...]) -> Iterator[str]:
    """Parameters with their values, and where each comes from."""
    if not parameters:
        return
    moment = Moment.of(traced.cell, traced.loaded)
    yield f"\n{told(key, day=moment.day)}"
    for parameter in parameters:
        yield from input_lines(traced.origins, parameter, moment)


def _clauses(traced: Traced) -> Iterator[str]:
    """Targets of the plan that the row is about, with clause, line and source."""
    pack = traced.loaded.pack
    clauses = clauses_of(pack, traced.cell.row)
    if not clauses:
        return
    yield f"\n{told('trace.clauses')}"
    for clause in clauses:
        target = clause.target
        title = both_told((target.title["zh"], target.title["en"]))
        promise = both_told((_promised(clause, "zh"), _promised(clause, "en")))
        yield f"  {target.name}  {title}  {promise}"
        place = f"calibration/{pack.folder.name}/targets.csv:{target.line}"
        yield f"      {told('trace.clause')}  {both_told(clause.section)}  {place}"
        yield f"      {told('trace.source')}  {source_title(pack, target.source)}"


def _promised(clause: Clause, language: Language) -> str:
    """What a target promises and by when."""
    words = Words(language=language, sources={})
    return words.promise_of(clause.target, dict(zip(("zh", "en"), clause.unit, strict=True)))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
