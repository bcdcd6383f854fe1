"""A document for Word and WPS, in the form of an official report.

A briefing on the first page, numbered headings, numbered tables and figures, page numbers. Fonts
are named, not embedded: those that every Chinese Windows has. Margins and sizes follow GB/T 9704
of 2012 (layout of official documents); tables are smaller so that they fit.
"""

# What Word knows and python-docx has no name for is set in the XML that the library hands out.
# ruff: noqa: SLF001

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from simulator.report.document.parts import (
    Block,
    Cell,
    Chart,
    Document,
    Paragraph,
    Rows,
    Section,
)

if TYPE_CHECKING:
    from docx.document import Document as Written

Pictures = Callable[[str], bytes]
"""A figure by name as PNG."""

_TEXT = {"zh": ("Times New Roman", "仿宋"), "en": ("Times New Roman", "仿宋")}
_HEAD = {"zh": ("Arial", "黑体"), "en": ("Arial", "黑体")}
_SIZES = {"title": 22.0, "heading": 16.0, "lead": 16.0, "text": 12.0, "cell": 9.0, "note": 9.0}
_TONES = {
    "shortage": "A84300",
    "missed": "A84300",
    "surplus": "00507F",
    "met": "00507F",
    "unknown": "57606A",
}
_FILLS = {"shortage": "F7C9A3", "surplus": "D9ECF6"}
_ERA = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the day of writing: the same run gives the same bytes."""


def write_word(document: Document, pictures: Pictures) -> bytes:
    """The file: every section, the first as a briefing on a page of its own."""
    import docx

    writer = _Writer(written=docx.Document(), document=document, pictures=pictures)
    writer.set_up()
    first, *others = document.sections
    writer.briefing(first)
    for number, section in enumerate(others, start=1):
        writer.section(number, section)
    writer.closing()
    file = BytesIO()
    writer.written.save(file)
    return _undated(file)


def _undated(file: BytesIO) -> bytes:
    """The same parts without the moment at which the library packed them."""
    written = BytesIO()
    with ZipFile(file) as found, ZipFile(written, "w", ZIP_DEFLATED) as packed:
        for part in found.infolist():
            packed.writestr(ZipInfo(part.filename), found.read(part), ZIP_DEFLATED)
    return written.getvalue()


@dataclass(kw_only=True)
class _Writer:
    """What is written so far; tables and figures are numbered as they come."""

    written: "Written"
    document: Document
    pictures: Pictures
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))

    def set_up(self) -> None:
        """Page, margins, base font, page number, and no day of writing."""
        from docx.shared import Mm, Pt

        page = self.written.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin, page.bottom_margin = Mm(30), Mm(27)
        page.left_margin, page.right_margin = Mm(26), Mm(24)
        style = self.written.styles["Normal"]
        style.font.size = Pt(_SIZES["text"])
        _named(style, _TEXT[self.document.language])
        properties = self.written.core_properties
        properties.title, properties.author = self.document.title, "Minsheng"
        properties.created = properties.modified = _ERA
        properties.last_modified_by = "Minsheng"
        _page_number(page.footer.paragraphs[0])

    def briefing(self, section: Section) -> None:
        """Title, what matters, and the section's table on the first page."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

        title = self._text(self.document.title, "title", _HEAD)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        subtitle = self._text(self.document.subtitle, "note")
        subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for block in section.blocks:
            self._block(block)
        self.written.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)

    def section(self, number: int, section: Section) -> None:
        """A numbered heading, in the navigation of Word, and what stands below it."""
        from docx.shared import Pt, RGBColor

        heading = self.written.add_heading(level=1)
        run = heading.add_run(f"{self._numbered(number)}{section.title}")
        run.font.size, run.font.color.rgb = Pt(_SIZES["heading"]), RGBColor(0, 0, 0)
        _named(run, _HEAD[self.document.language])
        for block in section.blocks:
            self._block(block)

    def closing(self) -> None:
        """The sentence that says where the document is from."""
        self._text(self.document.closing, "note")

    def _numbered(self, number: int) -> str:
        return f"{_chinese(number)}、" if self.document.language == "zh" else f"{number}  "

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._text(block.text, {"lead": "lead", "note": "note"}.get(block.kind, "text"))
        elif isinstance(block, Rows) and not block.folded:
            self._rows(block)
        elif isinstance(block, Chart):
            self._chart(block)

    def _text(self, text: str, size: str, fonts: dict[str, tuple[str, str]] = _TEXT) -> Any:  # noqa: ANN401 - a paragraph of a library
        from docx.shared import Pt, RGBColor

        paragraph = self.written.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(_SIZES[size])
        if size == "note":
            run.font.color.rgb = RGBColor(0x57, 0x60, 0x6A)
        _named(run, fonts[self.document.language])
        paragraph.paragraph_format.space_after = Pt(4)
        return paragraph

    def _rows(self, rows: Rows) -> None:
        from docx.shared import Pt

        label = self.document.words["table"].format(number=next(self.tables))
        caption = self._text(f"{label}  {rows.title}", "text", _HEAD)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(_BEFORE)
        table = self.written.add_table(rows=1, cols=len(rows.head))
        self._fill(table.rows[0].cells, [Cell(text=head) for head in rows.head], rows)
        _repeated(table.rows[0])
        for row in rows.body:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1])
            self._fill(cells, row, rows)
        _ruled(table)
        _set_widths(table, rows.widths or (1.0,) * len(rows.head))
        for note in rows.notes:
            self._text(note, "note")

    def _fill(self, cells: Sequence[Any], row: Sequence[Cell], rows: Rows) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        for place, cell in enumerate(row):
            paragraph = cells[place].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if rows.numeric[place] and len(row) > 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for text, size in ((cell.text, "cell"), ("\n".join(cell.quiet), "note")):
                if text:
                    run = paragraph.add_run(text if size == "cell" else f"\n{text}")
                    run.font.size = Pt(_SIZES[size] - (size == "note"))
                    run.bold = len(row) == 1 and size == "cell"
                    _named(run, _TEXT[self.document.language])
                    if cell.tone in _TONES and size == "cell":
                        run.font.color.rgb = RGBColor.from_string(_TONES[cell.tone])
            if rows.grid and cell.tone in _FILLS:
                _shaded(cells[place], _FILLS[cell.tone])

    def _chart(self, chart: Chart) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        for name in chart.pictures:
            picture = self.pictures(name)
            self.written.add_picture(BytesIO(picture), width=Mm(_width(picture)))
            self.written.paragraphs[-1].paragraph_format.keep_with_next = True
            label = self.document.words["figure"].format(number=next(self.figures))
            caption = self._text(f"{label}  {chart.caption(name)}", "text", _HEAD)
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for note in chart.notes:
            self._text(note, "note")


def _chinese(number: int) -> str:
    """A number below a hundred as a heading tells it: 九, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    digits: tuple[str, ...] = ("", *"一二三四五六七八九")
    ten = "" if not tens else f"{digits[tens] if tens > 1 else ''}十"
    return ten + digits[ones]


def _named(styled: Any, fonts: tuple[str, str]) -> None:  # noqa: ANN401 - a run or a style
    """A font for Latin letters and one for Chinese."""
    from docx.oxml.ns import qn

    latin, chinese = fonts
    styled.font.name = latin
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - an element of a library
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _shaded(cell: Any, fill: str) -> None:  # noqa: ANN401
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=fill))


def _repeated(row: Any) -> None:  # noqa: ANN401
    """Heads stand on every page that the table goes on to."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))


def _ruled(table: Any) -> None:  # noqa: ANN401
    """Three rules and faint lines between rows, as printed tables have them."""
    borders = _element("w:tblBorders")
    for side, size, colour in (
        ("top", "12", "1F2328"),
        ("bottom", "12", "1F2328"),
        ("insideH", "4", "D5D9DD"),
    ):
        borders.append(_element(f"w:{side}", val="single", sz=size, space="0", color=colour))
    table._tbl.tblPr.append(borders)


def _set_widths(table: Any, widths: Sequence[float]) -> None:  # noqa: ANN401
    """Share the width of the page among the columns; Word reads it cell by cell."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(_PAGE * width / sum(widths))
        for cell in column.cells:
            cell.width = column.width


_BEFORE = 12.0
"""Points between a table and the caption of the next."""

_PAGE = 160.0
"""Millimetres between the margins."""


_TALL = 200.0
"""Millimetres of the tallest picture: its heading and caption stand on the same page."""


def _width(picture: bytes) -> float:
    """Millimetres of a PNG across a page: all of it, less where it would be too tall."""
    wide, tall = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    return min(_PAGE, _TALL * wide / tall)


def _page_number(paragraph: Any) -> None:  # noqa: ANN401
    """The number of the page, centred."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    instruction = _element("w:instrText")
    instruction.text = "PAGE"
    run._r.append(_element("w:fldChar", fldCharType="begin"))
    run._r.append(instruction)
    run._r.append(_element("w:fldChar", fldCharType="end"))
