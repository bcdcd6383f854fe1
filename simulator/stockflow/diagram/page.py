"""The page: panels arranged in columns, and the key to the signs."""

from simulator.stockflow.diagram.nodes import CLOUD, NORMAL, SMALL, TITLE, Shown, width
from simulator.stockflow.diagram.svg import cloud, tube, valve_sign, written

EDGE = 22.0
HEAD = 50.0
# wide : high, about a screen or a page across
_SHAPE = 1.25

Size = tuple[float, float]


def arranged(sizes: list[Size]) -> tuple[list[Size], Size]:
    """Places of panels in columns and rows, and the room they take.

    Of the ways to fill columns one after the other, the one that wastes least and comes nearest
    to the shape of a page.
    """
    tallest = max((height for _, height in sizes), default=0.0)
    whole = sum(height + EDGE for _, height in sizes)
    # twenty heights of a column are tried: packing is hard in general, and this is good enough
    limits = {tallest, *(tallest + (whole - tallest) * step / 20 for step in range(1, 21))}
    ways = [_in_columns(sizes, limit) for limit in sorted(limits)]
    return min(ways, key=lambda way: _badness(way[1]))


def panel_frame(title: str, at: Size, size: Size) -> list[str]:
    """A white sheet with its title."""
    x, y = at
    sheet = (
        f'<rect class="panel" x="{x:.1f}" y="{y:.1f}" width="{size[0]:.1f}" '
        f'height="{size[1]:.1f}" rx="8"/>'
    )
    return [sheet, written((x + EDGE, y + 28), title, TITLE, kind="title")]


def legend(shown: Shown, *, loops: bool = False) -> tuple[list[str], Size]:
    """The key: a sign and a word for each, then what the small print says; its room.

    Where there are ``loops``, what their signs say too.
    """
    parts: list[str] = []
    x, y = 0.0, 22.0
    for name in ("stock", "flow", "dated", "outside"):
        parts += _sign(name, x, y)
        text = shown(f"model.diagram.{name}").replace("\n", " ")
        parts.append(written((x + 62, y + 4.5), text, NORMAL))
        x += 62 + width(text, NORMAL) + 26
    for name in ("small", "loops") if loops else ("small",):
        text = shown(f"model.diagram.{name}").replace("\n", " ")
        parts.append(written((0.0, y + 36), text, SMALL, kind="note"))
        x, y = max(x, width(text, SMALL)), y + 20
    return parts, (x, y + 24)


def loop_legend(shown: Shown) -> tuple[list[str], Size]:
    """The key of a page of loops alone."""
    text = shown(LOOP_KEY).replace("\n", " ")
    return [written((0.0, 18.0), text, SMALL, kind="note")], (width(text, SMALL), 30.0)


LOOP_KEY = "model.diagram.loops"
"""Name of the key to the signs of loops, by which ``labels`` may replace it."""


def _sign(name: str, x: float, y: float) -> list[str]:
    if name == "stock":
        return [f'<rect class="box" x="{x:.1f}" y="{y - 13:.1f}" width="50" height="26" rx="3"/>']
    if name in ("flow", "dated"):
        dated = name == "dated"
        return [
            *tube([(x, y), (x + 50, y)], dated=dated),
            valve_sign(x + 20, y, dated=dated, level=True),
        ]
    return [cloud(x + CLOUD[0] / 2, y)] if name == "outside" else []


def _badness(room: Size) -> float:
    """Area, made worse by a shape unlike a page."""
    shape = room[0] / max(room[1], 1.0) / _SHAPE
    # both count: a little waste is better than a strip
    return float(room[0] * room[1] * max(shape, 1 / shape) ** 0.7)


def _in_columns(sizes: list[Size], limit: float) -> tuple[list[Size], Size]:
    """Each panel goes to the first column that has room for it below or beside the others."""
    columns: list[list[list[int]]] = []
    for number in range(len(sizes)):
        if not any(_fits(column, number, sizes, limit) for column in columns):
            columns.append([[number]])
    places = [(0.0, 0.0)] * len(sizes)
    x, tallest = 0.0, 0.0
    for column in columns:
        y = 0.0
        for row in column:
            at = x
            for number in row:
                places[number] = (at, y)
                at += sizes[number][0] + EDGE
            y += _row_height(row, sizes) + EDGE
        tallest = max(tallest, y - EDGE)
        x += max(_row_width(row, sizes) for row in column) + EDGE
    return places, (x - EDGE, tallest)


def _fits(column: list[list[int]], number: int, sizes: list[Size], limit: float) -> bool:
    """Put a panel beside one of a column, or below all, if there is room."""
    widest = max(_row_width(row, sizes) for row in column)
    used = sum(_row_height(row, sizes) + EDGE for row in column)
    for row in column:
        higher = max(sizes[number][1] - _row_height(row, sizes), 0.0)
        if _row_width([*row, number], sizes) <= widest and used - EDGE + higher <= limit:
            row.append(number)
            return True
    if used + sizes[number][1] <= limit:
        column.append([number])
        return True
    return False


def _row_width(row: list[int], sizes: list[Size]) -> float:
    return sum(sizes[number][0] for number in row) + EDGE * (len(row) - 1)


def _row_height(row: list[int], sizes: list[Size]) -> float:
    return max(sizes[number][1] for number in row)
