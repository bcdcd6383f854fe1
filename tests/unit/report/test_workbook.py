"""The kit of workbooks: what a cell holds, where links lead, what charts are drawn from."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from simulator.report.workbook.sheets import (
    Block,
    Called,
    Chart,
    Charts,
    Cover,
    Curve,
    Field,
    Sheet,
)
from simulator.report.workbook.writing import head_row, write_workbook
from simulator.words.catalogue import Language

HOSTILE = ("=1+1", "+8613", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x", "'=1+1")
COVER = Cover(
    name=("目录", "Contents"),
    title=("标题", "Title"),
    subtitle="R&D",
    heads=(("工作表", "Sheet"), ("内容", "Shows")),
    lines=[(("程序", "Program"), "x 1")],
    notes=[("注", "note")],
)


def field(head: str, form: str, cells: list[str]) -> Field:
    return Field(head=(head, head.upper()), form=form, cells=cells)  # type: ignore[arg-type]


SHEET = Sheet(
    called=Called(("数据", "Data"), ("数据", "The data"), ("若干列", "some columns")),
    fields=(
        field("text", "text", ["北区", "南区", ""]),
        field("day", "date", ["2015-09-01", "", "2016-01-01"]),
        field("year", "year", ["2015", "2016", ""]),
        field("gap", "gap", ["1234.567891", "-7.250000", ""]),
        field("share", "share", ["0.954321", "", "1.000000"]),
        field("number", "number", ["3.00", "3.39", "123456.789"]),
        field("long", "long", ["一" * 200, "", "x"]),
    ),
    notes=(("说明", "a note"),),
    strong=(0,),
)
CHARTS = Charts(
    called=Called(("图", "Charts"), ("图", "Charts"), ("一图", "one chart")),
    charts=(
        Chart(
            of=SHEET,
            title=("缺口", "Gap"),
            curves=(
                Curve(
                    name=(-1, 3),
                    along=Block(0, 2, 2, 2),
                    values=Block(0, 3, 2, 3),
                    colour="#d55e00",
                ),
            ),
        ),
    ),
)


def written(folder: Path, *pages: Sheet | Charts, language: Language = "both") -> Workbook:
    path = folder / "book.xlsx"
    write_workbook(path, COVER, pages, language)
    return load_workbook(path)


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return written(tmp_path, CHARTS, SHEET)


def test_cells_have_types_and_all_their_digits_and_what_is_unknown_is_blank(book: Workbook) -> None:
    sheet, top = book["数据"], head_row(SHEET) + 2  # rows of openpyxl begin with 1
    rows = [
        [cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=top, max_row=top + 2)
    ]
    days = [row[1] and row[1].date().isoformat() for row in rows]
    assert days == ["2015-09-01", None, "2016-01-01"]
    assert [row[0] for row in rows] == ["北区", "南区", None]
    assert [row[2:] for row in rows] == [
        [2015, 1234.567891, 0.954321, 3.0],
        [2016, -7.25, None, 3.39],
        [None, None, 1.0, 123456.789],
    ]
    formats = [cell.number_format for cell in sheet[top][1:6]]
    assert formats == ["yyyy-mm-dd", "0", "#,##0", "0.0%", "#,##0"]
    assert [sheet.cell(top + row, 6).number_format for row in (1, 2)] == ["#,##0.00", "#,##0"]


def test_no_text_is_carried_out_whatever_it_begins_with(tmp_path: Path) -> None:
    """As a formula, a link or a number; the mark that a CSV file needs does not show."""
    hostile = Sheet(
        called=SHEET.called,
        fields=(field("text", "text", list(HOSTILE)), field("long", "long", list(HOSTILE))),
    )
    sheet = written(tmp_path, hostile)["数据"]
    for column in (1, 2):
        found = [sheet.cell(head_row(hostile) + 2 + row, column) for row in range(len(HOSTILE))]
        assert [cell.value for cell in found] == [*HOSTILE[:-1], "=1+1"]
        assert {cell.data_type for cell in found} == {"s"}
        assert [cell.quotePrefix for cell in found] == [text[0] in "=+-@'" for text in HOSTILE]
        assert {cell.hyperlink for cell in found} == {None}


def test_the_cover_leads_to_every_sheet_and_every_sheet_back(book: Workbook) -> None:
    assert book.sheetnames == ["目录", "图", "数据"]
    cover = book["目录"]
    links = [cell.hyperlink for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == ["'图'!A1", "'数据'!A1"]
    for name in book.sheetnames[1:]:
        assert book[name]["A2"].hyperlink.location == "'目录'!A1"


def test_a_chart_is_drawn_from_the_cells_it_names(book: Workbook) -> None:
    (chart,) = book["图"]._charts
    (series,) = chart.series
    first = head_row(SHEET) + 2
    assert series.val.numRef.f == f"数据!$D${first}:$D${first + 2}"
    assert series.cat.numRef.f == f"数据!$C${first}:$C${first + 2}"
    assert series.tx.strRef.f == f"数据!$D${first - 1}"
    assert series.graphicalProperties.line.solidFill.srgbClr == "D55E00"


def test_a_chart_without_a_curve_is_left_out(tmp_path: Path) -> None:
    """As of a run too short for any."""
    bare = replace(CHARTS, charts=(replace(CHARTS.charts[0], curves=()), *CHARTS.charts))
    book = written(tmp_path, bare, SHEET)
    (_,) = book["图"]._charts


def test_it_is_set_up_for_reading_and_printing(book: Workbook) -> None:
    sheet, top = book["数据"], head_row(SHEET) + 1
    assert sheet.freeze_panes == f"B{top + 1}"
    assert sheet.auto_filter.ref == f"A{top}:G{top + 3}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.left.text.endswith("R&&D")
    assert [cell.value for cell in sheet[top]][:2] == ["text\nTEXT", "day\nDAY"]
    assert sheet.row_dimensions[top + 1].height > 3 * sheet.row_dimensions[top].height / 2
    rules = {rule.operator for each in sheet.conditional_formatting for rule in each.rules}
    assert rules == {"greaterThan", "lessThan"}


@pytest.mark.parametrize(
    ("language", "names", "head", "font"),
    [
        ("zh", ["目录", "数据"], "text", "Microsoft YaHei"),
        ("en", ["Contents", "Data"], "TEXT", "Calibri"),
        ("both", ["目录", "数据"], "text\nTEXT", "Microsoft YaHei"),
    ],
)
def test_each_language_has_its_tabs_heads_and_font(
    tmp_path: Path, language: Language, names: list[str], head: str, font: str
) -> None:
    book = written(tmp_path, SHEET, language=language)
    assert book.sheetnames == names
    cell = book[names[1]].cell(head_row(SHEET) + 1, 1)
    assert (cell.value, cell.font.name) == (head, font)


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        book = written(tmp_path / name, CHARTS, SHEET)
        # nor does any second tell when it was written
        assert {book.properties.created.year, book.properties.modified.year} == {1980}
    assert (tmp_path / "one/book.xlsx").read_bytes() == (tmp_path / "two/book.xlsx").read_bytes()


def test_what_the_disk_refuses_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_workbook(tmp_path / "missing" / "book.xlsx", COVER, [SHEET], "zh")
