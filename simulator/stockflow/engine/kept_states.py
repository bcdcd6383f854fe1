"""What is kept of whole states: stocks at the snapshots, running totals at the readings.

Time lies right behind the draws, so that what is kept of an instant lies in one piece; it is shown
last. Of many draws both are large: a scenario may ask for the totals of some streams alone, and for
stocks summed over some axes.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.due import Rows
from simulator.stockflow.numbers.layout import Block, Layout

Zeros = Callable[[tuple[int, ...]], FloatArray]
Series = dict[str, FloatArray]


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptStocks:
    """Stocks by name, shape (draws, snapshots, *axes); summed axes have one label."""

    layout: Layout
    arrays: tuple[FloatArray, ...]
    summed: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls, layout: Layout, shape: tuple[int, int], summed: Collection[str], zeros: Zeros
    ) -> "KeptStocks":
        """Room for so many draws and snapshots."""
        if not summed:
            whole = zeros((*shape, layout.first_total))
            return cls(layout=layout, arrays=(whole,), summed=())
        blocks = layout.stocks.values()
        axes = [
            tuple(number for number, axis in enumerate(block.axes) if axis in summed)
            for block in blocks
        ]
        sizes = [
            [1 if number in own else size for number, size in enumerate(block.shape)]
            for block, own in zip(blocks, axes, strict=True)
        ]
        arrays = [
            # as stocks lie in a state, the cohorts last
            zeros((*shape, *(size[number] for number in block.order))).transpose(
                0, 1, *(number + 1 for number in block.turn[1:])
            )
            for block, size in zip(blocks, sizes, strict=True)
        ]
        return cls(layout=layout, arrays=tuple(arrays), summed=tuple(axes))

    def keep(self, rows: Rows, place: int, states: FloatArray) -> None:
        """Keep the stocks of some draws at a snapshot; ``states`` have the shape (draws, n)."""
        if not self.summed:
            self.arrays[0][rows, place] = states[:, : self.layout.first_total]
            return
        blocks = self.layout.stocks.values()
        for block, own, array in zip(blocks, self.summed, self.arrays, strict=True):
            axes = tuple(number + 1 for number in own)
            array[rows, place] = block.view(states).sum(axis=axes, keepdims=True)

    def series(self) -> Series:
        """Every stock, shape (draws, *axes, time), without a copy."""
        if not self.summed:
            (whole,) = self.arrays
            return {name: _series(whole, block) for name, block in self.layout.stocks.items()}
        named = zip(self.layout.stocks, self.arrays, strict=True)
        return {name: np.moveaxis(array, 1, -1) for name, array in named}


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptTotals:
    """Running totals side by side, shape (draws, readings, m).

    ``arrived`` and ``left`` say where those of each stream stand, ``columns`` which of all totals
    they are.
    """

    array: FloatArray
    columns: IntArray | slice
    arrived: dict[str, Block]
    left: dict[str, Block]

    @classmethod
    def of(
        cls,
        layout: Layout,
        shape: tuple[int, int],
        streams: bool | Collection[str],  # noqa: FBT001 - all, none, or these
        zeros: Zeros,
    ) -> "KeptTotals":
        """Room for so many draws and readings, for the totals of some streams, of all or none."""
        draws, times = shape
        some = streams if isinstance(streams, Collection) else layout.totals.keys()
        own = {name: each for name, each in layout.totals.items() if name in some}
        places: dict[Block, Block] = {}
        size = 0
        for each in own.values():
            for block in (each.leaving, each.arriving):
                if block is not None and block not in places:
                    length = block.stop - block.start
                    places[block] = replace(block, start=size, stop=size + length)
                    size += length
        first = layout.first_total
        parts = [np.arange(block.start - first, block.stop - first) for block in places]
        whole = len(own) == len(layout.totals)
        columns = slice(None) if whole or not parts else np.concatenate(parts)
        arrived = {n: places[t.arriving] for n, t in own.items() if t.arriving is not None}
        left = {n: places[t.leaving] for n, t in own.items() if t.leaving is not None}
        kept = times if streams and parts else 0
        return cls(array=zeros((draws, kept, size)), columns=columns, arrived=arrived, left=left)

    def keep(self, rows: Rows, place: int, totals: FloatArray) -> None:
        """Keep those of some draws at a reading; ``totals`` are all, shape (draws, n)."""
        self.array[rows, place] = totals[:, self.columns]

    @property
    def some(self) -> bool:
        """Whether any are kept."""
        return bool(self.array.shape[1])

    def series(self) -> tuple[Series, Series]:
        """What has arrived by stream and what has left, shape (draws, *axes, time)."""
        arrived, left = (
            {name: _series(self.array, block) for name, block in blocks.items()}
            for blocks in (self.arrived, self.left)
        )
        return arrived, left


def _series(kept: FloatArray, block: Block) -> FloatArray:
    """One block of every kept state, shape (draws, *axes, time), without a copy."""
    part = kept[:, :, block.start : block.stop]
    whole = part.reshape(*kept.shape[:2], *block.memory)
    return whole.transpose(0, *(place + 1 for place in block.turn[1:]), 1)
