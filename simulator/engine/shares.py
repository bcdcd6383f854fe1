"""Shares by which flows are spread: nobody may be lost or made on the way."""

import numpy as np

from simulator.engine.course import Course
from simulator.errors import IntegrationError
from simulator.structure.arrays import FloatArray
from simulator.structure.elements import Spread
from simulator.structure.system import System

_TOLERANCE = 1e-9


def refuse_uneven(system: System, course: Course) -> None:
    """Raise where the shares of a flow are negative or a row does not add to one in a segment."""
    spreads = {flow.spread: flow.name for flow in system.flows if flow.spread is not None}
    segment = course.segment
    for spread, flow in spreads.items():
        still = spread.shares in course.still
        for year in (segment.start,) if still else (segment.start, segment.middle, segment.stop):
            value = course.value(spread.shares, year)
            refuse_uneven_rows(system, spread, flow, value, year)


def refuse_uneven_rows(
    system: System, spread: Spread, stream: str, value: FloatArray, year: float
) -> None:
    """The same for the shares of one flow or transfer at an instant, shape (draws or 1, *axes)."""
    axes = system.parameter[spread.shares].axes
    along = axes.index(f"to_{spread.axis}")
    uneven = float(np.abs(value.sum(axis=along + 1) - 1).max())
    if uneven <= _TOLERANCE and value.min() >= 0:
        return
    row = _worst_row(system, axes, value, along)
    raise IntegrationError(f"{stream}: the shares {spread.shares} {row}", year=year, flow=stream)


def _worst_row(system: System, axes: tuple[str, ...], value: FloatArray, along: int) -> str:
    if not value.min() >= 0:
        return f"go down to {float(value.min()):g}; none may be below zero"
    sums = value.sum(axis=along + 1)
    place = np.unravel_index(int(np.abs(sums - 1).argmax()), sums.shape)[1:]
    kept = [axis for number, axis in enumerate(axes) if number != along]
    labels = [system.axis[axis].labels[int(n)] for axis, n in zip(kept, place, strict=True)]
    worst = float(sums.flat[int(np.abs(sums - 1).argmax())])
    return f"of {', '.join(labels)} add to {worst:.10g}; they must add to one"
