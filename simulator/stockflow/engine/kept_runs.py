"""A run in legs, each kept: of a neighbour only what comes out otherwise is followed again.

The parts of a system that do not act on each other are followed by themselves (``parts.py``), each
in legs from cut to cut. A leg is taken again where it starts from the same state and is given the
same values from its first to its last instant (``values/alike.py``). So a change that acts on the
places alone leaves the people as they were, and one that acts from a year on leaves the years
before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.course import segments
from simulator.stockflow.engine.parts import put_together, scenario_of
from simulator.stockflow.engine.preconditions import refuse_incomplete
from simulator.stockflow.engine.simulation import Simulation
from simulator.stockflow.engine.trajectory import Balance, Trajectory
from simulator.stockflow.grammar.division import Part, divide
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.alike import are_alike
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.scenario import Scenario


def without_mixed_measures(system: System) -> System:
    """The system without measures that read parts which do not act on each other.

    No stock and no flow depends on them; without them no part is lent a number of another.
    """
    mixed = {
        measure.name
        for part in divide(system)
        for measure in part.system.measures
        if part.borrowed.keys() & set(named_parameters(part.system, measure.name))
    }
    return replace(system, measures=tuple(m for m in system.measures if m.name not in mixed))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Leg:
    """What a leg was given, and how it came out."""

    scenario: Scenario
    found: Trajectory


@dataclass(kw_only=True)
class KeptRuns:
    """The last run of every part of one system, leg by leg.

    ``cuts`` are instants (years), each a reading of the run; legs meet at those of them at which
    the segments of a part meet anyhow. ``again`` counts the legs of the last call that had to be
    followed.
    """

    cuts: Sequence[float]
    legs: dict[System, list[_Leg]] = field(default_factory=dict)
    again: int = 0

    def simulate(self, system: System, scenario: Scenario, *, checked: bool = False) -> Trajectory:
        """As ``engine.simulate``, of a system no part of which is lent a number of another.

        Equal to it to rounding: legs meet where segments do. ``checked`` says that
        ``given_faults`` has found nothing wrong with the scenario.
        """
        if not checked:
            refuse_incomplete(system, scenario)
        self.again = 0
        parts = divide(system)
        found = [self._part(part, scenario) for part in parts]
        for gone in self.legs.keys() - {part.system for part in parts}:
            del self.legs[gone]
        return put_together(system, scenario, found)

    def _part(self, part: Part, scenario: Scenario) -> Trajectory:
        system = part.system
        known, legs = self.legs.get(system, []), list[_Leg]()
        rest = scenario_of(part, scenario)
        for number, (start, stop) in enumerate(pairwise(self._edges(system, rest))):
            own = rest if number == 0 else rest.resumed(start, legs[-1].found.final)
            own = own.until(stop)
            earlier = known[number] if number < len(known) else None
            legs.append(self._leg(system, own, earlier))
        self.legs[system] = legs
        return _joined([leg.found for leg in legs])

    def _edges(self, system: System, scenario: Scenario) -> list[float]:
        """Where legs begin and end: a leg that cut a segment would take other steps."""
        starts = np.array([piece.start for piece in segments(system, scenario)][1:])
        between = [cut for cut in self.cuts if np.any(np.abs(starts - cut) <= SAME_INSTANT)]
        return [scenario.start, *between, scenario.stop]

    def _leg(self, system: System, own: Scenario, earlier: _Leg | None) -> _Leg:
        if earlier is not None and are_alike(system, own, earlier.scenario):
            return earlier
        self.again += 1
        simulation = Simulation(generated=generate(system), scenario=own, draws=own.draws)
        return _Leg(scenario=own, found=simulation.follow(None))


def _joined(legs: Sequence[Trajectory]) -> Trajectory:
    """Legs as one run: readings one after the other, running totals going on."""
    if len(legs) == 1:
        return legs[0]
    last = legs[-1]
    return replace(
        last,
        readings=np.concatenate([leg.readings for leg in legs]),
        measures=_along_time([leg.measures for leg in legs]),
        snapshots=np.concatenate([leg.snapshots for leg in legs]),
        stocks=_along_time([leg.stocks for leg in legs]),
        arrived=_running_on([leg.arrived for leg in legs]),
        left=_running_on([leg.left for leg in legs]),
        balances=tuple(map(_worst, zip(*(leg.balances for leg in legs), strict=True))),
        segments=sum(leg.segments for leg in legs),
        evaluations=sum(leg.evaluations for leg in legs),
    )


def _along_time(legs: Sequence[Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
    return {name: np.concatenate([leg[name] for leg in legs], axis=-1) for name in legs[0]}


def _running_on(legs: Sequence[Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
    """Running totals; each leg begins anew at zero, and ends with a reading."""
    found = {}
    for name in legs[0]:
        pieces = [legs[0][name]]
        for leg in legs[1:]:
            pieces.append(leg[name] + pieces[-1][..., -1:])
        found[name] = np.concatenate(pieces, axis=-1)
    return found


def _worst(each: Sequence[Balance]) -> Balance:
    """The balance of a kind in the leg that misses it most, cell by cell."""
    residuals = np.stack([balance.residual for balance in each])
    worst = np.abs(residuals).argmax(axis=0, keepdims=True)
    return replace(each[0], residual=np.take_along_axis(residuals, worst, axis=0)[0])
