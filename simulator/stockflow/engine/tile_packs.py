"""Coefficients of segments for the walk through tiles: those of rates, and of what is read.

They are made for many segments at once: the instants take the place of draws.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import of_draws
from simulator.stockflow.engine.due import DueInstants
from simulator.stockflow.engine.preparation import at_rows
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.stages import StageRates, Stages
from simulator.stockflow.engine.tile_tables import Packer
from simulator.stockflow.engine.tiles import WIDTH, Tiles
from simulator.stockflow.numbers.standing import LEVEL
from simulator.stockflow.values.moments import as_draws

Moved = tuple[FloatArray, FloatArray, FloatArray, IntArray]
"""Tables by tile without and with carried axes, levels, kinds of tiles, as the walk takes them."""

Tabled = tuple[FloatArray, FloatArray, IntArray]
"""Tables without and with carried axes, and kinds of tiles, of several segments."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The coefficients of the rates at the stages of some segments, for all draws.

    Levels are few and prepared for all draws at once; so are tables, unless they are drawn.
    """

    tiles: Tiles
    stages: Stages

    def of(self, number: int, block: slice, state: FloatArray) -> Moved:
        """Those of a segment, for the draws of a block, whose states have the shape (draws, n)."""
        tables, own, kinds = self._tables(block)
        rows = self.stages.rows(number)
        levels = of_draws(self._levels, block)[:, rows]
        if self.tiles.standing is not None:
            levels = self._with_standing(levels, rows, block, state)
        return tables[:, rows], own[:, rows], levels, kinds[:, number]

    def _with_standing(
        self, levels: FloatArray, rows: slice, block: slice, state: FloatArray
    ) -> FloatArray:
        """Levels of each draw, shape (draws, instants, m), with those that its stocks decide."""
        tiles, program = self.tiles, self.tiles.standing
        if program is None:
            return levels
        found = np.broadcast_to(levels, (len(state), *levels.shape[1:])).copy()
        given = {
            name: array[rows] if len(array) > 1 else array
            for name, array in StageRates(stages=self.stages, program=program).of(block).items()
        }
        whole = np.ones((levels.shape[1], len(state)))
        _, (_, *flat) = as_draws([whole, *given.values()])
        # every instant of every draw as a draw, as the coefficients are
        again = np.tile(np.arange(len(state)), levels.shape[1])
        stocks = tiles.layout.stocks.items()
        y = {
            name: cells.view(state)[again] for name, cells in stocks if name in tiles.form.standing
        }
        made = program.body(y, dict(zip(given, flat, strict=True)), {})
        for name, values in made.items():
            start = tiles.moved.levels.starts[f"{name}{LEVEL}"]
            cells = np.broadcast_to(values, (whole.size, *values.shape[1:]))
            cells = cells.reshape(*whole.shape, -1).swapaxes(0, 1)
            found[..., start : start + cells.shape[-1]] = cells
        return found

    def prepare(self) -> None:
        """Prepare what blocks share, so that a fault is told now."""
        _ = self._levels, self._tables

    @cached_property
    def _levels(self) -> FloatArray:
        """Levels of all draws in a row, shape (draws or 1, instants, m)."""
        moved = self.tiles.moved
        found = StageRates(stages=self.stages, program=moved.coefficients.levels).of()
        packer = Packer(form=self.tiles.form, width=WIDTH)
        return packer.levels(moved.levels, found, len(self.stages.moments))

    @cached_property
    def _tables(self) -> Callable[[slice], Tabled]:
        """What gives the tables of some draws."""
        rates = StageRates(stages=self.stages, program=self.tiles.moved.coefficients.tables)
        # no method of its own: what refers to itself would be freed late
        if rates.is_drawn:
            return partial(_packed, self.tiles, rates)
        found = _packed(self.tiles, rates, slice(None))
        return lambda _: found


def _packed(tiles: Tiles, rates: StageRates, block: slice) -> Tabled:
    packer, count = Packer(form=tiles.form, width=WIDTH), len(rates.stages.moments)
    found = rates.of(block)
    tables = packer.by_tiles(tiles.moved.tables, found, count)
    kinds = packer.kinds(tables, len(rates.stages.segments), tiles.few, tiles.gains)
    return tables, packer.own_by_tiles(tiles.moved.own, found, count), kinds


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
        live=places[:, np.newaxis],
        spans=places,
        row=tiles.lists[-1],
    )
