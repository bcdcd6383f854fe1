"""A document as one HTML file: no network, nothing beside it, prints to A4, reads on a phone.

Charts are drawn by ECharts (vendored, Apache 2.0) where scripts run, and stand as SVG where none
do. Letters are those of the bundled font, so that Chinese shows on a machine that has none.
"""

import json
import re
from base64 import b64encode
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.report.document.font_subset import font_for
from simulator.report.document.parts import Document
from simulator.report.table import Table

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
_LIBRARY = HERE / "echarts" / "echarts.common.min.js"
_TAG = re.compile(r"<[^>]*>")
_FONT, _DRAWS = "<FONT>", "<LIBRARY>"
"""Where what is long comes in; no text can say so, for within a page it has no bracket."""


def write_html(document: Document) -> str:
    """The text of the page."""
    page = _environment().get_template("page.html.j2")
    charts = {
        chart.name: {"kind": chart.kind, "title": chart.title, **chart.values}
        for chart in document.charts()
    }
    values = _as_script({"words": document.words, "charts": charts})
    whole = page.render(document=document, values=values, font=_FONT, library=_DRAWS)
    # letters of the page itself, of what scripts write, and of both signs of numbers
    shown = unescape(_TAG.sub(" ", whole)) + values + "<0123456789−+%,.·"
    return whole.replace(_FONT, font_for([shown])).replace(_DRAWS, _text(_LIBRARY))


def _as_script(values: object) -> str:
    """JSON that can stand inside a script: no text of a user's ends it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["csv"] = _as_address
    found.filters["stays_whole"] = _stays_whole
    found.filters["part"] = lambda block: type(block).__name__
    return found


_WIDE = "\u2e80"
"""From here on signs are as wide as two letters."""

_SHORT = 15
"""Letters of a date, a span of two, a number with its side: what is not broken at a hyphen."""


def _stays_whole(text: str) -> bool:
    """Whether a text of a cell is short enough to stand on one line; a Chinese sign is two wide."""
    return sum(2 if sign >= _WIDE else 1 for sign in text) <= _SHORT


def _as_address(table: Table) -> str:
    """A table as the address of a file that a click saves."""
    return f"data:text/csv;base64,{b64encode(table.text().encode()).decode()}"
