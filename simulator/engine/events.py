"""Transfers: what happens on a date, in the order declared."""

from simulator.engine.prepared import values_at
from simulator.engine.segments import Segment
from simulator.engine.state import refuse_impossible
from simulator.errors import IntegrationError
from simulator.inputs.paths import Constant, Moment, Path
from simulator.inputs.scenario import Occasion, Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.generate import Generated
from simulator.structure.references import named_parameters


def happen(generated: Generated, scenario: Scenario, segment: Segment, state: FloatArray) -> None:
    """Carry out, on ``state`` itself, every transfer due at the start of a segment."""
    for transfer in generated.layout.system.transfers:
        for occasion in scenario.occasions.get(transfer.name, ()):
            if abs(occasion.year - segment.start) <= 1e-9:
                _carry_out(generated, scenario, transfer.name, occasion, segment, state)


def _carry_out(
    generated: Generated,
    scenario: Scenario,
    name: str,
    occasion: Occasion,
    segment: Segment,
    state: FloatArray,
) -> None:
    system = generated.layout.system
    program = generated.transfers[name]
    moment = Moment(segment.start, segment.start, segment.stop)
    paths: dict[str, Path] = {}
    for needed in named_parameters(system, name):
        axes = system.parameter[needed].axes
        given = occasion.values.get(needed)
        paths[needed] = Constant(given, axes) if given is not None else scenario.paths[needed]
    k = values_at(program, paths, moment, scenario.draws)
    at: dict[str, object] = {}
    if system.moving is not None and system.moving.windows is not None:
        at["newest"] = system.moving.windows.newest(moment.middle)
    program.body(state, k, at)
    try:
        refuse_impossible(generated.layout, state, segment.start)
    except IntegrationError as error:
        raise IntegrationError(
            f"{name}: {error}; it takes more than is there", year=segment.start, flow=name
        ) from None
