"""Tables of rates by draw, at the nodes of a segment (``tile_rates.py``)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.stages import StageRates
from simulator.stockflow.engine.tile_rates import NODES, Group, Rates
from simulator.stockflow.engine.tile_tables import Packer, folded
from simulator.stockflow.engine.tiles import WIDTH, Tiles


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

    def of(self, block: slice, draws: int, rates: Rates) -> DrawnRows:
        """Those of a block of so many draws, for the instants of some rates."""
        packer, places = Packer(form=self.tiles.form, width=WIDTH), self.tiles.moved.tables
        across, cohorts = packer.tiles * WIDTH, packer.form.size(packer.form.moving)
        where, size = np.zeros((3, places.size), dtype=np.int64), 0
        parts: list[tuple[slice, FloatArray]] = []
        for number, group in enumerate(self.groups):
            nodes = len(rates.shares if group.degree is None else NODES[group.degree])
            made = self._made(number, rates)
            rows = made.stages.rows(0 if group.degree is None else self.number)
            for name, array in made.of(block).items():
                own_nodes = array[rows] if len(array) > 1 else array
                whole = packer.by_rows(own_nodes, places.axes[name])
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
