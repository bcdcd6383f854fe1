"""The stock-and-flow diagram of a system as SVG: the reading for the eye.

A page is made of sheets: drawn panels, a sheet of words, and a circle for every feedback loop.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.stockflow.diagram.circle import Circle
from simulator.stockflow.diagram.graph import Panel, panels
from simulator.stockflow.diagram.labels import reader
from simulator.stockflow.diagram.nodes import (
    NORMAL,
    SMALL,
    TITLE,
    Drawing,
    Shown,
    drawing_of,
    driver,
    text_height,
    width,
    wrapped,
)
from simulator.stockflow.diagram.page import (
    EDGE,
    HEAD,
    Size,
    arranged,
    legend,
    loop_legend,
    panel_frame,
)
from simulator.stockflow.diagram.placement import place
from simulator.stockflow.diagram.svg import STYLE, lines_of_text, panel_parts, written
from simulator.stockflow.grammar.expression import parse, references
from simulator.stockflow.grammar.system import System
from simulator.words.declared import ENGLISH, ModelWords


@dataclass(frozen=True)
class PanelSheet:
    """One panel with its title."""

    system: System
    panel: Panel
    shown: Shown

    @cached_property
    def title(self) -> str:
        """The stocks it shows, and along which axis."""
        names = [self.shown(stock).replace("\n", " ") for stock in self.panel.stocks]
        if len(names) > 3:
            names = [self.shown(self.system.stock[self.panel.stocks[0]].kind).replace("\n", " ")]
        title = self.shown(", ").join(names)
        if len(self.panel.stocks) == 1:
            title += f"{self.shown(': ')}{self._view}" if self._view else ""
        return title

    @property
    def _view(self) -> str:
        """``by status``; ``as a whole`` where another panel shows its parts."""
        if self.panel.axes:
            return self.shown(", ").join(self._by(axis) for axis in self.panel.axes)
        # *as a whole* says something only where the same stock is shown by its parts elsewhere
        apart = any(
            part is not None and part.stock.name == self.panel.stocks[0] and part.fixed
            for flow in self.system.flows
            for part in (self.system.part(flow.source), self.system.part(flow.target))
        )
        return self.shown("as a whole") if apart else ""

    def _by(self, axis: str) -> str:
        whole = self.shown(f"by {axis}")
        return whole if whole != f"by {axis}" else f"by {self.shown(axis)}"

    @cached_property
    def _laid_out(self) -> tuple[Drawing, float, float]:
        drawing = drawing_of(self.panel, self.shown)
        return drawing, *place(drawing)

    @property
    def width(self) -> float:
        """Width of the panel with its edges."""
        return max(self._laid_out[1], width(self.title, TITLE) * 1.1) + 2 * EDGE

    @property
    def height(self) -> float:
        """Height of the panel with its title."""
        return self._laid_out[2] + HEAD + EDGE

    def svg(self, x: float, y: float) -> Iterator[str]:
        """The panel with its upper left corner at a place."""
        yield from panel_frame(self.title, (x, y), (self.width, self.height))
        yield f'<g transform="translate({x + EDGE:.1f} {y + HEAD:.1f})">'
        yield from panel_parts(self._laid_out[0])
        yield "</g>"


@dataclass(frozen=True)
class WordSheet:
    """A panel of words: what each auxiliary that a flow needs is worked out from."""

    system: System
    shown: Shown

    @cached_property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Auxiliaries that streams need, directly or not, and their own needs."""
        texts = {each.name: each.expression for each in self.system.auxiliaries}
        needed: dict[str, None] = {}
        waiting = [
            name
            for panel in panels(self.system)
            for connection in panel.connections
            for name in connection.drivers
        ]
        # breadth first: what a flow names stands before what that is worked out from
        while waiting:
            name = waiting.pop(0)
            if name in texts and name not in needed:
                needed[name] = None
                waiting += [item.name for item in references(parse(texts[name]))]
        return tuple((self._one(name), self._needs(texts[name])) for name in needed)

    @property
    def title(self) -> str:
        """What the panel is."""
        return self.shown("worked out in between").replace("\n", " ")

    @cached_property
    def wrapped(self) -> tuple[tuple[str, ...], ...]:
        """Small print of each line, broken to the width of the panel."""
        return tuple(wrapped(needs, 360.0, SMALL) for _, needs in self.lines)

    @property
    def width(self) -> float:
        """Width of the panel with its edges."""
        rows = [width(name, NORMAL) for name, _ in self.lines]
        rows += [width(text, SMALL) for part in self.wrapped for text in part]
        return max([*rows, width(self.title, TITLE) * 1.1]) + 2 * EDGE

    @property
    def height(self) -> float:
        """Height of the panel with its title."""
        return HEAD + EDGE + sum(text_height(("",), part) + 8 for part in self.wrapped)

    def svg(self, x: float, y: float) -> Iterator[str]:
        """The panel with its upper left corner at a place."""
        yield from panel_frame(self.title, (x, y), (self.width, self.height))
        at = y + HEAD
        for (name, _), part in zip(self.lines, self.wrapped, strict=True):
            high = text_height((name,), part)
            yield from lines_of_text((x + EDGE, at + high / 2), (name,), part)
            at += high + 8

    def _one(self, name: str) -> str:
        return self.shown(name).replace("\n", " ")

    def _needs(self, text: str) -> str:
        names = dict.fromkeys(str(found) for found in references(parse(text)))
        each = (driver(name, self.shown).replace(" ", "\u00a0") for name in names)
        return self.shown(", ").join(each)


def draw_diagram(
    system: System, labels: Mapping[str, str] | None = None, words: ModelWords = ENGLISH
) -> str:
    """Boxes for stocks, double pipes with valves for flows, clouds for the outside; SVG text.

    A stock whose flows distinguish labels is drawn once for each axis they distinguish: the same
    people by status, by residency and as a whole. Below the name of a flow, in small print, stands
    what its rate depends on; dashed pipes run on stated dates only. Every feedback loop is a circle
    of its own, with the sign of each link.

    Parameters
    ----------
    system
        Any declared system.
    labels
        Text to show for a declared name or label, and for the words of the diagram itself
        (``as a whole``, ``by <axis>`` and those of the legend); lines parted by a line break.
    words
        The language of what is not labelled, with the names of what is declared.
    """
    shown = reader(system, words, labels)
    sheets: list[PanelSheet | WordSheet | Circle] = [
        PanelSheet(system, panel, shown) for panel in panels(system)
    ]
    between = WordSheet(system, shown)
    sheets += [between] if between.lines else []
    sheets += _circles(system, shown)
    title = f"{shown(system.name)}{shown(': ')}{shown('stocks and flows')}".replace("\n", " ")
    return _page(title, sheets, legend(shown, loops=bool(system.loops)))


def draw_loops(
    system: System, labels: Mapping[str, str] | None = None, words: ModelWords = ENGLISH
) -> str:
    """The feedback loops of a system alone, each a circle with the sign of every link; SVG text.

    ``labels`` and ``words`` as in ``draw_diagram``.
    """
    shown = reader(system, words, labels)
    title = f"{shown(system.name)}{shown(': ')}{shown('feedback loops')}".replace("\n", " ")
    return _page(title, _circles(system, shown), loop_legend(shown))


def _circles(system: System, shown: Shown) -> list[PanelSheet | WordSheet | Circle]:
    return [Circle(loop, frozenset(system.stock), shown) for loop in system.loops]


def _page(
    title: str, sheets: Sequence[PanelSheet | WordSheet | Circle], key: tuple[list[str], Size]
) -> str:
    """Sheets arranged below a title, the key at the foot."""
    places, room = arranged([(sheet.width, sheet.height) for sheet in sheets])
    lines, key_size = key
    wide = max(room[0], key_size[0]) + 2 * EDGE
    high = room[1] + HEAD + key_size[1] + 2 * EDGE
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img">'
    )
    parts = [
        opening,
        f"<title>{title}</title>",
        f"<style>\n{STYLE}</style>",
        f'<rect class="page" width="{wide:.0f}" height="{high:.0f}"/>',
        written((EDGE, 32.0), title, TITLE + 4, kind="title"),
    ]
    for sheet, (x, y) in zip(sheets, places, strict=True):
        parts += sheet.svg(x + EDGE, y + HEAD)
    parts += [f'<g transform="translate({EDGE:.1f} {room[1] + HEAD + EDGE:.1f})">', *lines, "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"
