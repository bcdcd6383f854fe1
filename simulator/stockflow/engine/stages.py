"""The instants at which equal steps ask for rates, and coefficients at them for many segments.

Of nearly every segment one step is enough, and the stages of a step are known beforehand: programs
are run once for the stages of several segments, each instant as if it were a draw.

A coefficient that is NaN or infinite is refused here, where it can still be said which flow it
belongs to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Generic, TypeVar

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import ParameterValues, Segment, at_shares, of_draws
from simulator.stockflow.engine.equal_steps import SOLVERS
from simulator.stockflow.engine.own_steps import stage_time
from simulator.stockflow.engine.preparation import at_rows, cut, live_spans, refuse_holes
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.numbers.generate import Program
from simulator.stockflow.values.moments import Moments

T = TypeVar("T")
SEGMENTS = 21
"""How many are prepared in one go: many arrays for one segment each cost more than the numbers in
them, and those of too many leave the caches. Of many draws one is enough."""

Values = Mapping[str, FloatArray]
"""What coefficients are made of, (instants or 1, draws or 1, *axes)."""


def stage_shares(method: str) -> tuple[float, ...]:
    """Where in a step an explicit method asks for rates, to the end of it; each once."""
    return tuple(dict.fromkeys((*SOLVERS[method].C.tolist(), 1.0)))


@dataclass(frozen=True, kw_only=True)
class Stages:
    """Some segments, each in the same number of equal steps; ``shares`` of a step are asked for."""

    parameters: ParameterValues
    segments: Sequence[Segment]
    shares: tuple[float, ...]
    steps: int = 1

    @cached_property
    def moments(self) -> Moments:
        """Every instant, one segment after another."""
        whole = ((step + share) / self.steps for step in range(self.steps) for share in self.shares)
        return at_shares(self.segments, tuple(whole))

    def times(self, length: float) -> list[float]:
        """Times of the stages since the beginning of a segment, as steps come to them."""
        step = length / self.steps
        return [
            stage_time(number, share, step) for number in range(self.steps) for share in self.shares
        ]

    def rows(self, number: int) -> slice:
        """Where the instants of a segment stand."""
        count = self.steps * len(self.shares)
        return slice(number * count, (number + 1) * count)


@dataclass(frozen=True, kw_only=True)
class StageRates:
    """The coefficients of a program at some stages, (instants or 1, draws or 1, *axes)."""

    stages: Stages
    program: Program

    @cached_property
    def is_drawn(self) -> bool:
        """Whether they are not alike in all draws."""
        return self._of.is_drawn

    def of(self, draws: IntArray | slice = slice(None)) -> Coefficients:
        """Those of some draws: made for these alone where those of all may be too many."""
        return self._of.make(draws)

    @cached_property
    def _of(self) -> "_Made":
        asked, moments = self.stages.parameters, self.stages.moments
        values = {name: asked.at_moments(name, moments) for name in self.program.parameters}
        # no method of its own: what refers to itself would be freed late
        make = partial(_made, self.stages, self.program)
        if any(array.shape[1] > 1 for array in values.values()):
            return _Made(is_drawn=True, make=partial(_of_some, make, values))
        found = make(values)
        return _Made(is_drawn=False, make=lambda _: found)


def _of_some(
    make: Callable[[Values], Coefficients], values: Values, draws: IntArray | slice
) -> Coefficients:
    return make({name: of_draws(array, draws, axis=1) for name, array in values.items()})


def _made(stages: Stages, program: Program, values: Values) -> Coefficients:
    found = at_rows(program, values)
    refuse_holes(stages.parameters.system, program, found, stages.moments.years.tolist())
    return found


@dataclass(frozen=True, kw_only=True)
class _Made:
    """How coefficients of some draws are come by; what they are made of is kept only if drawn."""

    is_drawn: bool
    make: Callable[[IntArray | slice], Coefficients]


@dataclass(frozen=True, kw_only=True)
class StageReader:
    """The coefficients of some draws at the stages of the steps through a segment.

    ``k`` by the time since the segment began, arrays of shape (draws or 1, *axes); ``at`` as in
    ``SegmentCoefficients``.
    """

    k: Mapping[float, Coefficients]
    at: Mapping[str, object]

    @classmethod
    def of(cls, rates: StageRates, number: int, draws: IntArray | slice) -> "StageReader":
        """Of some draws, in one of the segments."""
        stages, program = rates.stages, rates.program
        rows, segment = stages.rows(number), stages.segments[number]
        system = stages.parameters.system
        own = {
            name: array[rows] if len(array) > 1 else array
            for name, array in rates.of(draws).items()
        }
        flat = {name: array.reshape(-1, *array.shape[2:]) for name, array in own.items()}
        spans = dict(live_spans(system, program, own.keys(), [flat]))
        at: dict[str, object] = {name: span for name, (_, span) in spans.items()}
        if system.moving is not None:
            at[NEWEST] = system.moving.birth_windows.newest(segment.middle)
        for name, (place, span) in spans.items():
            own[name] = cut(own[name], (place + 1, span))
        times = stages.times(segment.stop - segment.start)
        k = {
            time: {name: array[row % len(array)] for name, array in own.items()}
            for row, time in enumerate(times)
        }
        return cls(k=k, at=at)


@dataclass(frozen=True, kw_only=True)
class BySteps(Generic[T]):
    """What is prepared for a segment by the number of its equal steps.

    For one step it is prepared ``together`` with that of other segments, in which this one has a
    ``number``; for more of them ``alone``.
    """

    together: T
    number: int
    alone: Callable[[int], T]
    finer: dict[int, T] = field(default_factory=dict)

    def at(self, steps: int) -> tuple[T, int]:
        """That of a number of steps, and the number of the segment in it."""
        if steps == 1:
            return self.together, self.number
        if steps not in self.finer:
            self.finer[steps] = self.alone(steps)
        return self.finer[steps], 0
