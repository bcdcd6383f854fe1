"""Arrays a run is given: stocks at the start, values of parameters, what transfers move.

What a path will answer later is not known; that it has an answer at both ends of the run is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator.errors import BeyondError, IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.state import NEGATIVE
from simulator.stockflow.grammar.elements import Transfer
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.moments import Moments, at_moments
from simulator.stockflow.values.paths import SLIVER, Moment, reach_back
from simulator.stockflow.values.scenario import Occasion, Scenario
from simulator.words.catalogue import message, pair, preceded


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenFault:
    """A message about what a run is given; ``beyond`` where a path has no value at an instant."""

    told: str
    beyond: BeyondError | None = None


def initial_faults(system: System, scenario: Scenario) -> Iterator[str]:
    """Stocks at the start: shape, numbers of at least 0, nothing older than can be told apart."""
    known = [name for name in scenario.initial if name in system.stock]
    for name, array in ((name, scenario.initial[name]) for name in known):
        axes = system.stock[name].axes
        misshapen = [*_shape(system, scenario, name, axes, array)]
        yield from misshapen
        if not misshapen:
            yield from _cells(system, name, axes, array)
            yield from _older(system, scenario, name, array)


def value_faults(system: System, scenario: Scenario) -> Iterator[GivenFault]:
    """Values of parameters at both ends of the run, and of what is read at the ends of that."""
    start, stop = scenario.start, scenario.stop
    ends = Moment(start, start, start + SLIVER), Moment(stop, stop - SLIVER, stop)
    asked = {name: ends for item in system.flow for name in named_parameters(system, item)}
    if scenario.readings:
        # a reading reads what begins there, also at the end of the run
        read = tuple(
            Moment(year, year, year + SLIVER)
            for year in (scenario.readings[0], scenario.readings[-1])
        )
        for item in system.measure:
            for name in named_parameters(system, item):
                asked[name] = tuple(dict.fromkeys((*asked.get(name, ()), *read)))
    for name in sorted(asked):
        # a path that ends too soon says so once, however often it is asked
        yield from {
            each.told: each for each in _values(system, scenario, name, asked[name])
        }.values()


def transfer_faults(system: System, scenario: Scenario) -> Iterator[GivenFault]:
    """What transfers are given with their dates, and what they take from paths on them."""
    for transfer in system.transfers:
        for occasion in scenario.occasions.get(transfer.name, ()):
            for name in named_parameters(system, transfer.name):
                yield from _moved(system, scenario, transfer, occasion, name)


def _moved(
    system: System, scenario: Scenario, transfer: Transfer, occasion: Occasion, name: str
) -> Iterator[GivenFault]:
    """One parameter of a transfer on one date."""
    year = occasion.year
    place = f"{transfer.name}, {year:g}: {name}"
    array = occasion.values.get(name)
    if array is None:
        try:
            array = scenario.paths[name].value(Moment(year, year, year + SLIVER))
        except IntegrationError as fault:
            yield _unanswered(preceded(transfer.name, fault.message), fault)
            return
    axes = system.parameter[name].axes
    misshapen = [*_shape(system, scenario, place, axes, array)]
    for told in misshapen or _moved_cells(system, transfer, name, place, array):
        yield GivenFault(told=told)


def _moved_cells(
    system: System, transfer: Transfer, name: str, place: str, array: FloatArray
) -> Iterator[str]:
    """What is moved is never below zero; where it is the value itself, that can be said of it."""
    axes = system.parameter[name].axes
    if (transfer.amount or transfer.share or "").strip() != name:
        yield from _cells(system, place, axes, array, least=-np.inf)
        return
    yield from _cells(system, place, axes, array)
    above = array > 1 + NEGATIVE
    if transfer.share is not None and above.any():
        yield _cell("given.above_one", system, place, axes, array, above)


def _unanswered(told: str, fault: IntegrationError) -> GivenFault:
    """What a path says where it is asked for a value it does not have."""
    return GivenFault(told=told, beyond=fault if isinstance(fault, BeyondError) else None)


def _values(
    system: System, scenario: Scenario, name: str, ends: tuple[Moment, ...]
) -> Iterator[GivenFault]:
    """The values of one parameter at some moments: that there is one, and its shape."""
    axes, path = system.parameter[name].axes, scenario.paths[name]
    values: list[FloatArray] = []
    try:
        values = list(at_moments(path, Moments.of(ends)))
    except IntegrationError:  # asked one by one, so that each says what it lacks
        for moment in ends:
            try:
                values.append(path.value(moment))
            except IntegrationError as fault:
                told = fault.message
                named = told if told.startswith(f"{name}: ") else preceded(name, told)
                yield _unanswered(named, fault)
    for array in values:
        misshapen = [*_shape(system, scenario, name, axes, array)]
        if misshapen:
            yield from (GivenFault(told=text) for text in misshapen)
            return


def _shape(
    system: System, scenario: Scenario, name: str, axes: tuple[str, ...], array: FloatArray
) -> Iterator[str]:
    shape, wanted = array.shape, system.shape(axes)
    if not shape or shape[1:] != wanted or shape[0] not in {1, scenario.draws}:
        several = pair("given.either", draws=scenario.draws)
        draws = several if scenario.draws > 1 else ("1", "1")
        right = tuple(", ".join(map(str, (each, *wanted))) for each in draws)
        names = ", ".join(("draws", *axes))
        yield message("given.shape", name=name, shape=str(shape), right=right, axes=names)


def _cells(
    system: System, name: str, axes: tuple[str, ...], array: FloatArray, least: float = 0.0
) -> Iterator[str]:
    """Numbers that are none, and those that are below the least by more than rounding."""
    holes = ~np.isfinite(array)
    if holes.any():
        yield _cell("given.hole", system, name, axes, array, holes)
    rounding = NEGATIVE * np.max(array, where=~holes, initial=0.0)
    negative = ~holes & (array < least - rounding)
    if negative.any():
        yield _cell("given.negative", system, name, axes, array, negative)


def _cell(
    key: str,
    system: System,
    name: str,
    axes: tuple[str, ...],
    array: FloatArray,
    wrong: npt.NDArray[np.bool_],
) -> str:
    """A message about the first of some cells, and how many there are."""
    first = tuple(int(place) for place in np.argwhere(wrong)[0])
    labels = [system.axis[axis].labels[n] for axis, n in zip(axes, first[1:], strict=True)]
    place = f"{name}[{', '.join(labels)}]" if labels else name
    return message(key, place=place, found=f"{float(array[first]):g}", cells=int(wrong.sum()))


def _older(system: System, scenario: Scenario, stock: str, array: FloatArray) -> Iterator[str]:
    """What is in the open label of a cohort axis, while a path has several values for it."""
    moving = system.moving
    if moving is None or moving.name not in system.stock[stock].axes:
        return
    held = array.take(0, axis=system.stock[stock].axes.index(moving.name) + 1)
    opening = moving.birth_windows.opening(0)
    flows = {name for item in system.flow for name in named_parameters(system, item)}
    for name in sorted(flows):
        reach = reach_back(scenario.paths[name]) if name in scenario.paths else 0.0
        if held.any() and scenario.start - opening < reach - SAME_INSTANT:
            yield message(
                "given.older",
                stock=stock,
                found=f"{float(held.sum(axis=tuple(range(1, held.ndim))).max()):g}",
                label=moving.labels[0],
                axis=moving.name,
                opening=f"{opening:g}",
                parameter=name,
                reach=f"{reach:g}",
                wanted=f"{scenario.start - reach:g}",
            )
