"""A page of Matplotlib, for what calibration draws: inches from its top left, two languages.

Nothing is fitted afterwards: every place is stated, so a page is drawn once and never shifts. The
room that letters take is estimated from their kind, which needs no font and is the same on every
machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.report.characters import lacking, stood_in, tell_lacking
from simulator.report.pieces import PIECES
from simulator.report.style import (
    DETAIL,
    DOTS_PER_INCH,
    INK,
    QUIET,
    SECOND_LANGUAGE,
    SUBTITLE,
    TITLE,
)
from simulator.words.catalogue import Language, Pair, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDE, _NARROW = 1.0, 0.49
"""Width of a Chinese and, a little more than less, of a Latin letter, in sizes of the letter."""
MARGIN = 0.45
"""White space left and right of a page, inches."""

_QUICKLY = {"compress_level": 2}
"""Drawn pages are mostly white: less effort makes them hardly larger."""

_LINE = 1.42 / 72
"""Height of a line of text per point of its size, inches."""


def room_for(texts: Sequence[str], size: float) -> float:
    """Width that the longest of some texts takes, inches, a little more than less."""
    return max((_ems(text) for text in texts), default=0.0) * size / 72


def broken(text: str, size: float, width: float) -> tuple[str, ...]:
    """A text in lines that fit a width, inches."""
    return tuple(line.strip() for line in _broken_lines(text, width * 72 / size))


def fitting(text: str, size: float, width: float) -> float:
    """The size, at most that asked for, at which a text fits a width, inches."""
    return min(size, size * width / max(room_for([text], size), 1e-9))


def _broken_lines(text: str, ems: float) -> Iterator[str]:
    line = ""
    for piece in PIECES.findall(text):
        if line.strip() and _ems(line + piece.rstrip()) > ems:
            yield line
            line = ""
        line += piece
    if line.strip():
        yield line


def _ems(text: str) -> float:
    # U+2E80 is where the signs begin that are as wide as they are high.
    return sum(_WIDE if ord(sign) > 0x2E7F else _NARROW for sign in text)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What stands above a figure: its subject, then what the figures in it mean."""

    title: Pair
    details: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A figure of ``width`` × ``height`` inches; its body begins ``top`` inches down."""

    figure: "Figure"
    width: float
    height: float
    top: float
    language: Language

    def axes(self, left: float, down: float, width: float, height: float) -> "Axes":
        """Axes whose top left corner lies ``left``, ``down`` inches into the body."""
        # Matplotlib measures in shares of the figure from below; a page, from its top.
        bottom = self.height - self.top - down - height
        return self.figure.add_axes(
            (
                left / self.width,
                bottom / self.height,
                width / self.width,
                height / self.height,
            )
        )

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
        """Write a text below a point of the body, its English beneath; return where it ends.

        A line wider than ``within`` inches is made smaller until it fits.
        """
        # The second language is smaller and quieter: read by one half, in nobody's way.
        for number, text in enumerate(spoken(pair, self.language)):
            actual = size if number == 0 else size * SECOND_LANGUAGE
            if within is not None:
                actual = fitting(text, actual, within)
            self.figure.text(
                left / self.width,
                1 - (self.top + down) / self.height,
                text,
                size=actual,
                color=QUIET if number and colour == INK else colour,
                va="top",
            )
            down += actual * _LINE
        return down

    def save(self, folder: Path, name: str, *, png: bool) -> tuple[Path, ...]:
        """Write the page into a folder, the same bytes for the same page.

        Returns
        -------
        tuple of Path
            ``<name>.svg``, before it ``<name>.png`` where that is asked for.
        """
        from simulator.report.svg import write_svg

        svg = folder / f"{name}.svg"
        write_svg(self.figure, svg)
        return (self._save_png(folder / f"{name}.png"), svg) if png else (svg,)

    def _save_png(self, path: Path) -> Path:
        # Without the name of the software, which would differ from one version to the next.
        self.figure.savefig(
            path, dpi=DOTS_PER_INCH, metadata={"Software": None}, pil_kwargs=_QUICKLY
        )
        return path

    def stand_in(self) -> tuple[str, ...]:
        """Put the stand-in where a character is in no font of the page; return what was absent."""
        from matplotlib.text import Text

        texts = self.figure.findobj(Text)
        absent = lacking(text.get_text() for text in texts)
        for text in texts if absent else ():
            text.set_text(stood_in(text.get_text(), absent))
        return absent


def save_pages(
    folder: Path, pages: Iterable[tuple[str, Page]], *, png: bool = True
) -> tuple[Path, ...]:
    """Write pages by name into a folder; characters that they lack are told once for all of them.

    Returns
    -------
    tuple of Path
        The files written: an SVG a page, and a PNG unless none is wanted.
    """
    absent: list[str] = []
    files: list[Path] = []
    for name, page in pages:
        absent += page.stand_in()
        files += page.save(folder, name, png=png)
    tell_lacking(absent)
    return tuple(files)


def new_page(width: float, body: float, headline: Headline, language: Language) -> Page:
    """A page with its headline written; ``body`` is the height left below it, inches."""
    from matplotlib.figure import Figure

    # How high the headline is has to be known before there is a figure to write it on.
    top = _headline_height(headline, width, language)
    height = top + body
    page = Page(
        figure=Figure(figsize=(width, height)),
        width=width,
        height=height,
        top=top,
        language=language,
    )
    down = 0.3 - top
    for line in _lines(headline, width, language):
        down = page.write(MARGIN, down, (line.text, line.text), line.size, colour=line.colour)
        down += line.after
    return page


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of a headline, its look and the space after it, inches."""

    text: str
    size: float
    colour: str
    after: float = 0.0


def _lines(headline: Headline, width: float, language: Language) -> Iterator[_Line]:
    """The lines of a headline: the title, then each detail broken where the page ends."""
    room = width - 2 * MARGIN
    title = [
        _Line(text=text, size=fitting(text, size, room), colour=colour)
        for text, (size, colour) in zip(
            spoken(headline.title, language), ((TITLE, INK), (SUBTITLE, QUIET)), strict=False
        )
    ]
    yield from _spaced(title, 0.1)
    looks = ((DETAIL, INK), (DETAIL * SECOND_LANGUAGE, QUIET))
    for detail in headline.details:
        lines = [
            _Line(text=line, size=size, colour=colour)
            for text, (size, colour) in zip(spoken(detail, language), looks, strict=False)
            for line in broken(text, size, room)
        ]
        yield from _spaced(lines, 0.04)


def _spaced(lines: list[_Line], after: float) -> list[_Line]:
    """The same lines with some space after the last."""
    return [*lines[:-1], replace(lines[-1], after=after)]


def _headline_height(headline: Headline, width: float, language: Language) -> float:
    lines = _lines(headline, width, language)
    return 0.3 + sum(line.size * _LINE + line.after for line in lines) + 0.2
