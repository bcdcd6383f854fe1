"""Events: transfers on a date, in the order declared, and the shares by which streams are spread.

A transfer changes the state at once, between two segments. Shares send what leaves one place to
several others; a row of them adds to one, or people would be lost or made on the way.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.balance import StateGuard
from simulator.stockflow.engine.course import ParameterValues, Segment, at_shares
from simulator.stockflow.engine.preparation import values_at
from simulator.stockflow.engine.state import NEGATIVE, Depth, below_zero, by_cell
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Spread, Transfer
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.generate import Generated
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import SLIVER, Constant, Moment, Path
from simulator.stockflow.values.scenario import Occasion, Scenario
from simulator.words.catalogue import listed, message, preceded

# shares read from a table with a dozen digits add to one no closer than this
_TOLERANCE = 1e-9


def refuse_uneven(system: System, parameters: ParameterValues, segments: Sequence[Segment]) -> None:
    """Raise where the shares of a flow are negative or a row does not add to one in a segment.

    Raises
    ------
    IntegrationError
        Names the flow, the labels of the row and the sum found.
    """
    spreads = {flow.spread: flow.name for flow in system.flows if flow.spread is not None}
    for spread, flow in spreads.items():
        # both ends and the middle: linear shares that add to one at two instants do so at all
        moments = at_shares(segments, (0.0, 0.5, 1.0))
        values = parameters.at_moments(spread.shares, moments)
        if _is_even(system, spread, values.reshape(-1, *values.shape[2:])):
            continue
        for value, year in zip(values, moments.years.tolist(), strict=False):
            refuse_uneven_rows(system, spread, flow, value, year)


def refuse_uneven_rows(
    system: System, spread: Spread, stream: str, value: FloatArray, year: float
) -> None:
    """The same for the shares of one flow or transfer at an instant, shape (draws or 1, *axes).

    Raises
    ------
    IntegrationError
        Where a share is negative or NaN, or a row does not add to one within 1e-9.
    """
    if _is_even(system, spread, value):
        return
    axes = system.parameter[spread.shares].axes
    along = axes.index(f"to_{spread.axis}")
    named = {"name": stream, "shares": spread.shares}
    if not value.min() >= 0:
        lowest = f"{value.min():g}"
        told = message("fault.run.negative_share", lowest=lowest, **named)
    else:
        told = _worst_row(system, axes, value, along, named)
    raise IntegrationError(told, year=year, flow=stream)


def _is_even(system: System, spread: Spread, value: FloatArray) -> bool:
    along = system.parameter[spread.shares].axes.index(f"to_{spread.axis}")
    uneven = float(np.abs(value.sum(axis=along + 1) - 1).max())
    return bool(uneven <= _TOLERANCE and value.min() >= 0)


def _worst_row(
    system: System, axes: tuple[str, ...], value: FloatArray, along: int, named: Mapping[str, str]
) -> str:
    sums = value.sum(axis=along + 1)
    place = np.unravel_index(int(np.abs(sums - 1).argmax()), sums.shape)[1:]
    kept = [axis for number, axis in enumerate(axes) if number != along]
    labels = [system.axis[axis].labels[int(n)] for axis, n in zip(kept, place, strict=True)]
    total = f"{sums.flat[int(np.abs(sums - 1).argmax())]:.10g}"
    if not labels:
        return message("fault.run.uneven_share", total=total, **named)
    return message("fault.run.uneven_row", total=total, labels=listed(labels), **named)


def happen(
    generated: Generated, scenario: Scenario, year: float, state: FloatArray, guard: StateGuard
) -> bool:
    """Carry out, on ``state`` itself, every transfer due at an instant; whether there was any.

    What a path does at that instant it has done before: a transfer reads the piece that begins.
    Of several transfers each finds what the one declared before it left.

    Parameters
    ----------
    state
        shape (draws, n), changed in place.

    Raises
    ------
    IntegrationError
        Where what is moved is NaN, infinite or negative, or leaves a stock below zero.
    """
    moment = Moment(year, year, year + SLIVER)
    layout = generated.layout
    due = [
        (transfer, occasion)
        for transfer in layout.system.transfers
        for occasion in scenario.occasions.get(transfer.name, ())
        if abs(occasion.year - year) <= SAME_INSTANT
    ]
    if not due:
        return False
    # what lies below zero by the tolerances may be moved on, but nothing is taken deeper
    below = below_zero(layout, state)
    depth = partial(by_cell, layout, below)
    for transfer, occasion in due:
        paths = _paths(layout.system, scenario, transfer, occasion)
        if transfer.spread is not None:
            shares = paths[transfer.spread.shares].value(moment)
            refuse_uneven_rows(layout.system, transfer.spread, transfer.name, shares, year)
        program = generated.transfers[transfer.name]
        k = values_at(program, paths, moment)
        moved = program.body(state, k, _newest(layout.system, moment))
        _refuse_moved(transfer.name, moved, guard, below, year)
        _refuse_state(transfer.name, state, guard, depth, year)
    guard.check(state, year, depth=depth)
    return True


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


def _newest(system: System, moment: Moment) -> dict[str, object]:
    """Place of the cohort that is being born at a moment, where there are cohorts."""
    if system.moving is None:
        return {}
    return {NEWEST: system.moving.birth_windows.newest(moment.middle)}


def _refuse_moved(
    name: str, moved: FloatArray, guard: StateGuard, below: FloatArray, year: float
) -> None:
    """A number that moves is a number, and no further below zero than what it is taken from."""
    if not np.isfinite(moved).all():
        raise IntegrationError(message("fault.run.moves_hole", name=name), year=year, flow=name)
    if moved.min(initial=0.0) < -NEGATIVE * guard.largest.max() - below.max(initial=0.0):
        raise IntegrationError(
            message("fault.run.moves_back", name=name, lowest=f"{moved.min():g}"),
            year=year,
            flow=name,
        )


def _refuse_state(
    name: str, state: FloatArray, guard: StateGuard, depth: Depth, year: float
) -> None:
    try:
        guard.refuse_impossible(state, year, depth=depth)
    except IntegrationError as error:
        raise IntegrationError(preceded(name, error.message), year=year, flow=name) from None
