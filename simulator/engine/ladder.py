"""Equal steps for many draws at once, each draw with as many as its own error asks for.

A segment is cut into 1, 2, 4, … equal steps. Draws that take the same number are stepped together;
a draw whose error, by the method's own estimate, is above its tolerance climbs to more steps. What
a draw gets therefore depends on nothing but itself. A draw that would need more steps than equal
ones are good for is left over, to a step control of its own.
"""

from collections.abc import Callable
from math import ceil, log2

import numpy as np

from simulator.structure.arrays import FloatArray, IntArray

# States (times, draws, n), the largest error of each draw over its tolerance, calls of the rates;
# from the draws' places in the block, rising, and a number of steps.
Attempt = Callable[[IntArray, int], tuple[FloatArray, FloatArray, int]]

MOST_STEPS = 64
_SAFETY = 0.9


def climb(attempt: Attempt, draws: int, order: int) -> tuple[FloatArray, IntArray, int]:
    """States of every draw with enough steps, the draws left over, and calls of the rates.

    Parameters
    ----------
    attempt
        Takes some of the draws through the segment by a number of equal steps.
    draws
        How many there are.
    order
        The error falls with this power of the step.

    Returns
    -------
    tuple
        states of shape (times, draws, n), not filled for draws that are left over; their places;
        calls of the right-hand side.
    """
    found: FloatArray | None = None
    waiting = {1: np.arange(draws)}
    calls = 0
    while waiting and min(waiting) <= MOST_STEPS:
        steps = min(waiting)
        places = np.sort(waiting.pop(steps))
        states, errors, called = attempt(places, steps)
        calls += called
        held = errors <= 1
        if found is None and held.all():
            return states, places[:0], calls
        if found is None:
            found = np.empty((len(states), draws, states.shape[-1]))
        found[:, places[held]] = states[:, held]
        for place, error in zip(places[~held], errors[~held], strict=True):
            more = steps * _factor(float(error), order)
            waiting[more] = np.append(waiting.get(more, places[:0]), place)
    left = np.sort(np.concatenate([np.arange(0), *waiting.values()]))
    return np.asarray(found), left, calls


def _factor(error: float, order: int) -> int:
    """By how much more steps are tried after an error, a power of two."""
    if not np.isfinite(error):
        return 4
    return int(2 ** max(1, ceil(log2(error ** (1 / order) / _SAFETY))))
