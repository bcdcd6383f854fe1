"""Measures at the readings, stocks at the snapshots, and balances, with their labels."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.labelled.labels import (
    DATE,
    as_names,
    dates,
    draw_level,
    labelled,
    refuse_axes,
    refuse_unknown,
    summed,
    without_single_draw,
)

if TYPE_CHECKING:
    import pandas as pd

    from simulator.stockflow.labelled.labels import Labels


def measure_series(trajectory: Trajectory, name: str) -> "pd.Series[float]":
    """A measure at the readings.

    Levels: ``draw`` (only where there are several), the axes of the measure, ``date``
    (``datetime64``). Nothing is summed: a measure may be a ratio.

    Raises
    ------
    DataError
        Where the system has no such measure.
    """
    system = trajectory.system
    refuse_unknown(trajectory, "measure", name, system.measure)
    measure, array = system.measure[name], trajectory.measures[name]
    levels: dict[str, Labels] = {
        **draw_level(array),
        **{axis: system.axis[axis].labels for axis in measure.axes},
        DATE: dates(trajectory.readings),
    }
    kept = without_single_draw(array)
    return labelled(kept, levels, name=name, unit=measure.unit, meaning=measure.meaning)


def stock_series(
    trajectory: Trajectory, name: str, *, by: str | Iterable[str] | None = None
) -> "pd.Series[float]":
    """A stock at the snapshots, summed over the axes that ``by`` does not name.

    Levels: ``draw`` (only where there are several), ``by`` in its order (all axes of the stock as
    declared where it is not given), ``date``. A label of a cohort axis is the month in which its
    window opens.

    Raises
    ------
    DataError
        Where the system has no such stock, or the stock no such axis.
    """
    system = trajectory.system
    refuse_unknown(trajectory, "stock", name, system.stock)
    stock, array = system.stock[name], trajectory.stocks[name]
    axes = stock.axes if by is None else as_names(by)
    refuse_axes(trajectory, name, axes, stock.axes)
    levels: dict[str, Labels] = {
        **draw_level(array),
        **{axis: system.axis[axis].labels for axis in axes},
        DATE: dates(trajectory.snapshots),
    }
    kept = without_single_draw(summed(array, stock.axes, axes))
    return labelled(kept, levels, name=name, unit=stock.unit, meaning=stock.meaning)


def balance_frame(trajectory: Trajectory) -> "pd.DataFrame":
    """Balance error of every conserved kind: its change less arrivals plus departures, relative.

    One row per kind: ``kind``, ``watched`` (axes along which it is balanced), ``places``, and
    ``largest``, the largest relative error over all places and draws.
    """
    import pandas as pd

    return pd.DataFrame(
        {
            "kind": [balance.kind for balance in trajectory.balances],
            "watched": [", ".join(balance.axes) for balance in trajectory.balances],
            "places": [int(balance.residual[0].size) for balance in trajectory.balances],
            "largest": [
                float(np.abs(balance.residual).max(initial=0.0)) for balance in trajectory.balances
            ],
        }
    )
