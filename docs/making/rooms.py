"""All modules in their rooms, and which room imports which: drawing and table of a decision.

python3 -m docs.making.rooms [CHECKOUT]
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

from docs.making.page import DOCS, Part, table
from tests.architecture import (
    ROOMS,
    ROOT,
    Sources,
    imports_of,
    is_empty_package,
    read_sources,
    room_of,
)

PART = Part(page=DOCS / "decisions" / "0001-rooms-by-subject.md", name="table", module="rooms")
IMAGE = "rooms.svg"
Pairs = Mapping[tuple[str, str], int]

WIDTH, LEFT, RIGHT, TOP, APART = 1290.0, 240.0, 800.0, 72.0, 9.0
HEAD, LINE, END, LETTERS = 24.0, 17.0, 4.6, 76
SHADES = {"stockflow": "#0072b2", "city": "#00805f"}
OTHER, WRONG = "#8a6d00", "#d40000"
NAME = ' class="name"'
STYLE = "text { font: 13px sans-serif; fill: #222; } .name { font-weight: bold; }"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A room on the page; ``ends`` are heights of arrows at its sides by (side, other, way)."""

    top: float
    height: float
    lines: Sequence[str]
    ends: Mapping[tuple[str, str, str], float]


def modules_of(sources: Sources, room: str) -> list[str]:
    """The modules of a room by their short names; folders are none."""
    here = [one for one in sources if room_of(one) == room]
    files = (one for one in here if not any(other.startswith(f"{one}.") for other in sources))
    return sorted(one.rpartition(".")[2] for one in files)


def pairs_of(sources: Sources) -> Pairs:
    """How many modules of one room import how many of another, each pair of modules once."""
    pairs = {(one, other) for one in sources for other in imports_of(one, sources)}
    rooms = [(room_of(one), room_of(other)) for one, other in pairs if not is_empty_package(other)]
    return Counter(sorted(each for each in rooms if each[0] != each[1] and set(each) <= set(ROOMS)))


def side_of(other: str) -> str:
    """Arrows to the city go down at the left, all others at the right."""
    return "left" if other.startswith("city") else "right"


def boxes_of(sources: Sources, pairs: Pairs) -> dict[str, Box]:
    """Every room with its place, the last of ``ROOMS`` at the top, and where arrows end at it."""
    found, top = {}, TOP
    for room in reversed(ROOMS):
        lines = wrap(", ".join(modules_of(sources, room)), LETTERS)
        sides = {side: ordered_ends(room, pairs, side) for side in ("left", "right")}
        height = max(HEAD + LINE * len(lines) + 6, END * max(map(len, sides.values())) + 10)
        ends = {
            (side, *end): top + 4 + (height - 8) * (number + 0.5) / len(here)
            for side, here in sides.items()
            for number, end in enumerate(here)
        }
        found[room] = Box(top=top, height=height, lines=lines, ends=ends)
        top += height + APART
    return found


def ordered_ends(room: str, pairs: Pairs, side: str) -> list[tuple[str, str]]:
    """Ends from top to bottom so that arrows lie in each other: who imports it, what it imports."""
    here = [ends for ends in pairs if side_of(ends[1]) == side]
    into = sorted((one for one, other in here if other == room), key=ROOMS.index)
    out = sorted((other for one, other in here if one == room), key=ROOMS.index)
    return [(one, "in") for one in into] + [(other, "out") for other in out]


def arrow(boxes: Mapping[str, Box], one: str, other: str, weight: int) -> str:
    """A bend from one room to another; red where it goes up."""
    side = side_of(other)
    away, edge = (-1, LEFT) if side == "left" else (1, RIGHT)
    start, stop = boxes[one].ends[side, other, "out"], boxes[other].ends[side, one, "in"]
    bend = edge + away * (24 + 0.3 * abs(stop - start))
    downward = ROOMS.index(one) > ROOMS.index(other)
    shade = SHADES.get(other.partition(".")[0], OTHER) if downward else WRONG
    wide, seen = 0.6 + 0.2 * weight + 2 * (not downward), 0.55 if downward else 1
    return (
        f'<path d="M {edge:.0f} {start:.1f} C {bend:.0f} {start:.1f} {bend:.0f} {stop:.1f} '
        f'{edge + away * 7:.0f} {stop:.1f}" fill="none" stroke="{shade}" stroke-opacity="{seen}" '
        f'stroke-width="{wide:.1f}"/>\n'
        f'<path d="M {edge:.0f} {stop:.1f} l {away * 8} -3 v 6 z" fill="{shade}"/>'
    )


def written(x: float, y: float, text: str, kind: str = "") -> str:
    """One line of text."""
    return f'<text x="{x:.0f}" y="{y:.1f}"{kind}>{escape(text)}</text>'


def drawn(sources: Sources, pairs: Pairs) -> str:
    """The page as SVG text."""
    boxes = boxes_of(sources, pairs)
    parts = [arrow(boxes, *ends, weight) for ends, weight in pairs.items()]
    for room, box in boxes.items():
        size = f'width="{RIGHT - LEFT:.0f}" height="{box.height:.1f}" rx="4"'
        place = f'x="{LEFT:.0f}" y="{box.top:.1f}"'
        parts.append(f'<rect {place} {size} fill="#f6f6f2" stroke="#555"/>')
        parts.append(written(LEFT + 12, box.top + 17, room, NAME))
        heights = (box.top + HEAD + LINE * number + 11 for number in range(len(box.lines)))
        parts += [written(LEFT + 12, y, line) for y, line in zip(heights, box.lines, strict=True)]
    key = "An arrow: imports; its width: how many pairs of modules. One that went up would be red."
    height = boxes[ROOMS[0]].top + boxes[ROOMS[0]].height + 14
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}">'
    paper = f'<style>{STYLE}</style>\n<rect width="100%" height="100%" fill="white"/>'
    title = written(24, 30, "The rooms of simulator/, from the ground up", NAME)
    return "\n".join((head, paper, title, written(24, 52, key), *parts, "</svg>\n"))


def imports_table(sources: Sources, pairs: Pairs) -> str:
    """A row a room, from the ground up: its modules, and what it imports by number of pairs."""
    found = {one: [f"{to} {pairs[one, to]}" for to in ROOMS if (one, to) in pairs] for one in ROOMS}
    number = {room: str(len(modules_of(sources, room))) for room in ROOMS}
    rows = [(f"`{room}`", ", ".join(found[room]) or "nothing", number[room]) for room in ROOMS]
    return table(("room", "imports (pairs of modules)", "modules"), rows, texts=2)


def main(root: Path) -> None:
    """Read a checkout, and put drawing and table into its pages."""
    sources = read_sources(root)
    pairs = pairs_of(sources)
    folder = root / PART.page.parent.relative_to(ROOT)
    (folder / IMAGE).write_text(drawn(sources, pairs), encoding="utf-8", newline="\n")
    replace(PART, page=folder / PART.page.name).write(imports_table(sources, pairs))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
