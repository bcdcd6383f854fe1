"""Where everything stands in the state vector: stocks, then the running totals of every flow."""

from dataclasses import dataclass
from functools import cached_property
from math import prod

from simulator.structure.elements import Stream
from simulator.structure.ends import End
from simulator.structure.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A run of the state vector: ``[start, stop)``, to be read as an array of ``shape``."""

    start: int
    stop: int
    axes: tuple[str, ...]
    shape: tuple[int, ...]


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
    def size(self) -> int:
        """Length of the state vector of one draw."""
        return self._placed[2]

    @cached_property
    def _placed(self) -> tuple[dict[str, Block], dict[str, Totals], int]:
        place = 0

        def block(axes: tuple[str, ...]) -> Block:
            nonlocal place
            shape = self.system.shape(axes)
            place += prod(shape)
            return Block(start=place - prod(shape), stop=place, axes=axes, shape=shape)

        stocks = {stock.name: block(stock.axes) for stock in self.system.stocks}
        totals: dict[str, Totals] = {}
        for stream in self.system.streams:
            source, target = self.system.end(stream.source), self.system.end(stream.target)
            leaving = block(source.watched) if source else None
            arriving = self._arriving(stream, source, target)
            totals[stream.name] = Totals(
                leaving=leaving,
                arriving=block(target.watched)
                if arriving and target
                else (leaving if target else None),
            )
        return stocks, totals, place

    @staticmethod
    def _arriving(stream: Stream, source: End | None, target: End | None) -> bool:
        """Whether arrivals need a block of their own."""
        if target is None:
            return False
        spread = stream.spread is not None and stream.spread.axis in target.watched
        return source is None or spread or source.watched != target.watched
