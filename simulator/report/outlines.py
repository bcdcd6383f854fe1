"""Words of a drawing as outlines, so that Chinese shows on a machine without fonts."""

import re
from collections.abc import Iterable
from html import unescape

from simulator.report.style import font_path
from simulator.stockflow.arrays import FloatArray

_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_BOLDER = 0.025
"""Rim of a title, in sizes of its letters: the bundled font has one weight, a rim makes it bold."""


def outlined(svg: str) -> str:
    """A drawing with every word as the outlines of the bundled font.

    The words themselves stay as labels, for those who search or listen. Classes are kept, so that
    a style sheet goes on colouring them.
    """
    drawn = _TEXT.sub(lambda found: _outline(dict(_attributes(found[1])), found[2]), svg)
    ink = re.search(r"text {[^}]*fill: (#\w+)", drawn)
    rim = f".words.title {{ stroke: {ink[1]}; }}\n" if ink else ""
    return drawn.replace("text {", "text, .words {", 1).replace("</style>", f"{rim}</style>", 1)


def _attributes(text: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', text)]


def _outline(given: dict[str, str], words: str) -> str:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    size = float(given["font-size"])
    shape = TextPath(
        (0, 0), unescape(words), size=size, prop=FontProperties(fname=str(font_path()))
    )
    # An outline has no anchor of its own: a text set to its middle or end is moved by its width.
    right = shape.get_extents().x1 if words.strip() else 0.0
    left = {"middle": right / 2, "end": right}.get(given.get("text-anchor", "start"), 0.0)
    x, y = float(given["x"]) - left, float(given["y"])
    kind = f"words {given['class']}" if "class" in given else "words"
    rim = f' stroke-width="{size * _BOLDER:.2f}"' if "title" in kind else ""
    return (
        f'<path class="{kind}"{rim} role="img" aria-label="{words}" '
        f'd="{_path(shape.vertices, shape.codes, x, y)}"/>'
    )


def _path(vertices: FloatArray, codes: Iterable[int], x: float, y: float) -> str:
    """Outlines as the path of a drawing, whose y goes down."""
    # The codes of matplotlib's paths: move, line, curve with one or two handles, close.
    letters = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
    parts: list[str] = []
    last, run = "", 0
    for (right, up), code in zip(vertices, codes, strict=True):
        letter = letters[int(code)]
        # the points of one curve follow each other under one letter
        needed = {"Q": 2, "C": 3}.get(letter, 1)
        last, run = (letter, 1) if letter != last or run == needed else (letter, run + 1)
        parts.append(letter if run == 1 else " ")
        if letter != "Z":
            parts.append(f"{x + right:.1f},{y - up:.1f}")
    return "".join(parts)
