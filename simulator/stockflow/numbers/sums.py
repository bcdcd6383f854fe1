"""Sums over axes in a body: each is written once, however many lines name it."""

from dataclasses import dataclass, field

from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.emission import end_index, summed
from simulator.stockflow.numbers.layout import Layout


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The sums that stand in a body so far; ``body`` are its lines, to which more are added."""

    system: System
    body: list[str]
    known: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def of(self, text: str, axes: tuple[str, ...], keep: set[str]) -> str:
        """What holds an array on ``axes`` summed to those kept: itself, or the name of its sum."""
        kept = tuple(axis for axis in axes if axis in keep)
        if kept == axes:
            return text
        if (text, kept) not in self.known:
            name = self.known[text, kept] = f"sum_{len(self.known) + 1}"
            self.body.append(f"{name} = {summed(text, axes, kept)}")
        return self.known[text, kept]

    def of_part(self, end: StockPart, keep: set[str]) -> tuple[str, tuple[str, ...]]:
        """A part of a stock summed over its free axes not kept, and the axes it then has.

        The stock is summed before the part is picked, so that all parts share the sum; and over one
        axis after another, the cohorts last, so that sums over several share the first, the
        longest.
        """
        text, kept = end.stock.name, end.stock.axes
        order = Layout(self.system).block(0, kept).order
        for axis in [kept[number] for number in order]:
            if axis in end.free and axis not in keep:
                rest = tuple(each for each in kept if each != axis)
                text, kept = self.of(text, kept, set(rest)), rest
        free = tuple(axis for axis in end.free if axis in keep)
        return f"{text}{end_index(self.system, end, axes=kept)}", free
