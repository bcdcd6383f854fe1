"""From a cell that is chosen on the page to what stands behind it, as ``trace`` tells it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.city.services.table import services_table
from simulator.city.tables import column_dictionary
from simulator.commands.cell import Cell
from simulator.commands.language import one_command, speak
from simulator.commands.trace import Traced, traced_lines
from simulator.errors import CommandError
from simulator.files.locations import shown
from simulator.page.engine import Ran
from simulator.report.table import Table
from simulator.words.catalogue import LANGUAGES, message

_TABLE = "services"
_COLUMNS = ("gap", "demand", "promised", "risk_adjusted")


def trace_on_page(ran: Ran, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """The groups of lines behind a cell, in both languages.

    Raises ``CommandError`` where there is no such cell.
    """
    table = services_table(ran.outcome)
    cell = _cell(table, asked)
    traced = Traced(
        cell=cell, loaded=ran.loaded, manifest=_manifest(ran), column=_column(table, cell)
    )
    found = {}
    for language in LANGUAGES:
        with one_command():
            speak(language)
            found[language] = list(_groups(list(traced_lines(traced))))
    return {"groups": list(zip(found["zh"], found["en"], strict=True))}


def _cell(table: Table, asked: Mapping[str, Any]) -> Cell:
    wanted = tuple(str(asked.get(name, "")) for name in ("when", "service", "place"))
    column = str(asked.get("column", _COLUMNS[0]))
    days, services, places = (table.column(name).cells for name in ("date", "service", "district"))
    rows = zip(days, services, places, strict=True)
    line = next(
        (n for n, (day, *rest) in enumerate(rows) if (day[:7], *rest) == wanted and wanted[0]), None
    )
    if line is None or column not in _COLUMNS:
        raise CommandError(message("trace.no_row", found="/".join(wanted)[:200]))
    row = {each.name: each.cells[line] for each in table.columns}
    if row[column]:
        row[column] = f"{float(row[column]):,.1f}"
    return Cell(table=_TABLE, column=column, line=line + 1, row=row)


def _column(table: Table, cell: Cell) -> Mapping[str, str]:
    """What the dictionary says of the column."""
    dictionary = column_dictionary((table,))
    place = dictionary.column("column").cells.index(cell.column)
    return {each.name: each.cells[place] for each in dictionary.columns}


def _manifest(ran: Ran) -> Mapping[str, Any]:
    """As much of the manifest of a run as its trace shows."""
    file = ran.loaded.file
    return {
        "program": {"version": __version__},
        "inputs": {"scenario": [shown(Path(each)) for each in file.files]},
        "scenario": {"set": dict(ran.state.changes)},
    }


def _groups(lines: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Lines under their headings; the first group is the cell itself."""
    heading, held = "", list[str]()
    for line in lines:
        if line.startswith("\n"):
            yield {"heading": heading, "lines": held}
            heading, held = line.strip(), []
        else:
            held.append(line)
    yield {"heading": heading, "lines": held}
