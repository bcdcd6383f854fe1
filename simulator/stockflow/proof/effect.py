"""One program's effect on the state, as symbols, beside what its flows declare."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import sympy

from simulator.errors import StructureError
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import End
from simulator.stockflow.numbers.generate import Generated
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.proof.second_reading import Declared
from simulator.stockflow.proof.symbols import (
    SymbolArray,
    Symbols,
    cell_name,
    read_block,
    run_dynamics,
    run_transfer,
)

Stream = Flow | Transfer


@dataclass(frozen=True, kw_only=True)
class Motion:
    """What a program does to the state vector: the dynamics of all flows, or one transfer.

    ``change`` has shape (n,): the rates of change, or what the transfer adds.
    """

    layout: Layout
    declared: Declared
    streams: tuple[Stream, ...]
    change: SymbolArray

    def stock(self, name: str) -> SymbolArray:
        """Change of a stock as generated, shape (*axes)."""
        return self._read(name, self.layout.stocks[name])

    def total(self, name: str, block: Block) -> SymbolArray:
        """Change of a running total as generated, shape (*watched axes)."""
        return self._read(name, block)

    def contributions(self, stock: str) -> dict[str, SymbolArray]:
        """What each stream declares to add to a stock, shape (*axes), losses negative."""
        found: dict[str, SymbolArray] = {}
        for stream in self.streams:
            for text, sign in ((stream.source, -1), (stream.target, 1)):
                end = self.layout.system.end(text)
                if end is None or end.stock.name != stock:
                    continue
                array = found.setdefault(stream.name, self._nothing(stock))
                moved = self.leaving(stream) if sign < 0 else self.arriving(stream)
                array[self.declared.place(end)] += sign * moved
        return found

    def leaving(self, stream: Stream) -> SymbolArray:
        """Declared rate, cell by cell of the source."""
        return self.declared.rate(stream)

    def arriving(self, stream: Stream) -> SymbolArray:
        """Declared rate, cell by cell of the target."""
        return self.declared.arriving(stream)

    def bookings(self, stream: Stream) -> Iterator[tuple[End, Block, SymbolArray, int]]:
        """Each end inside: its block of totals, the declared total there, −1 out and +1 in."""
        totals = self.layout.totals[stream.name]
        for text, block, sign in (
            (stream.source, totals.leaving, -1),
            (stream.target, totals.arriving, 1),
        ):
            end = self.layout.system.end(text)
            if end is not None and block is not None:
                cells = self.leaving(stream) if sign < 0 else self.arriving(stream)
                yield end, block, _summed(cells, end), sign

    def cells(self, name: str) -> Iterator[tuple[tuple[int, ...], str]]:
        """Every cell of a stock: its place and its name."""
        axes = self.layout.system.stock[name].axes
        labels = [self.layout.system.axis[axis].labels for axis in axes]
        places = np.ndindex(*self.layout.system.shape(axes))
        for place, cell in zip(places, product(*labels), strict=True):
            yield place, cell_name(name, cell)

    def _nothing(self, stock: str) -> SymbolArray:
        return np.full(self.layout.stocks[stock].shape, sympy.Integer(0), dtype=object)

    def _read(self, name: str, block: Block) -> SymbolArray:
        array = read_block(block, self.change)
        if any(value is None for value in array.flat):
            raise StructureError(
                f"{name}: the generated program does not compute how it changes; "
                "every stock and every total needs a line"
            )
        return array


def motions(generated: Generated) -> Iterator[Motion]:
    """The dynamics, then every transfer."""
    system = generated.layout.system
    symbols = Symbols(system)
    declared = Declared(symbols)

    def motion(streams: tuple[Stream, ...], change: SymbolArray) -> Motion:
        return Motion(layout=generated.layout, declared=declared, streams=streams, change=change)

    yield motion(system.flows, run_dynamics(generated, symbols))
    for transfer in system.transfers:
        yield motion((transfer,), run_transfer(generated, symbols, transfer.name))


def _summed(cells: SymbolArray, end: End) -> SymbolArray:
    away = tuple(place for place, axis in enumerate(end.free) if axis not in end.watched)
    return np.asarray(cells.sum(axis=away), dtype=object) if away else cells


def shortened(expression: Any, longest: int = 120) -> str:  # noqa: ANN401
    """An expression for a message, cut where it is long."""
    text = str(expression)
    return text if len(text) <= longest else f"{text[:longest]}…"
