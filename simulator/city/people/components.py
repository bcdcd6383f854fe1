"""What changed the number of people: every flow and transfer, year by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.report.table import Table, integers, numbers, texts
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.values.calendar import SAME_INSTANT


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """One side of one stream of people: totals by year, shape (…, residency, district, years).

    ``direction`` is ``in`` or ``out`` of the residency and district of the row, or ``within``
    where the stream changes neither (a mother's status). ``residencies`` are those it touches.
    Of all draws the draws come first.
    """

    flow: str
    direction: str
    residencies: tuple[int, ...]
    persons: FloatArray


def components_table(outcome: Outcome, draw: int = 0) -> Table:
    """Persons by year, district, residency and flow; never negative, the direction tells the sign.

    A year's total runs from its first instant, left out, to its last, which belongs to it; the
    first year also holds what happens on the day the run starts. So the population at the end of
    a year is that at its beginning + in − out.
    """
    run = outcome.trajectory
    years, _ = _years(run.readings)
    axis, found = run.system.axis, components(run, draw)
    rows = [
        (year, district, residency, component.flow, component.direction,
         float(component.persons[who, where, place]))
        for place, year in enumerate(years)
        for where, district in enumerate(axis["district"].labels)
        for who, residency in enumerate(axis["residency"].labels)
        for component in found
        if who in component.residencies
    ]  # fmt: skip
    year, district, residency, flow, direction, persons = zip(*rows, strict=True)
    return Table(
        name="components",
        columns=(
            integers("year", year, "year"),
            texts("district", district),
            texts("residency", residency),
            texts("flow", flow),
            numbers("persons", persons, "persons", 6),
            texts("direction", direction),
        ),
    )


def components(run: Trajectory, draws: int | slice = 0) -> tuple[Component, ...]:
    """Both sides of every stream of people as declared, in one draw or in all (``slice(None)``)."""
    streams: tuple[Flow | Transfer, ...] = (*run.system.flows, *run.system.transfers)
    return tuple(component for stream in streams for component in _sides(run, stream, draws))


def _sides(run: Trajectory, stream: Flow | Transfer, draws: int | slice) -> Iterator[Component]:
    source, target = run.system.part(stream.source), run.system.part(stream.target)
    if any(part is not None and part.stock.kind != "people" for part in (source, target)):
        return
    out, into = ("out", source, run.left), ("in", target, run.arrived)
    within = ("within", source, run.left)
    for direction, part, totals in (within,) if _stays(stream, source, target) else (out, into):
        if part is not None:
            yield _component(run, direction, stream.name, part, totals[stream.name][draws])


def _stays(stream: Flow | Transfer, source: StockPart | None, target: StockPart | None) -> bool:
    """Whether a stream leaves people in their residency and district."""
    if source is None or target is None:
        return False
    watched = source.stock.watched
    spread = stream.spread is not None and stream.spread.axis in watched
    return not spread and all(source.fixed.get(axis) == target.fixed.get(axis) for axis in watched)


def _component(
    run: Trajectory, direction: str, flow: str, part: StockPart, totals: FloatArray
) -> Component:
    axis = run.system.axis
    fixed, where = part.fixed.get("residency"), part.fixed.get("district")
    every = range(axis["residency"].size)
    who = tuple(every) if fixed is None else (axis["residency"].index(fixed),)
    yearly = _yearly(run, totals)
    # what a part fixes its totals have no axis for; what stands before the others are the draws
    own = 1 + (fixed is None) + (where is None)
    draws = yearly.shape[: yearly.ndim - own]
    shape = (*draws, axis["residency"].size, axis["district"].size, yearly.shape[-1])
    persons = np.zeros(shape)
    touched = persons if fixed is None else persons[..., who[0], :, :]
    touched = touched if where is None else touched[..., axis["district"].index(where), :]
    touched[...] = yearly
    return Component(flow=flow, direction=direction, residencies=who, persons=persons)


def years_of(readings: FloatArray) -> list[int]:
    """The calendar years of a run, the last of which may be cut short."""
    return _years(readings)[0]


def _years(readings: FloatArray) -> tuple[list[int], IntArray]:
    """The calendar years of a run, and the reading that ends each (the last may be cut short)."""
    first, last = floor(readings[0] + SAME_INSTANT), floor(readings[-1] - SAME_INSTANT)
    years = list(range(first, last + 1))
    found = np.searchsorted(readings, np.array(years) + 1 + SAME_INSTANT) - 1
    return years, found.astype(np.int64)


def _yearly(run: Trajectory, totals: FloatArray) -> FloatArray:
    """Running totals as totals of each year, along the last axis."""
    _, ends = _years(run.readings)
    return np.diff(totals[..., ends], axis=-1, prepend=0.0)
