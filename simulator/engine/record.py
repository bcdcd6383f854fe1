"""The record of a run: measures at the readings, stocks at the snapshots, totals all along."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.engine.balance import balances
from simulator.engine.prepared import values_at
from simulator.engine.segments import SAME_INSTANT, Segment
from simulator.engine.trajectory import Trajectory
from simulator.inputs.paths import SLIVER, Moment
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import NEWEST
from simulator.structure.generate import Generated
from simulator.structure.layout import Block


@dataclass(kw_only=True)
class Record:
    """Keeps what the scenario asks for; the only thing of a run that grows."""

    generated: Generated
    scenario: Scenario
    measures: list[Mapping[str, FloatArray]] = field(default_factory=list)
    totals: list[FloatArray] = field(default_factory=list)
    stocks: list[FloatArray] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)

    def inside(self, segment: Segment) -> list[float]:
        """Readings and snapshots strictly inside a segment."""
        wanted = sorted({*self.scenario.readings, *self.scenario.snapshots})
        found: list[float] = []
        for year in wanted:
            after = year - (found[-1] if found else segment.start) > SAME_INSTANT
            if after and segment.stop - year > SAME_INSTANT:
                found.append(year)
        return found

    def keep(self, state: FloatArray, year: float) -> None:
        """Keep what is due at an instant; shape of ``state`` (draws, n)."""
        if _due(year, self.scenario.readings):
            self.read.append(year)
            self.measures.append(self._measured(state, self._moment(year)))
            start = max(block.stop for block in self.generated.layout.stocks.values())
            self.totals.append(state[:, start:].copy())
        if _due(year, self.scenario.snapshots):
            self.kept.append(year)
            self.stocks.append(state.copy())

    def trajectory(
        self, first: FloatArray, last: FloatArray, segments: int, evaluations: int
    ) -> Trajectory:
        """Everything kept, time last."""
        layout = self.generated.layout
        offset = max(block.stop for block in layout.stocks.values())
        arrived, left = {}, {}
        for name, totals in layout.totals.items():
            if totals.arriving is not None:
                arrived[name] = _series(self.totals, totals.arriving, offset)
            if totals.leaving is not None:
                left[name] = _series(self.totals, totals.leaving, offset)
        return Trajectory(
            system=layout.system,
            name=self.scenario.name,
            readings=np.array(self.read),
            measures={
                name: np.stack([each[name] for each in self.measures], axis=-1)
                for name in (self.measures[0] if self.measures else ())
            },
            snapshots=np.array(self.kept),
            stocks={name: _series(self.stocks, block, 0) for name, block in layout.stocks.items()},
            arrived=arrived,
            left=left,
            balances=balances(layout, first, last),
            final={name: block.view(last).copy() for name, block in layout.stocks.items()},
            segments=segments,
            evaluations=evaluations,
        )

    def _moment(self, year: float) -> Moment:
        """What an instant reads: the pieces that begin there, at the very end those that end."""
        sliver = SLIVER if year < self.scenario.stop - SAME_INSTANT else -SLIVER
        return Moment(year, min(year, year + sliver), max(year, year + sliver))

    def _measured(self, state: FloatArray, moment: Moment) -> Mapping[str, FloatArray]:
        system = self.generated.layout.system
        program = self.generated.reading
        paths = self.scenario.paths
        k = values_at(program, paths, moment, self.scenario.draws)
        at: dict[str, object] = {}
        if system.moving is not None:
            at[NEWEST] = system.moving.birth_windows.newest(moment.middle)
        found: Mapping[str, FloatArray] = program.body(state, k, at)
        return {
            name: np.broadcast_to(
                array, (state.shape[0], *system.shape(system.measure[name].axes))
            ).copy()
            for name, array in found.items()
        }


def _due(year: float, instants: tuple[float, ...]) -> bool:
    return any(abs(year - instant) <= SAME_INSTANT for instant in instants)


def _series(states: list[FloatArray], block: Block, offset: int) -> FloatArray:
    """One block of every kept state, shape (draws, *axes, time)."""
    if not states:
        return np.zeros((0, *block.shape, 0))
    return np.stack([block.view(state, offset) for state in states], axis=-1)
