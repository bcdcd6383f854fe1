"""What is kept of whole states: stocks at the snapshots, running totals at the readings.

Time lies right behind the draws, so that what is kept of an instant lies in one piece; it is shown
last. Of many draws both are large: a scenario may ask for the totals of some streams alone, and for
stocks summed over some axes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.due import Rows
from simulator.stockflow.numbers.layout import Block, Layout

Zeros = Callable[[tuple[int, ...]], FloatArray]
Series = dict[str, FloatArray]
Groups = tuple[slice | list[int], ...]
"""Where the labels of each group stand along an axis."""


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptStocks:
    """Stocks by name, shape (draws, snapshots, *axes); a summed axis has one label for a group.

    ``groups`` are those of the summed axes of every stock, by their places.
    """

    layout: Layout
    arrays: tuple[FloatArray, ...]
    groups: tuple[dict[int, Groups], ...]

    @classmethod
    def of(
        cls,
        layout: Layout,
        shape: tuple[int, int],
        summed: Mapping[str, tuple[int, ...]],
        zeros: Zeros,
    ) -> "KeptStocks":
        """Room for so many draws and snapshots; ``summed`` as in ``Scenario``."""
        if not summed:
            whole = zeros((*shape, layout.first_total))
            return cls(layout=layout, arrays=(whole,), groups=())
        blocks = layout.stocks.values()
        groups = [
            {n: _groups(summed[axis]) for n, axis in enumerate(block.axes) if axis in summed}
            for block in blocks
        ]
        sizes = [
            [len(own[number]) if number in own else size for number, size in enumerate(block.shape)]
            for block, own in zip(blocks, groups, strict=True)
        ]
        arrays = [
            # as stocks lie in a state, the cohorts last
            zeros((*shape, *(size[number] for number in block.order))).transpose(
                0, 1, *(number + 1 for number in block.turn[1:])
            )
            for block, size in zip(blocks, sizes, strict=True)
        ]
        return cls(layout=layout, arrays=tuple(arrays), groups=tuple(groups))

    def keep(self, rows: Rows, place: int, states: FloatArray) -> None:
        """Keep the stocks of some draws at a snapshot; ``states`` have the shape (draws, n)."""
        if not self.groups:
            self.arrays[0][rows, place] = states[:, : self.layout.first_total]
            return
        blocks = self.layout.stocks.values()
        for block, own, array in zip(blocks, self.groups, self.arrays, strict=True):
            axes = tuple(number + 1 for number in own)
            for to, given in _pairs(own, len(block.shape)):
                part = block.view(states)[:, *given]
                array[rows, place, *to] = part.sum(axis=axes, keepdims=True)

    def series(self) -> Series:
        """Every stock, shape (draws, *axes, time), without a copy."""
        if not self.groups:
            (whole,) = self.arrays
            return {name: _series(whole, block) for name, block in self.layout.stocks.items()}
        named = zip(self.layout.stocks, self.arrays, strict=True)
        return {name: np.moveaxis(array, 1, -1) for name, array in named}


def _groups(numbers: tuple[int, ...]) -> Groups:
    """Where the labels of each group stand; a slice where they are neighbours."""
    found: list[slice | list[int]] = []
    for number in range(max(numbers) + 1):
        own = [place for place, each in enumerate(numbers) if each == number]
        neighbours = own == list(range(own[0], own[-1] + 1))
        found.append(slice(own[0], own[-1] + 1) if neighbours else own)
    return tuple(found)


def _pairs(
    groups: Mapping[int, Groups], axes: int
) -> Iterator[tuple[list[slice], list[slice | list[int]]]]:
    """Every combination of groups along some axes: where it is kept, and where it is found."""
    for chosen in product(*(range(len(each)) for each in groups.values())):
        to: list[slice] = [slice(None)] * axes
        given: list[slice | list[int]] = [slice(None)] * axes
        for axis, number in zip(groups, chosen, strict=True):
            to[axis], given[axis] = slice(number, number + 1), groups[axis][number]
        yield to, given


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
