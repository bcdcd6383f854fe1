"""A feedback loop as a circle: names, arrows with their signs, and what kind of loop it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, dist, hypot, pi, sin

from simulator.stockflow.diagram.nodes import LEADING, NORMAL, SMALL, TITLE, Shown, width, wrapped
from simulator.stockflow.diagram.page import EDGE, HEAD, panel_frame
from simulator.stockflow.diagram.svg import Point, lines_of_text, written
from simulator.stockflow.grammar.loop import Link, Loop

_NAME_WIDTH = 112.0
# wider than high, as names are
_ACROSS, _DOWN = 168.0, 122.0
_MARGIN = 9.0
_STEPS = 240
_EVERY = 6
_BEHIND = 17.0
_HEAD_LENGTH, _HEAD_WIDTH = 10.0, 4.6
MINUS = "\u2212"


@dataclass(frozen=True)
class Circle:
    """One loop with its title; ``stocks`` are the names drawn as boxes."""

    loop: Loop
    stocks: frozenset[str]
    shown: Shown

    @property
    def title(self) -> str:
        """``B`` or ``R``, and the name of the loop."""
        return f"{self.loop.kind}{self.shown(': ')}{self.shown(self.loop.name)}".replace("\n", " ")

    @cached_property
    def _meaning(self) -> tuple[str, ...]:
        return wrapped(self.shown(self.loop.meaning), self.width - 2 * EDGE, SMALL)

    @property
    def width(self) -> float:
        """Width of the panel with its edges."""
        around = 2 * _ACROSS + _NAME_WIDTH + 40
        return max(around, width(self.title, TITLE) * 1.1) + 2 * EDGE

    @property
    def height(self) -> float:
        """Height of the panel with its title and what the loop means."""
        return HEAD + 2 * _DOWN + 84 + len(self._meaning) * SMALL * LEADING + EDGE

    def svg(self, x: float, y: float) -> Iterator[str]:
        """The panel with its upper left corner at a place."""
        yield from panel_frame(self.title, (x, y), (self.width, self.height))
        middle = (x + self.width / 2, y + HEAD + _DOWN + 32)
        for place, link in enumerate(self.loop.drawn(self.stocks)):
            yield from self._arrow(place, link, middle)
        for place, name in enumerate(self.loop.shown):
            yield from self._name(place, name, middle)
        yield from _centre(self.loop.kind, middle)
        at = y + self.height - EDGE - (len(self._meaning) - 0.7) * SMALL * LEADING
        for number, line in enumerate(self._meaning):
            place_of_line = (x + EDGE, at + number * SMALL * LEADING)
            yield written(place_of_line, line, SMALL, kind="note")

    def _at(self, place: float, middle: Point) -> Point:
        """Where a name stands on the ellipse: the first at the top, on clockwise."""
        # clockwise from the top, like the round arrow in the middle
        angle = -pi / 2 + 2 * pi * place / len(self.loop.shown)
        return middle[0] + _ACROSS * cos(angle), middle[1] + _DOWN * sin(angle)

    def _lines(self, name: str) -> tuple[str, ...]:
        return wrapped(self.shown(name), _NAME_WIDTH, NORMAL)

    def _half(self, place: int) -> tuple[float, float]:
        """Half the room of a name, its margin included."""
        lines = self._lines(self.loop.shown[place % len(self.loop.shown)])
        wide = max(width(line, NORMAL) for line in lines)
        return wide / 2 + _MARGIN, len(lines) * NORMAL * LEADING / 2 + _MARGIN - 2

    def _name(self, place: int, name: str, middle: Point) -> Iterator[str]:
        at = self._at(place, middle)
        wide, high = self._half(place)
        if name in self.stocks:
            yield (
                f'<rect class="box" x="{at[0] - wide:.1f}" y="{at[1] - high:.1f}" '
                f'width="{2 * wide:.1f}" height="{2 * high:.1f}" rx="3"/>'
            )
        yield from lines_of_text(at, self._lines(name), (), "middle")

    def _arrow(self, place: int, link: Link, middle: Point) -> Iterator[str]:
        """Along the ellipse from one name to the next, its sign outside the head."""
        ends = [(number, self._at(number, middle)) for number in (place, place + 1)]
        points = [self._at(place + step / _STEPS, middle) for step in range(_STEPS + 1)]
        # by points: where an ellipse leaves a rectangle has no short closed form
        free = [
            point
            for point in points
            if not any(_inside(point, at, self._half(number)) for number, at in ends)
        ]
        yield f'<path class="link" d="{_path([*free[:-4:_EVERY], free[-4]])}"/>'
        yield f'<path class="head" d="{_path(_head(free[-6], free[-1]))} Z"/>'
        # beside the arrow head, where the eye looks, not on it
        behind = [point for point in free if dist(point, free[-1]) >= _BEHIND]
        sign = _outward((behind or free)[-1], middle, 13.0)
        text = "+" if link.sign > 0 else MINUS
        yield written((sign[0], sign[1] + 5), text, TITLE, kind="title", anchor="middle")
        # two strokes, the usual sign of a delay
        if link.delayed:
            yield from _delay(free[len(free) // 2 - 2], free[len(free) // 2 + 2])


def _centre(kind: str, middle: Point) -> Iterator[str]:
    """The letter of the loop inside a round arrow that runs its way."""
    x, y = middle
    around = [
        (x + 24 * cos(angle), y + 24 * sin(angle))
        for angle in (-pi / 2 + 0.5 + step / 40 * (2 * pi - 1.1) for step in range(41))
    ]
    yield f'<path class="link" d="{_path(around)}"/>'
    yield f'<path class="head" d="{_path(_head(around[-3], around[-1]))} Z"/>'
    yield written((x, y + 7), kind, TITLE + 4, kind="title", anchor="middle")


def _delay(before: Point, after: Point) -> Iterator[str]:
    """Two strokes across an arrow."""
    angle = atan2(after[1] - before[1], after[0] - before[0])
    x, y = (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
    for shift in (-2.5, 2.5):
        at = (x + shift * cos(angle), y + shift * sin(angle))
        dx, dy = -8 * sin(angle), 8 * cos(angle)
        ends = [(at[0] - dx, at[1] - dy), (at[0] + dx, at[1] + dy)]
        yield f'<path class="link" d="{_path(ends)}"/>'


def _head(before: Point, tip: Point) -> list[Point]:
    """The corners of an arrow head that points away from an earlier point."""
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    base = (tip[0] - _HEAD_LENGTH * cos(angle), tip[1] - _HEAD_LENGTH * sin(angle))
    dx, dy = -_HEAD_WIDTH * sin(angle), _HEAD_WIDTH * cos(angle)
    return [tip, (base[0] + dx, base[1] + dy), (base[0] - dx, base[1] - dy)]


def _outward(point: Point, middle: Point, by: float) -> Point:
    dx, dy = point[0] - middle[0], point[1] - middle[1]
    length = max(hypot(dx, dy), 1e-9)
    return point[0] + dx / length * by, point[1] + dy / length * by


def _inside(point: Point, at: Point, half: tuple[float, float]) -> bool:
    return abs(point[0] - at[0]) < half[0] and abs(point[1] - at[1]) < half[1]


def _path(points: list[Point]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
