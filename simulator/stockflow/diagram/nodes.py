"""The graph that is laid out: boxes, clouds, valves and bends in layers from top to bottom.

With it the room their text takes: an SVG is laid out where no font can be asked.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from simulator.stockflow.diagram.graph import Box, Connection, Panel

SMALL = 11.0
NORMAL = 13.0
TITLE = 16.0
LEADING = 1.3

# Three widths of letters, rather too wide: the page must be the same on every machine, whether
# the font is there or not, so none is asked.
_NARROW = frozenset("iljtfrI.,:;'!|()[] ")
_WIDE = frozenset("mwMW@%—→←")
# marks that never begin a line, and those that never end one
_CLOSING = frozenset("，、。；：！？）】》」』”’％,.;:!?)]%")
_OPENING = frozenset("（【《「『“‘([")


def width(text: str, size: float) -> float:
    """Room for one line, in pixels; rather too much than too little."""
    return size * sum(_em(letter) for letter in text)


def wrapped(text: str, longest: float, size: float) -> tuple[str, ...]:
    """Lines no wider than ``longest`` where words allow; line breaks of the text are kept.

    Chinese has no spaces: a line may break before any of its characters but a closing mark.
    """
    lines: list[str] = []
    for box in text.split("\n"):
        line = ""
        for piece in _pieces(box):
            if line and width(f"{line}{piece}".rstrip(" "), size) > longest:
                lines.append(line.rstrip(" "))
                line = piece.lstrip(" ")
            else:
                line += piece
        lines.append(line)
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    """A text cut wherever a line may break; a space goes with the word after it."""
    pieces: list[str] = []
    for letter in text:
        before = pieces[-1][-1] if pieces else ""
        wide = letter not in _CLOSING and before not in _OPENING and _is_wide(letter)
        if not pieces or letter == " " or (before != " " and (wide or _follows(before, letter))):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _follows(before: str, letter: str) -> bool:
    """Whether a narrow letter may begin a line after a wide one."""
    return (
        _is_wide(before)
        and before not in _OPENING
        and letter not in _CLOSING
        and letter != "\u00a0"
    )


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _em(letter: str) -> float:
    # Chinese characters are squares
    if _is_wide(letter):
        return 1.0
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE or letter.isupper():
        return 0.86 if letter in _WIDE else 0.7
    return 0.59


Kind = Literal["box", "cloud", "valve", "bend"]
Shown = Callable[[str], str]

CLOUD = (46.0, 36.0)
VALVE = 9.0
LABEL_GAP = 7.0
LABEL_WIDTH = 132.0
LOOP = 30.0
_BOX_WIDTH = 116.0


@dataclass(kw_only=True, eq=False)
class Node:
    """Something with a place: ``x`` is where its pipe runs, ``left`` and ``right`` its extent.

    ``lines`` are its label, ``notes`` the small print below; ``loops`` are the streams of a box
    that return to it. What leads to a cloud is ``light``: it follows its box and never pulls it.
    """

    kind: Kind
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    layer: int = 0
    order: float = 0.0
    x: float = 0.0
    y: float = 0.0
    light: bool = False
    loops: list[tuple[Connection, "Node"]] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class Pipe:
    """A stream as a path of nodes, one a layer, from the upper end to the lower.

    ``rises`` where the stream runs upwards. ``ports`` are the x at which it leaves the upper end
    and meets the lower one.
    """

    connection: Connection
    path: list[Node]
    rises: bool
    ports: list[float] = field(default_factory=lambda: [0.0, 0.0])
    lanes: dict[int, int] = field(default_factory=dict)


@dataclass(kw_only=True)
class Drawing:
    """Nodes of one panel by layer, and its pipes."""

    layers: list[list[Node]]
    pipes: list[Pipe]


def drawing_of(panel: Panel, shown: Shown) -> Drawing:
    """Layers and pipes of a panel, not yet placed; ``shown`` gives the text for a name."""
    boxes = {box: _box_node(box, shown) for box in panel.boxes}
    # a circle of one box has no direction from layer to layer
    passing = [s for s in panel.connections if s.source != s.target]
    for connection in panel.connections:
        if connection.source is not None and connection.source == connection.target:
            _add_loop(boxes[connection.source], connection, shown)
    # layers from top to bottom, pipes through all between: the scheme of Sugiyama, Tagawa and Toda
    # (1981), IEEE Transactions on Systems, Man, and Cybernetics 11(2)
    rising = _set_layers(boxes, passing)
    pipes = [
        _pipe(connection, boxes, shown, rises=connection.name in rising) for connection in passing
    ]
    nodes = dict.fromkeys([*boxes.values(), *(node for pipe in pipes for node in pipe.path)])
    lowest = min(node.layer for node in nodes)
    layers: list[list[Node]] = []
    for node in nodes:
        node.layer -= lowest
        while len(layers) <= node.layer:
            layers.append([])
        layers[node.layer].append(node)
    return Drawing(layers=layers, pipes=pipes)


def _box_node(box: Box, shown: Shown) -> Node:
    name = shown(box.label or box.stock)
    lines = wrapped(name, 150.0, NORMAL)
    notes = wrapped(shown(box.stock).replace("\n", " "), 150.0, SMALL) if box.label else ()
    room = max(
        [_BOX_WIDTH]
        + [width(line, NORMAL) + 26 for line in lines]
        + [width(note, SMALL) + 26 for note in notes]
    )
    height = max(44.0, text_height(lines, notes) + 16)
    return Node(kind="box", lines=lines, notes=notes, left=room / 2, right=room / 2, height=height)


def _valve(connection: Connection, shown: Shown) -> Node:
    # narrow labels, broken: width is what a layer with many valves lacks
    lines = wrapped(shown(connection.name), LABEL_WIDTH, NORMAL)
    notes: tuple[str, ...] = ()
    if connection.where:
        notes += wrapped(
            "→ " + shown(", ").join(shown(x).replace("\n", " ") for x in connection.where),
            LABEL_WIDTH,
            SMALL,
        )
    if connection.drivers:
        each = (driver(name, shown).replace(" ", "\u00a0") for name in connection.drivers)
        notes += wrapped(shown(", ").join(each), LABEL_WIDTH + 20, SMALL)
    room = max([width(line, NORMAL) for line in lines] + [width(note, SMALL) for note in notes])
    return Node(
        kind="valve",
        lines=lines,
        notes=notes,
        left=VALVE + 6,
        right=VALVE + LABEL_GAP + room,
        height=max(34.0, text_height(lines, notes)),
    )


def driver(name: str, shown: Shown) -> str:
    """Text for what a rate depends on: a name, or a part of a stock."""
    stock, bracket, labels = name.partition("[")
    inside = shown(", ").join(shown(label) for label in labels.removesuffix("]").split(", "))
    text = f"{shown(stock)} [{inside}]" if bracket else shown(stock)
    return text.replace("\n", " ")


def text_height(lines: tuple[str, ...], notes: tuple[str, ...]) -> float:
    """Room for a label and its small print."""
    return LEADING * (NORMAL * len(lines) + SMALL * len(notes))


def _add_loop(box: Node, connection: Connection, shown: Shown) -> None:
    """A stream that returns to its box is drawn at its right side."""
    valve = _valve(connection, shown)
    box.loops.append((connection, valve))
    room = sum(max(54.0, each.height + 12) for _, each in box.loops)
    box.height = max(box.height, room)
    box.right = max(box.right, box.left + LOOP + valve.right)


def _set_layers(boxes: dict[Box, Node], connections: list[Connection]) -> set[str]:
    """Even layers for boxes, sources above targets; names of streams that must rise instead."""
    following: dict[Box, list[tuple[str, Box]]] = {box: [] for box in boxes}
    for connection in connections:
        if connection.source is not None and connection.target is not None:
            following[connection.source].append((connection.name, connection.target))
    rising, order = _downwards(following)
    for box in order:
        for name, target in following[box]:
            if name not in rising:
                lower = boxes[target]
                # two further, to leave a layer for the valve
                lower.layer = max(lower.layer, boxes[box].layer + 2)
    return rising


def _downwards(following: dict[Box, list[tuple[str, Box]]]) -> tuple[set[str], list[Box]]:
    """Streams that close a circle, and the parts in an order that all others follow."""
    rising: set[str] = set()
    done: list[Box] = []
    path: list[Box] = []

    def visit(box: Box) -> None:
        path.append(box)
        for name, target in following[box]:
            # an edge back into the path closes a circle: drawn upwards, so that the others can go
            # down
            if target in path:
                rising.add(name)
            elif target not in done:
                visit(target)
        path.remove(box)
        done.append(box)

    for box in following:
        if box not in done:
            visit(box)
    return rising, done[::-1]


def _pipe(connection: Connection, boxes: dict[Box, Node], shown: Shown, *, rises: bool) -> Pipe:
    valve = _valve(connection, shown)
    source = boxes[connection.source] if connection.source is not None else None
    target = boxes[connection.target] if connection.target is not None else None
    if source is None and target is not None:
        # a cloud for every pipe: one for all would draw them together from all over the sheet
        source = _cloud(target.layer - 2)
    if target is None and source is not None:
        target = _cloud(source.layer + 2)
    if source is None or target is None:
        raise ValueError(connection.name)
    upper, lower = (target, source) if rises else (source, target)
    valve.layer = lower.layer - 1 if rises else upper.layer + 1
    between = range(upper.layer + 1, lower.layer)
    # one node a layer, so that long pipes count in crossings and get room like boxes
    middle = [valve if n == valve.layer else _bend(n) for n in between]
    for node in (*middle, upper, lower):
        # a pipe to the outside can be put anywhere, so it gives way to those between boxes
        node.light = node.kind != "box" and "cloud" in (upper.kind, lower.kind)
    return Pipe(connection=connection, path=[upper, *middle, lower], rises=rises)


def _cloud(layer: int) -> Node:
    return Node(kind="cloud", left=CLOUD[0] / 2, right=CLOUD[0] / 2, height=CLOUD[1], layer=layer)


def _bend(layer: int) -> Node:
    return Node(kind="bend", left=6.0, right=6.0, height=0.0, layer=layer)
