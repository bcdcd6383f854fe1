"""The comparable population solved along its characteristics: what every engine should find.

    ∂P/∂t + ∂P/∂a = arrivals(a) − (μ(a) + departures(a) + registration) P,     P(t, 0) = births(t)

People are followed in windows of a day or two, each carried over a step by the closed solution of
its own two equations (registered and migrant), half a step with the rates before a birthday and
half with those after. Births of a step are the mean of both its ends. Plain NumPy, without the
engine: evidence of its own. The error falls with the square of the width of a window; two widths
are extrapolated.
"""

from dataclasses import dataclass

import numpy as np

from simulator.demography.infancy import infant_hazards
from simulator.demography.life_table import years_lived_by_infants_who_die
from simulator.stockflow.arrays import FloatArray
from tests.comparable import MONTHLY, START
from tests.comparable_chain import scope_by_age
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


def exact_demand(rates: Rates, readings: tuple[float, ...] = MONTHLY) -> FloatArray:
    """Demand by service at the readings, shape (draws, service, time)."""
    return np.stack([_extrapolated(rates, draw, readings) for draw in range(rates.draws)])


def _extrapolated(
    rates: Rates, draw: int, readings: tuple[float, ...], steps: tuple[int, int] = (48, 96)
) -> FloatArray:
    """Of two solutions, the second with half the width of the first, what both tend to."""
    coarse, fine = (_follow(rates, draw, readings, number) for number in steps)
    return fine + (fine - coarse) / 3


def _follow(rates: Rates, draw: int, readings: tuple[float, ...], steps: int) -> FloatArray:
    """Demand by service at the readings, shape (service, time), with windows of 1/steps year.

    ``people`` has shape (sex, window, residency, district), the youngest window first and the open
    age, of one window, last.
    """
    carry = _Carry.of(rates, draw, steps)
    people = np.repeat(starting_people()[:, :-1], steps, axis=1) / steps
    people = np.concatenate([people, starting_people()[:, -1:]], axis=1)
    scope = np.repeat(scope_by_age(), [steps] * (N_AGES - 1) + [1], axis=1)
    due = {round((year - START) * steps): place for place, year in enumerate(readings)}
    demand = np.empty((len(SERVICES), len(readings)))
    for number in range(max(due) + 1):
        if number in due:
            demand[:, due[number]] = scope @ people.sum(axis=(0, 2, 3))
        people = carry.step(people)
    return demand


@dataclass(frozen=True, kw_only=True)
class _Carry:
    """What a step does to windows, shapes (sex, window, 1): shares that stay, persons who come.

    ``after`` carries those who are there over the whole step, ``born`` newborns over the half of
    it that they live on average.
    """

    steps: int
    fertility: FloatArray
    after: "_Step"
    born: "_Step"

    @classmethod
    def of(cls, rates: Rates, draw: int, steps: int) -> "_Carry":
        hazards = _hazards(rates, draw, steps)
        fertility = np.repeat(rates.fertility[draw], [steps] * (N_AGES - 1) + [1])
        young, rest = hazards[0][:, :1] / steps, hazards[1][:, :1] / steps
        entering = arrival_ages() * rates.arrivals[draw] / steps
        gain = np.repeat(entering[:, :-1] / steps, steps, axis=1)
        gain = np.concatenate([gain, entering[:, -1:]], axis=1)
        registering = rates.registration[draw] / steps
        both = [_passing(each / steps) for each in hazards]
        return cls(
            steps=steps,
            fertility=fertility,
            after=_Step(
                deaths=both[0], departures=both[1], registering=registering, gain=_coming(gain)
            ),
            born=_Step(
                deaths=young / 2,
                departures=rest / 2,
                registering=registering / 2,
                gain=gain[:, :1] / 2,
            ),
        )

    def step(self, people: FloatArray) -> FloatArray:
        """The people one step later."""
        moved = self.after.carry(people)
        found = np.zeros_like(people)
        found[:, 1:] = moved[:, :-1]
        found[:, -1] += moved[:, -1]
        born = self._births(people, found) / self.steps
        by_sex = np.array([BOYS_SHARE, 1 - BOYS_SHARE])[:, np.newaxis, np.newaxis, np.newaxis]
        found[:, :1] = self.born.carry(by_sex * born)
        return found

    def _births(self, before: FloatArray, after: FloatArray) -> FloatArray:
        women = (before[SEXES.index("women")] + after[SEXES.index("women")]) / 2
        mothers = np.einsum("w,wrd->rd", self.fertility, women)
        return np.einsum("rd,rt->td", mothers, NEWBORN_RESIDENCY)


@dataclass(frozen=True, kw_only=True)
class _Step:
    """Hazards over one step, and the migrants who arrive in it."""

    deaths: FloatArray
    departures: FloatArray
    registering: float
    gain: FloatArray

    def carry(self, people: FloatArray) -> FloatArray:
        """Those left of ``people`` and of the newcomers at the end of the step.

        With m the hazard of death and a that of departure and registration together, g the part of
        a that registers: M′ = M e^(−m−a) and R′ = R e^(−m) + M e^(−m) (1 − e^(−a)) g/a. Newcomers
        spend half a step here on average.
        """
        death = self.deaths[..., np.newaxis]
        leaving = (self.departures + self.registering)[..., np.newaxis]
        registered, migrant = people[..., 0, :], people[..., 1, :]
        arrived = self.gain[..., np.newaxis] * arrival_districts()
        alive, staying = np.exp(-death), np.exp(-leaving)
        share = self.registering / np.where(leaving > 0, leaving, 1.0)
        half_alive, half_staying = np.exp(-death / 2), np.exp(-leaving / 2)
        return np.stack(
            [
                registered * alive
                + share * migrant * alive * (1 - staying)
                + share * arrived * half_alive * (1 - half_staying),
                migrant * alive * staying + arrived * half_alive * half_staying,
            ],
            axis=-2,
        )


def _passing(by_window: FloatArray) -> FloatArray:
    """Half of a window's own rate and half of the next one's: it moves one window on."""
    following = np.concatenate([by_window[:, 1:], by_window[:, -1:]], axis=1)
    return (by_window + following) / 2


def _coming(gain: FloatArray) -> FloatArray:
    """As ``_passing`` for persons: those of the open age come to the open window alone."""
    found = _passing(gain)
    found[:, -2] = gain[:, -2] / 2
    return found


def _hazards(rates: Rates, draw: int, steps: int) -> tuple[FloatArray, FloatArray]:
    """Hazards of death (sex, window) and of departure (1, window); the first month apart."""
    mx = rates.death_rates[draw]
    a0 = np.array(
        [float(years_lived_by_infants_who_die(mx[n, 0], sex)) for n, sex in enumerate(SEXES)]
    )
    first_month, rest = infant_hazards(mx[:, 0], a0)
    counts = [steps] * (N_AGES - 1) + [1]
    deaths = np.repeat(mx, counts, axis=1)
    deaths[:, :steps] = rest[:, np.newaxis]
    deaths[:, : steps // 12] = first_month[:, np.newaxis]
    return deaths, np.repeat(rates.departure_rates[draw][np.newaxis], counts, axis=1)
