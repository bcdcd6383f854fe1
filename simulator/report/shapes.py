"""What a page is drawn of: strokes, patches, boxes, marks and words, in inches from its top left.

A page is a list of these, nothing else; whoever writes one as SVG, or paints it, draws them in
their order. Later ones lie over earlier ones.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.report.letters import EM, laid_out
from simulator.stockflow.arrays import FloatArray

POINTS = 72.0
"""Points to the inch: the unit of letters, and of an SVG."""

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom, inches."""

Slant = Literal["/", "\\", "."]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hatch:
    """Lines that rise or fall to the right, or dots: their colour and distance, points."""

    slant: Slant
    colour: str
    apart: float = 4.0
    width: float = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """A line through points, shape (point, 2); width and dashes in points."""

    points: FloatArray
    colour: str
    width: float
    dashes: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Patch:
    """An area within points, shape (point, 2)."""

    points: FloatArray
    fill: str | None = None
    hatch: Hatch | None = None
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle by its top left corner and its size."""

    left: float
    top: float
    width: float
    height: float
    fill: str | None = None
    hatch: Hatch | None = None
    edge: str | None = None
    edge_width: float = 0.6
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a mark looks: its kind, its size and rim in points; without ``fill`` it is hollow."""

    kind: Literal["o", "s", "D", "^"]
    size: float
    fill: str
    edge: str
    rim: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A mark whose middle lies at a place."""

    x: float
    y: float
    look: Look


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A line of text: the end of it that is anchored, on its base line; size in points."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def width(self) -> float:
        """How wide it is, inches."""
        return width_of(self.text, self.size)

    @property
    def left(self) -> float:
        """Where it begins."""
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return self.x - share * self.width


Shape = Stroke | Patch | Box | Mark | Words


def width_of(text: str, size: float) -> float:
    """Width of a line of the bundled font, inches."""
    return laid_out(text).width * size / EM / POINTS if text else 0.0


def bounds(shape: Shape) -> Bounds:
    """The smallest box around a shape; lines and marks with half of their width."""
    match shape:
        case Words():
            line, scale = laid_out(shape.text), shape.size / EM / POINTS
            left = shape.left
            return (
                left,
                shape.y - line.high * scale,
                left + line.width * scale,
                shape.y - line.low * scale,
            )
        case Box():
            return (
                shape.left,
                shape.top,
                shape.left + shape.width,
                shape.top + shape.height,
            )
        case Mark():
            half = (shape.look.size + shape.look.rim) / 2 / POINTS
            return shape.x - half, shape.y - half, shape.x + half, shape.y + half
        case Stroke() | Patch():
            half = shape.width / 2 / POINTS if isinstance(shape, Stroke) else 0.0
            low, high = np.nanmin(shape.points, axis=0), np.nanmax(shape.points, axis=0)
            left, top, right, bottom = map(float, (*(low - half), *(high + half)))
            return left, top, right, bottom
