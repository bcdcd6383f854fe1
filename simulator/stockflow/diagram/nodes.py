"""The graph that is laid out: boxes, clouds, valves and bends in layers from top to bottom."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from simulator.stockflow.diagram.graph import Panel, Part, Stream

# -- How much room a text takes where no font can be asked, and how it is broken into lines.

SMALL = 11.0
NORMAL = 13.0
TITLE = 16.0
LEADING = 1.3

_NARROW = frozenset("iljtfrI.,:;'!|()[] ")
_WIDE = frozenset("mwMW@%—→←")


def width(text: str, size: float) -> float:
    """Room for one line, in pixels; rather too much than too little."""
    return size * sum(_em(letter) for letter in text)


def wrapped(text: str, longest: float, size: float) -> tuple[str, ...]:
    """Lines no wider than ``longest`` where words allow; line breaks of the text are kept."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size) > longest:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
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
    loops: list[tuple[Stream, "Node"]] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class Pipe:
    """A stream as a path of nodes, one a layer, from the upper end to the lower.

    ``rises`` where the stream runs upwards. ``ports`` are the x at which it leaves the upper end
    and meets the lower one.
    """

    stream: Stream
    path: list[Node]
    rises: bool
    ports: list[float] = field(default_factory=lambda: [0.0, 0.0])
    lanes: dict[int, int] = field(default_factory=dict)


@dataclass(kw_only=True)
class Drawing:
    """Nodes of one panel by layer, and its pipes."""

    layers: list[list[Node]]
    pipes: list[Pipe]


def build(panel: Panel, shown: Shown) -> Drawing:
    """Layers and pipes of a panel, not yet placed; ``shown`` gives the text for a name."""
    boxes = {part: _box(part, shown) for part in panel.parts}
    passing = [s for s in panel.streams if s.source != s.target]
    for stream in panel.streams:
        if stream.source is not None and stream.source == stream.target:
            _add_loop(boxes[stream.source], stream, shown)
    rising = _set_layers(boxes, passing)
    pipes = [_pipe(stream, boxes, shown, rises=stream.name in rising) for stream in passing]
    nodes = dict.fromkeys([*boxes.values(), *(node for pipe in pipes for node in pipe.path)])
    lowest = min(node.layer for node in nodes)
    layers: list[list[Node]] = []
    for node in nodes:
        node.layer -= lowest
        while len(layers) <= node.layer:
            layers.append([])
        layers[node.layer].append(node)
    return Drawing(layers=layers, pipes=pipes)


def _box(part: Part, shown: Shown) -> Node:
    name = shown(part.label or part.stock)
    lines = wrapped(name, 150.0, NORMAL)
    notes = wrapped(shown(part.stock).replace("\n", " "), 150.0, SMALL) if part.label else ()
    room = max(
        [_BOX_WIDTH]
        + [width(line, NORMAL) + 26 for line in lines]
        + [width(note, SMALL) + 26 for note in notes]
    )
    height = max(44.0, text_height(lines, notes) + 16)
    return Node(kind="box", lines=lines, notes=notes, left=room / 2, right=room / 2, height=height)


def _valve(stream: Stream, shown: Shown) -> Node:
    lines = wrapped(shown(stream.name), LABEL_WIDTH, NORMAL)
    notes: tuple[str, ...] = ()
    if stream.where:
        notes += wrapped(
            "→ " + ", ".join(shown(x).replace("\n", " ") for x in stream.where), LABEL_WIDTH, SMALL
        )
    if stream.drivers:
        text = ", ".join(driver(name, shown).replace(" ", "\u00a0") for name in stream.drivers)
        notes += wrapped(text, LABEL_WIDTH + 20, SMALL)
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
    inside = ", ".join(shown(label) for label in labels.removesuffix("]").split(", "))
    text = f"{shown(stock)} [{inside}]" if bracket else shown(stock)
    return text.replace("\n", " ")


def text_height(lines: tuple[str, ...], notes: tuple[str, ...]) -> float:
    """Room for a label and its small print."""
    return LEADING * (NORMAL * len(lines) + SMALL * len(notes))


def _add_loop(box: Node, stream: Stream, shown: Shown) -> None:
    """A stream that returns to its box is drawn at its right side."""
    valve = _valve(stream, shown)
    box.loops.append((stream, valve))
    room = sum(max(54.0, each.height + 12) for _, each in box.loops)
    box.height = max(box.height, room)
    box.right = max(box.right, box.left + LOOP + valve.right)


def _set_layers(boxes: dict[Part, Node], streams: list[Stream]) -> set[str]:
    """Even layers for boxes, sources above targets; names of streams that must rise instead."""
    following: dict[Part, list[tuple[str, Part]]] = {part: [] for part in boxes}
    for stream in streams:
        if stream.source is not None and stream.target is not None:
            following[stream.source].append((stream.name, stream.target))
    rising, order = _downwards(following)
    for part in order:
        for name, target in following[part]:
            if name not in rising:
                lower = boxes[target]
                lower.layer = max(lower.layer, boxes[part].layer + 2)
    return rising


def _downwards(following: dict[Part, list[tuple[str, Part]]]) -> tuple[set[str], list[Part]]:
    """Streams that close a circle, and the parts in an order that all others follow."""
    rising: set[str] = set()
    done: list[Part] = []
    path: list[Part] = []

    def visit(part: Part) -> None:
        path.append(part)
        for name, target in following[part]:
            if target in path:
                rising.add(name)
            elif target not in done:
                visit(target)
        path.remove(part)
        done.append(part)

    for part in following:
        if part not in done:
            visit(part)
    return rising, done[::-1]


def _pipe(stream: Stream, boxes: dict[Part, Node], shown: Shown, *, rises: bool) -> Pipe:
    valve = _valve(stream, shown)
    source = boxes[stream.source] if stream.source is not None else None
    target = boxes[stream.target] if stream.target is not None else None
    if source is None and target is not None:
        source = _cloud(target.layer - 2)
    if target is None and source is not None:
        target = _cloud(source.layer + 2)
    if source is None or target is None:
        raise ValueError(stream.name)
    upper, lower = (target, source) if rises else (source, target)
    valve.layer = lower.layer - 1 if rises else upper.layer + 1
    between = range(upper.layer + 1, lower.layer)
    middle = [valve if n == valve.layer else _bend(n) for n in between]
    for node in (*middle, upper, lower):
        node.light = node.kind != "box" and "cloud" in (upper.kind, lower.kind)
    return Pipe(stream=stream, path=[upper, *middle, lower], rises=rises)


def _cloud(layer: int) -> Node:
    return Node(kind="cloud", left=CLOUD[0] / 2, right=CLOUD[0] / 2, height=CLOUD[1], layer=layer)


def _bend(layer: int) -> Node:
    return Node(kind="bend", left=6.0, right=6.0, height=0.0, layer=layer)
