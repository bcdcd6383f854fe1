"""When a named project is promised to open, and when it can be expected to."""

from dataclasses import dataclass

import numpy as np

from simulator.inputs.values.projects import RunningProject, next_september, opening
from simulator.structure.arrays import FloatArray

_YEARS = 40.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """Instants by which it has opened with a chance of 10, 50 and 90 %; the chance of no delay.

    An instant is ∞ where the chance that the project is given up leaves no such day.
    """

    early: float
    middle: float
    late: float
    on_time: float


def promised_opening(running: RunningProject) -> float:
    """The day the promise opens it, schools on 1 September."""
    return opening(running.promised, running.service)


def expected_opening(running: RunningProject) -> Opening:
    """When it opens, by chance."""
    early, middle, late = (_quantile(running, chance) for chance in (0.1, 0.5, 0.9))
    kept = 1 - running.lost
    hand = promised_opening(running) - running.promised
    on_time = kept * float(running.slippage.chance(np.array([hand]))[0])
    return Opening(early=early, middle=middle, late=late, on_time=on_time)


def _quantile(running: RunningProject, chance: float) -> float:
    """The first instant by which it has opened with a chance, to a day."""
    days = np.linspace(0.0, _YEARS, round(_YEARS * 360) + 1)
    reached = (1 - running.lost) * running.slippage.chance(days)
    if reached[-1] < chance:
        return float("inf")
    finished: FloatArray = np.array([running.promised + days[int(np.argmax(reached >= chance))]])
    return float(next_september(finished)[0] if running.service.is_school else finished[0])
