"""One cell of a table of results, found by an address that is easy to type.

``TABLE:ROW:COLUMN``. A row is named by labels of it, in any order and only as many as are needed,
``2020-09-01/primary/huli``, or by its number, ``#12``. Near misses are told.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import CommandError
from simulator.files.hints import nearest
from simulator.words.catalogue import listed, message

NUMBERS = ("number", "integer")
"""Types of columns, as dictionaries name them, that hold numbers."""

_NUMBER = "number"
_MOST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell with its row: ``line`` counts the rows of the table from 1."""

    table: str
    column: str
    line: int
    row: Mapping[str, str]

    @property
    def text(self) -> str:
        """What stands in it; empty where nothing is known."""
        return self.row[self.column]


def find_cell(folder: Path, address: str) -> Cell:
    """The cell of an address in the tables of a folder of results.

    Raises ``CommandError`` where the address has another form, names nothing, or several rows.
    """
    parts = address.split(":")
    if len(parts) != 3 or not all(parts):
        raise CommandError(message("trace.address", found=address))
    table, row, column = (part.strip() for part in parts)
    names = sorted(path.stem for path in (folder / "tables").glob("*.csv"))
    _known(table, names, "trace.table")
    rows = _read(folder, table)
    _known(column, list(rows[0]) if rows else [], "trace.column")
    labels = _labels(folder, table, list(rows[0]))
    line = _find_row(rows, labels, row)
    return Cell(table=table, column=column, line=line, row=rows[line - 1])


def _read(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise CommandError(message("trace.empty", table=table))
    return rows


def _labels(folder: Path, table: str, columns: Sequence[str]) -> list[str]:
    """Columns that tell rows apart: all but numbers, as the dictionary of the run says."""
    if table == "dictionary":
        return list(columns)
    numeric = {
        row["column"]
        for row in _read(folder, "dictionary")
        if row["table"] == table and row["type"] == _NUMBER
    }
    return [column for column in columns if column not in numeric]


def _find_row(rows: Sequence[Mapping[str, str]], labels: Sequence[str], written: str) -> int:
    """The number of the one row that is meant."""
    if written.startswith("#"):
        return _numbered(written, len(rows))
    wanted = [part.strip().casefold() for part in written.split("/") if part.strip()]
    cells = [{row[label].casefold() for label in labels} for row in rows]
    found = [line for line, each in enumerate(cells, start=1) if each.issuperset(wanted)]
    if len(found) == 1:
        return found[0]
    if not found and written.isdecimal():
        return _numbered(written, len(rows))
    if not found:
        raise _no_row(rows, labels, wanted, cells)
    apart = [label for label in labels if len({rows[line - 1][label] for line in found}) > 1]
    first = [_named(rows[line - 1], apart) for line in found[:_MOST]]
    raise CommandError(
        message("trace.several", found=written, number=len(found), names=listed(first))
    )


def _numbered(written: str, most: int) -> int:
    number = written.removeprefix("#")
    if not number.isdecimal() or not 1 <= int(number) <= most:
        raise CommandError(message("trace.number", found=written, most=most))
    return int(number)


def _no_row(
    rows: Sequence[Mapping[str, str]],
    labels: Sequence[str],
    wanted: Sequence[str],
    cells: Sequence[set[str]],
) -> CommandError:
    """No row has all labels: the first one that none has, with its nearest; else all together."""
    every = dict.fromkeys(row[label] for row in rows for label in labels if row[label])
    for one in wanted:
        if not any(one in each for each in cells):
            close = nearest(one, every)
            if close is None:
                return CommandError(message("trace.no_label", found=one, names=listed(labels)))
            return CommandError(message("trace.no_label_near", found=one, name=close))
    return CommandError(message("trace.no_row", found="/".join(wanted)))


def _named(row: Mapping[str, str], labels: Sequence[str]) -> str:
    return "/".join(row[label] for label in labels[:_MOST] if row[label])


def _known(found: str, names: Sequence[str], key: str) -> None:
    if found in names:
        return
    close = nearest(found, names)
    if close is None:
        raise CommandError(message(key, found=found, names=listed(names)))
    raise CommandError(message(f"{key}_near", found=found, name=close))
