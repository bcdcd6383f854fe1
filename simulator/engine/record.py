"""The record of a run: measures at the readings, stocks at the snapshots, totals all along."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.engine.balance import Opening
from simulator.engine.course import Course, Parameters
from simulator.engine.prepared import Coefficients, coefficients
from simulator.engine.segments import SAME_INSTANT, Segment
from simulator.engine.trajectory import Trajectory
from simulator.inputs.paths import SLIVER, Moment
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import NEWEST
from simulator.structure.generate import Generated
from simulator.structure.layout import Block


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is kept at one instant: its place among readings and snapshots, and what to read with.

    ``k`` and ``at`` are the coefficients of the measures; a place is ``None`` where nothing is due.
    """

    reading: int | None
    snapshot: int | None
    k: Coefficients
    at: Mapping[str, object]


@dataclass(kw_only=True)
class Record:
    """Keeps what the scenario asks for; the only thing of a run that grows.

    Every array is made at the start and filled draw by draw. Time lies right behind the draws, so
    that what is kept of an instant lies in one piece; results show it last.
    """

    generated: Generated
    scenario: Scenario
    parameters: Parameters
    readings: tuple[float, ...] = field(init=False)
    snapshots: tuple[float, ...] = field(init=False)
    measures: dict[str, FloatArray] = field(init=False)
    totals: FloatArray = field(init=False)
    stocks: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        layout, draws = self.generated.layout, self.scenario.draws
        self.readings = _distinct(self.scenario.readings)
        self.snapshots = _distinct(self.scenario.snapshots)
        times = len(self.readings)
        self.measures = {
            name: np.zeros((draws, times, *layout.system.shape(measure.axes)))
            for name, measure in layout.system.measure.items()
        }
        self.totals = np.zeros((draws, times, layout.size - self._first))
        self.stocks = np.zeros((draws, len(self.snapshots), self._first))

    @property
    def _first(self) -> int:
        """Where the totals begin in a state."""
        return max(block.stop for block in self.generated.layout.stocks.values())

    def inside(self, segment: Segment) -> tuple[float, ...]:
        """Readings and snapshots strictly inside a segment."""
        return tuple(
            year
            for year in _distinct((*self.readings, *self.snapshots))
            if year - segment.start > SAME_INSTANT and segment.stop - year > SAME_INSTANT
        )

    def look(self, year: float, course: Course | None = None) -> Look | None:
        """What is due at an instant, if anything; ``course`` is that of the segment it lies in."""
        reading, snapshot = _place(year, self.readings), _place(year, self.snapshots)
        if reading is None and snapshot is None:
            return None
        k: Coefficients = {}
        at: dict[str, object] = {}
        if reading is not None:
            moment = self._moment(year)
            program = self.generated.reading
            given = {
                name: course.value(name, year)
                if course is not None and name in course
                else self.parameters.value(name, moment)
                for name in program.parameters
            }
            k = coefficients(program, given)
            moving = self.generated.layout.system.moving
            if moving is not None:
                at[NEWEST] = moving.birth_windows.newest(moment.middle)
        return Look(reading=reading, snapshot=snapshot, k=k, at=at)

    def keep(self, look: Look | None, state: FloatArray, block: slice) -> None:
        """Keep what is due of some draws; shape of ``state`` (draws of the block, n)."""
        if look is None:
            return
        if look.reading is not None:
            found = self._measured(state, look, block)
            for name, array in found.items():
                self.measures[name][block, look.reading] = array
            self.totals[block, look.reading] = state[:, self._first :]
        if look.snapshot is not None:
            self.stocks[block, look.snapshot] = state[:, : self._first]

    def _measured(self, state: FloatArray, look: Look, block: slice) -> Mapping[str, FloatArray]:
        k = {name: each[block] if len(each) > 1 else each for name, each in look.k.items()}
        found: Mapping[str, FloatArray] = self.generated.reading.body(state, k, look.at)
        return found

    def _moment(self, year: float) -> Moment:
        """What an instant reads: the pieces that begin there, at the very end those that end."""
        sliver = SLIVER if year < self.scenario.stop - SAME_INSTANT else -SLIVER
        return Moment(year, min(year, year + sliver), max(year, year + sliver))

    def trajectory(
        self, opening: Opening, last: FloatArray, segments: int, evaluations: int
    ) -> Trajectory:
        """Everything kept, time last."""
        layout = self.generated.layout
        arrived: dict[str, FloatArray] = {}
        left: dict[str, FloatArray] = {}
        for name, totals in layout.totals.items():
            if totals.arriving is not None:
                arrived[name] = _series(self.totals, totals.arriving, self._first)
            if totals.leaving is not None:
                left[name] = _series(self.totals, totals.leaving, self._first)
        return Trajectory(
            system=layout.system,
            name=self.scenario.name,
            readings=np.array(self.readings),
            measures={n: np.moveaxis(each, 1, -1) for n, each in self.measures.items()},
            snapshots=np.array(self.snapshots),
            stocks={name: _series(self.stocks, block, 0) for name, block in layout.stocks.items()},
            arrived=arrived,
            left=left,
            balances=opening.balances(last),
            final={name: block.view(last).copy() for name, block in layout.stocks.items()},
            segments=segments,
            evaluations=evaluations,
        )


def _distinct(instants: Iterable[float]) -> tuple[float, ...]:
    """Instants in order, those that are one date once."""
    found: list[float] = []
    for year in sorted(set(instants)):
        if not found or year - found[-1] > SAME_INSTANT:
            found.append(year)
    return tuple(found)


def _place(year: float, instants: tuple[float, ...]) -> int | None:
    """Place of the instant that is this date."""
    place = bisect_left(instants, year - SAME_INSTANT)
    found = place < len(instants) and abs(instants[place] - year) <= SAME_INSTANT
    return place if found else None


def _series(kept: FloatArray, block: Block, offset: int) -> FloatArray:
    """One block of every kept state, shape (draws, *axes, time), without a copy."""
    part = kept[:, :, block.start - offset : block.stop - offset]
    whole = part.reshape(*kept.shape[:2], *block.memory)
    return whole.transpose(0, *(place + 1 for place in block.turn[1:]), 1)
