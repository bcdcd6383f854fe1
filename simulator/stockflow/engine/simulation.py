"""A part of a system under way: segment after segment, within each the blocks of draws at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil
from typing import TypeVar

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.at_once import at_once, can_fork, processors, seen_by_all
from simulator.stockflow.engine.balance import StateGuard
from simulator.stockflow.engine.compiled import compiled_walk
from simulator.stockflow.engine.course import ParameterValues, Segment, segments
from simulator.stockflow.engine.events import Event, due_events, happen
from simulator.stockflow.engine.own_steps import Workspace
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.segment_plan import Planner, SegmentPlan
from simulator.stockflow.engine.solve import SegmentSolver
from simulator.stockflow.engine.stages import SEGMENTS
from simulator.stockflow.engine.state import by_stock, depths, starting_state
from simulator.stockflow.engine.tiled_part import TiledPart, looks_alike, with_parts
from simulator.stockflow.engine.tiled_segment import TilePlan
from simulator.stockflow.engine.tiles import tiles_of
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.numbers.generate import Generated
from simulator.stockflow.values.scenario import Scenario
from simulator.words.catalogue import message

# numbers in the states of one block of draws: 1.3 MB, so that the work on it stays within the cache
# of a processor. Compiled loops take one draw after another whatever the block; there a larger one
# only spreads the work of preparing it over more draws
_BLOCK = 400_000
_COMPILED_BLOCK = 480_000
# equal shares that the draws of NumPy's steps are cut into at least, whatever the processors
_SHARES = 4
# tiles are gone through draw by draw; a larger block spreads the work around it over more of them
TILED_DRAWS = 64
P = TypeVar("P")
MOST_EVALUATIONS = 1_000_000
"""Evaluations of the right-hand side that a run is worth, for each draw. Ten years of a city take
two thousand, ninety years at the finest tolerance some hundred thousand; what needs more is stiff,
or asked for more digits than there are, and would go on for hours without a word."""


@dataclass(kw_only=True)
class Simulation:
    """A part of a system under way.

    ``state`` has shape (draws, n) and is overwritten as time goes on. ``draws`` and ``lent`` as in
    ``Recorder``; what is lent just before transfers is ``lent_before``. ``spare`` is memory for the
    steps of a block, handed from one to the next; ``forked`` says that processes go at the blocks.
    """

    generated: Generated
    scenario: Scenario
    draws: int = 1
    lent: Mapping[str, FloatArray] = field(default_factory=dict)
    lent_before: Mapping[str, FloatArray] = field(default_factory=dict)
    state: FloatArray = field(init=False)
    guard: StateGuard = field(init=False)
    recorder: Recorder = field(init=False)
    before: Recorder = field(init=False)
    parameters: ParameterValues = field(init=False)
    planner: Planner = field(init=False)
    tiled: TiledPart | None = field(init=False, default=None)
    highest: FloatArray = field(init=False)
    forked: bool = field(init=False)
    spare: list[Workspace] = field(init=False, default_factory=list, repr=False)
    plans: dict[int, SegmentPlan] = field(init=False, default_factory=dict, repr=False)
    tile_plans: dict[int, TilePlan] = field(init=False, default_factory=dict, repr=False)
    events: list[Event] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.state = starting_state(self.generated.layout, self.scenario)
        self.highest = by_stock(self.generated.layout, np.maximum, self.state)
        self.guard = StateGuard(layout=self.generated.layout, first=self.state)
        self.guard.check(self.state, self.scenario.start)
        compiled = self.scenario.method.compiled
        self.forked = self.scenario.draws > 1 and not compiled and can_fork()
        if self.forked:
            self.state, self.guard.largest = map(seen_by_all, (self.state, self.guard.largest))
        system, scenario = self.generated.layout.system, self.scenario
        tiles = tiles_of(system, scenario.method.name) if compiled else None
        if tiles is not None:
            scenario = with_parts(scenario)
        self.parameters = ParameterValues(system=system, scenario=scenario)
        self.recorder, self.before = (self._recorder(before=before) for before in (False, True))
        self.planner = Planner(
            generated=self.generated,
            method=self.scenario.method,
            parameters=self.parameters,
            recorder=self.recorder,
            before=self.before,
        )
        # machine code is made once, before blocks go at it together
        if tiles is not None and looks_alike(tiles, self.recorder):
            self.tiled = TiledPart(
                tiles=tiles,
                method=self.scenario.method,
                parameters=self.parameters,
                recorder=self.recorder,
                guard=self.guard,
            )
        elif compiled:
            compiled_walk(system)

    def _recorder(self, *, before: bool) -> Recorder:
        return Recorder(
            generated=self.generated,
            scenario=self.scenario,
            parameters=self.parameters,
            before=before,
            draws=self.draws,
            lent=self.lent_before if before else self.lent,
            shared=self.forked,
        )

    def follow(self, progress: Callable[[float], None] | None) -> Trajectory:
        """Go through every segment; ``progress`` is called with the year reached after each."""
        pieces = segments(self.generated.layout.system, self.scenario)
        blocks = self._blocks()
        calls = 0

        def task(number: int) -> Callable[[slice], int]:
            events, self.events = self.events, []
            job = self._job(pieces, number)
            return partial(self._happen_first, events, pieces[number].start, job) if events else job

        with at_once(task, blocks, processors(), forked=self.forked) as spread:
            for number, segment in enumerate(pieces):
                # order at an instant: the segment behind has ended (boundary), what is due before
                # transfers is kept, they happen (event), then the rest is kept (reading)
                self._come_to(segment.start, blocks)
                # processes that were forked know of no events; threads share them out
                if self.forked or len(blocks) == 1:
                    self._happen_now(segment.start, blocks)
                calls += spread(number)
                self._refuse_endless(calls, segment.stop)
                if progress is not None:
                    progress(segment.stop)
            last = pieces[-1].stop
            self._come_to(last, blocks)
            self._happen_now(last, blocks)
            if self.tiled is not None:
                self.tiled.read()
            self._keep(self.recorder, last, blocks)
        opening, counts = self.guard.opening, (len(pieces), calls)
        found = self.recorder.trajectory(opening, self.state, *counts)
        if not self.scenario.before:
            return found
        return replace(found, before=self.before.trajectory(opening, self.state, *counts))

    def _refuse_endless(self, calls: int, year: float) -> None:
        method = self.scenario.method
        if calls > MOST_EVALUATIONS * self.scenario.draws:
            told = message(
                "fault.run.evaluations_of_a_run",
                most=MOST_EVALUATIONS,
                method=method.name,
                relative=f"{method.relative:g}",
                absolute=f"{method.absolute:g}",
            )
            raise IntegrationError(told, year=year)

    def _come_to(self, year: float, blocks: list[slice]) -> None:
        """Make the transfers of an instant ready; what is due just before them is kept."""
        if self.scenario.before:
            self._keep(self.before, year, blocks)
        self.events = due_events(self.generated, self.scenario, year)

    def _happen_now(self, year: float, blocks: list[slice]) -> None:
        """Carry out the transfers that are ready."""
        events, self.events = self.events, []
        for block in blocks if events else ():
            self._happen(events, year, block)

    def _happen_first(
        self, events: list[Event], year: float, job: Callable[[slice], int], block: slice
    ) -> int:
        """Carry out transfers on the draws of a block, and then what is to be done with it."""
        self._happen(events, year, block)
        return job(block)

    def _happen(self, events: list[Event], year: float, block: slice) -> None:
        self.highest[block] = happen(events, self.state[block], self.guard, year, block)

    def _keep(self, recorder: Recorder, year: float, blocks: list[slice]) -> None:
        """Keep what is due of the state as it is at an instant between two segments."""
        due = recorder.due([[year]])[0]
        for block in blocks:
            recorder.keep(due, [self.state[block]], block)

    def _blocks(self) -> list[slice]:
        numbers = _COMPILED_BLOCK if self.scenario.method.compiled else _BLOCK
        draws = self.scenario.draws
        if self.tiled is not None:
            numbers = TILED_DRAWS * self.generated.layout.size
        # No larger than an equal share of the processors. Compiled, a draw is the same in a block
        # of any size; NumPy's matrix products are so to the last bit only in blocks of one size,
        # which therefore is the same on every machine.
        shares = processors() if self.scenario.method.compiled else _SHARES
        size = max(1, min(numbers // self.generated.layout.size, ceil(draws / shares)))
        return [slice(first, min(first + size, draws)) for first in range(0, draws, size)]

    def _job(self, pieces: Sequence[Segment], number: int) -> Callable[[slice], int]:
        """What is done with every block of draws in a segment, one of the run's pieces."""
        if self.tiled is None or self.before.inside(pieces[number]):
            together = SEGMENTS if max(self.scenario.draws, self.draws) == 1 else 1
            plans = self._planned(self.plans, self.planner.plans, pieces, number, together)
            return partial(self._advance, plans)
        together = self.tiled.together(max(self.scenario.draws, self.draws))
        behind = self.tile_plans.get(number - 1)
        if behind is not None:
            behind.drawn.let_go()
        plan = self._planned(self.tile_plans, self.tiled.plans, pieces, number, together)
        plan.drawn.prepare()
        return partial(self._pass, self.tiled, plan)

    def _planned(
        self,
        held: dict[int, P],
        make: Callable[[Sequence[Segment]], list[P]],
        pieces: Sequence[Segment],
        number: int,
        together: int,
    ) -> P:
        """The plan of a segment, made with those of the next few."""
        if number not in held:
            held.clear()  # before more is made: its memory then serves again
            try:
                plans = make(pieces[number : number + together])
            except IntegrationError:
                # a later one's fault may never be come to: a run that stops tells of the first
                plans = make(pieces[number : number + 1])
            held.update(enumerate(plans, number))
        return held[number]

    def _pass(self, tiled: TiledPart, plan: TilePlan, block: slice) -> int:
        """Take the draws of one block through the tiles of a segment; calls of the rates."""
        left, calls = tiled.take(plan, self.state, self.highest, block)
        # with a step control of their own, and one by one, so that none depends on the others
        for draw in left:
            alone = slice(int(draw), int(draw) + 1)
            calls += self._advance(self.planner.plans([plan.segment])[0], alone)
            self.highest[alone] = by_stock(self.generated.layout, np.maximum, self.state[alone])
        return calls

    def _advance(self, plan: SegmentPlan, block: slice) -> int:
        """Take the draws of one block through a segment; the calls of the right-hand side."""
        state = self.state[block]
        # one for each block under way; taking from and adding to a list needs no lock
        workspace = self.spare.pop() if self.spare else Workspace()
        solver = SegmentSolver(
            generated=self.generated,
            method=self.scenario.method,
            coefficients=plan.coefficients.of(block),
            segment=plan.segment,
            inside=plan.inside,
            workspace=workspace,
        )
        states, calls = solver.integrate(state)
        # the last state is left to the next segment: a transfer may come before its reading
        self.recorder.keep(plan.due, [state, *states[:-1]], block)
        if plan.due_before is not None:
            self.before.keep(plan.due_before, list(states[:-1]), block)
        depth = partial(depths, self.generated.layout, self.scenario.method, state)
        self.guard.check(states[-1], plan.segment.stop, block, depth)
        self.state[block] = states[-1]
        self.spare.append(workspace)
        return calls
