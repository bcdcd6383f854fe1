"""A page for a sheet: a finding above, what is drawn, and below it how to read that.

Every place is stated in inches from the top left corner of the body; a line of text is as wide as
its letters are, so that a page is the same on every machine and nothing on it is fitted by chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from simulator.report.pieces import PIECES
from simulator.report.shapes import (
    POINTS,
    Bounds,
    Box,
    Hatch,
    Shape,
    Words,
    bounds,
    width_of,
)
from simulator.report.sheet import Sheet
from simulator.report.style import INK, QUIET
from simulator.report.svg_text import svg_text
from simulator.words.catalogue import Language, Pair, leading, spoken

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINE = 1.38
"""Height of a line of text, in sizes of its letters."""
_RISE = 1.02
"""From the top of a line down to its base line, in sizes of its letters."""
_WIDE_MARKS = "：；，。、"
_MARKS = f"{_WIDE_MARKS}:;,."
_PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>\n'
_FOOT = 0.08
"""White space below the last line of a page, inches."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands around a figure: its finding, what is shown, and below it the notes."""

    finding: Pair
    shown: Pair
    notes: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page in the making or made: its sheet, its language, and what is drawn so far.

    The body begins ``top`` inches down. ``notes`` are written by ``close``, below all else.
    """

    sheet: Sheet
    language: Language
    heading: Heading
    top: float
    shapes: list[Shape] = field(default_factory=list)

    @property
    def finding(self) -> str:
        """The sentence that stands above the figure."""
        return " ".join(spoken(self.heading.finding, self.language))

    @property
    def room(self) -> float:
        """Height left for the body where the sheet has a height; else what it should not exceed."""
        return self.sheet.most - self.top - _notes_height(self.heading, self.sheet, self.language)

    @property
    def height(self) -> float:
        """Height of the sheet, or down to the last thing drawn."""
        drawn = max(bounds(shape)[3] for shape in self.shapes) + _FOOT
        return max(drawn, self.sheet.height or 0.0)

    def write(
        self,
        left: float,
        down: float,
        pair: Pair,
        size: float,
        *,
        colour: str = INK,
        within: float | None = None,
    ) -> float:
        """Write a text below a point of the body, broken where it is wider; return where it ends.

        In both languages the English stands beneath, smaller and quieter.
        """
        for number, text in enumerate(spoken(pair, self.language)):
            actual = size if number == 0 else self.sheet.second(size)
            ink = QUIET if number and colour == INK else colour
            for line in broken(text, actual, within):
                self.words(line, (left, down + _RISE * actual / POINTS), actual, ink)
                down += LINE * actual / POINTS
        return down

    def words(
        self,
        text: str,
        place: tuple[float, float],
        size: float,
        colour: str = INK,
        anchor: Literal["start", "middle", "end"] = "start",
    ) -> None:
        """Write one line whose anchored end lies on its base line at a place of the body."""
        x, y = place
        self.shapes.append(
            Words(x=x, y=self.top + y, text=text, size=size, colour=colour, anchor=anchor)
        )

    def box(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        fill: str | None = None,
        *,
        hatch: Hatch | None = None,
        edge: str | None = None,
    ) -> None:
        """A rectangle by its top left corner in the body."""
        (left, down), (width, height) = corner, size
        self.shapes.append(
            Box(
                left=left,
                top=self.top + down,
                width=width,
                height=height,
                fill=fill,
                hatch=hatch,
                edge=edge,
            )
        )

    def lead(self, pair: Pair) -> str:
        """A text where there is room for one language alone."""
        return leading(pair, self.language)

    def lines(self, pair: Pair, size: float, within: float | None = None) -> float:
        """How high a text of the body is, inches."""
        return _height(pair, size, self.sheet, self.language, within)

    def close(self, down: float) -> "Page":
        """Write the notes below the body, on a sheet with a height at its foot."""
        if self.sheet.height is not None:
            below = _notes_height(self.heading, self.sheet, self.language)
            down = max(down, self.sheet.height - self.top - below)
        for note in _notes(self.heading, self.sheet):
            size = self.sheet.letters.note
            down = self.write(
                self.sheet.margin, down, note, size, colour=QUIET, within=self.sheet.room
            )
        return self

    def extents(self) -> Iterator[tuple[Words, Bounds]]:
        """Every line of text with the box around it, inches from the top left of the page."""
        return ((shape, bounds(shape)) for shape in self.shapes if isinstance(shape, Words))

    def texts(self) -> tuple[str, ...]:
        """Every line of text, in the order drawn."""
        return tuple(shape.text for shape in self.shapes if isinstance(shape, Words))

    def svg(self, known: set[int] | None = None) -> str:
        """The page as the text of an SVG; ``known`` as in ``svg_text``."""
        return svg_text(self.shapes, (self.sheet.width, self.height), self.finding, known)

    def figure(self) -> "Figure":
        """The page as a figure of Matplotlib, all of it in one pair of axes, in inches."""
        from simulator.report.painted import figure_of

        return figure_of(self.shapes, (self.sheet.width, self.height))

    def content(self, form: Literal["svg", "png"]) -> bytes:
        """The page as a file, the same bytes for the same page."""
        return self.png() if form == "png" else f"{_PROLOGUE}{self.svg()}".encode()

    def save(self, folder: Path, name: str, *, png: bool) -> tuple[Path, ...]:
        """Write the page into a folder as ``<name>.svg``, before it ``<name>.png`` where asked for.

        Returns
        -------
        tuple of Path
            The files written.
        """
        forms: tuple[Literal["svg", "png"], ...] = ("png", "svg") if png else ("svg",)
        for form in forms:
            (folder / f"{name}.{form}").write_bytes(self.content(form))
        return tuple(folder / f"{name}.{form}" for form in forms)

    def png(self) -> bytes:
        """The page as PNG, 200 dots an inch."""
        from simulator.report.painted import png_of

        return png_of(self.figure())


def new_page(heading: Heading, sheet: Sheet, language: Language) -> Page:
    """A page with its finding and the line of what is shown written."""
    letters = sheet.letters
    top = sheet.above
    page = Page(sheet=sheet, language=language, heading=heading, top=0.0)
    for number, text in enumerate(spoken(heading.finding, language)):
        size = sheet.second(letters.title) if number else letters.title
        for line in broken(text, size, sheet.room, even=True):
            place = (sheet.margin, top + _RISE * size / POINTS)
            page.words(line, place, size, QUIET if number else INK)
            top += LINE * size / POINTS
    top += 0.03
    top = page.write(
        sheet.margin, top, heading.shown, letters.subtitle, colour=QUIET, within=sheet.room
    )
    after = letters.subtitle / POINTS
    return Page(
        sheet=sheet, language=language, heading=heading, top=top + after, shapes=page.shapes
    )


def broken(text: str, size: float, width: float | None, *, even: bool = False) -> tuple[str, ...]:
    """A text in lines that fit a width, inches; English at spaces, Chinese before no closing mark.

    ``even`` lines are about as long as each other; two of them part at a mark, if there is one.
    """
    if width is None or width_of(text, size) <= width:
        return (text,)
    narrowest = tuple(_lines(text, size, width))
    if not even:
        return narrowest
    parted = _parted(text, size, width) if len(narrowest) == 2 else None
    if parted is not None:
        return parted
    total = width_of(text, size)
    for share in (1.03, 1.08, 1.15, 1.25):
        found = tuple(_lines(text, size, min(width, share * total / len(narrowest))))
        if len(found) == len(narrowest):
            return found
    return narrowest


def shortened(text: str, size: float, width: float, *, keep: str = "") -> str:
    """A text that fits a width, cut short with a mark; what follows ``keep`` last is kept."""
    if width_of(text, size) <= width:
        return text
    name, mark, rest = text.rpartition(keep) if keep in text and keep else (text, "", "")
    while name and width_of(f"{name}…{mark}{rest}", size) > width:
        name = name[:-1]
    return f"{name.rstrip()}…{mark}{rest}"


def _parted(text: str, size: float, width: float) -> tuple[str, str] | None:
    """Two lines parted after a mark, as even as may be; ``None`` where none lets both fit."""
    places = [place + 1 for place, sign in enumerate(text[:-1]) if sign in _MARKS]
    # a mark within a number or before a letter parts nothing
    places = [p for p in places if text[p - 1] in _WIDE_MARKS or text[p] == " "]
    parts = [(text[:place].strip(), text[place:].strip()) for place in places]
    wide = [max(width_of(part, size) for part in both) for both in parts]
    # after a sentence rather than within one, then as even as may be
    ends = [both[0][-1] not in "；。;." for both in parts]
    fitting = [each for each in zip(ends, wide, parts, strict=True) if each[1] <= width]
    return min(fitting)[2] if fitting else None


def _lines(text: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for piece in PIECES.findall(text):
        if line.strip() and width_of(line + piece.rstrip(), size) > width:
            yield line.strip()
            line = ""
        line += piece
    if line.strip():
        yield line.strip()


def _height(
    pair: Pair, size: float, sheet: Sheet, language: Language, within: float | None
) -> float:
    sizes = (size, sheet.second(size))
    texts = zip(spoken(pair, language), sizes, strict=False)
    return sum(len(broken(text, each, within)) * LINE * each / POINTS for text, each in texts)


def _notes_height(heading: Heading, sheet: Sheet, language: Language) -> float:
    size = sheet.letters.note
    notes = _notes(heading, sheet)
    return sum(_height(note, size, sheet, language, sheet.room) for note in notes) + _FOOT


def _notes(heading: Heading, sheet: Sheet) -> tuple[Pair, ...]:
    """A line each; one after the other on a sheet with a height, which has no room to spare."""
    if sheet.height is None or not heading.notes:
        return heading.notes
    chinese, english = zip(*heading.notes, strict=True)
    return (("".join(chinese), " ".join(english)),)
