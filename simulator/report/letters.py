"""Letters of the bundled font as outlines, each read once, and lines of them, each laid out once.

A sign that the font lacks is taken from DejaVu Sans, which Matplotlib brings along; one that
neither has is shown by the stand-in of ``characters``.

Matplotlib lays a line out anew whenever it is measured or drawn; figures say the same years, places
and numbers many times over. Lengths are in thousandths of the size of the letters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.report.style import font_path
from simulator.stockflow.arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

STAND_IN = "〓"
"""Shown for a character that no font has, as Chinese printers do; never a box without a word."""

EM = 1000.0
"""The size of a letter in the unit of this module; the units of the font itself."""
_UNKERNED = 0x3100
"""From here on no sign of the font stands closer to a neighbour than its width says."""
_COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
"""The codes of matplotlib's paths: move, line, curve with one or two handles, close."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter: how far it moves the pen, where its ink begins and ends, its outline (y up)."""

    code: int
    advance: float
    low: float
    high: float
    outline: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text: its letters with the place of each, its width, and how high its ink is."""

    letters: tuple[tuple[Letter, float], ...]
    width: float
    low: float
    high: float


def is_simple(text: str) -> bool:
    """Whether a text is of letters of the bundled font alone that stand one after the other."""
    known = _known()
    return text != "" and all(ord(sign) in known for sign in text)


@cache
def laid_out(text: str) -> Line:
    """A text in the bundled font, as matplotlib sets it where ``is_simple`` holds.

    Pairs of letters stand as close as the font has them; that is asked of matplotlib pair by pair.
    """
    letters = [_letter(sign) for sign in text]
    gaps = [_closer(first, second) for first, second in pairwise(text)]
    places = list(_summed(letter.advance for letter in letters))
    moved = [0.0, *_summed(gaps)]
    return Line(
        letters=tuple(
            (letter, end - letter.advance + shift)
            for letter, end, shift in zip(letters, places, moved, strict=True)
            if letter.outline
        ),
        width=places[-1] + moved[-1],
        # a blank has its ink on the base line, for matplotlib too
        low=min(letter.low for letter in letters),
        high=max(letter.high for letter in letters),
    )


def path_data(vertices: FloatArray, codes: Iterable[int]) -> str:
    """Outlines as the data of an SVG path, y as it is given, whole thousandths."""
    parts: list[str] = []
    last, run = "", 0
    for (right, up), code in zip(vertices.round().astype(int).tolist(), codes, strict=True):
        letter = _COMMANDS[code]
        # the points of one curve follow each other under one letter
        needed = {"Q": 2, "C": 3}.get(letter, 1)
        last, run = (letter, 1) if letter != last or run == needed else (letter, run + 1)
        parts.append(letter if run == 1 else " ")
        if letter != "Z":
            parts.append(f"{right} {up}")
    return "".join(parts)


def _summed(lengths: Iterable[float]) -> Iterator[float]:
    total = 0.0
    for length in lengths:
        total += length
        yield total


@cache
def _font() -> "FT2Font":
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_path()))
    font.set_size(EM, 72)
    return font


@cache
def _signs() -> frozenset[int]:
    return frozenset(_font().get_charmap())


@cache
def _known() -> frozenset[int]:
    from unicodedata import category

    # A mark of its own stands on the letter before it: that is for matplotlib to arrange.
    return frozenset(code for code in _signs() if category(chr(code))[0] not in "MC")


@cache
def _second_font() -> "FT2Font":
    import matplotlib as mpl
    from matplotlib.ft2font import FT2Font

    return FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"))


@cache
def _letter(sign: str) -> Letter:
    from matplotlib.ft2font import LoadFlags

    font = _font()
    if ord(sign) not in _signs():
        font = _second_font()
        if ord(sign) not in font.get_charmap():
            return replace(_letter(STAND_IN), code=ord(sign))
    glyph = font.load_char(ord(sign), flags=LoadFlags.NO_SCALE)  # in the units of the font
    vertices, codes = font.get_path()
    _, low, _, high = glyph.bbox
    scale = EM / font.units_per_EM
    return Letter(
        code=ord(sign),
        advance=scale * glyph.horiAdvance,
        low=scale * low,
        high=scale * high,
        outline=path_data(64 * scale * vertices, codes.tolist()) if len(codes) else "",
    )


@cache
def _closer(first: str, second: str) -> float:
    """What the font adds to the width of two letters where they meet, mostly less than nothing."""
    if max(ord(first), ord(second)) >= _UNKERNED or not is_simple(first + second):
        return 0.0
    from matplotlib.ft2font import LoadFlags

    font = _font()
    font.set_text(first + second, 0.0, flags=LoadFlags.NO_HINTING)
    width = float(font.get_width_height()[0]) / 64
    return width - _letter(first).advance - _letter(second).advance
