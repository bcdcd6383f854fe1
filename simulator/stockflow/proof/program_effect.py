"""One program's effect on the state, as symbols, beside what its flows declare."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import sympy

from simulator.errors import StructureError
from simulator.stockflow.grammar.elements import Stream
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.numbers.generate import Generated
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.proof.second_reading import SecondReading
from simulator.stockflow.proof.symbols import (
    SymbolArray,
    Symbols,
    cell_name,
    read_block,
    run_dynamics,
    run_transfer,
)
from simulator.words.catalogue import message


@dataclass(frozen=True, kw_only=True)
class ProgramEffect:
    """What a program does to the state vector: the dynamics of all flows, or one transfer.

    ``change`` has shape (n,): the rates of change, or what the transfer adds.
    """

    layout: Layout
    second_reading: SecondReading
    streams: tuple[Stream, ...]
    change: SymbolArray

    def stock(self, name: str) -> SymbolArray:
        """Change of a stock as generated, shape (*axes).

        ``StructureError`` where the program does not compute all of it.
        """
        return self._read(name, self.layout.stocks[name])

    def total(self, name: str, block: Block) -> SymbolArray:
        """Change of a running total as generated, shape (*watched axes).

        ``StructureError`` where the program does not compute all of it.
        """
        return self._read(name, block)

    def contributions(self, stock: str) -> dict[str, SymbolArray]:
        """What each stream declares to add to a stock, shape (*axes), losses negative."""
        found: dict[str, SymbolArray] = {}
        for stream in self.streams:
            for text, sign in ((stream.source, -1), (stream.target, 1)):
                part = self.layout.system.part(text)
                if part is None or part.stock.name != stock:
                    continue
                array = found.setdefault(stream.name, self._nothing(stock))
                moved = self.leaving(stream) if sign < 0 else self.arriving(stream)
                array[self.second_reading.place(part)] += sign * moved
        return found

    def leaving(self, stream: Stream) -> SymbolArray:
        """Declared rate or moved amount, shape (*its rate axes)."""
        return self.second_reading.rate(stream)

    def arriving(self, stream: Stream) -> SymbolArray:
        """Declared rate or moved amount where it arrives, shape (*free axes of the target)."""
        return self.second_reading.arriving(stream)

    def bookings(self, stream: Stream) -> Iterator[tuple[StockPart, Block, SymbolArray, int]]:
        """Part it leaves or enters, its totals, the declared total, −1 out or +1 in.

        The declared total has shape (*watched axes).
        """
        totals = self.layout.totals[stream.name]
        for text, block, sign in (
            (stream.source, totals.leaving, -1),
            (stream.target, totals.arriving, 1),
        ):
            part = self.layout.system.part(text)
            if part is not None and block is not None:
                cells = self.leaving(stream) if sign < 0 else self.arriving(stream)
                # totals are kept along watched axes only, so the cells are summed to them
                yield part, block, _summed(cells, part), sign

    def named_cells(self, name: str) -> Iterator[tuple[tuple[int, ...], str]]:
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
        # zeros would hide a line that is missing: what was never written stays None and is refused
        if any(value is None for value in array.flat):
            raise StructureError(message("fault.proof.no_line", name=name))
        return array


def program_effects(generated: Generated) -> Iterator[ProgramEffect]:
    """The dynamics, then every transfer."""
    system = generated.layout.system
    symbols = Symbols(system)
    # one set of symbols for both sides, else equal expressions would differ by name
    second_reading = SecondReading(symbols)

    def effect(streams: tuple[Stream, ...], change: SymbolArray) -> ProgramEffect:
        return ProgramEffect(
            layout=generated.layout, second_reading=second_reading, streams=streams, change=change
        )

    yield effect(system.flows, run_dynamics(generated, symbols))
    # transfers one by one: each is a jump at an instant of its own, never added to a rate
    for transfer in system.transfers:
        yield effect((transfer,), run_transfer(generated, symbols, transfer.name))


def _summed(cells: SymbolArray, part: StockPart) -> SymbolArray:
    away = tuple(place for place, axis in enumerate(part.free) if axis not in part.watched)
    return np.asarray(cells.sum(axis=away), dtype=object) if away else cells


def short_text(expression: Any, longest: int = 120) -> str:  # noqa: ANN401
    """An expression for a message, cut where it is long."""
    text = str(expression)
    return text if len(text) <= longest else f"{text[:longest]}…"
