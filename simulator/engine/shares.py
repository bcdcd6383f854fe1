"""Shares by which flows are spread: nobody may be lost or made on the way."""

from collections.abc import Mapping

import numpy as np

from simulator.errors import IntegrationError
from simulator.inputs.paths import Moment, Path
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.elements import Spread
from simulator.structure.system import System

_TOLERANCE = 1e-9


def refuse_uneven(system: System, scenario: Scenario, moment: Moment) -> None:
    """Raise where the shares of a flow are negative or a row does not add to one."""
    spreads = {flow.spread: flow.name for flow in system.flows if flow.spread is not None}
    for spread, flow in spreads.items():
        refuse_uneven_rows(system, spread, flow, scenario.paths, moment)


def refuse_uneven_rows(
    system: System, spread: Spread, stream: str, paths: Mapping[str, Path], moment: Moment
) -> None:
    """The same for one flow or transfer."""
    axes = system.parameter[spread.shares].axes
    value = paths[spread.shares].value(moment)
    along = axes.index(f"to_{spread.axis}")
    uneven = float(np.abs(value.sum(axis=along + 1) - 1).max())
    if uneven <= _TOLERANCE and value.min() >= 0:
        return
    row = _worst_row(system, axes, value, along)
    raise IntegrationError(
        f"{stream}: the shares {spread.shares} {row}", year=moment.year, flow=stream
    )


def _worst_row(system: System, axes: tuple[str, ...], value: FloatArray, along: int) -> str:
    if not value.min() >= 0:
        return f"go down to {float(value.min()):g}; none may be below zero"
    sums = value.sum(axis=along + 1)
    place = np.unravel_index(int(np.abs(sums - 1).argmax()), sums.shape)[1:]
    kept = [axis for number, axis in enumerate(axes) if number != along]
    labels = [system.axis[axis].labels[int(n)] for axis, n in zip(kept, place, strict=True)]
    worst = float(sums.flat[int(np.abs(sums - 1).argmax())])
    return f"of {', '.join(labels)} add to {worst:.10g}; they must add to one"
