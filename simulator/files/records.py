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
from simulator.files.hints import show, suggest
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.words.catalogue import Pair, listed, message, pair

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
            raise self.fault(column, message("fault.no_column", names=listed(self.cells)))
        return self.cells[column]

    def number(self, column: str) -> float:
        """A cell as a number; ``DataError`` where it is none."""
        return self._read(column, float, "number")

    def integer(self, column: str) -> int:
        """A cell as a whole number; ``DataError`` where it is none."""
        return self._read(column, int, "integer")

    def optional(self, column: str) -> float | None:
        """A cell as a number, ``None`` where it is empty: nothing on record is not zero."""
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
    """All rows of a CSV file (UTF-8, with or without BOM).

    Raises
    ------
    DataError
        Where there is no such file, it is not UTF-8, or a row has not one cell for every column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            # Lines are those of the file: a quoted cell may hold line breaks.
            reader = csv.DictReader(file)
            return tuple(_row(path, reader.line_num, cells) for cells in reader)
    except FileNotFoundError:
        raise _refusal(path, message("fault.no_file")) from None
    except UnicodeDecodeError:
        raise _refusal(path, message("fault.csv_encoding")) from None


def read_document(path: Path) -> dict[str, object]:
    """The content of a TOML file of the pack, without lines (``toml_text`` has them).

    Raises
    ------
    DataError
        Where there is no such file or it is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _refusal(path, message("fault.no_file")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refusal(path, message("fault.unreadable", reason=error)) from None


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
    # From code that trusts a pack to be whole: a table without a row, a word for a number.
    except KeyError as error:
        key = str(error.args[0])
        told = message("fault.no_entry")
        raise DataError([Fault(path=path, line=None, key=key, message=told)]) from error
    except (ValueError, TypeError, AttributeError) as error:
        told = message("fault.malformed", reason=error)
        raise DataError([Fault(path=path, line=None, key="", message=told)]) from error


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


@dataclass(kw_only=True)
class Fields:
    """A table, its place in the file, and where faults go; notes which keys have been asked for."""

    file: TomlFile
    parts: Parts
    table: Mapping[str, object]
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def refuse(self, key: str, told: str) -> None:
        """Note a fault at a key, or, for a key that is not there, at the table.

        What is told is a message in both languages.
        """
        parts = (*self.parts, key) if key in self.table else self.parts
        name = told if key in self.table or not key else f"{key}: {told}"
        self.faults.append(self.file.fault(parts, name))

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        return str(self._typed(key, str, pair("expected.text"), default) or "")

    def number(self, key: str, *, default: float | None = None) -> float:
        """A number."""
        found = self._typed(key, (int, float), pair("expected.number"), default)
        return float(found) if isinstance(found, (int, float)) else float("nan")

    def switch(self, key: str, *, default: bool) -> bool:
        """True or false."""
        return bool(self._typed(key, bool, pair("expected.switch"), default))

    def choice(self, key: str, known: Collection[str], *, default: str | None = None) -> str:
        """One of the words known."""
        found = self.text(key, default=default)
        if (found or key in self.table) and found not in known and found != default:
            self._refuse_word(key, found, known)
        return found

    def words(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of words, each known; empty where the key is not there."""
        found = self._typed(key, list, pair("expected.names"), [])
        names = tuple(str(name) for name in found) if isinstance(found, list) else ()
        for name in names:
            if name not in known:
                self._refuse_word(key, name, known)
        return names

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; empty where the key is not there."""
        found = self._typed(key, list, pair("expected.numbers"), [])
        every = found if isinstance(found, list) else []
        if any(isinstance(each, bool) or not isinstance(each, (int, float)) for each in every):
            self.refuse(key, message("fault.not_numbers", found=every))
            return ()
        return tuple(float(each) for each in every)

    def pair(self, key: str, *, default: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """A text in Chinese and English."""
        if key not in self.table and default is not None:
            self.asked.add(key)
            return default
        found = self._typed(key, dict, pair("expected.two_languages"), default)
        if isinstance(found, dict):
            both = {language: str(found.get(language, "")) for language in ("zh", "en")}
            if all(both.values()) and set(found) == set(both):
                return both
            self.refuse(key, message("fault.two_languages", found=show(found)))
        return default if default is not None else {"zh": "", "en": ""}

    def tables(self, key: str) -> Iterator["Fields"]:
        """The tables of an array, ``[[target.value]]``."""
        found = self._typed(key, list, pair("expected.tables_of", key=key), [])
        for number, table in enumerate(found if isinstance(found, list) else ()):
            parts = (*self.parts, key, number)
            content = table if isinstance(table, dict) else {}
            yield Fields(file=self.file, parts=parts, table=content, faults=self.faults)

    def inside(self, key: str) -> "Fields":
        """A table inside this one; empty where it is not there."""
        found = self._typed(key, dict, pair("expected.table"), {})
        table = found if isinstance(found, dict) else {}
        return Fields(file=self.file, parts=(*self.parts, key), table=table, faults=self.faults)

    def done(self) -> None:
        """Refuse every key that nothing has asked for."""
        for key in self.table:
            if key not in self.asked:
                hint = suggest(key, sorted(self.asked))
                self.refuse(key, message("fault.unknown_key", hint=hint))

    def _refuse_word(self, key: str, found: str, known: Collection[str]) -> None:
        told = message("fault.unknown_word", found=show(found), hint=suggest(found, known))
        self.refuse(key, told)

    def _typed(
        self, key: str, kind: type | tuple[type, ...], expected: Pair, default: object
    ) -> object:
        # Whatever is asked for is known: ``done`` needs no list of keys beside the reading itself.
        self.asked.add(key)
        found = self.table.get(key, default)
        if found is None:
            self.refuse(key, message("fault.missing", expected=expected))
        # For Python a truth value is an integer; for whoever writes a file it is not.
        elif not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.refuse(key, message("fault.found", found=show(found), expected=expected))
            return default
        return found
