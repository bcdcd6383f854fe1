"""Charts of a workbook: drawn by the spreadsheet from cells, so that they follow a change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.report.style import FAINT, INK, QUIET
from simulator.report.workbook.looks import FONTS
from simulator.report.workbook.sheets import Block, Chart, Curve
from simulator.words.catalogue import Language, beside

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDE, _HIGH, _ROWS = 500, 300, 16
"""Pixels of a chart, and the rows of a sheet that one takes."""
_BESIDE, _TO_A_PAGE = 2, 2

Placed = tuple[Chart, str, int]
"""A chart, the tab of the sheet it is drawn from, and the first row beneath the heads there."""


def insert_charts(
    book: "Workbook",
    sheet: "Worksheet",
    charts: Sequence[Placed],
    *,
    first_row: int,
    language: Language,
) -> None:
    """Put charts on a sheet, two beside each other and two rows of them on a printed page.

    One without a curve is left out: a run may be too short for any.
    """
    breaks = []
    for number, placed in enumerate(each for each in charts if each[0].curves):
        line, place = divmod(number, _BESIDE)
        row = first_row + line * _ROWS
        if place == 0 and line and line % _TO_A_PAGE == 0:
            breaks.append(row)
        drawn = _drawn(book, placed, language)
        # moved with the cells, never stretched: another font makes rows higher
        sheet.insert_chart(row, 0, drawn, {"x_offset": place * (_WIDE + 10), "object_position": 2})
    sheet.set_h_pagebreaks(breaks)


def _drawn(book: "Workbook", placed: Placed, language: Language) -> Any:  # noqa: ANN401 - untyped
    chart, tab, top = placed
    kinds = {
        "line": {"type": "line"},
        "stacked": {"type": "column", "subtype": "stacked"},
    }
    drawn = book.add_chart(kinds[chart.kind])
    for curve in chart.curves:
        drawn.add_series(_series(chart, curve, tab, top))
    font = {"name": FONTS[language], "size": 9, "color": QUIET}
    drawn.set_title({
        "name": beside(chart.title, language),
        "overlay": False,
        "name_font": {"name": FONTS[language], "size": 11, "bold": True, "color": INK},
    })  # fmt: skip
    drawn.set_x_axis({"num_font": font, "label_position": "low", "line": {"color": QUIET}})
    drawn.set_y_axis({
        "num_font": font,
        "num_format": "#,##0",
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": FAINT, "width": 0.5}},
    })  # fmt: skip
    drawn.set_legend({"position": "bottom", "font": font})
    drawn.set_chartarea({"border": {"none": True}})
    drawn.set_size({"width": _WIDE, "height": _HIGH})
    drawn.show_hidden_data()  # a filter in the sheet takes no line away
    return drawn


def _series(chart: Chart, curve: Curve, tab: str, top: int) -> dict[str, Any]:
    row, column = curve.name
    filled = {"fill": {"color": curve.colour}, "gap": 60}
    line = {"line": {"color": curve.colour, "width": 2, "dash_type": curve.dash}}
    return {
        "name": [tab, top + row, column],
        "categories": [tab, *_shifted(curve.along, top)],
        "values": [tab, *_shifted(curve.values, top)],
        **(filled if chart.kind == "stacked" else line),
    }


def _shifted(block: Block, top: int) -> list[int]:
    first_row, first_column, last_row, last_column = block
    return [top + first_row, first_column, top + last_row, last_column]
