"""Between a system and its independent parts: what each is given, and their results as one.

A part in which nothing is drawn is followed once; its results hold for every draw, and are kept
once: arrays with a draw axis of stride zero, not to be written to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.course import ParameterValues
from simulator.stockflow.engine.preconditions import is_compiled
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.division import Part
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.values.scenario import Scenario


def largest(parts: Sequence[Part]) -> int:
    """Numbers in the state of the largest part: what a method has to bear."""
    return max(Layout(part.system).size for part in parts)


def scenario_of(part: Part, scenario: Scenario) -> Scenario:
    """What the system of a part is given of a scenario for the whole.

    One draw of it where neither its start nor anything that its streams follow is drawn. For a part
    that is small nobody waits for a compiler.
    """
    system = part.system
    transfers = {transfer.name for transfer in system.transfers}
    own = replace(
        scenario,
        initial={name: array for name, array in scenario.initial.items() if name in system.stock},
        paths={name: path for name, path in scenario.paths.items() if name in system.parameter},
        occasions={n: each for n, each in scenario.occasions.items() if n in transfers},
    )
    draws = scenario.draws if scenario.draws > 1 and _is_drawn(system, own) else 1
    compiled = is_compiled(scenario.method, draws) and not part.is_small
    method = replace(scenario.method, compiled=compiled)
    return replace(own, draws=draws, method=method)


def _is_drawn(system: System, scenario: Scenario) -> bool:
    given = [*scenario.initial.values()]
    for occasions in scenario.occasions.values():
        given += [array for each in occasions for array in each.values.values()]
    if any(len(array) > 1 for array in given):
        return True
    values = ParameterValues(system=system, scenario=scenario)
    named = {name for stream in system.streams for name in named_parameters(system, stream.name)}
    # what has no path comes with the occasions, as was checked before
    return any(values.is_drawn(name) for name in sorted(named & scenario.paths.keys()))


def lent_to(part: Part, done: Sequence[Trajectory]) -> Mapping[str, FloatArray]:
    """Numbers of parts already followed, by the parameter each stands for.

    Shape (draws or 1, *axes, time), at the readings.
    """
    held = {name: array for each in done for name, array in each.measures.items()}
    # of parts that were not followed before this instant there is nothing to lend
    return {name: held[measure] for name, measure in part.borrowed.items() if measure in held}


def put_together(system: System, scenario: Scenario, found: Sequence[Trajectory]) -> Trajectory:
    """The results of all parts as those of the whole, in the order declared."""
    if len(found) == 1 and all(len(each) == scenario.draws for each in found[0].final.values()):
        return found[0]
    last, draws = found[-1], scenario.draws
    before = [each.before for each in found if each.before is not None]
    streams = [stream.name for stream in system.streams]
    return Trajectory(
        system=system,
        name=last.name,
        readings=last.readings,
        measures=_ordered(system.measure, draws, (each.measures for each in found)),
        snapshots=last.snapshots,
        stocks=_ordered(system.stock, draws, (each.stocks for each in found)),
        arrived=_ordered(streams, draws, (each.arrived for each in found)),
        left=_ordered(streams, draws, (each.left for each in found)),
        balances=tuple(
            replace(balance, residual=_for_all(balance.residual, draws))
            for each in found
            for balance in each.balances
        ),
        final=_ordered(system.stock, draws, (each.final for each in found)),
        segments=sum(each.segments for each in found),
        evaluations=sum(each.evaluations for each in found),
        before=put_together(system, scenario, before) if before else None,
    )


def _ordered(
    names: Iterable[str], draws: int, parts: Iterable[Mapping[str, FloatArray]]
) -> dict[str, FloatArray]:
    """What several parts have by name, in an order, for all draws."""
    held = {name: array for part in parts for name, array in part.items()}
    return {name: _for_all(held[name], draws) for name in names if name in held}


def _for_all(array: FloatArray, draws: int) -> FloatArray:
    return array if len(array) == draws else np.broadcast_to(array, (draws, *array.shape[1:]))
