"""A small document of every kind of block, whose texts try to become code of whatever writes it."""

from dataclasses import replace
from functools import cache
from typing import Literal

from simulator.report.document.parts import (
    Cell,
    Chart,
    Document,
    Paragraph,
    Printed,
    Rows,
    Section,
)
from simulator.report.table import Table, numbers, texts

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<b>bold</b>",
    "<!-- no remark -->",
    "R&D",
    "R&amp;D",
    "\"double\" and 'single'",
    "{{ values }} {% raw %}",
    "{FONT} {LIBRARY}",
    "C:\\new\\table",
    "#heading $sum$ *star* _under_ `tick`",
    "]#panic()[",
    "行一\n行二",
)
"""Each is a text that a scenario's title or a project's name may hold."""

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="80" viewBox="0 0 160 80">'
    '<rect width="160" height="80" fill="#0072b2"/></svg>'
)
WORDS = {
    "zh": {
        "contents": "目录",
        "data": "数据",
        "table": "表{number}",
        "figure": "图{number}",
        "demand": "需求",
        "promised": "承诺",
        "expected": "预期",
        "band": "区间",
        "short": "短缺",
        "spare": "富余",
        "unknown": "未知",
        "service": "服务",
        "place": "区域",
        "all": "全部",
        "myriad": "万",
    },
    "en": {
        "contents": "Contents",
        "data": "Data",
        "table": "Table {number}",
        "figure": "Figure {number}",
        "demand": "Demand",
        "promised": "Promised",
        "expected": "Expected",
        "band": "Band",
        "short": "short",
        "spare": "surplus",
        "unknown": "unknown",
        "service": "Service",
        "place": "Place",
        "all": "All",
        "myriad": "",
    },
}


@cache
def table() -> Table:
    """Data that lies behind a block: every hostile text in a cell."""
    return Table(
        name="hostile",
        columns=(
            texts("text", HOSTILE),
            numbers("number", [float(n) for n in range(len(HOSTILE))], "persons", 2),
        ),
    )


def _rows(name: str, *, folded: bool = False, grid: bool = False) -> Rows:
    body: list[tuple[Cell, ...]] = [
        (
            Cell(text=text, more=text),
            Cell(text=str(n), tone="shortage" if n % 2 else "surplus", strength=n / len(HOSTILE)),
        )
        for n, text in enumerate(HOSTILE)
    ]
    body.insert(0, (Cell(text=f"{name}: {HOSTILE[1]}"),))
    return Rows(
        name=name,
        title=f"{name}: {HOSTILE[0]}",
        head=(HOSTILE[3], "n"),
        body=body,
        numeric=(False, True),
        notes=HOSTILE,
        groups=() if folded else ("", *(f"G{n % 3} {HOSTILE[1]}" for n in range(len(HOSTILE)))),
        data=None if folded else table(),
        folded=folded,
        grid=grid,
        widths=(3.0, 1.0),
    )


def _chart(name: str) -> Chart:
    return Chart(
        name=name,
        title=f"{name}: {HOSTILE[0]}",
        how=HOSTILE[1],
        notes=HOSTILE,
        kind="bars",
        values={
            "unit": HOSTILE[0],
            "when": ["2019", "2020"],
            "bars": [{"title": text, "colour": "#0072b2", "values": [1, 2]} for text in HOSTILE],
        },
        pictures={f"{name}-picture": PICTURE},
        data=table(),
    )


@cache
def hostile(language: Literal["zh", "en"] = "en") -> Document:
    """A briefing and two sections; every hostile text stands in every place a text may stand."""
    paragraphs = [Paragraph(text=text) for text in HOSTILE]
    return Document(
        language=language,
        title=f"题目 title {HOSTILE[0]}",
        subtitle=" ".join(HOSTILE),
        sections=(
            Section(
                name="briefing",
                title=HOSTILE[1],
                blocks=(Paragraph(text=HOSTILE[0], kind="lead"), _rows("first")),
            ),
            Section(
                name="second",
                title=HOSTILE[0],
                blocks=(*paragraphs, _chart("chart"), _rows("grid", grid=True)),
            ),
            Section(
                name="third",
                title="Third",
                blocks=(
                    Paragraph(text=HOSTILE[2], kind="note"),
                    _rows("folded", folded=True),
                    Printed(name="printed", html="<i>printed as it is</i>", folded=HOSTILE[1]),
                    _chart("another"),
                ),
            ),
        ),
        closing=HOSTILE[0],
        words=WORDS[language],
    )


def many_sections(number: int, language: Literal["zh", "en"]) -> Document:
    """A document of a briefing and so many sections."""
    one = Section(name="s", title="S", blocks=(Paragraph(text="said"),))
    sections = tuple(replace(one, name=f"s{n}", title=f"S{n}") for n in range(number + 1))
    return replace(hostile(language), sections=sections)
