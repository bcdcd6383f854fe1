"""Where everything stands in the state vector: stocks, then the running totals of every flow.

Totals are part of the state: the solver integrates them with the very steps of the stocks, so that
they can be held against the stocks to rounding.
"""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.stockflow.grammar.elements import Stream
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.system import System

Cells = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A run of the state vector: ``[start, stop)``, to be read as an array of ``shape``.

    ``order`` says which axis lies where in memory: the cohorts last, so that whatever is done
    along them runs through neighbouring numbers. Everybody else sees the axes as declared.
    ``memory`` are the lengths of the axes as they lie there, ``turn`` the transposition, draw axis
    included, back to the declared order.
    """

    start: int
    stop: int
    axes: tuple[str, ...]
    shape: tuple[int, ...]
    order: tuple[int, ...]
    memory: tuple[int, ...]
    turn: tuple[int, ...]

    def view(self, state: Cells, offset: int = 0) -> Cells:
        """The block in states of shape (draws, n), without a copy: shape (draws, *axes).

        ``offset`` numbers are missing at the start of the states.
        """
        part = state[:, self.start - offset : self.stop - offset]
        return part.reshape(state.shape[0], *self.memory).transpose(self.turn)

    def flat(self, array: Cells) -> Cells:
        """An array of shape (draws, *axes) as it lies in the state: shape (draws, size).

        The inverse of ``view``; a copy.
        """
        order = (0, *(place + 1 for place in self.order))
        return array.transpose(order).reshape(array.shape[0], -1)

    def labels(self, place: int) -> tuple[int, ...]:
        """Place along each axis of the number that lies ``place`` after the start."""
        found = np.unravel_index(place, self.memory)
        return tuple(int(found[self.order.index(axis)]) for axis in range(len(self.order)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """The running totals of one flow or transfer, over the watched axes of its ends.

    ``leaving`` is booked where it leaves, ``arriving`` where it arrives; they are one block where
    the stream changes no watched axis, and ``None`` towards the outside.
    """

    leaving: Block | None
    arriving: Block | None


@dataclass(frozen=True)
class Layout:
    """Blocks of the state vector of a system."""

    system: System

    @cached_property
    def stocks(self) -> dict[str, Block]:
        """Block of every stock."""
        return self._placed[0]

    @cached_property
    def totals(self) -> dict[str, Totals]:
        """Blocks of the running totals of every flow and transfer."""
        return self._placed[1]

    @cached_property
    def first_total(self) -> int:
        """Where the running totals begin in the state vector, behind all stocks."""
        return max(block.stop for block in self.stocks.values())

    @cached_property
    def stock_starts(self) -> list[int]:
        """Where every stock begins."""
        return [block.start for block in self.stocks.values()]

    @cached_property
    def stock_sizes(self) -> list[int]:
        """How many cells every stock has."""
        return [block.stop - block.start for block in self.stocks.values()]

    @cached_property
    def first_moved(self) -> int:
        """Where the totals of transfers begin, behind those of flows; no rate ever moves them."""
        (moved, *_) = [
            block.start
            for transfer in self.system.transfers
            for block in (self.totals[transfer.name].leaving, self.totals[transfer.name].arriving)
            if block is not None
        ] or [self.size]
        return moved

    @cached_property
    def size(self) -> int:
        """Length of the state vector of one draw."""
        return self._placed[2]

    def block(self, start: int, axes: tuple[str, ...]) -> Block:
        """A block on some axes, from a place on."""
        shape = self.system.shape(axes)
        # the sort is stable: all other axes keep their declared order
        order = sorted(range(len(axes)), key=lambda number: self._is_cohort(axes[number]))
        return Block(
            start=start,
            stop=start + prod(shape),
            axes=axes,
            shape=shape,
            order=tuple(order),
            memory=tuple(shape[number] for number in order),
            turn=(0, *(order.index(number) + 1 for number in range(len(order)))),
        )

    @cached_property
    def _placed(self) -> tuple[dict[str, Block], dict[str, Totals], int]:
        place = 0

        def block(axes: tuple[str, ...]) -> Block:
            nonlocal place
            found = self.block(place, axes)
            place = found.stop
            return found

        stocks = {stock.name: block(stock.axes) for stock in self.system.stocks}
        totals: dict[str, Totals] = {}
        for stream in self.system.streams:
            source, target = self.system.part(stream.source), self.system.part(stream.target)
            leaving = block(source.watched) if source else None
            arriving = self._arriving(stream, source, target)
            totals[stream.name] = Totals(
                leaving=leaving,
                arriving=block(target.watched)
                if arriving and target
                else (leaving if target else None),
            )
        return stocks, totals, place

    def _is_cohort(self, axis: str) -> bool:
        return self.system.axis[axis].windows is not None

    @staticmethod
    def _arriving(stream: Stream, source: StockPart | None, target: StockPart | None) -> bool:
        """Whether arrivals need a block of their own."""
        if target is None:
            return False
        spread = stream.spread is not None and stream.spread.axis in target.watched
        return source is None or spread or source.watched != target.watched
