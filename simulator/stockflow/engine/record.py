"""What is kept of a run: measures and totals at the readings, whole stocks at the snapshots."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.at_once import zeros_for_all
from simulator.stockflow.engine.balance import Opening
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import (
    ParameterValues,
    Segment,
    of_draws,
)
from simulator.stockflow.engine.due import (
    DueInstants,
    Rows,
    Seen,
    Taken,
    alone_of,
    distinct,
    matched,
    some_of,
)
from simulator.stockflow.engine.kept_states import KeptStocks, KeptTotals
from simulator.stockflow.engine.preparation import at_rows
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.system import named_parameters
from simulator.stockflow.numbers.generate import Generated, Program
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.moments import Moments
from simulator.stockflow.values.paths import SLIVER, Moment
from simulator.stockflow.values.scenario import Scenario


@dataclass(kw_only=True)
class Recorder:
    """Keeps what the scenario asks for; the only thing of a run that grows.

    Every array is made at the start and filled draw by draw. Time lies right behind the draws, so
    that what is kept of an instant lies in one piece; results show it last. Blocks of draws write
    to parts of their own, so threads need no lock. With ``before`` it keeps what stands just before
    the transfers of ``Scenario.before``, and nothing else.

    A part of a system may be alike in all draws and yet be read by numbers that are not: ``draws``
    counts those of the results. ``lent`` are numbers of another part that measures name as
    parameters, at the very readings: shape (draws or 1, *axes, time). With ``shared`` forked
    processes may fill in parts.
    """

    generated: Generated
    scenario: Scenario
    parameters: ParameterValues
    before: bool = False
    draws: int = 1
    lent: Mapping[str, FloatArray] = field(default_factory=dict)
    shared: bool = False
    drawn: frozenset[str] = field(init=False)
    readings: FloatArray = field(init=False)
    snapshots: FloatArray = field(init=False)
    instants: tuple[float, ...] = field(init=False)
    measures: dict[str, FloatArray] = field(init=False)
    totals: KeptTotals = field(init=False)
    stocks: KeptStocks = field(init=False)

    def __post_init__(self) -> None:
        layout, run = self.generated.layout, self.scenario
        self.drawn = self._drawn()
        readings, snapshots = (
            (run.before, run.before) if self.before else (run.readings, run.snapshots)
        )
        self.readings = np.array(distinct(readings))
        self.snapshots = np.array(distinct(snapshots))
        self.instants = distinct((*self.readings.tolist(), *self.snapshots.tolist()))
        times = len(self.readings)
        zeros = zeros_for_all if self.shared else np.zeros
        self.measures = {
            name: zeros((self._rows(name), times, *layout.system.shape(measure.axes)))
            for name, measure in layout.system.measure.items()
        }
        self.totals = KeptTotals.of(layout, (run.draws, times), run.totals, zeros)
        shape = run.draws, len(self.snapshots)
        self.stocks = KeptStocks.of(layout, shape, run.summed, zeros)

    def _drawn(self) -> frozenset[str]:
        """Parameters of the measures that are not alike in all draws."""
        if self.draws == 1:
            return frozenset()
        lent = {name for name, array in self.lent.items() if len(array) > 1}
        names = self.generated.reading.parameters
        own = (name for name in names if name in self.scenario.paths)
        return frozenset(lent | {name for name in own if self.parameters.is_drawn(name)})

    def _rows(self, measure: str) -> int:
        """Draws of a measure: one where neither the stocks nor what it names is drawn."""
        named = named_parameters(self.generated.layout.system, measure)
        return self.draws if self.scenario.draws > 1 or self.drawn & set(named) else 1

    @property
    def is_single(self) -> bool:
        """Whether nothing that is read has more draws than one."""
        return self.scenario.draws == 1 and not self.drawn

    def inside(self, segment: Segment) -> tuple[float, ...]:
        """Readings and snapshots strictly inside a segment."""
        first = bisect_right(self.instants, segment.start + SAME_INSTANT)
        return self.instants[first : bisect_left(self.instants, segment.stop - SAME_INSTANT)]

    def due(
        self, stretches: Sequence[Sequence[float]], program: Program | None = None
    ) -> list[DueInstants]:
        """What is due at the instants of each of some segments.

        ``program`` makes the measures, of the stocks unless it is given.

        Raises
        ------
        IntegrationError
            Where a parameter of a measure has no value at a reading.
        """
        program = program or self.generated.reading
        readings = [matched(years, self.readings) for years in stretches]
        when = [
            (years[number], place)
            for years, own in zip(stretches, readings, strict=True)
            for number, place in own
        ]
        k = at_rows(program, self.at_readings(program, when)) if when else {}
        moving = self.generated.layout.system.moving
        found, first = [], 0
        for years, own in zip(stretches, readings, strict=True):
            at: dict[str, object] = {}
            if moving is not None:
                at[NEWEST] = moving.birth_windows.newest(self._moment(years[0]).middle)
            found.append(
                DueInstants(
                    program=program,
                    readings=own,
                    snapshots=matched(years, self.snapshots),
                    k=k,
                    rows=tuple(range(first, first := first + len(own))),
                    at=at,
                )
            )
        return found

    def at_readings(
        self, program: Program, when: Sequence[tuple[float, int]]
    ) -> dict[str, FloatArray]:
        """The parameters of a program at some readings, shape (readings or 1, draws or 1, *axes).

        ``when`` are instants and their places in the record.
        """
        moments = Moments.of([self._moment(year) for year, _ in when])
        places = [place for _, place in when]
        return {
            name: np.moveaxis(self.lent[name][..., places], -1, 0)
            if name in self.lent
            else self.parameters.at_moments(name, moments)
            for name in program.parameters
        }

    def keep(self, due: DueInstants, states: Sequence[FloatArray], block: slice) -> None:
        """Keep what is due of some draws; ``states`` by instant, shape (draws of the block, n)."""
        first = self.generated.layout.first_total
        self.read(due, states, block)
        self.keep_totals(due, [state[:, first:] for state in states], block)
        for number, place in due.snapshots:
            self.stocks.keep(block, place, states[number])

    def keep_totals(
        self, due: DueInstants, totals: Sequence[FloatArray] | FloatArray, block: Rows
    ) -> None:
        """Keep totals at the readings; by instant, shape (draws of the block, totals)."""
        for number, place in due.readings if self.totals.some else ():
            self.totals.keep(block, place, totals[number])

    def read(self, due: DueInstants, seen: Seen, block: Rows = slice(None)) -> None:
        """Keep the measures of some draws.

        ``seen`` are states by instant, shape (draws of the block, n), or by name the numbers that
        the program of what is due takes instead, (instants, draws of the block, *axes).
        """
        numbers = [number for number, _ in due.readings]
        places = [place for _, place in due.readings]
        # stocks alike in all draws are read for all of them at once
        rows = block if self.scenario.draws > 1 else slice(None)
        if self.is_single and numbers:
            self._measure(due, due.of_all(), alone_of(seen, numbers), (0, places))
            return
        found = [
            due.program.body(
                some_of(seen, number),
                {name: of_draws(each, rows) for name, each in due.of_reading(place).items()},
                due.at,
            )
            for place, number in enumerate(numbers)
        ]
        self._keep_measures(found, places, rows)

    def _keep_measures(
        self, found: Sequence[Mapping[str, FloatArray]], places: Sequence[int], rows: Rows
    ) -> None:
        """Keep the measures of several readings, each of shape (draws of the block, *axes)."""
        if not places:
            return
        # readings of a segment follow one another: a draw's numbers then lie in one piece, and are
        # written at once
        together = slice(places[0], places[-1] + 1)
        for name, kept in self.measures.items():
            arrays = [each[name] for each in found]
            if len(places) == together.stop - together.start:
                kept[rows, together] = np.stack(arrays, axis=1)
                continue
            for place, array in zip(places, arrays, strict=True):
                kept[rows, place] = array

    def _measure(
        self,
        due: DueInstants,
        k: Coefficients,
        seen: Taken,
        where: tuple[int | Rows, int | list[int]],
    ) -> None:
        for name, array in due.program.body(seen, k, due.at).items():
            self.measures[name][where] = array

    def _moment(self, year: float) -> Moment:
        """What an instant reads: the pieces of paths that begin there, at the very end too.

        Just before it, those that end; at the very start none has ended, and those that begin hold.
        """
        ends = self.before and year - self.scenario.start > SAME_INSTANT
        sliver = -SLIVER if ends else SLIVER
        return Moment(year, min(year, year + sliver), max(year, year + sliver))

    def trajectory(
        self, opening: Opening, last: FloatArray, segments: int, evaluations: int
    ) -> Trajectory:
        """Everything kept, time last.

        Parameters
        ----------
        opening
            What the balance needs of the first state.
        last
            The last state, shape (draws, n).
        segments, evaluations
            How many there were.
        """
        layout = self.generated.layout
        arrived, left = self.totals.series()
        return Trajectory(
            system=layout.system,
            name=self.scenario.name,
            readings=self.readings,
            measures={n: np.moveaxis(each, 1, -1) for n, each in self.measures.items()},
            snapshots=self.snapshots,
            stocks=self.stocks.series(),
            arrived=arrived,
            left=left,
            balances=opening.balances(last),
            final={name: block.view(last) for name, block in layout.stocks.items()},
            segments=segments,
            evaluations=evaluations,
        )
