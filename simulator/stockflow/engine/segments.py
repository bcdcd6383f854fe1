"""Segments: the stretches between two instants at which anything is not smooth."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.values.scenario import Scenario

# years; two instants nearer than this are one date, reached by two sums
SAME_INSTANT = 1e-9


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

    Two instants closer than ``SAME_INSTANT`` are one.
    """
    instants = sorted({scenario.start, scenario.stop, *_breaks(system, scenario)})
    kept = [instants[0]]
    for year in instants[1:]:
        if year - kept[-1] > SAME_INSTANT:
            kept.append(year)
    kept[-1] = scenario.stop
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
