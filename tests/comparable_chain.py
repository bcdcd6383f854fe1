"""The comparable population as an ordinary ageing chain, in plain NumPy.

    dP(a)/dt = P(a − 1) − P(a) + arrivals(a) − (μ(a) + departures(a) + registration) P(a)

with one band to a year of age, all rates those of the band. This is what a stock-and-flow program
computes when it is given the same population; written by hand, without any engine. Blocks of draws
keep the arrays in the cache.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.stockflow.arrays import FloatArray
from tests.comparable import MONTHLY, START
from tests.comparable_rates import (
    BOYS_SHARE,
    NEWBORN_RESIDENCY,
    SERVICES,
    SEXES,
    Rates,
    arrival_ages,
    arrival_districts,
    starting_people,
)
from tests.national_tables import N_AGES

BLOCK = 32
Step = Callable[[Callable[[FloatArray], FloatArray], FloatArray, float], FloatArray]


def euler(change: Callable[[FloatArray], FloatArray], people: FloatArray, dt: float) -> FloatArray:
    """One step of Euler's method."""
    return people + dt * change(people)


def rk4(change: Callable[[FloatArray], FloatArray], people: FloatArray, dt: float) -> FloatArray:
    """One step of the classical method of Runge and Kutta."""
    first = change(people)
    second = change(people + dt / 2 * first)
    third = change(people + dt / 2 * second)
    fourth = change(people + dt * third)
    return people + dt / 6 * (first + 2 * second + 2 * third + fourth)


def follow_chain(
    rates: Rates,
    *,
    step: Step = euler,
    steps_a_year: int = 16,
    readings: tuple[float, ...] = MONTHLY,
) -> FloatArray:
    """Demand by service at the readings, shape (draws, service, time).

    Between two steps the demand is read off a straight line, as system dynamics programs do.
    """
    parts = [
        _follow_block(rates, slice(first, first + BLOCK), step, steps_a_year, readings)
        for first in range(0, rates.draws, BLOCK)
    ]
    return np.concatenate(parts)


def _follow_block(
    rates: Rates, block: slice, step: Step, steps_a_year: int, readings: tuple[float, ...]
) -> FloatArray:
    chain = _Chain.of(rates, block)
    dt = 1 / steps_a_year
    people = np.broadcast_to(starting_people(), (chain.loss.shape[0], *starting_people().shape))
    total = round((readings[-1] - START) * steps_a_year)
    demand = np.empty((total + 1, chain.loss.shape[0], len(SERVICES)))
    for number in range(total + 1):
        demand[number] = people.sum(axis=(1, 3, 4)) @ scope_by_age().T
        if number < total:
            people = step(chain.change, people, dt)
    return _between(demand, (np.array(readings) - START) * steps_a_year)


def scope_by_age() -> FloatArray:
    """Places a person needs by service and completed age, shape (service, age)."""
    scope = np.zeros((len(SERVICES), N_AGES))
    for row, (youngest, oldest, norm) in zip(scope, SERVICES.values(), strict=True):
        row[youngest:oldest] = norm
    return scope


def _between(values: FloatArray, places: FloatArray) -> FloatArray:
    """Values at fractional places along the first axis, which goes last."""
    before = np.minimum(places.astype(np.int64), len(values) - 2)
    share = (places - before)[:, np.newaxis, np.newaxis]
    found = values[before] * (1 - share) + values[before + 1] * share
    return np.moveaxis(found, 0, -1)


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """Coefficients of a block of draws; people have shape (draws, sex, age, residency, district).

    ``loss`` is what leaves a band by the year, shape (draws, sex, age, residency, 1).
    """

    loss: FloatArray
    gain: FloatArray
    fertility: FloatArray
    registration: FloatArray

    @classmethod
    def of(cls, rates: Rates, block: slice) -> "_Chain":
        deaths = rates.death_rates[block]
        departures = rates.departure_rates[block][:, np.newaxis]
        registration = rates.registration[block][:, np.newaxis, np.newaxis]
        ageing = np.ones(N_AGES)
        ageing[-1] = 0.0
        loss = np.stack([deaths + ageing, deaths + ageing + departures + registration], axis=-1)
        gain = rates.arrivals[block][:, np.newaxis, np.newaxis] * arrival_ages()
        return cls(
            loss=loss[..., np.newaxis],
            gain=gain[..., np.newaxis] * arrival_districts(),
            fertility=rates.fertility[block],
            registration=registration[..., np.newaxis],
        )

    def change(self, people: FloatArray) -> FloatArray:
        """Persons a year."""
        change = -self.loss * people
        change[:, :, 1:] += people[:, :, :-1]
        change[..., 1, :] += self.gain
        change[..., 0, :] += self.registration * people[..., 1, :]
        mothers = np.einsum("za,zard->zrd", self.fertility, people[:, SEXES.index("women")])
        born = np.einsum("zrd,rt->ztd", mothers, NEWBORN_RESIDENCY)
        change[:, 0, 0] += BOYS_SHARE * born
        change[:, 1, 0] += (1 - BOYS_SHARE) * born
        return change
