"""Whether all that came and went adds up: the residual of everything conserved."""

from collections.abc import Iterator, Mapping

import numpy as np

from simulator.analysis.outcome import Outcome
from simulator.engine.trajectory import Balance
from simulator.reports.tables.table import Table, scientific, texts

_COLUMNS = ("kind", "district", "residency")
_FURTHER = ("service", "delivery")


def balance_table(outcome: Outcome, draw: int = 0) -> Table:
    """Relative residuals of people, and of places and of beds, first state to last."""
    rows = [row for balance in outcome.trajectory.balances for row in _rows(outcome, balance, draw)]
    labels = {name: [row[0].get(name, "") for row in rows] for name in (*_COLUMNS, *_FURTHER)}
    return Table(
        name="balance",
        columns=(
            *(texts(name, labels[name]) for name in _COLUMNS),
            scientific("residual", [residual for _, residual in rows], "share"),
            *(texts(name, labels[name]) for name in _FURTHER),
        ),
    )


def _rows(
    outcome: Outcome, balance: Balance, draw: int
) -> Iterator[tuple[Mapping[str, str], float]]:
    """Labels and residual of every watched place; capacity is told as its service's unit.

    What somebody knows of places is no place, so it is told by its kind.
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
