"""The sheets of a page: a drawn panel, and a panel of words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from simulator.structure.drawing.graph import Panel, panels
from simulator.structure.drawing.lettering import NORMAL, SMALL, TITLE, width, wrapped
from simulator.structure.drawing.nodes import Drawing, Shown, build, driver, text_height
from simulator.structure.drawing.page import EDGE, HEAD, panel_frame
from simulator.structure.drawing.placement import place
from simulator.structure.drawing.svg import lines_of_text, panel_parts
from simulator.structure.expression import parse, references
from simulator.structure.system import System


@dataclass(frozen=True)
class Drawn:
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
        title = ", ".join(names)
        if len(self.panel.stocks) == 1:
            title += f": {self._view}" if self._view else ""
        return title

    @property
    def _view(self) -> str:
        """``by status``; ``as a whole`` where another panel shows its parts."""
        if self.panel.axes:
            return ", ".join(self._by(axis) for axis in self.panel.axes)
        apart = any(
            end is not None and end.stock.name == self.panel.stocks[0] and end.fixed
            for flow in self.system.flows
            for end in (self.system.end(flow.source), self.system.end(flow.target))
        )
        return self.shown("as a whole") if apart else ""

    def _by(self, axis: str) -> str:
        whole = self.shown(f"by {axis}")
        return whole if whole != f"by {axis}" else f"by {self.shown(axis)}"

    @cached_property
    def _laid_out(self) -> tuple[Drawing, float, float]:
        drawing = build(self.panel, self.shown)
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
class Words:
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
            for stream in panel.streams
            for name in stream.drivers
        ]
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
        return ", ".join(driver(name, self.shown).replace(" ", "\u00a0") for name in names)
