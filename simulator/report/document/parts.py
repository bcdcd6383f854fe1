"""What a document is made of, whoever writes it: as a page, for Word, for print.

Everything is said in one language. The same parts make every form, so that no number stands in one
of them alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from simulator.report.table import Table

_FINDING = re.compile("<title>([^<]+)</title>")
"""Where a picture says its finding."""

Tone = Literal["", "shortage", "surplus", "met", "missed", "close", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of a table; ``strength`` (0 to 1) is how strongly its tone is shown.

    ``more`` is a second, quieter line; ``folded`` are sentences shown when somebody asks for them,
    and always on paper.
    """

    text: str
    tone: Tone = ""
    strength: float = 1.0
    more: str = ""
    folded: tuple[str, ...] = ()

    @property
    def quiet(self) -> tuple[str, ...]:
        """What stands below the text, line by line, where nothing is folded."""
        return (self.more, *self.folded) if self.more else self.folded


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """Sentences; ``kind`` says how they look: as any, as what matters most, or as a remark."""

    text: str
    kind: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """A table as it is shown: a title that states what it finds, heads, rows, notes below it.

    A row of one cell is a heading over all columns. ``widths`` are those of the columns on paper,
    against each other; alike where none are stated. ``groups`` names the filter each row answers
    to, where there are any. ``folded`` is shown when somebody asks for it.
    """

    name: str
    title: str
    head: tuple[str, ...]
    body: Sequence[tuple[Cell, ...]]
    numeric: tuple[bool, ...]
    notes: tuple[str, ...] = ()
    groups: Sequence[str] = ()
    data: Table | None = None
    folded: bool = False
    grid: bool = False
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart: its finding as a title, how to read it, unit, definition and caveat, its data.

    ``kind`` and ``values`` are what is drawn where scripts run, ``pictures`` (SVG, by the name of
    the figure) where none do and on paper.
    """

    name: str
    title: str
    how: str
    notes: tuple[str, ...]
    kind: str
    values: Mapping[str, object]
    pictures: Mapping[str, str]
    data: Table

    def caption(self, name: str) -> str:
        """What stands below a picture: the title of the chart; of several, what each finds."""
        found = _FINDING.search(self.pictures[name]) if len(self.pictures) > 1 else None
        return self.title if found is None else unescape(found[1])


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """What is already laid out as HTML: equations, a diagram."""

    name: str
    html: str
    folded: str = ""


Block = Paragraph | Rows | Chart | Printed


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading and what stands below it."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document in a language (``zh`` or ``en``), with the words of its own parts by name."""

    language: Literal["zh", "en"]
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    closing: str
    words: Mapping[str, str] = field(default_factory=dict)

    def charts(self) -> tuple[Chart, ...]:
        """Every chart, in order."""
        return tuple(
            block for one in self.sections for block in one.blocks if isinstance(block, Chart)
        )
