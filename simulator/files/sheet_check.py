"""Holds a CSV table against its declared sheet; every fault with line and column, all at once."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from itertools import product
from math import isfinite
from pathlib import Path
from typing import TextIO

from simulator.errors import Fault
from simulator.files.form import Entry, Names, Sheet
from simulator.files.form_check import expected, is_within, known_to, no_file, repeated, unknown
from simulator.files.hints import from_percent, nearest, show
from simulator.files.quoted_numbers import read_quoted_number
from simulator.files.spelling import alike, has_control, is_day, is_spelt
from simulator.words.catalogue import message

_MOST_FAULTS = 20  # beyond that it is some other kind of file
_MOST_SHOWN = 6
_KEPT = 128  # a pack has less than forty tables

Cells = Mapping[str, str]


@dataclass(kw_only=True)
class SheetCheck:
    """A table on its way through the check; ``rows`` are the sound ones, each with its line.

    ``sound`` are the cells of a column that were found sound: most stand in many rows.
    """

    shown: str
    sheet: Sheet
    names: Names
    faults: list[Fault] = field(default_factory=list)
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    sound: dict[str, set[str]] = field(default_factory=dict)

    def refuse(self, line: int | None, column: str, key: str, **values: object) -> None:
        """Note a fault."""
        fault = Fault(path=self.shown, line=line, key=column, message=message(key, **values))
        self.faults.append(fault)

    def read(self, content: bytes) -> None:
        """Every row of a file, and what is wrong with it."""
        try:
            with TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline="") as file:
                # Lines are those of the file: a quoted cell may hold line breaks.
                self._lines(file)
        except UnicodeDecodeError:
            self.refuse(None, "", "fault.csv_encoding")
            return
        if not self.rows and not self.faults:
            self.refuse(None, "", "sheet.empty")
        self._unique()
        if not self.faults:
            self._cover()

    def _lines(self, file: TextIO) -> None:
        """Line by line, as long as the quotes of each are in order and the head makes sense."""
        reader = csv.reader(file, strict=True)
        line = 1
        try:
            head: list[str] = next(reader, [])
            if not head or not self._head(head):
                return
            for cells in reader:
                if len(self.faults) > _MOST_FAULTS:
                    return
                self._row(reader.line_num, head, cells)
                line = reader.line_num + 1
        except csv.Error:
            self.refuse(line, "", "sheet.quotes")

    def _head(self, head: list[str]) -> bool:
        """Whether the columns can be told apart."""
        known = [column.name for column in self.sheet.columns]
        other = next((each for each in (";", "\t") if len(head) == 1 and each in head[0]), None)
        if other is not None:
            self.refuse(1, "", "sheet.separator", found=show(other if other == ";" else "TAB"))
            return False
        for name in repeated(head):
            self.refuse(1, name, "sheet.column_twice", found=show(name))
        if self.faults:
            return False
        strange = [name for name in dict.fromkeys(head) if name not in known]
        for name in strange:
            self.refuse(1, name, "sheet.unknown_column", **unknown(name, known))
        meant = {nearest(name, known) for name in strange}  # told once, and not as missing too
        for column in self.sheet.columns:
            if column.name not in {*head, *meant} and column.required:
                right = expected(column)
                self.refuse(1, column.name, "sheet.missing_column", name=column.name, right=right)
        return True

    def _row(self, line: int, head: list[str], cells: list[str]) -> None:
        if len(cells) != len(head):
            self.refuse(line, "", "sheet.cells", found=len(cells), right=len(head))
            return
        row = dict(zip(head, cells, strict=True))
        before = len(self.faults)
        for column in self.sheet.columns:
            sound = self.sound.setdefault(column.name, set())
            cell = row.get(column.name)
            if cell is not None and cell not in sound:
                so_far = len(self.faults)
                self._cell(line, column, cell)
                if len(self.faults) == so_far:
                    sound.add(cell)
        reasons = {"rule", "reason", "note"} & row.keys()
        if row.get("grade") == "D" and reasons and not any(row[name] for name in reasons):
            self.refuse(line, "grade", "form.no_reason")
        if len(self.faults) == before:
            # a column that need not be there holds nothing where it is not
            self.rows.append((line, {column.name: "" for column in self.sheet.columns} | row))

    def _cell(self, line: int, column: Entry, cell: str) -> None:
        if not cell:
            if column.required:
                self.refuse(line, column.name, "sheet.empty_cell", right=expected(column))
            return
        if cell != cell.strip():
            right = show(cell.strip())
            self.refuse(line, column.name, "sheet.spaces", found=show(cell), right=right)
        elif has_control(cell):
            self.refuse(line, column.name, "sheet.control")
        elif column.kind == "text":
            self._names(line, column, cell)
        elif not _fits(column, cell):
            self._wrong(line, column, cell)

    def _wrong(self, line: int, column: Entry, cell: str) -> None:
        told: dict[str, object] = {"found": show(cell), "right": expected(column)}
        meant = _meant(column, cell)
        if meant is None:
            self.refuse(line, column.name, "form.wrong", **told)
        else:
            told = {"found": told["found"], "right": meant, "expected": told["right"]}
            self.refuse(line, column.name, "fault.found_near", **told)

    def _names(self, line: int, column: Entry, cell: str) -> None:
        known = known_to(column, self.names)
        written = cell.split(column.many) if column.many else [cell]
        for name in written:
            if known is not None and name not in known:
                hint = unknown(name, known)
                self.refuse(line, column.name, "form.unknown_name", **hint)
        for again in repeated(written) if column.many else ():
            self.refuse(line, column.name, "form.repeated", found=show(again))

    def _unique(self) -> None:
        seen: dict[tuple[str, ...], int] = {}
        for line, row in self.rows if self.sheet.unique else ():
            written = [row.get(name, "") for name in self.sheet.unique]
            key = tuple(map(alike, written))
            if key in seen:
                found = ", ".join(filter(None, written))
                self.refuse(line, self.sheet.unique[0], "form.twice", found=found, first=seen[key])
            seen.setdefault(key, line)

    def _cover(self) -> None:
        """Whether a row is there for every combination that has to be."""
        cover = self.sheet.cover
        if cover is None:
            return
        there = {tuple(row[name] for name in cover.columns) for _, row in self.rows}
        axes = [
            cover.values.get(name) or self._run_of(name, {key[place] for key in there})
            for place, name in enumerate(cover.columns)
        ]
        missing = [key for key in product(*axes) if key not in there]
        if missing:
            found = "; ".join(" ".join(key) for key in missing[:_MOST_SHOWN])
            more = f" … ({len(missing)})" if len(missing) > _MOST_SHOWN else ""
            columns = " × ".join(cover.columns)
            self.refuse(None, "", "sheet.not_covered", found=found + more, columns=columns)

    def _run_of(self, name: str, found: set[str]) -> tuple[str, ...]:
        """The values of a column; whole numbers from the first to the last of them."""
        if not all(each.lstrip("-").isdigit() for each in found):
            return tuple(sorted(found))
        numbers = sorted(map(int, found))
        whole = range(numbers[0], numbers[-1] + 1)
        holes = sorted(set(whole) - set(numbers))
        if holes:
            shown = ", ".join(map(str, holes[:_MOST_SHOWN]))
            first, last = whole[0], whole[-1]
            line = next(line for line, row in self.rows if int(row[name]) > holes[0])
            self.refuse(line, name, "sheet.hole", name=name, found=shown, first=first, last=last)
        return tuple(map(str, numbers))


def _fits(column: Entry, cell: str) -> bool:
    """Whether a cell is of the kind of its column."""
    match column.kind:
        case "day":
            return is_day(cell)
        case "switch":
            return cell in ("yes", "no")
        case "number" | "integer":
            whole = is_spelt(column.kind, cell) and isfinite(float(cell))
            return whole and is_within(column, float(cell))
    return is_spelt(column.kind, cell)


def _meant(column: Entry, cell: str) -> str | None:
    """The number that was probably meant: without separators, units, percent; ``None`` if none."""
    if column.kind not in ("number", "integer"):
        return None
    number = read_quoted_number(cell)
    if number is None or not is_within(column, number):
        return None if number is None else from_percent(number, column.minimum, column.maximum)
    written = f"{number:.15g}"
    return written if is_spelt(column.kind, written) else None


_Checked = tuple[tuple[tuple[int, Cells], ...], tuple[Fault, ...]]


def read_sheet(path: Path, shown: str, sheet: Sheet, names: Names) -> _Checked:
    """The sound rows of a table, each with its line, and what is wrong with the others.

    A table of the same bytes is not checked again for the same names.
    """
    if not path.is_file():
        check = SheetCheck(shown=shown, sheet=sheet, names=names)
        check.refuse(None, "", no_file(path))
        return (), tuple(check.faults)
    asked = dict.fromkeys(column.names for column in sheet.columns if column.names in names)
    return _checked(
        path.read_bytes(), shown, sheet, tuple((each, tuple(names[each])) for each in asked)
    )


@lru_cache(maxsize=_KEPT)
def _checked(
    content: bytes, shown: str, sheet: Sheet, names: tuple[tuple[str, tuple[str, ...]], ...]
) -> _Checked:
    """A table as its bytes have it; ``names`` are the sets that its columns ask for."""
    check = SheetCheck(shown=shown, sheet=sheet, names=dict(names))
    check.read(content)
    return tuple(check.rows), tuple(check.faults)


def column_of(path: Path, name: str) -> list[str] | None:
    """What stands in a column; ``None`` where it can't be read: the check of the file tells why."""
    if not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if name not in (reader.fieldnames or ()):
                return None
            return [str(row[name]) for row in reader if row.get(name)]
    except (UnicodeDecodeError, csv.Error):
        return None
