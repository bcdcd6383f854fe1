"""The coefficients of a segment for the walk through tiles: those of rates, and of what is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.course import Course
from simulator.stockflow.engine.due import DueInstants
from simulator.stockflow.engine.preparation import prepare_segment
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.tile_tables import Packer, Series, series, series_of
from simulator.stockflow.engine.tiles import WIDTH, Tiles
from simulator.stockflow.numbers.generate import Program, memory_orders

Packed = tuple[FloatArray, FloatArray, FloatArray]
"""Tables without and with carried axes, and levels, as the walk takes them."""
Moved = tuple[FloatArray, FloatArray, FloatArray, IntArray]
"""The same with the kinds of tiles."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The coefficients of the rates on a segment, for all draws.

    Levels are few and prepared for all draws at once; so are tables, unless they are drawn.
    """

    tiles: Tiles
    course: Course
    packed: dict[int, Moved] = field(default_factory=dict)

    def at(self, steps: int, instants: FloatArray, block: slice) -> Moved:
        """At the stages of a number of steps, for the draws of a block."""
        found = self.packed.get(steps)
        if found is None:
            found = self.packed[steps] = self._packed(instants)
        tables, own, levels, kinds = found
        if self.is_drawn:
            tables, own, kinds = self._tables(self.tables.of(block), instants)
        return tables, own, levels[block] if len(levels) > 1 else levels, kinds

    @property
    def tables(self) -> Course:
        """How the tables go through the segment."""
        return self.course.only(self.tiles.moved.coefficients.tables.parameters)

    @property
    def is_drawn(self) -> bool:
        """Whether a table is not alike in all draws."""
        return self.tables.drawn

    def _packed(self, instants: FloatArray) -> Moved:
        program = self.tiles.moved.coefficients.levels
        found = self._series(program, self.course.only(program.parameters), instants)
        levels = self._packer.levels(self.tiles.moved.levels, found, len(instants))
        if self.is_drawn:
            return np.zeros(0), np.zeros(0), levels, np.zeros(0, dtype=np.int64)
        tables, own, kinds = self._tables(self.tables, instants)
        return tables, own, levels, kinds

    def _tables(
        self, course: Course, instants: FloatArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        found = self._series(self.tiles.moved.coefficients.tables, course, instants)
        packer = self._packer
        tables = packer.tables(self.tiles.moved.tables, found, len(instants))
        own = packer.own(self.tiles.moved.own, found, len(instants))
        return tables, own, packer.kinds(tables, self.tiles.few, self.tiles.gains)

    def _series(self, program: Program, course: Course, instants: FloatArray) -> Series:
        layout = self.tiles.layout
        orders = memory_orders(layout, program)
        prepared = prepare_segment(layout.system, program, course, orders)
        return series(prepared, instants)

    @property
    def _packer(self) -> Packer:
        return Packer(form=self.tiles.form, width=WIDTH)


@dataclass(frozen=True, kw_only=True)
class Looks:
    """The coefficients of what is looked at, at the instants of a segment.

    Shapes as in ``tile_walk.walk``; all draws, or the one that holds for all.
    """

    packed: Packed
    live: IntArray
    along: FloatArray
    spans: IntArray

    def of(self, block: slice) -> "Looks":
        """For the draws of a block."""
        tables, own, levels = (each[block] if len(each) > 1 else each for each in self.packed)
        return Looks(
            packed=(tables, own, levels),
            live=self.live[block] if len(self.live) > 1 else self.live,
            along=self.along[block] if len(self.along) > 1 else self.along,
            spans=self.spans[block] if len(self.spans) > 1 else self.spans,
        )


def looks_of(
    tiles: Tiles, recorder: Recorder, course: Course, years: Sequence[float], due: DueInstants
) -> Looks:
    """Prepare what is looked at at the readings that are due among some years."""
    numbers = [number for number, _ in due.readings]
    packer = Packer(form=tiles.form, width=WIDTH)
    found = [
        _at_readings(recorder, program, course, [years[number] for number in numbers])
        for program in (tiles.looked.coefficients.levels, tiles.looked.coefficients.tables)
    ]
    count = len(years)
    levels = _spread(packer.levels(tiles.looked.levels, found[0], len(numbers)), 1, numbers, count)
    packed = packer.tables(tiles.looked.tables, found[1], len(numbers))
    own = packer.own(tiles.looked.own, found[1], len(numbers))
    whole = _spread(packed, 2, numbers, count)
    along = packer.along(whole)
    live, spans = packer.live(along[:, numbers], tiles.flags)
    return Looks(
        packed=(whole, _spread(own, 2, numbers, count), levels),
        live=live,
        along=along,
        spans=spans,
    )


def _at_readings(
    recorder: Recorder, program: Program, course: Course, years: Sequence[float]
) -> Series:
    names = program.parameters
    if not years:
        return {
            each.name: np.zeros((0, 1, *recorder.generated.layout.system.shape(each.axes)))
            for each in program.coefficients
        }
    first = {name: recorder.value(name, years[0], course) for name in names}
    if all(len(array) == 1 for array in first.values()):
        # of one draw all instants at once
        values = [{name: recorder.along(name, years, course) for name in names}]
        found = series_of(program, values, along=True)
        return {
            name: np.broadcast_to(array, (len(years), *array.shape[1:]))
            for name, array in found.items()
        }
    rest = [{name: recorder.value(name, year, course) for name in names} for year in years[1:]]
    return series_of(program, [first, *rest], along=False)


def _spread(array: FloatArray, axis: int, numbers: Sequence[int], count: int) -> FloatArray:
    """An array of the readings as one of all instants, zero at those that are no reading."""
    if len(numbers) == count:
        return array
    whole = np.zeros((*array.shape[:axis], count, *array.shape[axis + 1 :]))
    whole[(slice(None),) * axis + (list(numbers),)] = array
    return whole
