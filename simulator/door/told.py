"""What is told of demand, supply and gap, with labels: as in the tables, not at an instant.

Deliveries are those of the twelve months before a reading, a gap is made within a catchment and no
lower, and what is not on record is unknown.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.services.demanded import demanded
from simulator.city.services.series import gaps_at_readings, supply_at_readings
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.labelled import labelled
from simulator.stockflow.labelled.labels import dates, draw_level, without_single_draw

if TYPE_CHECKING:
    import pandas as pd


def told_measure(outcome: Outcome, name: str) -> "pd.Series[float] | None":
    """Demand, its users, supply or gap as tables have them, every draw; else ``None``."""
    return _TOLD[name](outcome, name) if name in _TOLD else None


def _of_districts(outcome: Outcome, name: str) -> "pd.Series[float]":
    """Demand, those whom the norm counts, or supply, by the axes of the measure."""
    run = outcome.trajectory
    every = np.stack([_OF_DRAW[name](outcome, draw) for draw in range(_draws(outcome))])
    axes = run.system.measure[name].axes
    levels = {
        **draw_level(every),
        **{axis: run.system.axis[axis].labels for axis in axes},
        "date": dates(run.readings),
    }
    declared = run.system.measure[name]
    kept = without_single_draw(every)
    return labelled(kept, levels, name=name, unit=declared.unit, meaning=declared.meaning)


def _gaps(outcome: Outcome, name: str) -> "pd.Series[float]":
    """The gap by timetable, service and catchment (level ``district``, as in tables), and date."""
    import pandas as pd

    run = outcome.trajectory
    declared = run.system.measure[name]
    every = [gaps_at_readings(outcome, draw) for draw in range(_draws(outcome))]
    found = {key: np.stack([each[key] for each in every]) for key in every[0]}
    columns = {
        key: labelled(
            without_single_draw(array),
            {**draw_level(array), "date": dates(run.readings)},
            name=name,
            unit=declared.unit,
            meaning=declared.meaning,
        )
        for key, array in found.items()
    }
    whole = pd.concat(columns, names=["timetable", "service", "district"]).rename(name)
    if "draw" in whole.index.names:
        whole = whole.reorder_levels([3, 0, 1, 2, 4])
    whole.attrs.update(unit=declared.unit, meaning=declared.meaning)
    return whole


def _draws(outcome: Outcome) -> int:
    return len(outcome.trajectory.measures["demand"])


_OF_DRAW: Mapping[str, Callable[[Outcome, int], FloatArray]] = {
    "demand": lambda outcome, draw: demanded(outcome, draw).demand,
    "counted_users": lambda outcome, draw: demanded(outcome, draw).users,
    "supply": supply_at_readings,
}
"""What a draw has of a measure, at all readings."""

_TOLD: Mapping[str, Callable[[Outcome, str], "pd.Series[float]"]] = {
    "demand": _of_districts,
    "counted_users": _of_districts,
    "supply": _of_districts,
    "gap": _gaps,
}
"""Measures that are told otherwise than read at the instant."""
