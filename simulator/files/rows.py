"""Reading the files of a city pack: every fault names file, line and column."""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from simulator.errors import DataError, Fault, SimulatorError

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a CSV file, knowing its file and line."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The text of a cell; ``DataError`` where the column is missing."""
        if column not in self.cells:
            raise self.fault(column, f"no such column; the columns are {', '.join(self.cells)}")
        return self.cells[column]

    def number(self, column: str) -> float:
        """A cell as a number."""
        return self._read(column, float, "a number")

    def integer(self, column: str) -> int:
        """A cell as a whole number."""
        return self._read(column, int, "a whole number")

    def optional(self, column: str) -> float | None:
        """A cell as a number, ``None`` where it is empty."""
        return self.number(column) if self.text(column) else None

    def fault(self, column: str, message: str) -> DataError:
        """A fault at this row."""
        return DataError(
            [Fault(path=_shown(self.path), line=self.line, key=column, message=message)]
        )

    def _read(self, column: str, read: Callable[[str], Number], kind: str) -> Number:
        try:
            return read(self.text(column))
        except ValueError:
            found = self.text(column) or "nothing"
            raise self.fault(column, f"found {found}; would be right: {kind}") from None


def read_rows(path: Path) -> tuple[Row, ...]:
    """All rows of a CSV file (UTF-8, with or without BOM)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return tuple(_row(path, reader.line_num, cells) for cells in reader)
    except FileNotFoundError:
        raise DataError(
            [Fault(path=_shown(path), line=None, key="", message="no such file")]
        ) from None
    except UnicodeDecodeError:
        message = "not UTF-8; save it as CSV UTF-8"
        raise DataError([Fault(path=_shown(path), line=None, key="", message=message)]) from None


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file of the pack."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise DataError(
            [Fault(path=_shown(path), line=None, key="", message="no such file")]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(path=_shown(path), line=None, key="", message=str(error))]) from None


@contextmanager
def refusing(path: str) -> Iterator[None]:
    """Turn what a malformed pack makes Python say into a fault of the file, or folder, named."""
    try:
        yield
    except SimulatorError:
        raise
    except KeyError as error:
        key = str(error.args[0])
        message = (
            "is missing, or names nothing that is there; would be right: an entry of this name"
        )
        raise DataError([Fault(path=path, line=None, key=key, message=message)]) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError([Fault(path=path, line=None, key="", message=str(error))]) from error


def _row(path: Path, line: int, cells: Mapping[str | None, str | list[str] | None]) -> Row:
    """A row with one text for every column; a row too short or too long is refused."""
    whole = {column: text for column, text in cells.items() if isinstance(text, str) and column}
    if len(whole) != len(cells):
        message = "has more or fewer cells than the first line has columns"
        raise DataError([Fault(path=_shown(path), line=line, key="", message=message)])
    return Row(path=path, line=line, cells=whole)


def _shown(path: Path) -> str:
    """A path as far as the reader needs it: from the folder of the city packs on."""
    parts = path.parts
    return "/".join(parts[parts.index("calibration") :]) if "calibration" in parts else path.name
