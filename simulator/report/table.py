"""A table: columns with a type, a unit and a definition, and cells already written as text.

The text is made once, with a fixed number of decimals, so the same run gives the same bytes on any
machine. Parquet, for those who load tables in a program, is read from that very text: the two
cannot differ.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Literal

import numpy as np

from simulator.files.disk_faults import as_system_error
from simulator.report.spreadsheet import all_left_alone
from simulator.stockflow.arrays import FloatArray

Kind = Literal["text", "date", "integer", "number"]

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel and WPS that a CSV file is UTF-8, so that Chinese is read as Chinese."""

ROUNDING = 1e-15
"""Relative to what is added up: a few units in the last place of a number of 64 bits."""

_ASKS_FOR_QUOTES = re.compile(r'[,"\r\n]')


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: ``unit`` is a key of the catalogue, ``cells`` hold "" where nothing is known.

    Texts get the form in which a spreadsheet leaves them alone, here and so in every table,
    whoever made it: a title that begins like a formula, ages that look like a date.
    """

    name: str
    kind: Kind
    unit: str
    cells: Sequence[str]

    def __post_init__(self) -> None:
        if self.kind == "text":
            object.__setattr__(self, "cells", all_left_alone(self.cells))


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Columns of one length, in the order they are written."""

    name: str
    columns: tuple[Column, ...]

    @property
    def length(self) -> int:
        """Number of rows."""
        return len(self.columns[0].cells)

    def column(self, name: str) -> Column:
        """A column by name; it has to be there."""
        return next(column for column in self.columns if column.name == name)

    def only(self, rows: Sequence[int], name: str) -> "Table":
        """Some rows of the table, under a name of their own."""
        columns = (
            replace(column, cells=[column.cells[row] for row in rows]) for column in self.columns
        )
        return Table(name=name, columns=tuple(columns))

    def text(self) -> str:
        """The table as CSV (RFC 4180) with a byte order mark, lines ended by a line feed.

        A bare line feed is read by Excel and WPS alike and is the same on every system.
        """
        names = ",".join(_quoted(column.name) for column in self.columns)
        rows = zip(*map(_written, self.columns), strict=True)
        return BYTE_ORDER_MARK + "".join(f"{line}\n" for line in (names, *map(",".join, rows)))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as CSV (RFC 4180) with a byte order mark, lines ended by a line feed."""
    lines = (",".join(map(_quoted, row)) for row in rows)
    return BYTE_ORDER_MARK + "".join(f"{line}\n" for line in lines)


def _written(column: Column) -> Sequence[str]:
    """The cells of a column as they stand in a file; each different text is looked at once."""
    if column.kind in ("integer", "number"):  # digits hold nothing that asks for it
        return column.cells
    known = {text: _quoted(text) for text in set(column.cells)}
    return [known[text] for text in column.cells]


def _quoted(cell: str) -> str:
    """A cell in quotation marks where it needs them; a carriage return of its own needs them too.

    The writer of ``csv`` leaves one bare, and a spreadsheet begins a row there.
    """
    if _ASKS_FOR_QUOTES.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def read_columns(path: Path, kinds: Mapping[str, Kind]) -> Table:
    """A table from the CSV file it was written to; a column without a kind is text.

    Units are not in the file; the dictionary of the run has them.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    columns = [list(cells) for cells in zip(*rows, strict=True)] or [[] for _ in head]
    return Table(
        name=path.stem,
        columns=tuple(
            Column(name=name, kind=kinds.get(name, "text"), unit="", cells=cells)
            for name, cells in zip(head, columns, strict=True)
        ),
    )


def stacked(name: str, tables: Mapping[str, Table]) -> Table:
    """Tables of like columns one below the other; a first column says which each row is from.

    Parameters
    ----------
    name
        Name of the first column.
    tables
        By the label that stands there, at least one; the first gives name, columns and units.
    """
    # By name, not by place: the columns of the first table order those of all.
    every = tuple(tables.values())
    labels = [label for label, table in tables.items() for _ in range(table.length)]
    return Table(
        name=every[0].name,
        columns=(
            texts(name, labels),
            *(
                Column(
                    name=column.name,
                    kind=column.kind,
                    unit=column.unit,
                    cells=[cell for table in every for cell in table.column(column.name).cells],
                )
                for column in every[0].columns
            ),
        ),
    )


def texts(name: str, cells: Sequence[str], unit: str = "label") -> Column:
    """A column of text."""
    return Column(name=name, kind="text", unit=unit, cells=cells)


def dates(name: str, cells: Sequence[str]) -> Column:
    """A column of ISO dates."""
    return Column(name=name, kind="date", unit="date", cells=cells)


def integers(name: str, cells: Sequence[int], unit: str) -> Column:
    """A column of whole numbers."""
    return Column(name=name, kind="integer", unit=unit, cells=[str(cell) for cell in cells])


def numbers(name: str, values: FloatArray | Sequence[float], unit: str, decimals: int) -> Column:
    """A column of numbers with a fixed number of decimals; NaN is left blank, zero has no sign.

    ``values`` may have any shape; its cells follow in the order of the last axis fastest.
    """
    # Adding 0.0 turns the minus zero that rounding leaves into zero.
    rounded = np.round(np.asarray(values, dtype=np.float64), decimals) + 0.0
    form = f"%.{decimals}f"
    cells = [form % value if isfinite(value) else "" for value in rounded.ravel().tolist()]
    return Column(name=name, kind="number", unit=unit, cells=cells)


def scientific(name: str, values: FloatArray | Sequence[float], unit: str) -> Column:
    """A column of numbers as powers of ten, for what should be zero; rounding is written 0."""
    cells = [
        "0" if abs(value) < ROUNDING else f"{value:.6e}"
        for value in np.asarray(values, dtype=np.float64).ravel().tolist()
    ]
    return Column(name=name, kind="number", unit=unit, cells=cells)


_TYPES = {"text": "VARCHAR", "date": "DATE", "integer": "INTEGER", "number": "DOUBLE"}


def save_tables(folder: Path, tables: Sequence[Table]) -> None:
    """Write every table into a folder, made where it is missing: CSV, and Parquet read from it."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        (folder / f"{table.name}.csv").write_bytes(table.text().encode())
    write_parquet(folder, tables)


def write_parquet(folder: Path, tables: Iterable[Table]) -> None:
    """Write ``<table>.parquet`` beside each ``<table>.csv`` of a folder, from that very file.

    A blank is a null. One thread keeps the rows in order, so that a run repeated gives the same
    bytes. What the disk refuses is raised as ``OSError``.
    """
    import duckdb

    # Kinds are stated, not guessed: a column of blanks may be numbers in one run, text in another.
    with duckdb.connect(config={"threads": 1}) as connection:
        for table in tables:
            path = folder / f"{table.name}.parquet"
            rows = connection.read_csv(
                str(folder / f"{table.name}.csv"),
                header=True,
                sep=",",
                quotechar='"',
                escapechar='"',
                columns={column.name: _TYPES[column.kind] for column in table.columns},
                na_values="",
                auto_detect=False,
            )
            try:
                rows.write_parquet(str(path), compression="zstd")
            except duckdb.IOException as error:
                raise as_system_error(str(error), path) from error
