"""Whether all that came and went adds up: the residual of everything conserved, as a table."""

from collections.abc import Iterator, Mapping

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.report.table import Table, scientific, texts
from simulator.stockflow.engine.trajectory import Balance

_COLUMNS = ("kind", "district", "residency")
_FURTHER = {"service": "service", "timetable": "delivery"}
"""Axes of places, and the columns they stand in."""


def balance_table(outcome: Outcome, draw: int = 0) -> Table:
    """Relative residuals of people, and of places and of beds, first state to last."""
    rows = [row for balance in outcome.trajectory.balances for row in _rows(outcome, balance, draw)]
    labels = {name: [row[0].get(name, "") for row in rows] for name in (*_COLUMNS, *_FURTHER)}
    return Table(
        name="balance",
        columns=(
            *(texts(name, labels[name]) for name in _COLUMNS),
            scientific("residual", [residual for _, residual in rows], "share"),
            *(texts(column, labels[axis]) for axis, column in _FURTHER.items()),
        ),
    )


def _rows(
    outcome: Outcome, balance: Balance, draw: int
) -> Iterator[tuple[Mapping[str, str], float]]:
    """Labels and residual of every watched place; capacity is labelled by its service's unit.

    Perceived capacity is not capacity; it is labelled by its kind.
    """
    axis = outcome.trajectory.system.axis
    residual = balance.residual[draw]
    for place in np.ndindex(residual.shape):
        labels = {
            name: axis[name].labels[number]
            for name, number in zip(balance.axes, place, strict=True)
        }
        service = labels.get("service")
        is_built = service is not None and balance.kind == "capacity"
        kind = outcome.pack.service[str(service)].unit if is_built else balance.kind
        yield {"kind": kind, **labels}, float(residual[place])
