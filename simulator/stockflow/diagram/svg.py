"""SVG text for boxes, pipes, valves and clouds, and the line that each pipe follows."""

from collections.abc import Iterator, Sequence
from html import escape

from simulator.stockflow.diagram.nodes import (
    CLOUD,
    LABEL_GAP,
    LEADING,
    LOOP,
    NORMAL,
    SMALL,
    VALVE,
    Drawing,
    Node,
    Pipe,
    text_height,
)
from simulator.stockflow.diagram.placement import GUTTER, LANE, between_layers

Point = tuple[float, float]
ARROW = 9.0


def route(pipe: Pipe, floors: list[float]) -> list[Point]:
    """Corners of a pipe from its source to its target; ``floors`` are the bottoms of layers."""
    points: list[Point] = []
    first = pipe.path[0].layer
    for step, node in enumerate(pipe.path[:-1]):
        top, bottom = between_layers(pipe, first + step) or (node.x, node.x)
        lane = pipe.lanes.get(first + step, 0)
        y = floors[first + step] + GUTTER / 2 + LANE * lane - 3
        if step == 0:
            points.append((top, node.y + _half(node)))
        # less than half a pixel is no bend to be seen
        if abs(top - bottom) > 0.5:
            points += [(top, y), (bottom, y)]
    last = pipe.path[-1]
    points.append((pipe.ports[1], last.y - _half(last)))
    # paths run downwards whatever flows in them; only the arrow has to know
    if pipe.rises:
        points.reverse()
    return points


def shortened(points: list[Point], by: float) -> list[Point]:
    """A line that ends a little earlier, to leave room for its arrow."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = max(abs(x1 - x0) + abs(y1 - y0), 1e-9)
    share = min(by / length, 1.0)
    return [*points[:-1], (x1 - (x1 - x0) * share, y1 - (y1 - y0) * share)]


def _half(node: Node) -> float:
    """From the middle of a node to where a pipe meets it."""
    return node.height / 2 - (1.0 if node.kind == "cloud" else 0.0)


STYLE = """\
text { font-family: "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei",
  "PingFang SC", "WenQuanYi Micro Hei", "Helvetica Neue", Arial, sans-serif; fill: #1d2733; }
.note { fill: #5d6b7a; }
.box { fill: #dcebf7; stroke: #1f5d8c; stroke-width: 1.6; }
.cloud { fill: #f4f6f8; stroke: #8a97a5; stroke-width: 1.3; }
.wall { fill: none; stroke: #33475b; stroke-width: 6; stroke-linejoin: round; }
.water { fill: none; stroke: #ffffff; stroke-width: 3.4; stroke-linejoin: round; }
.halo { fill: none; stroke: #ffffff; stroke-width: 11; stroke-linejoin: round; }
.arrow, .valve { fill: #33475b; stroke: #33475b; stroke-width: 1; stroke-linejoin: round; }
.dated.wall { stroke: #a3561b; stroke-dasharray: 7 3; }
.dated.arrow, .dated.valve { fill: #a3561b; stroke: #a3561b; }
.link { fill: none; stroke: #33475b; stroke-width: 1.8; }
.head { fill: #33475b; }
.panel { fill: #ffffff; stroke: #d5dce3; stroke-width: 1; }
.page { fill: #f7f9fb; }
.title { font-weight: 600; }
"""

_PUFFS = ((-0.27, 0.1, 0.22), (-0.08, -0.1, 0.27), (0.17, -0.06, 0.24), (0.29, 0.12, 0.19))


def panel_parts(drawing: Drawing) -> Iterator[str]:
    """Everything of one panel, pipes first so that boxes lie on top."""
    floors = [
        max((node.y + max(n.height for n in layer) / 2 for node in layer), default=0.0)
        for layer in drawing.layers
    ]
    # pipes before boxes, so that boxes cover their ends
    for pipe in drawing.pipes:
        yield from _pipe(pipe, floors)
    nodes = {node: None for layer in drawing.layers for node in layer}
    for pipe in drawing.pipes:
        dated = pipe.connection.dated
        yield from (part for n in pipe.path if n.kind == "valve" for part in _valve(n, dated=dated))
    for node in nodes:
        if node.kind == "box":
            yield from _box(node)
        elif node.kind == "cloud":
            yield cloud(node.x, node.y)


def lines_of_text(
    at: Point, lines: Sequence[str], notes: Sequence[str], anchor: str = "start"
) -> Iterator[str]:
    """A label and its small print, centred on a height."""
    x, middle = at
    y = middle - text_height(tuple(lines), tuple(notes)) / 2
    for text, size, kind in (
        *((line, NORMAL, "") for line in lines),
        *((note, SMALL, "note") for note in notes),
    ):
        y += size * LEADING
        yield written((x, y - size * 0.32), text, size, kind=kind, anchor=anchor)


def written(at: Point, text: str, size: float, *, kind: str = "", anchor: str = "start") -> str:
    """One line of text."""
    name = f' class="{kind}"' if kind else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}"{name}{place}>'
        f"{escape(text, quote=False)}</text>"
    )


def _box(node: Node) -> Iterator[str]:
    for number, (connection, valve) in enumerate(node.loops):
        yield from _loop(node, valve, number, dated=connection.dated)
    yield (
        f'<rect class="box" x="{node.x - node.left:.1f}" y="{node.y - node.height / 2:.1f}" '
        f'width="{2 * node.left:.1f}" height="{node.height:.1f}" rx="3"/>'
    )
    yield from lines_of_text((node.x, node.y), node.lines, node.notes, "middle")


def _loop(node: Node, valve: Node, number: int, *, dated: bool) -> Iterator[str]:
    """A stream that returns to its box, at its right side."""
    room = node.height / len(node.loops)
    middle = node.y - node.height / 2 + room * (number + 0.5)
    edge = node.x + node.left
    out = edge + LOOP
    points = [
        (edge, middle - 17),
        (out, middle - 17),
        (out, middle + 17),
        (edge, middle + 17),
    ]
    yield from tube(points, dated=dated)
    valve.x, valve.y = out, middle
    yield from _valve(valve, dated=dated)


def _pipe(pipe: Pipe, floors: list[float]) -> Iterator[str]:
    yield from tube(route(pipe, floors), dated=pipe.connection.dated)


def tube(points: list[Point], *, dated: bool) -> Iterator[str]:
    """A double line with an arrow at its end; white around it where it crosses another."""
    more = "dated " if dated else ""
    path = _path(shortened(points, ARROW - 1))
    # white below the pipe: where two cross, the later one passes over
    yield f'<path class="halo" d="{_path(shortened(points, ARROW + 8))}"/>'
    yield f'<path class="{more}wall" d="{path}"/>'
    yield f'<path class="water" d="{path}"/>'
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = max(abs(x1 - x0) + abs(y1 - y0), 1e-9)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    base = (x1 - dx * ARROW, y1 - dy * ARROW)
    corners = [
        (x1, y1),
        (base[0] - dy * 7, base[1] + dx * 7),
        (base[0] + dy * 7, base[1] - dx * 7),
    ]
    yield f'<path class="{more}arrow" d="{_path(corners)} Z"/>'


def _valve(node: Node, *, dated: bool) -> Iterator[str]:
    """Two triangles on the pipe, and the name of the stream beside them."""
    yield valve_sign(node.x, node.y, dated=dated)
    yield from lines_of_text((node.x + VALVE + LABEL_GAP, node.y), node.lines, node.notes)


def valve_sign(x: float, y: float, *, dated: bool, level: bool = False) -> str:
    """Two triangles that meet on a pipe, which is upright or level."""
    more = "dated " if dated else ""
    far, near = (x - VALVE, y + VALVE), (x + VALVE, y - VALVE)
    corners = [(x - VALVE, y - VALVE), far if level else near, near if level else far]
    corners.append((x + VALVE, y + VALVE))
    return f'<path class="{more}valve" d="{_path(corners)} Z"/>'


def cloud(x: float, y: float) -> str:
    """A small cloud: the outside."""
    width, height = CLOUD[0], 28.0
    puffs = [
        f"M {x + (cx - r) * width:.1f} {y + cy * height:.1f} "
        f"a {r * width:.1f} {r * width:.1f} 0 1 1 {2 * r * width:.1f} 0 "
        f"a {r * width:.1f} {r * width:.1f} 0 1 1 {-2 * r * width:.1f} 0 Z"
        for cx, cy, r in _PUFFS
    ]
    outline = " ".join(puffs)
    return (
        f'<g class="outside"><path class="cloud" d="{outline}"/>'
        f'<path d="{outline}" fill="#f4f6f8"/></g>'
    )


def _path(points: Sequence[Point]) -> str:
    first, *rest = points
    return f"M {first[0]:.1f} {first[1]:.1f} " + " ".join(f"L {x:.1f} {y:.1f}" for x, y in rest)
