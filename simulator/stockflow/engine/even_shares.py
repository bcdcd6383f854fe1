"""The shares by which streams are spread: a row adds to one, or people would be lost or made."""

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.course import ParameterValues, Segment, at_shares
from simulator.stockflow.grammar.elements import Spread
from simulator.stockflow.grammar.system import System
from simulator.words.catalogue import listed, message

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
