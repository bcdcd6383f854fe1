"""Where everything stands: order within a layer by crossings, x by straight pipes, y by room."""

from collections.abc import Sequence
from itertools import pairwise

from simulator.stockflow.diagram.nodes import Drawing, Kind, Node, Pipe

GAP = 22.0
PORT_GAP = 20.0
LANE = 13.0
GUTTER = 30.0
# an upper bound: the best order met is kept, so more sweeps can only cost time
_SWEEPS = 24
# how much a node resists being pulled: bends most, since a pipe with a kink looks like two
_STIFFNESS = {"bend": 50.0, "valve": 3.0, "box": 2.0, "cloud": 1.0}
_LOOSE = 0.05
_LIGHT = 0.1
_CLOSE = 10.0
# so much heavier than one that what it weighs stands still
_FIXED = 1e6


def place(drawing: Drawing) -> tuple[float, float]:
    """Give every node its x and y and every pipe its ports and lanes; width and height result."""
    _order(drawing)
    _set_x(drawing)
    _set_ports(drawing)
    height = _set_y(drawing)
    left = min(node.x - node.left for layer in drawing.layers for node in layer)
    right = max(node.x + node.right for layer in drawing.layers for node in layer)
    for layer in drawing.layers:
        for node in layer:
            node.x -= left
    for pipe in drawing.pipes:
        pipe.ports = [port - left for port in pipe.ports]
    return right - left, height


def spread_apart(
    wanted: Sequence[float], apart: Sequence[float], weights: Sequence[float] | None = None
) -> list[float]:
    """Places nearest to the wanted ones with ``apart[i]`` at least between i and i + 1.

    Weighted least squares by pooling neighbours that would collide.
    """
    offset = [0.0]
    for gap in apart:
        offset.append(offset[-1] + gap)
    # isotonic regression by pooling adjacent violators (Ayer et al. 1955): with the gaps taken off,
    # keeping the order is keeping the numbers from falling; exact, and one pass
    pools: list[tuple[float, float, int]] = []
    for value, shift, weight in zip(wanted, offset, weights or [1.0] * len(wanted), strict=False):
        mean, heavy, number = value - shift, weight, 1
        while pools and pools[-1][0] > mean:
            other, more, count = pools.pop()
            mean = (mean * heavy + other * more) / (heavy + more)
            heavy, number = heavy + more, number + count
        pools.append((mean, heavy, number))
    flat = [mean for mean, _, number in pools for _ in range(number)]
    return [mean + shift for mean, shift in zip(flat, offset, strict=False)]


def _neighbours(drawing: Drawing) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    above: dict[Node, list[Node]] = {node: [] for layer in drawing.layers for node in layer}
    below: dict[Node, list[Node]] = {node: [] for layer in drawing.layers for node in layer}
    for pipe in drawing.pipes:
        for upper, lower in pairwise(pipe.path):
            below[upper].append(lower)
            above[lower].append(upper)
    return above, below


def _order(drawing: Drawing) -> None:
    """Barycentre sweeps, then swaps of neighbours, keeping the order with fewest crossings."""
    above, below = _neighbours(drawing)
    _number(drawing.layers)
    # a sweep may make it worse; finding the fewest crossings is hard (Garey and Johnson 1983), so
    # the best order met is kept
    best = [list(layer) for layer in drawing.layers]
    fewest = _crossings(best, below)
    for sweep in range(_SWEEPS):
        layers = drawing.layers if sweep % 2 == 0 else drawing.layers[::-1]
        near = above if sweep % 2 == 0 else below
        for layer in layers:
            for node in layer:
                if near[node]:
                    # each node under the mean of its neighbours (Sugiyama et al. 1981)
                    node.order = sum(n.order for n in near[node]) / len(near[node])
            layer.sort(key=lambda node: node.order)
            _number([layer])
        _swap(drawing, below, above)
        found = _crossings(drawing.layers, below)
        if found < fewest:
            fewest, best = found, [list(layer) for layer in drawing.layers]
    drawing.layers[:] = best
    _number(drawing.layers)


def _number(layers: Sequence[list[Node]]) -> None:
    for layer in layers:
        for place, node in enumerate(layer):
            node.order = place


def _swap(drawing: Drawing, below: dict[Node, list[Node]], above: dict[Node, list[Node]]) -> None:
    for layer in drawing.layers:
        for place in range(len(layer) - 1):
            first, second = layer[place], layer[place + 1]
            now = _pair(first, second, below) + _pair(first, second, above)
            then = _pair(second, first, below) + _pair(second, first, above)
            # strictly fewer: swapping ties to and fro would never settle
            if then < now:
                layer[place], layer[place + 1] = second, first
                first.order, second.order = second.order, first.order


def _pair(first: Node, second: Node, near: dict[Node, list[Node]]) -> int:
    """Crossings of the pipes of two nodes if the first stands left."""
    return sum(a.order > b.order for a in near[first] for b in near[second])


def _crossings(layers: Sequence[list[Node]], below: dict[Node, list[Node]]) -> int:
    _number(layers)
    return sum(
        _pair(layer[i], layer[j], below)
        for layer in layers
        for i in range(len(layer))
        for j in range(i + 1, len(layer))
    )


def _set_x(drawing: Drawing) -> None:
    """Down and up in turn, every node is pulled to its neighbours; bends give way last.

    The last turn is downwards: a pipe then runs straight until it meets its target.
    """
    above, below = _neighbours(drawing)
    for layer in drawing.layers:
        at = 0.0
        for node in layer:
            node.x = at + node.left
            at = node.x + node.right + GAP
    for turn in range(2 * _SWEEPS + 1):
        down = turn % 2 == 0
        for layer in drawing.layers if down else drawing.layers[::-1]:
            _pull(layer, above if down else below)
    # pipes to the outside last, from the box outwards: each then follows what already stands
    for kind in ("valve", "bend", "cloud"):
        _settle(drawing, kind)
    _straighten(drawing)


def _pull(layer: list[Node], near: dict[Node, list[Node]]) -> None:
    wanted, weights = [], []
    for node in layer:
        # what is light follows and must not pull, or every box would drift to its clouds
        others = [other for other in near[node] if not other.light] or near[node]
        wanted.append(sum(n.x for n in others) / len(others) if others else node.x)
        stiff = _STIFFNESS[node.kind] * (_LIGHT if node.light else 1.0)
        weights.append(stiff if others else _LOOSE)
    apart = [a.right + b.left + GAP for a, b in pairwise(layer)]
    for node, x in zip(layer, spread_apart(wanted, apart, weights), strict=True):
        node.x = x


def _settle(drawing: Drawing, kind: Kind) -> None:
    """Let what leads to a cloud come near its box, everything else standing still."""
    wanted: dict[Node, float] = {}
    for pipe in drawing.pipes:
        ends = pipe.path[0], pipe.path[-1]
        box = next((end for end in ends if end.kind == "box"), ends[0])
        valve = next(node for node in pipe.path if node.kind == "valve")
        for node in pipe.path:
            if node.light and node.kind == kind:
                wanted[node] = box.x if node is valve else valve.x
    for layer in drawing.layers:
        apart = [a.right + b.left + GAP for a, b in pairwise(layer)]
        places = [wanted.get(node, node.x) for node in layer]
        weights = [1.0 if node in wanted else _FIXED for node in layer]
        for node, x in zip(layer, spread_apart(places, apart, weights), strict=True):
            node.x = x


def _straighten(drawing: Drawing) -> None:
    """Put a valve and the bends that carry its pipe on one line, where there is room."""
    for pipe in drawing.pipes:
        run = pipe.path[1:-1]
        # only places that one of its nodes already has: a short list, and no new kinks
        for x in sorted({node.x for node in run}):
            if all(_has_room(node, x, drawing.layers[node.layer]) for node in run):
                for node in run:
                    node.x = x
                break


def _has_room(node: Node, x: float, layer: list[Node]) -> bool:
    place = layer.index(node)
    before = layer[place - 1] if place else None
    after = layer[place + 1] if place + 1 < len(layer) else None
    left = before is None or before.x + before.right + _CLOSE <= x - node.left
    right = after is None or x + node.right + _CLOSE <= after.x - after.left
    return left and right


def _set_ports(drawing: Drawing) -> None:
    """Where pipes meet a box: straight across from the next node where they can."""
    for layer in drawing.layers:
        for node in layer:
            for end in (0, -1):
                pipes = [pipe for pipe in drawing.pipes if pipe.path[end] is node]
                _share_side(node, pipes, end)


def _share_side(node: Node, pipes: list[Pipe], end: int) -> None:
    near = 1 if end == 0 else -2
    pipes.sort(key=lambda pipe: pipe.path[near].x)
    if node.kind != "box" or not pipes:
        for pipe in pipes:
            pipe.ports[end] = node.x
        return
    half = node.left - 9.0
    # all pipes fit on the side of a box, closer together where there are many
    gap = min(PORT_GAP, 2 * half / max(len(pipes) - 1, 1))
    wanted = [min(max(pipe.path[near].x, node.x - half), node.x + half) for pipe in pipes]
    found = spread_apart(wanted, [gap] * (len(pipes) - 1))
    last = len(pipes) - 1
    for place, (pipe, port) in enumerate(zip(pipes, found, strict=True)):
        least, most = node.x - half + place * gap, node.x + half - (last - place) * gap
        pipe.ports[end] = min(max(port, least), most)


def _set_y(drawing: Drawing) -> float:
    """Layers below each other, with a lane for every pipe that has to move sideways."""
    at = 0.0
    for number, layer in enumerate(drawing.layers):
        room = max((node.height for node in layer), default=0.0)
        for node in layer:
            node.y = at + room / 2
        at += room
        if number + 1 < len(drawing.layers):
            # as much room as the sideways runs need, and no more
            at += GUTTER + LANE * max(_set_lanes(drawing, number) - 1, 0)
    return at


def between_layers(pipe: Pipe, layer: int) -> tuple[float, float] | None:
    """Where a pipe leaves a layer and enters the next, if it passes there."""
    step = layer - pipe.path[0].layer
    if not 0 <= step < len(pipe.path) - 1:
        return None
    top = pipe.ports[0] if step == 0 else pipe.path[step].x
    bottom = pipe.ports[1] if step == len(pipe.path) - 2 else pipe.path[step + 1].x
    return top, bottom


def _set_lanes(drawing: Drawing, layer: int) -> int:
    """Give every sideways run between two layers a lane; how many there are.

    Runs that overlap get different lanes, and a pipe that comes down where another goes down
    turns off above it.
    """
    runs = [(pipe, ends) for pipe in drawing.pipes if (ends := between_layers(pipe, layer))]
    runs = [(pipe, ends) for pipe, ends in runs if abs(ends[0] - ends[1]) > 0.5]
    lanes: list[list[tuple[float, float]]] = []
    waiting = sorted(runs, key=lambda run: _lane_key(run[1]))
    placed: dict[int, int] = {}
    while waiting:
        ready = [
            r for r in waiting if not any(_must_be_above(o[1], r[1]) for o in waiting if o is not r)
        ]
        # runs can wait for each other in a circle; then one of them has to cross
        pipe, ends = (ready or waiting)[0]
        waiting = [run for run in waiting if run[0] is not pipe]
        floor = max(
            (placed[id(o)] + 1 for o, e in runs if id(o) in placed and _must_be_above(e, ends)),
            default=0,
        )
        low, high = min(ends) - 8, max(ends) + 8
        lane = floor
        while lane < len(lanes) and any(a < high and low < b for a, b in lanes[lane]):
            lane += 1
        while lane >= len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        pipe.lanes[layer] = placed[id(pipe)] = lane
    return len(lanes)


def _lane_key(ends: tuple[float, float]) -> tuple[float, float]:
    """Runs to the right: the rightmost start first; to the left: the leftmost first."""
    top, bottom = ends
    return (0.0, -top) if bottom > top else (1.0, top)


def _must_be_above(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether the first run comes down where the second one goes down."""
    return abs(first[0] - second[1]) < 12 and abs(first[1] - second[0]) >= 12
