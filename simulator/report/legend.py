"""What lines, areas and marks of a page mean, side by side above its plots."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.report.paper import LINE, Page
from simulator.report.shapes import POINTS, Hatch, Look, Mark, Stroke, width_of
from simulator.report.style import INK

_SAMPLE, _AFTER, _BETWEEN = 0.24, 0.05, 0.2
_RISE = 1.02


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A name with a sample of what it names: a line, an area or a mark, or several of them.

    A ``rule`` is an upright line.
    """

    name: str
    line: str | None = None
    dashes: tuple[float, ...] = ()
    fill: str | None = None
    hatch: Hatch | None = None
    edge: str | None = None
    mark: Look | None = None
    rule: str | None = None


def draw_legend(page: Page, down: float, entries: Sequence[Entry], left: float = 0.0) -> float:
    """Entries in lines as wide as the page, from a place of the body; return where they end."""
    size, margin = page.sheet.letters.label, page.sheet.margin + left
    scale = size / 8.0
    end = page.sheet.width - page.sheet.margin
    line, across = LINE * size / POINTS, margin
    for entry in entries:
        width = (_SAMPLE + _AFTER) * scale + width_of(entry.name, size)
        if across > margin and across + width > end:
            across, down = margin, down + line
        _sample(page, entry, (across, down + line / 2), _SAMPLE * scale)
        words = across + (_SAMPLE + _AFTER) * scale
        page.words(entry.name, (words, down + _RISE * size / POINTS), size, INK)
        across += width + _BETWEEN * scale
    return down + line


def _sample(page: Page, entry: Entry, place: tuple[float, float], width: float) -> None:
    left, down = place
    weight, high = page.sheet.weight, 0.42 * width
    if entry.fill is not None or entry.hatch is not None:
        corner, size = (left, down - high / 2), (width, high)
        page.box(corner, size, entry.fill, hatch=entry.hatch, edge=entry.edge)
    if entry.line is not None:
        page.shapes.append(
            Stroke(
                points=np.array([[left, page.top + down], [left + width, page.top + down]]),
                colour=entry.line,
                width=1.8 * weight,
                dashes=tuple(each * weight for each in entry.dashes),
            )
        )
    if entry.rule is not None:
        middle, half = left + width / 2, 0.3 * width
        ends = [[middle, page.top + down - half], [middle, page.top + down + half]]
        page.shapes.append(Stroke(points=np.array(ends), colour=entry.rule, width=0.8 * weight))
    if entry.mark is not None:
        look = entry.mark
        scaled = Look(
            kind=look.kind,
            size=look.size * weight,
            fill=look.fill,
            edge=look.edge,
            rim=look.rim * weight,
        )
        page.shapes.append(Mark(x=left + width / 2, y=page.top + down, look=scaled))
