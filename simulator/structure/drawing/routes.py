"""The line each pipe follows, and where its arrow stands."""

from simulator.structure.drawing.nodes import Node, Pipe
from simulator.structure.drawing.placement import GUTTER, LANE, crossing

Point = tuple[float, float]
ARROW = 9.0


def route(pipe: Pipe, floors: list[float]) -> list[Point]:
    """Corners of a pipe from its source to its target; ``floors`` are the bottoms of layers."""
    points: list[Point] = []
    first = pipe.path[0].layer
    for step, node in enumerate(pipe.path[:-1]):
        top, bottom = crossing(pipe, first + step) or (node.x, node.x)
        lane = pipe.lanes.get(first + step, 0)
        y = floors[first + step] + GUTTER / 2 + LANE * lane - 3
        if step == 0:
            points.append((top, node.y + _half(node)))
        if abs(top - bottom) > 0.5:
            points += [(top, y), (bottom, y)]
    last = pipe.path[-1]
    points.append((pipe.ports[1], last.y - _half(last)))
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
