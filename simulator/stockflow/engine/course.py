"""Segments of a run, and the course of the parameters through each.

A segment is a stretch of time on which everything is smooth, so that an integrator of high order
keeps its order. Paths are evaluated as rarely as possible; parameters can be read at any instant.

Most parameters are constant between two kinks, most of the others linear through a segment. Only a
nonlinear one is asked of its path at every instant.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.degrees import Degree
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.moments import Moments, at_moments, runs
from simulator.stockflow.values.paths import SLIVER, Moment, Variation, variation
from simulator.stockflow.values.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time on which every path is smooth and no transfer happens."""

    start: float
    stop: float

    @property
    def middle(self) -> float:
        """The instant half way."""
        return (self.start + self.stop) / 2


def segments(system: System, scenario: Scenario) -> tuple[Segment, ...]:
    """Cut a run at every opening of a cohort, kink of a path and transfer.

    Two instants closer than ``SAME_INSTANT`` are one: a date reached by two different sums, say
    2011 + 8/12 and 2012 − 4/12, must not leave a segment of rounding.
    """
    instants = sorted({scenario.start, scenario.stop, *_breaks(system, scenario)})
    kept = [instants[0]]
    for year in instants[1:]:
        if year - kept[-1] > SAME_INSTANT:
            kept.append(year)
    kept[-1] = scenario.stop  # a break just before the end is the end
    return tuple(Segment(first, second) for first, second in pairwise(kept))


def _followed(system: System) -> set[str]:
    """Parameters that flows follow; those that only measures read need no break."""
    return {name for flow in system.flows for name in named_parameters(system, flow.name)}


def _breaks(system: System, scenario: Scenario) -> Iterator[float]:
    start, stop = scenario.start, scenario.stop
    if system.moving is not None and system.moving.windows is not None:
        yield from system.moving.windows.boundaries(start, stop)
    for name in _followed(system):
        if name in scenario.paths:
            yield from scenario.paths[name].kinks(start, stop)
    for occasions in scenario.occasions.values():
        yield from (each.year for each in occasions if start < each.year < stop)


Array = TypeVar("Array", FloatArray, IntArray)
Values = dict[str, FloatArray]
Seen = dict[float, FloatArray]
# where between its ends a segment is looked at: at no Chebyshev node, and at no instant at which a
# path is likely to agree by accident, as at the half or a third
CHECK = 0.377
_LOOKED: Mapping[Variation, tuple[float, ...]] = {
    "constant": (0.0,),
    "linear": (0.0, 1.0),
    "nonlinear": (0.0, CHECK, 1.0),
}


@dataclass(kw_only=True)
class ParameterValues:
    """The parameters of a run; a constant one is evaluated once between two kinks."""

    system: System
    scenario: Scenario
    kept: dict[tuple[str, int], FloatArray] = field(init=False, default_factory=dict, repr=False)
    variation: dict[str, Variation] = field(init=False, default_factory=dict, repr=False)
    kinks: dict[str, tuple[float, ...]] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        run = self.scenario
        self.variation = {name: variation(path) for name, path in run.paths.items()}
        for name, path in run.paths.items():
            if self.variation[name] == "constant":
                # a piece that begins at the stop is read there
                self.kinks[name] = path.kinks(run.start, run.stop + SLIVER)

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
        # the middle decides, as at a kink itself two pieces meet
        piece = name, bisect_right(kinks, moment.middle)
        found = self.kept.get(piece)
        if found is None:
            found = self.kept[piece] = self._asked(name, moment)
        return found

    def at_moments(self, name: str, moments: Moments) -> FloatArray:
        """Values of a parameter at many moments, shape (moments or 1, draws or 1, *axes).

        Raises
        ------
        IntegrationError
            As ``value``.
        """
        kinks = self.kinks.get(name)
        if kinks is None:
            with self._told_of(name):
                return at_moments(self.scenario.paths[name], moments)
        if not kinks:
            return self.value(name, moments.one(0))[np.newaxis]
        pieces = np.searchsorted(kinks, moments.middles, side="right").astype(np.int64)
        if (pieces == pieces[0]).all():
            return self.value(name, moments.one(0))[np.newaxis]
        firsts, which = runs(pieces)
        asked = [self.value(name, moments.one(int(number))) for number in firsts]
        return np.stack(asked)[which]

    def pieces(self, names: Iterable[str], segment: Segment) -> tuple[int, ...] | None:
        """The piece of each parameter on a segment; none where one of them moves within it."""
        own = [self.kinks.get(name) for name in names]
        middle = segment.middle
        found = [bisect_right(kinks, middle) for kinks in own if kinks is not None]
        return tuple(found) if len(found) == len(own) else None

    def course(self, names: Iterable[str], segment: Segment) -> "Course":
        """How some parameters, smooth on a segment, go through it.

        Raises
        ------
        IntegrationError
            Where a path has no value; names the flow that needs it.
        """
        found = Course(parameters=self, segment=segment)
        for name in names:
            found.add(
                name, self.at_moments(name, at_shares([segment], _LOOKED[self.variation[name]]))
            )
        return found

    def is_drawn(self, name: str) -> bool:
        """Whether a parameter may have more draws than one.

        One that has no value at the start of the run is taken to have: that costs time alone.
        """
        start = self.scenario.start
        try:
            found = self.value(name, Moment(start, start, start + SLIVER))
        except IntegrationError:
            return True
        return len(found) > 1

    def _asked(self, name: str, moment: Moment) -> FloatArray:
        with self._told_of(name):
            return self.scenario.paths[name].value(moment)

    @contextmanager
    def _told_of(self, name: str) -> Iterator[None]:
        """Have a fault of a path name the flow that needs it."""
        try:
            yield
        except IntegrationError as fault:
            flows = (f for f in self.system.flow if name in named_parameters(self.system, f))
            raise fault.of_flow(next(flows, None)) from None


@dataclass(kw_only=True)
class Course:
    """How parameters go through a segment.

    ``constant`` do not change; of ``linear`` it is kept where they begin and by how much they
    change; of ``nonlinear`` what was seen of them, by instant. Arrays have shape (draws or 1,
    *axes); ``drawn`` says that some have more draws than one, ``block`` which draws are meant.
    """

    parameters: ParameterValues
    segment: Segment
    constant: Values = field(default_factory=dict)
    linear: dict[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)
    nonlinear: dict[str, Seen] = field(default_factory=dict)
    drawn: bool = False
    block: slice = field(default_factory=lambda: slice(None))

    def add(self, name: str, seen: FloatArray) -> None:
        """Note a parameter: what is seen of it at the start, inside if it may bend, at the end."""
        first, last = seen[0], seen[-1]
        self.drawn |= len(first) > 1
        # a table may repeat itself from year to year, and then costs no more than a constant
        if all(np.array_equal(first, other) for other in seen[1:]):
            self.constant[name] = first
        elif len(seen) == 2:
            self.linear[name] = first, last - first
        else:
            start, stop = self.segment.start, self.segment.stop
            years = (start, between(self.segment, CHECK), stop)
            self.nonlinear[name] = dict(zip(years, seen, strict=True))

    def of(self, block: slice) -> "Course":
        """The same for some of the draws.

        What is seen of nonlinear parameters is kept for all draws, so that no block asks again.
        """
        linear = self.linear.items()
        return Course(
            parameters=self.parameters,
            segment=self.segment,
            constant={name: of_draws(array, block) for name, array in self.constant.items()},
            linear={n: (of_draws(a, block), of_draws(b, block)) for n, (a, b) in linear},
            nonlinear=self.nonlinear,
            drawn=self.drawn and block.stop - block.start > 1,
            block=block,
        )

    def degrees(self, names: Iterable[str]) -> tuple[tuple[str, Degree], ...]:
        """Degree in time of some parameters, ``None`` of one that is not linear."""
        return tuple(
            (name, 0 if name in self.constant else 1 if name in self.linear else None)
            for name in names
        )

    def value(self, name: str, year: float) -> FloatArray:
        """One value at an instant, shape (draws or 1, *axes)."""
        if name in self.constant:
            return self.constant[name]
        if name in self.linear:
            first, rise = self.linear[name]
            share = (year - self.segment.start) / (self.segment.stop - self.segment.start)
            return first + rise * share
        seen = self.nonlinear[name]
        if year not in seen:
            seen[year] = self.parameters.value(name, _moment(self.segment, year))
        return of_draws(seen[year], self.block)

    def at(self, names: Iterable[str], year: float) -> Values:
        """Some values at an instant."""
        return {name: self.value(name, year) for name in names}

    def along(self, name: str, years: Sequence[float]) -> FloatArray:
        """One value of one draw at several instants, shape (years, *axes), or (1, *axes)."""
        if name in self.constant:
            return self.constant[name]
        if name in self.linear:
            first, rise = self.linear[name]
            length = self.segment.stop - self.segment.start
            share = (np.array(years) - self.segment.start) / length
            found = rise * share.reshape(-1, *(1,) * (first.ndim - 1))
            found += first
            return found
        return np.concatenate([self.value(name, year) for year in years])


def of_draws(array: Array, draws: IntArray | list[int] | slice, axis: int = 0) -> Array:
    """Some draws of an array along its draw axis, or the whole where one draw holds for all."""
    if array.shape[axis] == 1:
        return array
    return array[(slice(None),) * axis + (draws,)]


def between(segment: Segment, share: float) -> float:
    """The instant at a share of a segment."""
    return segment.start + share * (segment.stop - segment.start)


def at_shares(segments: Sequence[Segment], shares: Sequence[float]) -> Moments:
    """Moments at the same shares of some segments, one segment after another."""
    starts, stops = np.array([(each.start, each.stop) for each in segments]).T[..., np.newaxis]
    # rounding may carry the last instant past the end, where a path may have no value
    years = np.minimum(starts + np.array(shares) * (stops - starts), stops)
    whole = (np.broadcast_to(each, years.shape).ravel() for each in (starts, stops))
    return Moments(years=years.ravel(), starts=next(whole), stops=next(whole))


def _moment(segment: Segment, year: float) -> Moment:
    return Moment(year, segment.start, segment.stop)
