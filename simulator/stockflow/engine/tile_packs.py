"""Coefficients of segments for the walk through tiles: those of rates, and of what is read.

They are made for many segments at once: the instants take the place of draws.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import ParameterValues, Segment, at_shares, of_draws
from simulator.stockflow.engine.due import DueInstants
from simulator.stockflow.engine.preparation import at_rows, refuse_holes
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.tile_tables import Packer
from simulator.stockflow.engine.tiles import WIDTH, Tiles
from simulator.stockflow.numbers.generate import Program
from simulator.stockflow.values.moments import Moments

Moved = tuple[FloatArray, FloatArray, FloatArray, IntArray]
"""Tables without and with carried axes, levels, kinds of tiles, as the walk takes them."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The coefficients of the rates on some segments, for all draws, at some shares of each.

    Levels are few and prepared for all draws at once; so are tables, unless they are drawn.
    """

    tiles: Tiles
    parameters: ParameterValues
    segments: Sequence[Segment]
    shares: tuple[float, ...]

    def of(self, number: int, block: slice) -> Moved:
        """Those of a segment, for the draws of a block."""
        tables, own, kinds = self._shared or self._tables(block)
        rows = slice(number * len(self.shares), (number + 1) * len(self.shares))
        levels = of_draws(self._levels, block)
        return tables[:, rows], own[:, rows], levels[:, rows], kinds[:, number]

    @cached_property
    def _levels(self) -> FloatArray:
        program = self.tiles.moved.coefficients.levels
        found = self._found(program, self._values(program))
        return self._packer.levels(self.tiles.moved.levels, found, len(self._moments))

    @cached_property
    def _shared(self) -> tuple[FloatArray, FloatArray, IntArray] | None:
        """Tables alike in all draws, and the kinds of tiles; none where they are drawn."""
        if any(array.shape[1] > 1 for array in self._given.values()):
            return None
        return self._tables(slice(None))

    def _tables(self, block: slice) -> tuple[FloatArray, FloatArray, IntArray]:
        moved, packer, count = self.tiles.moved, self._packer, len(self._moments)
        values = {name: of_draws(array, block, axis=1) for name, array in self._given.items()}
        found = self._found(moved.coefficients.tables, values)
        tables = packer.tables(moved.tables, found, count).rows
        kinds = packer.kinds(tables, len(self.segments), self.tiles.few, self.tiles.gains)
        return tables, packer.own(moved.own, found, count), kinds

    @cached_property
    def _moments(self) -> Moments:
        return at_shares(self.segments, self.shares)

    @cached_property
    def _given(self) -> Mapping[str, FloatArray]:
        """What the tables are made of."""
        return self._values(self.tiles.moved.coefficients.tables)

    def _values(self, program: Program) -> dict[str, FloatArray]:
        names = program.parameters
        return {name: self.parameters.at_moments(name, self._moments) for name in names}

    def _found(self, program: Program, values: Mapping[str, FloatArray]) -> Coefficients:
        found = at_rows(program, values)
        refuse_holes(self.tiles.form.system, program, found, self._moments.years.tolist())
        return found

    @property
    def _packer(self) -> Packer:
        return Packer(form=self.tiles.form, width=WIDTH)


@dataclass(frozen=True, kw_only=True)
class SegmentRates:
    """The rates of one of some segments by the number of its equal steps.

    ``whole`` are those of all segments, each in one step, ``stages`` the shares of a step at which
    rates are asked for. What takes more steps is prepared by itself.
    """

    whole: Rates
    number: int
    stages: tuple[float, ...]
    finer: dict[int, Rates] = field(default_factory=dict)

    def at(self, steps: int, block: slice) -> Moved:
        """At the stages of a number of steps, for the draws of a block."""
        if steps == 1:
            return self.whole.of(self.number, block)
        if steps not in self.finer:
            shares = ((step + stage) / steps for step in range(steps) for stage in self.stages)
            own = (self.whole.segments[self.number],)
            self.finer[steps] = replace(self.whole, segments=own, shares=tuple(shares))
        return self.finer[steps].of(0, block)


@dataclass(frozen=True, kw_only=True)
class Looks:
    """The coefficients of what is looked at, at the instants of a segment.

    Shapes as in ``tile_walk.walk``; all draws, or the one that holds for all. ``row`` is that of
    the table of every term (or −1).
    """

    tables: FloatArray
    own: FloatArray
    levels: FloatArray
    live: IntArray
    spans: IntArray
    row: IntArray

    def of(self, block: slice) -> "Looks":
        """For the draws of a block."""
        return Looks(
            tables=of_draws(self.tables, block),
            own=of_draws(self.own, block),
            levels=of_draws(self.levels, block),
            live=of_draws(self.live, block),
            spans=of_draws(self.spans, block),
            row=self.row,
        )


def looks_of(
    tiles: Tiles,
    recorder: Recorder,
    stretches: Sequence[Sequence[float]],
    dues: Sequence[DueInstants],
) -> Iterator[Looks]:
    """Prepare what is looked at at the readings due among the instants of some segments."""
    shelved, packer = tiles.looked, Packer(form=tiles.form, width=WIDTH)
    due = zip(stretches, dues, strict=True)
    when = [(years[number], place) for years, each in due for number, place in each.readings]
    counts = [len(each.readings) for each in dues]
    if not when:  # nothing is asked of a path where nothing is read
        yield from [_nothing(tiles)] * len(dues)
        return
    found = Coefficients()
    for program in (shelved.coefficients.levels, shelved.coefficients.tables):
        found |= at_rows(program, recorder.at_readings(program, when))
    levels = packer.levels(shelved.levels, found, len(when))
    # rows that the text names stay where it looks for them
    tables = packer.tables(shelved.tables, found, len(when), once=tiles.lists_alone)
    own = packer.own(shelved.own, found, len(when))
    read = [number for number, count in enumerate(counts) if count]
    firsts = np.cumsum([0, *counts])
    own_place = np.cumsum([0, *(count > 0 for count in counts)])
    how, along = packer.live(tables, firsts[read], tiles.flags)
    for number in range(len(dues)):
        rows = slice(firsts[number], firsts[number + 1])
        own_number = min(own_place[number], len(read) - 1)
        yield Looks(
            tables=tables.rows[:, rows],
            own=own[:, rows],
            levels=levels[:, rows],
            live=how[:, own_number],
            spans=along[:, own_number],
            row=tables.where[tiles.lists[-1]],
        )


def _nothing(tiles: Tiles) -> Looks:
    """Where nothing is looked at."""
    none = np.zeros((1, 0))
    places = none.astype(np.int64)
    return Looks(
        tables=none[:, :, np.newaxis, np.newaxis],
        own=none,
        levels=none,
        live=places[:, :, np.newaxis],
        spans=places,
        row=tiles.lists[-1],
    )
