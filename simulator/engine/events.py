"""Transfers: what happens on a date, in the order declared."""

import numpy as np

from simulator.engine.preparation import values_at
from simulator.engine.segments import SAME_INSTANT
from simulator.engine.shares import refuse_uneven_rows
from simulator.engine.state import NEGATIVE
from simulator.engine.watch import Watch
from simulator.errors import IntegrationError
from simulator.inputs.paths import SLIVER, Constant, Moment, Path
from simulator.inputs.scenario import Occasion, Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import NEWEST
from simulator.structure.elements import Transfer
from simulator.structure.generate import Generated, Program
from simulator.structure.references import named_parameters
from simulator.structure.system import System


def happen(
    generated: Generated, scenario: Scenario, year: float, state: FloatArray, watch: Watch
) -> None:
    """Carry out, on ``state`` itself, every transfer due at an instant.

    What a path does at that instant it has done before: a transfer reads the piece that begins.
    """
    moment = Moment(year, year, year + SLIVER)
    happened = False
    for transfer in generated.layout.system.transfers:
        for occasion in scenario.occasions.get(transfer.name, ()):
            if abs(occasion.year - year) <= SAME_INSTANT:
                paths = _paths(generated.layout.system, scenario, transfer, occasion)
                if transfer.spread is not None:
                    refuse_uneven_rows(
                        generated.layout.system,
                        transfer.spread,
                        transfer.name,
                        paths[transfer.spread.shares].value(moment),
                        year,
                    )
                program = generated.transfers[transfer.name]
                k = values_at(program, paths, moment)
                at = _newest(generated.layout.system, transfer.name, program, moment)
                moved = program.body(state, k, at)
                _refuse_moved(transfer.name, moved, watch, moment.year)
                _refuse_state(transfer.name, state, watch, moment.year)
                happened = True
    if happened:
        watch.check(state, moment.year)


def _paths(
    system: System, scenario: Scenario, transfer: Transfer, occasion: Occasion
) -> dict[str, Path]:
    """What the transfer names, from the occasion where it says, else from the scenario."""
    paths: dict[str, Path] = {}
    for needed in named_parameters(system, transfer.name):
        given = occasion.values.get(needed)
        axes = system.parameter[needed].axes
        paths[needed] = Constant(given, axes) if given is not None else scenario.paths[needed]
    return paths


def _newest(system: System, name: str, program: Program, moment: Moment) -> dict[str, object]:
    """Place of the cohort that begins to be born at a moment, where the program asks for it."""
    if system.moving is None or NEWEST not in program.text:
        return {}
    place = system.moving.birth_windows.newest(moment.middle)
    if place >= system.moving.size:
        raise IntegrationError(
            f"{name}: falls on the end of the run, as a cohort opens that the run does not have; "
            "let the run go on a little longer",
            year=moment.year,
            flow=name,
        )
    return {NEWEST: place}


def _refuse_moved(name: str, moved: FloatArray, watch: Watch, year: float) -> None:
    """A number that moves is a number, and not below zero by more than rounding."""
    if not np.isfinite(moved).all():
        raise IntegrationError(f"{name}: moves what is not a number", year=year, flow=name)
    if moved.min(initial=0.0) < -NEGATIVE * watch.largest.max():
        raise IntegrationError(
            f"{name}: would move {float(moved.min()):g}; a transfer moves nothing below zero",
            year=year,
            flow=name,
        )


def _refuse_state(name: str, state: FloatArray, watch: Watch, year: float) -> None:
    try:
        watch.refuse_impossible(state, year)
    except IntegrationError as error:
        reason = str(error).removeprefix(f"{year:.4f}: ")
        raise IntegrationError(f"{name}: {reason}", year=year, flow=name) from None
