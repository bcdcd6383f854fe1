"""How cells of a workbook look: one format for each wish, made once; widths that fit Chinese."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from simulator.report.style import FAINT, INK, QUIET, SUPPLY
from simulator.report.workbook.sheets import WORDS, Field
from simulator.words.catalogue import Language

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONTS: Mapping[Language, str] = {
    "zh": "Microsoft YaHei",
    "both": "Microsoft YaHei",
    "en": "Calibri",
}
"""Fonts that Windows and Office bring along; elsewhere a spreadsheet takes one of its own."""

SIZE = 10
LINE = 16.5
"""Points that a line of that size takes, Chinese included."""

HEAD_FILL = "#eef1f3"

NUMBERS: Mapping[str, str] = {
    "date": "yyyy-mm-dd",
    "year": "0",
    "whole": "#,##0",
    "gap": "#,##0",
    "share": "0.0%",
    "number": "#,##0.00",
}

_HEAD: Mapping[str, Any] = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "bg_color": HEAD_FILL,
    "top": 1,
    "bottom": 1,
    "border_color": QUIET,
}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": INK},
    "subtitle": {"font_color": QUIET, "font_size": 11},
    "sentence": {"font_size": 12, "text_wrap": True, "valign": "top"},
    "note": {"font_color": QUIET, "font_size": 9, "text_wrap": True, "valign": "top"},
    "link": {"font_color": SUPPLY, "underline": 1},
    "head": {**_HEAD, "align": "left", "indent": 1},
    "head_number": {**_HEAD, "align": "right"},
    "text": {"align": "left", "indent": 1},
    "brief": {"align": "left", "indent": 1, "text_wrap": True},
    "long": {"align": "left", "indent": 1, "text_wrap": True},
}


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of one workbook."""

    book: "Workbook"
    made: dict[tuple[str, bool, bool], "Format"] = field(default_factory=dict)

    def of(self, form: str, *, strong: bool = False, quoted: bool = False) -> "Format":
        """The format of a form; in ``strong`` rows bold, ``quoted`` for what is no formula."""
        key = (form, strong, quoted)
        if key not in self.made:
            properties = {"valign": "top", **_FORMS.get(form, {})}
            if form in NUMBERS:
                properties["num_format"] = NUMBERS[form]
            if form in ("date", "year"):
                properties["align"] = "center"
            if strong:
                properties |= {"bold": True, "bg_color": "#f8f8f6", "bottom": 1}
                properties["border_color"] = FAINT
            if quoted:
                properties["quote_prefix"] = True
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


def width_of(text: str) -> int:
    """Columns that a text takes: a Chinese character takes two, its longest line counts."""
    return max((len(line.encode("gb18030")) for line in text.split("\n")), default=0)


_NARROWEST, _WIDEST = 7.0, 46.0
_BROADEST: Mapping[str, float] = {"brief": 21.0, "long": 50.0}
_NARROW = 0.94
"""Letters are a little narrower than digits, by which a spreadsheet measures its columns."""


def column_width(field: Field, head: str) -> float:
    """Width of a column in characters: its cells on one line, its head on as many as it takes."""
    widest = _BROADEST.get(field.form, _WIDEST)
    if field.form in WORDS:
        cells = max(map(width_of, set(field.cells)), default=0) + 3.0
    elif field.form == "date":
        cells = 12.0
    else:
        digits = max((len(cell.partition(".")[0]) for cell in set(field.cells)), default=0)
        cells = digits * 1.34 + 3.0
    # a head may break into two lines, and a filter's button stands in it
    wanted = max(cells, width_of(head) / 2 + 4.0, _NARROWEST)
    return min(wanted, widest)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of that width."""
    room = max(width - 2.0, 1.0) / _NARROW
    return sum(max(1, ceil(width_of(line) / room)) for line in text.split("\n"))


def height_of(texts: Iterable[tuple[str, float]], size: float = SIZE) -> float:
    """Height (points) of a row in which each text stands in a column of its width."""
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return lines * LINE * size / SIZE
