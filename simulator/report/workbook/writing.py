"""A workbook for spreadsheets, from its sheets; the same sheets give the same bytes.

Cells are numbers, dates and texts of their own: no text is ever carried out as a formula, whatever
it begins with, nor turned into a link. The number in a cell is that of the table, unrounded; the
format rounds what is shown. A cell of which nothing is known is blank.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.report.spreadsheet import as_written
from simulator.report.style import SHORTAGE, SUPPLY
from simulator.report.workbook.charts import insert_charts
from simulator.report.workbook.looks import (
    FONTS,
    SIZE,
    Looks,
    column_width,
    height_of,
)
from simulator.report.workbook.sheets import WORDS, WRAPPED, Charts, Cover, Field, Sheet
from simulator.words.catalogue import Language, Pair, beside, leading, spoken

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The day with which the time of a zip file begins: no file tells when a run was made."""
_DAY_ZERO = date(1899, 12, 30)
_BROADEST_NOTE = 120.0
_COVERED = 118.0
"""Characters across which notes go, and the second column of the cover."""
_LARGE = 1000.0  # what is shown without decimals
_LIKE_A_FORMULA = tuple("=+-@")
_HALF = 0.5  # of a place or bed: nobody lacks half a one

Page = Sheet | Charts


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A workbook that is being written: its formats and language, and the name of its cover."""

    book: "Workbook"
    looks: Looks
    language: Language
    cover: Cover
    footer: str

    def tab(self, name: Pair) -> str:
        """A name as it stands on a tab."""
        return leading(name, self.language)

    def line(self, text: Pair) -> str:
        """A text on one line."""
        return beside(text, self.language)


def write_workbook(path: Path, cover: Cover, pages: Sequence[Page], language: Language) -> None:
    """Write a workbook: the cover with links to every page, then the pages in their order.

    What the disk refuses is raised as ``OSError``.
    """
    from xlsxwriter import Workbook

    options = {
        "in_memory": True,  # no files beside it, and no times in it
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONTS[language], "font_size": SIZE},
    }
    book = Workbook(str(path), options)
    book.set_properties({"title": leading(cover.title, language), "created": _CREATED})
    bound = Bound(
        book=book, looks=Looks(book), language=language, cover=cover, footer=cover.subtitle
    )
    names = (cover.name, *(page.called.name for page in pages))
    sheets = [book.add_worksheet(bound.tab(name)) for name in names]
    _write_cover(bound, sheets[0], pages)
    for sheet, page in zip(sheets[1:], pages, strict=True):
        if isinstance(page, Charts):
            _write_charts(bound, sheet, page)
        else:
            _write_page(bound, sheet, page)
    _close(book)


def _close(book: "Workbook") -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error


def _set_up(bound: Bound, sheet: "Worksheet") -> None:
    """Paper, margins and footer; all columns fit the breadth of the paper."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8 {_escaped(bound.footer)}&R&8 &P / &N")
    sheet.hide_gridlines(2)


def _escaped(text: str) -> str:
    return text.replace("&", "&&")[:200]


# -- the cover


def _write_cover(bound: Bound, sheet: "Worksheet", pages: Sequence[Page]) -> None:
    looks, cover = bound.looks, bound.cover
    widths = (26.0, _COVERED)
    _set_up(bound, sheet)
    sheet.fit_to_pages(1, 1)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, bound.line(cover.title), looks.of("title"))
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, cover.subtitle, looks.of("subtitle"))
    row = 3
    for column, head in enumerate(cover.heads):
        sheet.write_string(row, column, "\n".join(spoken(head, bound.language)), looks.of("head"))
    sheet.set_row(row, height_of([("\n".join(spoken(cover.heads[0], bound.language)), 26.0)]))
    for page in pages:
        row += 1
        tab = bound.tab(page.called.name)
        shown = bound.line(page.called.name)
        sheet.write_url(row, 0, f"internal:'{tab}'!A1", looks.of("link"), shown)
        meaning = "\n".join(spoken(page.called.meaning, bound.language))
        _write_text(bound, sheet, (row, 1), meaning, _COVERED)
    row += 1
    for what, text in cover.lines:
        row += 1
        sheet.write_string(row, 0, bound.line(what), looks.of("note"))
        _write_text(bound, sheet, (row, 1), text, _COVERED)
    row += 1
    for note in cover.notes:
        row += 1
        _write_text(bound, sheet, (row, 1), "\n".join(spoken(note, bound.language)), _COVERED)


def _write_text(
    bound: Bound, sheet: "Worksheet", where: tuple[int, int], text: str, width: float
) -> None:
    """A text that may take several lines, in a row as high as it needs."""
    row, column = where
    sheet.set_row(row, height_of([(text, width)]))
    sheet.write_string(row, column, text, bound.looks.of("long"))


# -- pages


def head_row(page: Page) -> int:
    """The row of the heads: beneath title, link, sentences and notes."""
    sentences = page.sentences if isinstance(page, Sheet) else ()
    return 3 + len(sentences) + len(page.notes)


def _write_top(bound: Bound, sheet: "Worksheet", page: Page, widths: Sequence[float]) -> None:
    """Title, the way back to the cover, sentences and notes, each across several columns."""
    looks, cover = bound.looks, bound.tab(bound.cover.name)
    sheet.write_string(0, 0, bound.line(page.called.title), looks.of("title"))
    sheet.set_row(0, 24)
    back = f"← {bound.line(bound.cover.name)}"
    sheet.write_url(1, 0, f"internal:'{cover}'!A1", looks.of("link"), back)
    across, broad = _across(widths)
    sentences = page.sentences if isinstance(page, Sheet) else ()
    texts = [
        *((text, "sentence", 12.0) for text in sentences),
        *((bound.line(note), "note", 9.0) for note in page.notes),
    ]
    for row, (text, form, size) in enumerate(texts, start=2):
        sheet.set_row(row, height_of([(text, broad * SIZE / size)], size))
        if across:
            sheet.merge_range(row, 0, row, across, "", looks.of(form))
        sheet.write_string(row, 0, text, looks.of(form))


def _across(widths: Sequence[float]) -> tuple[int, float]:
    """The last column of those that a note goes across, and how broad they are together."""
    broad = widths[0]
    last = 0
    for place, width in enumerate(widths[1:], start=1):
        if broad + width > _BROADEST_NOTE:
            break
        last, broad = place, broad + width
    return last, broad


def _write_charts(bound: Bound, sheet: "Worksheet", page: Charts) -> None:
    widths = (12.0,) * 12
    _set_up(bound, sheet)
    sheet.set_column(0, len(widths) - 1, widths[0])
    sheet.set_print_scale(85)  # two charts beside each other, two rows of them to a page
    _write_top(bound, sheet, page, widths)
    insert_charts(
        bound.book,
        sheet,
        [(chart, bound.tab(chart.of.called.name), head_row(chart.of) + 1) for chart in page.charts],
        first_row=head_row(page),
        language=bound.language,
    )


def _write_page(bound: Bound, sheet: "Worksheet", page: Sheet) -> None:
    heads = ["\n".join(spoken(field.head, bound.language)) for field in page.fields]
    widths = [column_width(field, head) for field, head in zip(page.fields, heads, strict=True)]
    _set_up(bound, sheet)
    _write_top(bound, sheet, page, widths)
    top = head_row(page)
    sheet.set_row(top, height_of(zip(heads, (width - 2.0 for width in widths), strict=True)) + 4)
    for place, (field, head) in enumerate(zip(page.fields, heads, strict=True)):
        sheet.set_column(place, place, widths[place])
        form = "head" if field.form in WORDS else "head_number"
        sheet.write_string(top, place, head, bound.looks.of(form))
        _write_cells(bound, sheet, field, (top + 1, place), page.strong)
    _set_heights(sheet, page, widths, top + 1)
    _colour_gaps(bound, sheet, page, top + 1)
    if not page.sentences:
        sheet.freeze_panes(top + 1, page.frozen)
    sheet.repeat_rows(top)
    if page.printed is not None:
        sheet.print_area(0, 0, top + page.length, page.printed - 1)
    if page.filtered and page.length:
        sheet.autofilter(top, 0, top + page.length, len(page.fields) - 1)


def _write_cells(
    bound: Bound, sheet: "Worksheet", field: Field, at: tuple[int, int], strong: Collection[int]
) -> None:
    """The cells of a column, each with the format of its form and row."""
    looks, form = bound.looks, field.form
    row, column = at
    plain, bold = looks.of(form), looks.of(form, strong=True)
    for number, cell in enumerate(field.cells):
        shown = bold if number in strong else plain
        if not cell:
            if shown is bold:
                sheet.write_blank(row + number, column, None, bold)
        elif form in WORDS:
            _write_string(bound, sheet, (row + number, column), cell, (form, number in strong))
        elif form == "date":
            day = (date.fromisoformat(cell) - _DAY_ZERO).days
            sheet.write_number(row + number, column, day, shown)
        else:
            value = float(cell)
            is_whole = form == "number" and (value.is_integer() or abs(value) >= _LARGE)
            shown = looks.of("whole", strong=number in strong) if is_whole else shown
            sheet.write_number(row + number, column, value, shown)


def _write_string(
    bound: Bound,
    sheet: "Worksheet",
    at: tuple[int, int],
    cell: str,
    shape: tuple[str, bool],
) -> None:
    """A text as it was written, without the mark that a CSV file needs; it stays a text."""
    text = as_written(cell)
    form, strong = shape
    quoted = text.startswith(_LIKE_A_FORMULA)
    sheet.write_string(*at, text, bound.looks.of(form, strong=strong, quoted=quoted))


def _set_heights(sheet: "Worksheet", page: Sheet, widths: Sequence[float], first: int) -> None:
    """Rows as high as their longest text needs."""
    wrapped = [place for place, field in enumerate(page.fields) if field.form in WRAPPED]
    for number in range(page.length if wrapped else 0):
        cells = [(page.fields[place].cells[number], widths[place]) for place in wrapped]
        height = height_of(cells)
        if height > height_of(()):
            sheet.set_row(first + number, height)


def _colour_gaps(bound: Bound, sheet: "Worksheet", page: Sheet, first: int) -> None:
    """Shortage and surplus in the colours that they have in every figure."""
    columns = [place for place, field in enumerate(page.fields) if field.form == "gap"]
    for criteria, value, colour in ((">", _HALF, SHORTAGE), ("<", -_HALF, SUPPLY)):
        shown: Format = bound.book.add_format({"font_color": colour})
        rule = {"type": "cell", "criteria": criteria, "value": value, "format": shown}
        for first_row, last_row in page.coloured or ((0, page.length - 1),):
            for column in columns:
                sheet.conditional_format(
                    first + first_row, column, first + last_row, column, dict(rule)
                )
