"""A comparison as one sheet of a workbook: what differs most, then the inputs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.city.comparison.compared import Comparison
from simulator.city.ground.titles import place_title
from simulator.report.table import Table
from simulator.words.catalogue import Language, in_language, say

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""What the workbook says of when it was made: the same run gives the same bytes."""


def save_workbook(path: Path, found: Comparison, language: Language) -> None:
    """The sheet as a workbook of its own; in both languages one for each."""
    from xlsxwriter import Workbook

    with Workbook(str(path)) as book:
        book.set_properties({"created": _MADE.replace(tzinfo=None)})
        for each in ("zh", "en") if language == "both" else (language,):
            write_sheet(book, found, each)


def write_sheet(book: "Workbook", found: Comparison, language: Language) -> "Worksheet":
    """Add the sheet to a workbook: sentences, largest differences, inputs that differ."""
    sheet = book.add_worksheet(say("compare.sheet", language)[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    number = book.add_format({"num_format": "#,##0;-#,##0;0"})
    row = 0
    for text in (*found.sentences, *found.caveats):
        sheet.write_string(row, 0, in_language({"zh": text[0], "en": text[1]}, language))
        row += 1
    row += 1
    table = found.largest
    names = [say(f"column.{column.name}", language) for column in table.columns]
    sheet.write_row(row, 0, names, bold)
    cells = zip(
        *(_shown(found, table, place, language) for place in range(len(names))), strict=True
    )
    for line, values in enumerate(cells, row + 1):
        for place, value in enumerate(values):
            if isinstance(value, float):
                sheet.write_number(line, place, value, number)
            elif isinstance(value, date):
                sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif value:
                sheet.write_string(line, place, value)
    sheet.autofilter(row, 0, row + table.length, len(names) - 1)
    _write_inputs(sheet, found, (row + table.length + 2, bold), language)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, 26)
    sheet.set_column(3, len(names), 14)
    return sheet


def _shown(
    found: Comparison, table: Table, place: int, language: Language
) -> Sequence[str | float | date]:
    """The cells of a column: names as people know them, numbers and days as such."""
    column, pack = table.columns[place], found.sides[0].loaded.pack
    if column.kind == "number":
        return [float(cell) if cell else "" for cell in column.cells]
    if column.kind == "date":
        return [date.fromisoformat(cell) if cell else "" for cell in column.cells]
    if column.name == "service":
        return [in_language(pack.service[cell].title, language) for cell in column.cells]
    if column.name == "district":
        return [in_language(place_title(pack, cell), language) for cell in column.cells]
    if column.name == "unit":
        return [say(f"unit.{cell}", language) for cell in column.cells]
    titles = {side.name: in_language(side.title, language) for side in found.sides}
    return [titles.get(cell, cell) for cell in column.cells]


def _write_inputs(
    sheet: "Worksheet", found: Comparison, at: tuple[int, object], language: Language
) -> None:
    row, bold = at
    table = found.inputs
    names = [say(f"column.{column.name}", language) for column in table.columns]
    sheet.write_row(row, 0, names, bold)
    for line, cells in enumerate(zip(*(c.cells for c in table.columns), strict=True), row + 1):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell)
