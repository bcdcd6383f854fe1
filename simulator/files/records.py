"""Rows of the CSV tables of a city pack, each knowing where it stands.

What a table may hold is declared as a sheet and checked with the pack (``sheet_check``).
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TypeVar

from simulator.errors import DataError, Fault, MissingDataError
from simulator.words.catalogue import listed, message, pair

Number = TypeVar("Number", int, float)
_KEPT = 64  # a pack has less than forty tables


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a CSV file, knowing its file and line."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The text of a cell; ``DataError`` where the column is missing."""
        if column not in self.cells:
            raise self.fault(column, message("fault.no_column", names=listed(self.cells)))
        return self.cells[column]

    def number(self, column: str) -> float:
        """A cell as a number; ``DataError`` where it is not one."""
        return self._read(column, float, "number")

    def integer(self, column: str) -> int:
        """A cell as a whole number; ``DataError`` where it is not one."""
        return self._read(column, int, "integer")

    def optional(self, column: str) -> float | None:
        """A cell as a number, ``None`` where it is empty: an empty cell is not zero."""
        return self.number(column) if self.text(column) else None

    def fault(self, column: str, told: str) -> DataError:
        """A fault at this row; what is told is a message in both languages."""
        return DataError(
            [Fault(path=_from_packs(self.path), line=self.line, key=column, message=told)]
        )

    def _read(self, column: str, read: Callable[[str], Number], kind: str) -> Number:
        try:
            return read(self.text(column))
        except ValueError:
            found = self.text(column) or pair("given.nothing")
            told = message("fault.found", found=found, expected=pair(f"expected.{kind}"))
            raise self.fault(column, told) from None


def read_rows(path: Path) -> tuple[Row, ...]:
    """All rows of a CSV file (UTF-8, with or without BOM); of the same bytes they are the same.

    Raises
    ------
    MissingDataError
        Where there is no such file.
    DataError
        Where it is not UTF-8, or a row does not have one cell per column.
    """
    try:
        return _rows(path, path.read_bytes())
    except FileNotFoundError:
        told = message("fault.no_file")
        raise MissingDataError(
            [Fault(path=_from_packs(path), line=None, key="", message=told)]
        ) from None
    except UnicodeDecodeError:
        raise _refusal(path, message("fault.csv_encoding")) from None


@lru_cache(maxsize=_KEPT)
def _rows(path: Path, content: bytes) -> tuple[Row, ...]:
    with TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline="") as file:
        # Lines are those of the file: a quoted cell may hold line breaks.
        reader = csv.DictReader(file)
        return tuple(_row(path, reader.line_num, cells) for cells in reader)


def _row(path: Path, line: int, cells: Mapping[str | None, str | list[str] | None]) -> Row:
    """A row with one text for every column; a row too short or too long is refused."""
    whole = {column: text for column, text in cells.items() if isinstance(text, str) and column}
    if len(whole) != len(cells):
        raise _refusal(path, message("fault.cells"), line)
    return Row(path=path, line=line, cells=whole)


def _refusal(path: Path, told: str, line: int | None = None) -> DataError:
    return DataError([Fault(path=_from_packs(path), line=line, key="", message=told)])


def _from_packs(path: Path) -> str:
    """A path as far as the reader needs it: from the folder of the city packs on."""
    # Packs lie deep in a machine's own folders, which tell a reader nothing.
    parts = path.parts
    return "/".join(parts[parts.index("calibration") :]) if "calibration" in parts else path.name
