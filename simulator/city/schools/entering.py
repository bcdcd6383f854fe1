"""Children of the age at which a stage of school begins, by birth window: exact counts."""

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Windows
from simulator.stockflow.values.calendar import first_september


def windows_of_age(windows: Windows, age: int, when: float) -> tuple[int, int]:
    """First and last but one of the windows of those who have completed an age on a 1 September."""
    year = round(when - first_september(0))
    oldest = windows.newest(first_september(year - age - 1))
    return oldest, oldest + windows.per_year


def children_of_age(outcome: Outcome, age: int, chosen: tuple[int, int]) -> FloatArray:
    """Residents who have completed an age on a 1 September and not the next, shape (district,).

    Whole birth windows, so the count is exact. ``chosen``: the number of the snapshot of that day,
    and the draw.
    """
    there, draw = chosen
    return np.asarray(children_in_every_draw(outcome, age, there)[draw])


def children_in_every_draw(outcome: Outcome, age: int, there: int) -> FloatArray:
    """The same of all draws, shape (draws, district), found once."""
    return outcome.once((__name__, f"{age} at {there}", 0), lambda: _of_all(outcome, age, there))


def _of_all(outcome: Outcome, age: int, there: int) -> FloatArray:
    run = outcome.trajectory
    windows = run.system.axis["cohort"].birth_windows
    first, last = windows_of_age(windows, age, float(run.snapshots[there]))
    people = run.stocks["people"][:, :, first:last, ..., there]
    return np.asarray(people.sum(axis=(1, 2, 3)))
