"""When a named project is promised to open, and when it can be expected to."""

from dataclasses import dataclass

import numpy as np

from simulator.inputs.values.projects import RunningProject, next_september, opening


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
    """The first instant by which it has opened with a chance; ∞ where there is none."""
    wanted = chance / (1 - running.lost) if running.lost < 1 else np.inf
    finished = running.promised + running.slippage.quantile(wanted)
    if running.service.is_school:
        return float(next_september(np.array([finished]))[0])
    return finished
