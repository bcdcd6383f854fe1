"""Coefficients of what is read on the way through tiles, for many segments at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import of_draws
from simulator.stockflow.engine.due import DueInstants
from simulator.stockflow.engine.preparation import at_rows
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.tile_tables import Packer
from simulator.stockflow.engine.tiles import WIDTH, Tiles


@dataclass(frozen=True, kw_only=True)
class Looks:
    """The coefficients of what is looked at, at the instants of a segment.

    Shapes as in ``tile_walk.walk``; all draws, or the one that holds for all. ``row`` is that of
    the table of every term (or −1); those of ``tables`` hold for all draws, those of ``drawn``
    count on from them.
    """

    tables: FloatArray
    drawn: FloatArray
    own: FloatArray
    levels: FloatArray
    live: IntArray
    spans: IntArray
    row: IntArray

    def of(self, block: slice) -> "Looks":
        """For the draws of a block."""
        return Looks(
            tables=self.tables,
            drawn=of_draws(self.drawn, block),
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
            tables=tables.alike[:, rows],
            drawn=tables.drawn[:, rows],
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
        drawn=none[:, :, np.newaxis, np.newaxis],
        own=none,
        levels=none,
        live=places[:, np.newaxis],
        spans=places,
        row=tiles.lists[-1],
    )
