"""Homes and households of a run at an instant, as a target of the plan counts them."""

from collections.abc import Mapping

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, place_of

HOMES: Mapping[str, str] = {
    "homes": "homes_finished",
    "homes_added": "homes_finished",
    "homes_let": "homes_allocated",
}
"""Homes that may be counted, and the measure that has them."""


def count_homes(outcome: Outcome, name: str, when: float) -> FloatArray | None:
    """Subsidised homes at an instant, shape (draws or 1,).

    ``homes_added`` are those finished since the programme of the plan began. ``None`` where the
    pack says nothing of housing, the run does not reach the instant, or the programme has not
    begun.
    """
    run, known = outcome.trajectory, outcome.pack.housing
    there = place_of(run.readings, when)
    if known is None or there is None:
        return None
    homes = np.asarray(run.measures[HOMES[name]])
    if name != "homes_added":
        return np.asarray(homes[:, there])
    began = place_of(run.readings, known.begins)
    if began is None or when < known.begins + SAME_INSTANT:
        return None
    return np.asarray(homes[:, there] - homes[:, began])


def count_households(outcome: Outcome, kind: str, when: float, draw: int = 0) -> float | None:
    """Households of a kind (a measure of the room) at an instant; ``None`` as for homes."""
    every = households_in_every_draw(outcome, kind, when)
    return None if every is None else float(every[draw])


def households_in_every_draw(outcome: Outcome, kind: str, when: float) -> FloatArray | None:
    """The same of all draws, shape (draws,)."""
    run = outcome.trajectory
    there = place_of(run.readings, when)
    if outcome.pack.housing is None or there is None:
        return None
    return np.asarray(np.asarray(run.measures[kind])[..., there].sum(axis=1))
