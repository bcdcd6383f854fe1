"""What is told of demand: one number of users, and of places wanted, for every table and figure.

    demand = norm × users

as the run measures it at the instant of a reading. A service sized by deliveries a year is told by
those of the twelve months before the reading, not by the pace of one day, which follows the season:

    deliveries = ∫ births ÷ (children a maternity × (1 − share from outside)) dt

The integral of births is the run's own: the running totals of its newborns, which the solver
carries along. What births are divided by holds from reading to reading as it stands at the middle.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.city.ground.outcome import Outcome, derived
from simulator.city.people.births import NEWBORNS
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.values.calendar import place_of
from simulator.stockflow.values.moments import Moments, at_moments
from simulator.stockflow.values.paths import SLIVER

YEAR = 1.0
"""The time before a reading of which deliveries are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Demanded:
    """Users and demand of every service at every reading, shape (service, district, time).

    Labels stand as in the run. ``users`` are the people, or the deliveries of a year, that the norm
    counts; ``norm`` is places for each of them, shape (service, time). NaN where the run does not
    reach back a year.
    """

    users: FloatArray
    norm: FloatArray
    demand: FloatArray


@derived
def demanded(outcome: Outcome, draw: int = 0) -> Demanded:
    """Users, norm and demand of a run, deliveries those of the twelve months before."""
    every = demanded_of_all(outcome)
    return Demanded(
        users=every.users[draw],
        norm=_of_draw(every.norm, draw),
        demand=every.demand[draw],
    )


@derived
def demanded_of_all(outcome: Outcome, draw: int = 0) -> Demanded:  # noqa: ARG001 - all draws
    """The same of all draws, in front of the other axes; of the norm they may be one."""
    run = outcome.trajectory
    users = run.measures["counted_users"].copy()
    demand = run.measures["demand"].copy()
    norm, take_up = (values_of(outcome, name, "readings") for name in ("norm", "take_up"))
    counted = [one.name for one in outcome.pack.services if one.scope.kind == "deliveries"]
    for row in map(run.system.axis["service"].index, counted):
        a_year = year_before(deliveries_of_all(outcome), run.readings)
        users[:, row] = take_up[:, row, np.newaxis] * a_year
        demand[:, row] = norm[:, row, np.newaxis] * users[:, row]
    return Demanded(users=users, norm=norm, demand=demand)


@derived
def deliveries_of_all(outcome: Outcome, draw: int = 0) -> FloatArray:  # noqa: ARG001 - all draws
    """Deliveries of every draw since the first reading, shape (draws, district, time)."""
    outside = values_of(outcome, "mothers_from_outside", "middles")
    return _running(_maternities(outcome) / (1 - _with_districts(outside)))


@derived
def resident_deliveries_of_all(outcome: Outcome, draw: int = 0) -> FloatArray:  # noqa: ARG001
    """Those of them whose mothers live in the city, shape (draws, district, time)."""
    return _running(_maternities(outcome))


@derived
def _maternities(outcome: Outcome, draw: int = 0) -> FloatArray:  # noqa: ARG001 - all draws
    """Deliveries of residents from reading to reading, shape (draws, district, time − 1)."""
    run = outcome.trajectory
    born = np.sum([run.arrived[name].sum(axis=1) for name in NEWBORNS], axis=0)
    children = values_of(outcome, "children_per_maternity", "middles")
    return np.asarray(np.diff(born, axis=-1) / _with_districts(children))


def _with_districts(values: FloatArray) -> FloatArray:
    """A parameter of (draws, *axes, time), with an axis of one label if it has no districts."""
    return values if values.ndim == 3 else values[:, np.newaxis]


def _running(each: FloatArray) -> FloatArray:
    return np.concatenate([np.zeros((*each.shape[:-1], 1)), np.cumsum(each, axis=-1)], axis=-1)


def year_before(since: FloatArray, readings: FloatArray) -> FloatArray:
    """What a running total grew by in the year before each reading, its shape; NaN in the first."""
    places, firsts = _a_year_apart(tuple(readings.tolist()))
    found = np.full(since.shape, np.nan)
    found[..., places] = since[..., places] - since[..., firsts]
    return found


@lru_cache(maxsize=8)
def _a_year_apart(readings: tuple[float, ...]) -> tuple[IntArray, IntArray]:
    """Places of the readings that have another a year before, and of that."""
    years = np.array(readings)
    firsts = [place_of(years, year - YEAR) for year in readings]
    pairs = [(place, first) for place, first in enumerate(firsts) if first is not None]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def between_readings(outcome: Outcome) -> FloatArray:
    """The middle of every stretch from one reading to the next, shape (time − 1,)."""
    readings = outcome.trajectory.readings
    return np.asarray((readings[:-1] + readings[1:]) / 2)


def at_readings(outcome: Outcome, name: str, draw: int) -> FloatArray:
    """A parameter in one draw just after every reading, shape (*axes, time)."""
    return _of_draw(values_of(outcome, name, "readings"), draw)


def at_middles(outcome: Outcome, name: str, draw: int) -> FloatArray:
    """A parameter in one draw half-way between readings, shape (*axes, time − 1)."""
    return _of_draw(values_of(outcome, name, "middles"), draw)


def _of_draw(values: FloatArray, draw: int) -> FloatArray:
    return np.asarray(values[draw if len(values) > 1 else 0])


def values_of(outcome: Outcome, name: str, when: str) -> FloatArray:
    """A parameter of all draws at some instants, shape (draws or 1, *axes, time), found once."""

    def make() -> FloatArray:
        years = outcome.trajectory.readings if when == "readings" else between_readings(outcome)
        just_after = Moments(years=years, starts=years, stops=years + SLIVER)
        values = at_moments(outcome.scenario.paths[name], just_after)
        return np.ascontiguousarray(np.moveaxis(values, 0, -1))

    return outcome.once((__name__, f"{name} at {when}", 0), make)
