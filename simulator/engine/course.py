"""The course of parameters: asked of their paths as seldom as may be, read at any instant.

Most parameters stand still between two kinks, most of the others go in a straight line through a
segment. Only what curves is asked of its path at every instant.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.paths import Moment, motion
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray, IntArray
from simulator.structure.references import named_parameters
from simulator.structure.system import System

Values = dict[str, FloatArray]
Seen = dict[float, FloatArray]
# where between its ends a segment is looked at: at no node, and at no instant a path would favour
CHECK = 0.377


@dataclass(kw_only=True)
class Parameters:
    """The parameters of a run; one that stands still is asked for once from kink to kink."""

    system: System
    scenario: Scenario
    kept: dict[tuple[str, int], FloatArray] = field(init=False, default_factory=dict, repr=False)
    kinks: dict[str, tuple[float, ...]] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        run = self.scenario
        for name, path in run.paths.items():
            if motion(path) == "still":
                self.kinks[name] = path.kinks(run.start, run.stop)

    def value(self, name: str, moment: Moment) -> FloatArray:
        """Value of a parameter, shape (draws or 1, *axes).

        Raises
        ------
        IntegrationError
            Where it has none; names the flow that needs it.
        """
        kinks = self.kinks.get(name)
        if kinks is None:
            return self._asked(name, moment)
        piece = name, bisect_right(kinks, moment.middle)
        found = self.kept.get(piece)
        if found is None:
            found = self.kept[piece] = self._asked(name, moment)
        return found

    def course(self, names: Iterable[str], segment: Segment) -> "Course":
        """How some parameters, smooth on a segment, go through it."""
        found = Course(parameters=self, segment=segment)
        for name in names:
            seen = self._seen(name, segment)
            first, *others = seen.values()
            found.drawn |= len(first) > 1
            if all(np.array_equal(first, other) for other in others):
                found.still[name] = first
            elif motion(self.scenario.paths[name]) == "straight":
                found.ends[name] = first, others[-1]
            else:
                found.curved[name] = seen
        return found

    def _seen(self, name: str, segment: Segment) -> Seen:
        """Values at as many instants as it takes to see whether a parameter moves."""
        if name in self.kinks:
            return {segment.start: self.value(name, _moment(segment, segment.start))}
        straight = motion(self.scenario.paths[name]) == "straight"
        inside = () if straight else (between(segment, CHECK),)
        years = (segment.start, *inside, segment.stop)
        return {year: self.value(name, _moment(segment, year)) for year in years}

    def _asked(self, name: str, moment: Moment) -> FloatArray:
        try:
            return self.scenario.paths[name].value(moment)
        except IntegrationError as fault:
            flows = (f for f in self.system.flow if name in named_parameters(self.system, f))
            raise fault.of_flow(next(flows, None)) from None


@dataclass(kw_only=True)
class Course:
    """How parameters go through a segment.

    ``still`` stand still, ``ends`` are where those begin and end that go in a straight line, of
    ``curved`` it is kept what was seen of them. Arrays have shape (draws or 1, *axes); ``drawn``
    says that some have more draws than one, ``block`` which draws are meant.
    """

    parameters: Parameters
    segment: Segment
    still: Values = field(default_factory=dict)
    ends: dict[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)
    curved: dict[str, Seen] = field(default_factory=dict)
    drawn: bool = False
    block: slice = field(default_factory=lambda: slice(None))

    def of(self, block: slice) -> "Course":
        """The same for some of the draws."""
        ends = self.ends.items()
        return Course(
            parameters=self.parameters,
            segment=self.segment,
            still={name: of_draws(array, block) for name, array in self.still.items()},
            ends={n: (of_draws(a, block), of_draws(b, block)) for n, (a, b) in ends},
            curved=self.curved,
            drawn=self.drawn and block.stop - block.start > 1,
            block=block,
        )

    def __contains__(self, name: str) -> bool:
        return name in self.still or name in self.ends or name in self.curved

    @property
    def is_still(self) -> bool:
        """Whether nothing moves."""
        return not self.ends and not self.curved

    def value(self, name: str, year: float) -> FloatArray:
        """One value at an instant, shape (draws or 1, *axes)."""
        if name in self.still:
            return self.still[name]
        if name in self.ends:
            first, last = self.ends[name]
            share = (year - self.segment.start) / (self.segment.stop - self.segment.start)
            return first * (1 - share) + last * share
        seen = self.curved[name]
        if year not in seen:
            seen[year] = self.parameters.value(name, _moment(self.segment, year))
        return of_draws(seen[year], self.block)

    def at(self, year: float) -> Values:
        """Every value at an instant."""
        moving = {name: self.value(name, year) for name in (*self.ends, *self.curved)}
        return self.still | moving

    def at_all(self, years: Sequence[float]) -> Values:
        """Every value of one draw at several instants, shape (years, *axes), or (1, *axes)."""
        length = self.segment.stop - self.segment.start
        shares = (np.array(years) - self.segment.start) / length
        found = dict(self.still)
        for name, (first, last) in self.ends.items():
            share = shares.reshape(-1, *(1,) * (first.ndim - 1))
            found[name] = first * (1 - share) + last * share
        for name in self.curved:
            found[name] = np.concatenate([self.value(name, year) for year in years])
        return found


def of_draws(array: FloatArray, draws: IntArray | list[int] | slice, axis: int = 0) -> FloatArray:
    """Some draws of an array, or the one that holds for all."""
    if array.shape[axis] == 1:
        return array
    return array[(slice(None),) * axis + (draws,)]


def between(segment: Segment, share: float) -> float:
    """The instant at a share of a segment."""
    return segment.start + share * (segment.stop - segment.start)


def _moment(segment: Segment, year: float) -> Moment:
    return Moment(year, segment.start, segment.stop)
