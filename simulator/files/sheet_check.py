"""Holds a CSV table against its declared sheet; every fault with line and column, all at once."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from math import isfinite
from pathlib import Path

from simulator.errors import Fault
from simulator.files.form import Entry, Names, Sheet
from simulator.files.form_check import expected, is_day, is_within, unknown
from simulator.files.hints import show
from simulator.words.catalogue import message

_MOST_FAULTS = 20  # beyond that it is some other kind of file
_MOST_SHOWN = 6

Cells = Mapping[str, str]


@dataclass(kw_only=True)
class SheetCheck:
    """A table on its way through the check; ``rows`` are the sound ones, each with its line."""

    shown: str
    sheet: Sheet
    names: Names
    faults: list[Fault] = field(default_factory=list)
    rows: list[tuple[int, Cells]] = field(default_factory=list)

    def refuse(self, line: int | None, column: str, key: str, **values: object) -> None:
        """Note a fault."""
        fault = Fault(path=self.shown, line=line, key=column, message=message(key, **values))
        self.faults.append(fault)

    def read(self, path: Path) -> None:
        """Every row of a file, and what is wrong with it."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                # Lines are those of the file: a quoted cell may hold line breaks.
                reader = csv.reader(file)
                head = next(reader, [])
                self._head(head)
                for cells in reader:
                    if len(self.faults) > _MOST_FAULTS:
                        return
                    self._row(reader.line_num, head, cells)
        except UnicodeDecodeError:
            self.refuse(None, "", "sheet.not_utf8")
            return
        except csv.Error as error:
            self.refuse(None, "", "sheet.no_csv", reason=str(error))
            return
        if not self.rows and not self.faults:
            self.refuse(None, "", "sheet.empty")
        self._unique()
        if not self.faults:
            self._cover()

    def _head(self, head: list[str]) -> None:
        known = [column.name for column in self.sheet.columns]
        for place, name in enumerate(head):
            if name in head[:place]:
                self.refuse(1, name, "sheet.column_twice", found=show(name))
            elif name not in known:
                self.refuse(1, name, "sheet.unknown_column", **unknown(name, known))
        for column in self.sheet.columns:
            if column.name not in head and column.required:
                right = expected(column)
                self.refuse(1, column.name, "sheet.missing_column", name=column.name, right=right)

    def _row(self, line: int, head: list[str], cells: list[str]) -> None:
        if len(cells) != len(head):
            self.refuse(line, "", "sheet.cells", found=len(cells), right=len(head))
            return
        row = dict(zip(head, cells, strict=True))
        before = len(self.faults)
        for column in self.sheet.columns:
            if column.name in row:
                self._cell(line, column, row[column.name])
        reasons = {"rule", "reason", "note"} & row.keys()
        if row.get("grade") == "D" and reasons and not any(row[name] for name in reasons):
            self.refuse(line, "grade", "form.no_reason")
        if len(self.faults) == before:
            self.rows.append((line, row))

    def _cell(self, line: int, column: Entry, cell: str) -> None:
        if not cell:
            if column.required:
                self.refuse(line, column.name, "sheet.empty_cell", right=expected(column))
            return
        if column.kind == "text":
            self._names(line, column, cell)
        elif not _fits(column, cell):
            right = expected(column)
            self.refuse(line, column.name, "form.wrong", found=show(cell), right=right)

    def _names(self, line: int, column: Entry, cell: str) -> None:
        known = self.names.get(column.names, ()) if column.names else column.choices
        for name in cell.split(column.many) if column.many else [cell]:
            if known and name not in known:
                hint = unknown(name, known)
                self.refuse(line, column.name, "form.unknown_name", **hint)

    def _unique(self) -> None:
        seen: dict[tuple[str, ...], int] = {}
        for line, row in self.rows if self.sheet.unique else ():
            key = tuple(row.get(name, "") for name in self.sheet.unique)
            if key in seen:
                found = ", ".join(filter(None, key))
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
            self.refuse(None, name, "sheet.hole", name=name, found=shown, first=first, last=last)
        return tuple(map(str, numbers))


def _fits(column: Entry, cell: str) -> bool:
    """Whether a cell is of the kind of its column."""
    match column.kind:
        case "day":
            return is_day(cell)
        case "switch":
            return cell in ("yes", "no")
    try:
        value = float(cell)
    except ValueError:
        return False
    whole = column.kind == "number" or (value.is_integer() and "." not in cell)
    return isfinite(value) and whole and is_within(column, value)


def read_sheet(
    path: Path, shown: str, sheet: Sheet, names: Names
) -> tuple[list[tuple[int, Cells]], list[Fault]]:
    """The sound rows of a table, each with its line, and what is wrong with the others."""
    check = SheetCheck(shown=shown, sheet=sheet, names=names)
    if not path.is_file():
        check.refuse(None, "", "form.no_file")
    else:
        check.read(path)
    return check.rows, check.faults


def column_of(path: Path, name: str) -> list[str]:
    """What stands in a column, as far as it can be read: the check of the file tells the rest."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [str(row[name]) for row in csv.DictReader(file) if row.get(name)]
    except (UnicodeDecodeError, csv.Error):
        return []
