"""Events: transfers on a date, in the order declared.

A transfer changes the state at once, between two segments.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.balance import StateGuard, summary_of
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import of_draws
from simulator.stockflow.engine.even_shares import refuse_uneven_rows
from simulator.stockflow.engine.preparation import values_at
from simulator.stockflow.engine.state import NEGATIVE, Depth, below_zero, by_cell
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Transfer
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.cuts import live_cohorts, live_span
from simulator.stockflow.numbers.generate import Generated, Program
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import SLIVER, Constant, Moment, Path
from simulator.stockflow.values.scenario import Occasion, Scenario
from simulator.words.catalogue import message, preceded

Refuse = Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class Event:
    """A transfer that is due at an instant, made ready for all draws.

    ``k`` are the coefficients of its program, shape (draws or 1, *axes), ``at`` is what else it
    takes (``Program``).
    """

    layout: Layout
    transfer: Transfer
    program: Program
    k: Coefficients
    at: Mapping[str, int]

    def move(self, state: FloatArray, block: slice) -> tuple[float, float]:
        """Carry it out on the draws of a block; the least and the most that moves.

        Draws that are cut to the same cohorts go together, so that none depends on the others.
        ``state`` has shape (draws of the block, n) and is changed in place.
        """
        k = {name: of_draws(array, block) for name, array in self.k.items()}
        groups = self._cut_alike(k)
        if len(groups) == 1:
            return _extremes(self.program.body(state, k, self.at))
        found = []
        for rows in groups:
            part, own = state[rows], {name: of_draws(array, rows) for name, array in k.items()}
            found.append(_extremes(self.program.body(part, own, self.at)))
            state[rows] = part
        least, most = np.array(found).T
        return float(least.min()), float(most.max())

    def is_sound(self, state: FloatArray, block: slice, guard: StateGuard) -> bool:
        """Whether what it has touched is finite and not below zero by more than rounding."""
        names = list(self.layout.stocks)
        for end in (self.transfer.source, self.transfer.target):
            part = self.layout.system.part(end)
            if part is not None:
                held = self.layout.stocks[part.stock.name].view(state)[self._index(block, part)]
                rounding = NEGATIVE * guard.largest[block, names.index(part.stock.name)].min()
                least, most = _extremes(held)
                # written so that NaN is not sound
                if not (least >= -rounding and most < np.inf):
                    return False
        return True

    def _index(self, block: slice, part: StockPart) -> tuple[slice | int, ...]:
        """Where in a stock a part lies, as far as the transfer touches it."""
        found: list[slice | int] = [slice(None)]
        for axis in part.stock.axes:
            label = part.fixed.get(axis)
            if label is None:
                found.append(self._span(block, axis))
            elif label == NEWEST:
                found.append(self.at[NEWEST])
            else:
                found.append(self.layout.system.axis[axis].index(label))
        return tuple(found)

    def _span(self, block: slice, axis: str) -> slice:
        name, moving = self.transfer.name, self.layout.system.moving
        if moving is None or axis != moving.name or name not in self._cuts:
            return slice(None)
        return live_span(live_cohorts(of_draws(self.k[name], block), self._cuts[name]))

    @property
    def _cuts(self) -> dict[str, int]:
        """Place of the cohort axis in every coefficient that the program cuts."""
        moving = self.layout.system.moving
        if moving is None:
            return {}
        items = (each for each in self.program.coefficients if each.limited)
        return {each.name: each.axes.index(moving.name) + 1 for each in items}

    def _cut_alike(self, k: Coefficients) -> list[IntArray]:
        """Draws that are cut to the same cohorts, by their places in a block."""
        drawn = [
            np.moveaxis(k[name], place, -1) != 0
            for name, place in self._cuts.items()
            if len(k[name]) > 1
        ]
        if not drawn:
            return [np.arange(0)]
        live = [each.reshape(len(each), -1, each.shape[-1]).any(axis=1) for each in drawn]
        ends = [end for each in live for end in (each.argmax(axis=1), each[:, ::-1].argmax(axis=1))]
        _, number = np.unique(np.stack(ends, axis=1), axis=0, return_inverse=True)
        return [np.flatnonzero(number.ravel() == each) for each in range(int(number.max()) + 1)]


def due_events(generated: Generated, scenario: Scenario, year: float) -> list[Event]:
    """Every transfer due at an instant, in the order declared.

    What a path does at that instant it has done before: a transfer reads the piece that begins.

    Raises
    ------
    IntegrationError
        Where the shares of a transfer are uneven.
    """
    moment = Moment(year, year, year + SLIVER)
    return [
        _event(generated, scenario, transfer, occasion, moment)
        for transfer in generated.layout.system.transfers
        for occasion in scenario.occasions.get(transfer.name, ())
        if abs(occasion.year - year) <= SAME_INSTANT
    ]


def _event(
    generated: Generated,
    scenario: Scenario,
    transfer: Transfer,
    occasion: Occasion,
    moment: Moment,
) -> Event:
    system = generated.layout.system
    paths = _paths(system, scenario, transfer, occasion)
    if transfer.spread is not None:
        shares = paths[transfer.spread.shares].value(moment)
        refuse_uneven_rows(system, transfer.spread, transfer.name, shares, moment.year)
    program = generated.transfers[transfer.name]
    return Event(
        layout=generated.layout,
        transfer=transfer,
        program=program,
        k=values_at(program, paths, moment),
        at=_newest(system, moment),
    )


def happen(
    events: Sequence[Event], state: FloatArray, guard: StateGuard, year: float, block: slice
) -> FloatArray:
    """Carry events out on the draws of a block, ``state`` itself; the most that each stock holds.

    Of several transfers each finds what the one before it left.

    Parameters
    ----------
    state
        shape (draws of the block, n), changed in place.

    Returns
    -------
    FloatArray
        shape (draws of the block, stocks).

    Raises
    ------
    IntegrationError
        Where what is moved is NaN, infinite or negative, or leaves a stock below zero.
    """
    layout = events[0].layout
    # what lies below zero by the tolerances may be moved on, but nothing is taken deeper
    below = below_zero(layout, state)
    depth = partial(by_cell, layout, below)
    room = NEGATIVE * guard.largest[block].max() + below.max(initial=0.0)
    for event in events:
        name = event.transfer.name
        _refuse_moved(name, event.move(state, block), room, year)
        if not event.is_sound(state, block, guard):
            _refuse_state(name, state, partial(guard.refuse_impossible, block=block), depth, year)
    summary = summary_of(layout, state)
    guard.check(state, year, block, depth, summary)
    return summary.highest


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


def _newest(system: System, moment: Moment) -> dict[str, int]:
    """Place of the cohort that is being born at a moment, where there are cohorts."""
    if system.moving is None:
        return {}
    return {NEWEST: system.moving.birth_windows.newest(moment.middle)}


def _extremes(array: FloatArray) -> tuple[float, float]:
    return float(array.min(initial=0.0)), float(array.max(initial=0.0))


def _refuse_moved(name: str, moved: tuple[float, float], room: float, year: float) -> None:
    """A number that moves is a number, and no further below zero than what it is taken from."""
    if not np.isfinite(moved).all():
        raise IntegrationError(message("fault.run.moves_hole", name=name), year=year, flow=name)
    least, _ = moved
    if least < -room:
        raise IntegrationError(
            message("fault.run.moves_back", name=name, lowest=f"{least:g}"),
            year=year,
            flow=name,
        )


def _refuse_state(name: str, state: FloatArray, refuse: Refuse, depth: Depth, year: float) -> None:
    try:
        refuse(state, year, depth=depth)
    except IntegrationError as error:
        raise IntegrationError(preceded(name, error.message), year=year, flow=name) from None
