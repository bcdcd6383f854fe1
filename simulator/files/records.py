"""Reading the files of a city pack: rows of CSV and tables of TOML, each knowing where it stands.

A row of CSV refuses at once (``DataError`` with file, line and column). ``Fields`` reads a table of
TOML key by key and keeps its faults, so that all of a file are told together.
"""

import csv
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from simulator.errors import DataError, Fault, SimulatorError
from simulator.files.hints import nearest, show
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile

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
        """A cell as a number; ``DataError`` where it is none."""
        return self._read(column, float, "a number")

    def integer(self, column: str) -> int:
        """A cell as a whole number; ``DataError`` where it is none."""
        return self._read(column, int, "a whole number")

    def optional(self, column: str) -> float | None:
        """A cell as a number, ``None`` where it is empty: nothing on record is not nought."""
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
    """All rows of a CSV file (UTF-8, with or without BOM).

    Raises
    ------
    DataError
        Where there is no such file, it is not UTF-8, or a row has not one cell for every column.
    """
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
    """The content of a TOML file of the pack, without lines (``toml_text`` has them).

    Raises
    ------
    DataError
        Where there is no such file or it is not TOML.
    """
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
    """Turn what a malformed pack makes Python say into a fault of the file, or folder, named.

    Raises
    ------
    DataError
        In place of a KeyError, ValueError, TypeError or AttributeError; faults of ours pass.
    """
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


_BOTH_LANGUAGES = '{ zh = "…", en = "…" }'


@dataclass(kw_only=True)
class Fields:
    """A table, its place in the file, and where faults go; notes which keys have been asked for."""

    file: TomlFile
    parts: Parts
    table: Mapping[str, object]
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def refuse(self, key: str, message: str) -> None:
        """Note a fault at a key, or, for a key that is not there, at the table."""
        parts = (*self.parts, key) if key in self.table else self.parts
        name = message if key in self.table or not key else f"{key}: {message}"
        self.faults.append(self.file.fault(parts, name))

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        return str(self._typed(key, str, 'a text, "…"', default) or "")

    def number(self, key: str, *, default: float | None = None) -> float:
        """A number."""
        found = self._typed(key, (int, float), "a number", default)
        return float(found) if isinstance(found, (int, float)) else float("nan")

    def switch(self, key: str, *, default: bool) -> bool:
        """True or false."""
        return bool(self._typed(key, bool, "true or false", default))

    def choice(self, key: str, known: Collection[str], *, default: str | None = None) -> str:
        """One of the words known."""
        found = self.text(key, default=default)
        if (found or key in self.table) and found not in known and found != default:
            close = nearest(found, known)
            hint = f'did you mean "{close}"?' if close else f"known are {', '.join(known)}"
            self.refuse(key, f"found {show(found)}; {hint} / 没有这个词")
        return found

    def words(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of words, each known; empty where the key is not there."""
        found = self._typed(key, list, "a list of names", [])
        names = tuple(str(name) for name in found) if isinstance(found, list) else ()
        for name in names:
            if name not in known:
                close = nearest(name, known)
                hint = f'did you mean "{close}"?' if close else f"known are {', '.join(known)}"
                self.refuse(key, f'found "{name}"; {hint} / 没有这个名称')
        return names

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; empty where the key is not there."""
        found = self._typed(key, list, "a list of numbers, [1, 2]", [])
        every = found if isinstance(found, list) else []
        if any(isinstance(each, bool) or not isinstance(each, (int, float)) for each in every):
            self.refuse(key, f"found {every}; would be right: numbers alone, [1, 2] / 应全为数字")
            return ()
        return tuple(float(each) for each in every)

    def pair(self, key: str, *, default: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """A text in Chinese and English."""
        if key not in self.table and default is not None:
            self.asked.add(key)
            return default
        found = self._typed(key, dict, _BOTH_LANGUAGES, default)
        if isinstance(found, dict):
            both = {language: str(found.get(language, "")) for language in ("zh", "en")}
            if all(both.values()) and set(found) == set(both):
                return both
            self.refuse(
                key, f"found {show(found)}; would be right: {_BOTH_LANGUAGES} / 需中英文各一"
            )
        return default if default is not None else {"zh": "", "en": ""}

    def tables(self, key: str) -> Iterator["Fields"]:
        """The tables of an array, ``[[target.value]]``."""
        found = self._typed(key, list, f"[[…{key}]]", [])
        for number, table in enumerate(found if isinstance(found, list) else ()):
            parts = (*self.parts, key, number)
            content = table if isinstance(table, dict) else {}
            yield Fields(file=self.file, parts=parts, table=content, faults=self.faults)

    def inside(self, key: str) -> "Fields":
        """A table inside this one; empty where it is not there."""
        found = self._typed(key, dict, "a table", {})
        table = found if isinstance(found, dict) else {}
        return Fields(file=self.file, parts=(*self.parts, key), table=table, faults=self.faults)

    def done(self) -> None:
        """Refuse every key that nothing has asked for."""
        for key in self.table:
            if key not in self.asked:
                close = nearest(key, self.asked)
                hint = f'did you mean "{close}"?' if close else f"known are {_listed(self.asked)}"
                self.refuse(key, f"no such key; {hint} / 没有这个键")

    def _typed(
        self, key: str, kind: type | tuple[type, ...], right: str, default: object
    ) -> object:
        self.asked.add(key)
        found = self.table.get(key, default)
        if found is None:
            self.refuse(key, f"is missing; would be right: {right} / 缺少该项")
        # For Python a truth value is an integer; for whoever writes a file it is not.
        elif not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.refuse(key, f"found {show(found)}; would be right: {right}")
            return default
        return found


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
