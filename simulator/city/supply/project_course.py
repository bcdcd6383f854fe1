"""In which state the places of a named project are: planned, approved, …, open or given up.

From the chance that it is open by an instant follows when it can be expected to open. Where the
delay has happened (a draw), that chance is one from the delay on and nothing before: the states of
a draw are made by the same function, so that their mean is what is expected.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.supply.project_changes import opening
from simulator.city.supply.projects import (
    RunningProject,
    is_kept,
    last_september,
    next_september,
)
from simulator.city.supply.slippage import PUNCTUAL
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT


def promised_states(running: RunningProject, years: FloatArray) -> FloatArray:
    """Places by state as promised, shape (state, time), states as in ``SUPPLY_STATES``."""
    kept = replace(running, due=running.announced, slippage=PUNCTUAL, lost=0.0)
    return running.places * _alive(kept, PUNCTUAL.chance, years)


def expected_states(running: RunningProject, years: FloatArray) -> FloatArray:
    """Expected places by state, shape (state, time); they add up to the project's size.

    Approval and start slip along with the opening, unless the start is on record. What will be
    given up moves as promised until the promised day, and is known to be cancelled from then on.
    """
    alive = _alive(running, running.slippage.chance, years)
    doomed = _doomed(running, years)
    return running.places * ((1 - running.lost) * alive + running.lost * doomed)


def delayed_states(running: RunningProject, delays: FloatArray, years: FloatArray) -> FloatArray:
    """Places by state for delays that have happened, shape (state, delay, time); ∞ is given up."""

    def passed(since: FloatArray) -> FloatArray:
        return np.where(since >= delays[:, np.newaxis] - SAME_INSTANT, 1.0, 0.0)

    doomed = _doomed(running, years)[:, np.newaxis]
    given_up = np.isinf(delays)[:, np.newaxis]
    return np.asarray(running.places * np.where(given_up, doomed, _alive(running, passed, years)))


Passed = Callable[[FloatArray], FloatArray]
"""The chance that a delay is no longer than some years, of their shape (time,), or draw by draw."""


def _doomed(running: RunningProject, years: FloatArray) -> FloatArray:
    """Share in each state of a project that is given up, shape (state, time)."""
    states = _alive(running, PUNCTUAL.chance, years)
    after = [SUPPLY_STATES.index(name) for name in ("finished", "open")]
    states[SUPPLY_STATES.index("cancelled")] += states[after].sum(axis=0)
    states[after] = 0.0
    return states


def _alive(running: RunningProject, passed: Passed, years: FloatArray) -> FloatArray:
    """Share of a project that goes on in each state, shape (state, time) or (state, draw, time)."""
    since = years - running.due
    done = passed(since)
    counts = last_september(years) if running.service.is_school else years
    opened = passed(counts - running.due)
    begun = _reached(running, passed, years, running.begun)
    approved = _reached(running, passed, years, running.approved)
    nothing = np.zeros_like(done)
    states = (1 - approved, approved - begun, begun - done, done - opened, opened, nothing, nothing)
    return _closed(np.stack(np.broadcast_arrays(*states)), is_kept(running, years))


def _closed(states: FloatArray, kept: BoolArray) -> FloatArray:
    """States with what has been open closed, and what has not been given up, once it is closed."""
    opened, cancelled, closed = (
        SUPPLY_STATES.index(name) for name in ("open", "cancelled", "closed")
    )
    after = np.zeros_like(states)
    after[closed] = states[opened]
    after[cancelled] = 1.0 - states[opened]
    return np.where(kept, states, after)


def _reached(running: RunningProject, passed: Passed, years: FloatArray, date: float) -> FloatArray:
    """Chance that a step dated by the promise has been taken."""
    if not running.slips:
        return np.where(years >= date - SAME_INSTANT, 1.0, 0.0)
    ahead = running.announced - date
    return passed(years - running.due + ahead)


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
    return opening(running.announced, running.service)


def expected_opening(running: RunningProject) -> Opening:
    """When it opens, by chance."""
    early, middle, late = (_quantile(running, chance) for chance in (0.1, 0.5, 0.9))
    kept = 1 - running.lost
    hand = promised_opening(running) - running.due
    on_time = kept * float(running.slippage.chance(np.array([hand]))[0])
    return Opening(early=early, middle=middle, late=late, on_time=on_time)


def _quantile(running: RunningProject, chance: float) -> float:
    """The first instant by which it has opened with a chance; ∞ where there is none."""
    wanted = chance / (1 - running.lost) if running.lost < 1 else np.inf
    finished = running.due + running.slippage.quantile(wanted)
    if running.service.is_school:
        return float(next_september(np.array([finished]))[0])
    return finished
