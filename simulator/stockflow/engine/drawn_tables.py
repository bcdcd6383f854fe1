"""Tables of rates by draw, at the nodes of a segment (``tile_rates.py``)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import prod

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.stages import StageRates
from simulator.stockflow.engine.tile_rates import NODES, Group, Rates
from simulator.stockflow.engine.tile_tables import Packer, folded
from simulator.stockflow.engine.tiles import WIDTH, Tiles

Nodes = tuple[str, int, FloatArray]
"""A table: its name, how many nodes it has, and its numbers, (nodes or 1, draws or 1, *axes)."""


@dataclass(frozen=True, kw_only=True)
class DrawnRows:
    """Rows of tables of the draws of a block, as the walk takes them.

    ``numbers`` have shape (draws, m): of every row those along the cohorts, filled up to whole
    tiles, at each of its nodes. ``where``, shape (3, rows), tells of each row of the declaration
    how many nodes it has (none of one that is alike in all draws; more than there are weights for
    of one that is kept at every instant), where it begins, and how far it is to the next node.
    """

    numbers: FloatArray
    where: IntArray


@dataclass(frozen=True, kw_only=True)
class DrawnTables:
    """The tables of a segment that stand by draw: made of all once, laid out block by block.

    The segment is the one with the ``number`` of some that are prepared together, and share what is
    ``made``: of a single draw, for each of many would make all of them.
    """

    tiles: Tiles
    parameters: ParameterValues
    segments: Sequence[Segment]
    number: int
    groups: tuple[Group, ...]
    made: dict[tuple[int, ...], StageRates] = field(default_factory=dict, repr=False)
    laid: list[DrawnRows] = field(default_factory=list, repr=False)

    @property
    def by_steps(self) -> bool:
        """Whether they are other numbers for every number of steps."""
        return any(group.degree is None for group in self.groups)

    def prepare(self) -> None:
        """Ask the paths now, before blocks go at it together."""
        for number, group in enumerate(self.groups):
            if group.degree is not None:
                _ = self._made(number, None).is_drawn

    def let_go(self) -> None:
        """Forget what was made: no block asks again."""
        if self.number == len(self.segments) - 1:
            self.made.clear()
            self.laid.clear()

    def of(self, block: slice, draws: int, rates: Rates) -> DrawnRows:
        """Those of a block of so many draws, for the instants of some rates."""
        if len(self.segments) == 1:
            return self._laid(draws, self._nodes(block, rates))
        if not self.laid:
            # of a single draw the segments lie where draws would
            self.laid.append(self._laid(len(self.segments), self._of_segments(rates)))
        whole = self.laid[0]
        return DrawnRows(numbers=whole.numbers[[self.number]], where=whole.where)

    def _nodes(self, block: slice, rates: Rates) -> Iterator[Nodes]:
        """Every table at its nodes, of some draws."""
        for number, group in enumerate(self.groups):
            nodes = len(rates.shares if group.degree is None else NODES[group.degree])
            for name, array in self._made(number, rates).of(block).items():
                yield name, nodes, array

    def _of_segments(self, rates: Rates) -> Iterator[Nodes]:
        """Every table at its nodes, of the segments one beside the other."""
        for name, nodes, array in self._nodes(slice(None), rates):
            if len(array) == 1:
                yield name, nodes, array
            else:
                parts = array.reshape(len(self.segments), nodes, *array.shape[2:])
                yield name, nodes, parts.swapaxes(0, 1)

    def _laid(self, draws: int, tables: Iterable[Nodes]) -> DrawnRows:
        """Tables laid out, so many draws."""
        packer, places = Packer(form=self.tiles.form, width=WIDTH), self.tiles.moved.tables
        across, cohorts = packer.tiles * WIDTH, packer.form.size(packer.form.moving)
        where, size = np.zeros((3, places.size), dtype=np.int64), 0
        parts: list[tuple[slice, FloatArray]] = []
        for name, nodes, array in tables:
            whole = packer.by_rows(array, places.axes[name])
            labels, part = whole.shape[2:-1], folded(whole)
            count = prod(part.shape[2:-1])
            first = size + across * np.arange(count).reshape(part.shape[2:-1])
            own = slice(places.starts[name], places.starts[name] + prod(labels))
            where[0, own], where[2, own] = nodes, count * across
            where[1, own] = np.broadcast_to(first, labels).ravel()
            start, size = size, size + nodes * count * across
            parts.append((slice(start, size), part.reshape(*part.shape[:2], count, cohorts)))
        numbers = np.empty((draws, size))
        for place, part in parts:
            laid = numbers[:, place].reshape(draws, -1, part.shape[2], across)
            laid[..., :cohorts] = part
            laid[..., cohorts:] = 0.0
        return DrawnRows(numbers=numbers, where=where)

    def _made(self, number: int, rates: Rates | None) -> StageRates:
        """A group of tables; what is kept at every instant depends on how many steps there are."""
        group = self.groups[number]
        if group.degree is not None:
            key: tuple[int, ...] = (number,)
            if key not in self.made:
                self.made[key] = group.at(self.parameters, self.segments)
            return self.made[key]
        if rates is None:
            raise TypeError(number)
        key = number, self.number, rates.stages.steps
        if key not in self.made:
            stages = replace(rates.stages, segments=[self.segments[self.number]])
            self.made[key] = StageRates(stages=stages, program=group.program)
        return self.made[key]


def tables_by_segment(
    tiles: Tiles,
    parameters: ParameterValues,
    segments: Sequence[Segment],
    groups: Sequence[Group],
) -> list[DrawnTables]:
    """The tables that stand by draw, for each of some segments."""
    some = tuple(each for each in groups if each.drawn)
    make = partial(DrawnTables, tiles=tiles, parameters=parameters, groups=some)
    if parameters.scenario.draws > 1:
        return [make(segments=[segment], number=0) for segment in segments]
    together = make(segments=segments, number=0)
    return [replace(together, number=number) for number in range(len(segments))]
