"""What stands on the sheets of a workbook: columns of cells with their heads, notes, charts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from simulator.words.catalogue import Pair

Form = Literal["text", "brief", "long", "date", "year", "whole", "gap", "share", "number"]
"""How cells are shown: ``text`` on one line, ``brief`` and ``long`` wrapped; ``whole`` people,
places and beds; ``gap`` the same with shortage and surplus in their colours; ``share`` as per cent
with one decimal; ``number`` with two decimals where it has any and is small enough to need them."""

WRAPPED: tuple[Form, ...] = ("brief", "long")
WORDS: tuple[Form, ...] = ("text", *WRAPPED)
"""Forms of texts; all others are numbers."""

Dash = Literal["solid", "dash"]

NOTHING: Pair = ("", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A column of a sheet.

    ``cells`` are texts as a table holds them: an ISO date, a number with a point, "" where nothing
    is known. ``meaning`` and ``unit`` go into the dictionary of the workbook, where there is a
    meaning; ``origin`` says which column of which table it shows (``services.gap``).
    """

    head: Pair
    form: Form
    cells: Sequence[str]
    meaning: Pair = NOTHING
    unit: Pair = NOTHING
    origin: str = ""


class Called(NamedTuple):
    """Name of a sheet on its tab, its title, and the line that tells in the contents what it is."""

    name: Pair
    title: Pair
    meaning: Pair


class Block(NamedTuple):
    """Cells of a sheet, ends included; row 0 is the first beneath the heads, row -1 the heads."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet.

    ``notes`` stand small above the columns, ``sentences`` large. The first ``frozen`` columns stay
    where they are when the others move; ``strong`` rows are those of the whole. Only a sheet whose
    rows are alike is ``filtered``. Of a sheet that is too broad the first ``printed`` columns are
    printed. ``coloured`` names the rows, from and to, in which gaps have their colour; else all do.
    """

    called: Called
    fields: tuple[Field, ...]
    notes: tuple[Pair, ...] = ()
    sentences: tuple[str, ...] = ()
    frozen: int = 1
    strong: Collection[int] = ()
    filtered: bool = True
    printed: int | None = None
    coloured: Sequence[tuple[int, int]] = ()

    @property
    def length(self) -> int:
        """Number of rows beneath the heads."""
        return len(self.fields[0].cells)


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """A line, or the columns of one colour, of a chart; its name is what a cell says."""

    name: tuple[int, int]
    along: Block
    values: Block
    colour: str
    dash: Dash = "solid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart that the spreadsheet draws from cells of the sheet ``of``."""

    of: Sheet
    title: Pair
    curves: tuple[Curve, ...]
    kind: Literal["line", "stacked"] = "line"


@dataclass(frozen=True, kw_only=True, slots=True)
class Charts:
    """A sheet of charts, two beside each other."""

    called: Called
    charts: tuple[Chart, ...]
    notes: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """The first sheet: what the workbook is of, and lines (what, text) of how it came about."""

    name: Pair
    title: Pair
    subtitle: str
    heads: tuple[Pair, Pair]
    lines: Sequence[tuple[Pair, str]]
    notes: Sequence[Pair]
