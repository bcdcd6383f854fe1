"""A causal loop diagram: names at stated places, arrows bent between them, a sign at each head."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from simulator.stockflow.diagram.nodes import LEADING, NORMAL, SMALL, TITLE, width
from simulator.stockflow.diagram.svg import STYLE, Point, lines_of_text, written
from simulator.stockflow.grammar.loop import Link

MORE, LESS, GIVEN = "#1f5d8c", "#a3561b", "#8a97a5"
_BEND = 0.16
_STEPS = 64
_HEAD, _WIDE = 10.0, 4.4
_ROOM = 7.0
_MINUS = "\u2212"
_COLOURS = f"""\
.more {{ stroke: {MORE}; }} .less {{ stroke: {LESS}; }} .link {{ stroke-width: 1.7; }}
.given {{ stroke: {GIVEN}; stroke-width: 1.2; }}
.more.tip {{ fill: {MORE}; stroke: none; }}
.more.sign {{ fill: {MORE}; stroke: {MORE}; stroke-width: 0.7; }}
.less.tip {{ fill: {LESS}; stroke: none; }}
.less.sign {{ fill: {LESS}; stroke: {LESS}; stroke-width: 0.7; }}
.given.tip, .given.sign {{ fill: #5d6b7a; stroke: none; }}
.sign {{ font-weight: 700; }}
.mark {{ fill: none; stroke: #5d6b7a; stroke-width: 1.4; }}
"""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A name on the page: where it stands, what it is called, line by line, and what it is."""

    at: Point
    lines: tuple[str, ...]
    is_stock: bool = False
    is_given: bool = False

    @property
    def half(self) -> tuple[float, float]:
        """Half the room of the text, with a margin."""
        wide = max(width(line, NORMAL) for line in self.lines)
        return wide / 2 + _ROOM, len(self.lines) * NORMAL * LEADING / 2 + _ROOM - 2


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The letter of a loop, the middle of its round arrow, and the loop's name."""

    letter: str
    at: Point
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """All that is drawn; ``bends`` holds the bend of links that are not bent as the others."""

    title: str
    size: tuple[float, float]
    names: Mapping[str, Shown]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    bends: Mapping[tuple[str, str], float]
    key: tuple[str, ...]

    def svg(self) -> str:
        """The page as SVG text."""
        wide, high = self.size
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
            f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img">'
        )
        parts = [
            head,
            f"<title>{self.title}</title>",
            f"<style>\n{STYLE}{_COLOURS}</style>",
            f'<rect class="panel" width="{wide:.0f}" height="{high:.0f}"/>',
            written((24.0, 34.0), self.title, TITLE + 2, kind="title"),
        ]
        for link in self.links:
            parts += self._arrow(link)
        for shown in self.names.values():
            parts += _name(shown)
        for mark in self.marks:
            parts += _mark(mark)
        for number, line in enumerate(self.key):
            at = (24.0, high - 18.0 - (len(self.key) - 1 - number) * SMALL * 1.5)
            parts.append(written(at, line, SMALL, kind="note"))
        return "\n".join([*parts, "</svg>"]) + "\n"

    def _arrow(self, link: Link) -> Iterator[str]:
        """A bent line from name to name, barred where it takes time, its sign at the head."""
        cause, effect = self.names[link.cause], self.names[link.effect]
        points = self._curve(link)
        outside = [point for point in points if not _covers(cause, point)]
        seen = [point for point in outside if not _covers(effect, point)]
        kind = "given" if cause.is_given else "more" if link.sign > 0 else "less"
        tip = seen[-1]
        start = next(
            place for place in range(len(seen) - 1, -1, -1) if _far(seen[place], tip, _HEAD)
        )
        ahead = _unit(seen[start], tip)
        shaft = seen[: start + 1]
        yield f'<path class="link {kind}" d="{_path(shaft)}"/>'
        side = (-ahead[1], ahead[0])
        base = (tip[0] - ahead[0] * _HEAD, tip[1] - ahead[1] * _HEAD)
        corners = [
            tip,
            *((base[0] + s * side[0] * _WIDE, base[1] + s * side[1] * _WIDE) for s in (1, -1)),
        ]
        yield f'<path class="tip {kind}" d="{_path(corners)} Z"/>'
        if link.delayed:
            yield from _bars(shaft, kind)
        # on the outer side of the bend, where no other part of the same arrow can run
        outer = 1.0 if self._bend(link) >= 0 else -1.0
        at = (
            base[0] - ahead[0] * 3 - outer * side[0] * 11,
            base[1] - ahead[1] * 3 - outer * side[1] * 11,
        )
        sign = "+" if link.sign > 0 else _MINUS
        yield (
            f'<text class="sign {kind}" x="{at[0]:.1f}" y="{at[1] + 5:.1f}" font-size="18" '
            f'text-anchor="middle">{sign}</text>'
        )

    def _bend(self, link: Link) -> float:
        return self.bends.get((link.cause, link.effect), _BEND)

    def _curve(self, link: Link) -> list[Point]:
        """Points of a parabola between two names; a positive bend turns left as seen from above."""
        (x0, y0), (x1, y1) = self.names[link.cause].at, self.names[link.effect].at
        bend = self._bend(link)
        middle = ((x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0))
        return [
            (
                (1 - t) ** 2 * x0 + 2 * t * (1 - t) * middle[0] + t**2 * x1,
                (1 - t) ** 2 * y0 + 2 * t * (1 - t) * middle[1] + t**2 * y1,
            )
            for t in (step / _STEPS for step in range(_STEPS + 1))
        ]


def _covers(shown: Shown, point: Point) -> bool:
    wide, high = shown.half
    return abs(point[0] - shown.at[0]) < wide and abs(point[1] - shown.at[1]) < high


def _far(one: Point, other: Point, by: float) -> bool:
    return hypot(one[0] - other[0], one[1] - other[1]) >= by


def _unit(one: Point, other: Point) -> Point:
    long = max(hypot(other[0] - one[0], other[1] - one[1]), 1e-9)
    return (other[0] - one[0]) / long, (other[1] - one[1]) / long


def _bars(shaft: list[Point], kind: str) -> Iterator[str]:
    """Two bars across the middle of a line: it takes time."""
    place = len(shaft) // 2
    ahead = _unit(shaft[place - 1], shaft[place])
    for off in (-2.5, 2.5):
        x, y = shaft[place][0] + off * ahead[0], shaft[place][1] + off * ahead[1]
        ends = [(x - ahead[1] * s, y + ahead[0] * s) for s in (-6.0, 6.0)]
        yield f'<path class="link {kind}" d="{_path(ends)}"/>'


def _name(shown: Shown) -> Iterator[str]:
    wide, high = shown.half
    if shown.is_stock:
        yield (
            f'<rect class="box" x="{shown.at[0] - wide:.1f}" y="{shown.at[1] - high:.1f}" '
            f'width="{2 * wide:.1f}" height="{2 * high:.1f}" rx="3"/>'
        )
    if shown.is_given:
        y = shown.at[1] - len(shown.lines) * NORMAL * LEADING / 2
        for number, line in enumerate(shown.lines):
            at = (shown.at[0], y + NORMAL * LEADING * (number + 1) - NORMAL * 0.32)
            yield written(at, line, NORMAL, kind="note", anchor="middle")
        return
    yield from lines_of_text(shown.at, shown.lines, (), "middle")


def _mark(mark: Mark) -> Iterator[str]:
    """A letter in a round arrow that turns clockwise, the name of the loop below."""
    x, y = mark.at
    radius, end = 13.0, 1.75 * pi - pi / 2
    points = [
        (x + radius * cos(-pi / 2 + end_share), y + radius * sin(-pi / 2 + end_share))
        for end_share in (step / 24 * (end + pi / 2) for step in range(25))
    ]
    ahead = _unit(points[-2], points[-1])
    tip = (points[-1][0] + ahead[0] * 6, points[-1][1] + ahead[1] * 6)
    corners = [
        tip,
        (points[-1][0] - ahead[1] * 4, points[-1][1] + ahead[0] * 4),
        (points[-1][0] + ahead[1] * 4, points[-1][1] - ahead[0] * 4),
    ]
    yield f'<path class="mark" d="{_path(points)}"/>'
    yield f'<path d="{_path(corners)} Z" fill="#5d6b7a"/>'
    yield written((x, y + 5), mark.letter, NORMAL, kind="title", anchor="middle")
    for number, line in enumerate(mark.lines):
        at = (x, y + radius + 14 + number * SMALL * LEADING)
        yield written(at, line, SMALL, kind="note", anchor="middle")


def _path(points: list[Point]) -> str:
    first, *rest = points
    return f"M {first[0]:.1f} {first[1]:.1f} " + " ".join(f"L {x:.1f} {y:.1f}" for x, y in rest)
