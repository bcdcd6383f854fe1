"""A document as PDF through Typst, an extra: pictures as drawn, the bundled font."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.report.document.parts import Block, Cell, Chart, Document, Paragraph, Rows
from simulator.report.style import FAMILY, font_path

_HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 22mm, top: 22mm, bottom: 20mm), numbering: "1")
#set text(font: ({family}), size: 10pt, lang: {language})
#set par(justify: false, leading: 0.75em)
#set heading(numbering: "1")
#show heading: it => block(above: 1.6em, below: 0.8em, it)
#let note(body) = text(size: 8pt, fill: rgb("#57606a"), body)
#let small(body) = text(size: 7pt, fill: rgb("#57606a"), body)
"""
_TONES = {
    "shortage": "#a84300",
    "missed": "#a84300",
    "surplus": "#00507f",
    "met": "#00507f",
    "unknown": "#57606a",
}
_FILLS = {"shortage": "#f7c9a3", "surplus": "#d9ecf6"}


def write_print(document: Document) -> bytes:
    """The PDF. Raises ``ImportError`` where Typst is not installed."""
    import typst

    with TemporaryDirectory() as folder:
        there = Path(folder)
        for chart in document.charts():
            for name, picture in chart.pictures.items():
                (there / f"{name}.svg").write_text(picture, encoding="utf-8")
        main = there / "report.typ"
        main.write_text("".join(_pages(document)), encoding="utf-8")
        made = typst.compile(str(main), font_paths=[str(font_path().parent)])
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _pages(document: Document) -> Iterator[str]:
    family = ", ".join(f'"{name}"' for name in (FAMILY, "Noto Sans CJK SC", "DejaVu Sans"))
    yield _HEAD.format(
        title=_text(document.title), family=family, language=_text(document.language)
    )
    yield f"#align(center, text(size: 18pt, weight: 700, {_text(document.title)}))\n"
    yield f"#align(center, note({_text(document.subtitle)}))\n"
    for number, section in enumerate(document.sections):
        yield f"= #{_text(section.title)}\n"
        for block in section.blocks:
            yield from _block(block)
        # the first is a briefing on a page of its own
        yield "#pagebreak()\n" if number == 0 else ""
    yield f"#v(2em)\n#note({_text(document.closing)})\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        said = _text(block.text)
        size = "12pt" if block.kind == "lead" else "10pt"
        yield f"#note({said})\n\n" if block.kind == "note" else f"#text(size: {size}, {said})\n\n"
    elif isinstance(block, Rows) and not block.folded:
        yield from _rows(block)
    elif isinstance(block, Chart):
        for name in block.pictures:
            yield f'#image("{name}.svg", width: 100%)\n'
        yield from (f"#note({_text(note)})\n\n" for note in block.notes)


def _rows(rows: Rows) -> Iterator[str]:
    shares = [f"{width:g}fr" for width in rows.widths]
    widths = ", ".join(shares or ("auto" if numeric else "1fr" for numeric in rows.numeric))
    aligned = ", ".join("right" if numeric else "left" for numeric in rows.numeric)
    yield f"#block(above: 1.2em, below: 0.5em, strong({_text(rows.title)}))\n"
    yield f"#text(size: 8pt, table(columns: ({widths}), align: ({aligned}), inset: 4pt, "
    yield 'stroke: (x, y) => (bottom: 0.4pt + rgb("#d5d9dd")),\n'
    yield f"table.header({', '.join(f'note({_text(head)})' for head in rows.head)}),\n"
    for row in rows.body:
        yield f"{_row(row, rows)},\n"
    yield "))\n"
    yield from (f"#note({_text(note)})\n\n" for note in rows.notes)


def _row(row: Sequence[Cell], rows: Rows) -> str:
    if len(row) == 1:
        more = f" + linebreak() + small({_text(row[0].more)})" if row[0].more else ""
        return f"table.cell(colspan: {len(rows.head)}, strong({_text(row[0].text)}){more})"
    return ", ".join(_cell(cell, grid=rows.grid) for cell in row)


def _cell(cell: Cell, *, grid: bool) -> str:
    said = _text(cell.text)
    if cell.tone in _TONES:
        said = f'text(fill: rgb("{_TONES[cell.tone]}"), {said})'
    if cell.quiet:
        said = f"{said} + linebreak() + small({_text(_lined(cell))})"
    if grid and cell.tone in _FILLS:
        return f'table.cell(fill: rgb("{_FILLS[cell.tone]}"), {said})'
    return said


def _lined(cell: Cell) -> str:
    """What stands below the text of a cell, line by line."""
    return "\n".join(cell.quiet)


def _text(text: str) -> str:
    """A text of a user's as a text of Typst, in which nothing is a command."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
