"""The numbers of the comparable population, by single age; any engine may take them from here.

Deaths and births by age are those of China in 2015; arrivals have the ages of a general schedule
of movers. Levels of departures and registration, and the sizes, are set by hand to be like a city
of four and a half million: they are a yardstick of speed, not evidence about any place.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.stockflow.arrays import FloatArray
from tests.national_tables import N_AGES, read_wpp

SEXES = ("men", "women")
RESIDENCY = ("registered", "migrant")
DISTRICTS = ("siming", "huli", "jimei", "haicang", "tongan", "xiangan")
SERVICES: dict[str, tuple[int, int | None, float]] = {
    "kindergarten": (3, 6, 0.95),
    "primary": (6, 12, 1.0),
    "junior": (12, 15, 1.0),
    "eldercare": (60, None, 0.0387),
    "hospital": (0, None, 0.006),
}
"""Service: youngest age, first age that is too old, places a person in between."""

_RESIDENTS = {"registered": 2.11e6, "migrant": 2.43e6}
_DISTRICT_SHARES = np.array([0.25, 0.26, 0.17, 0.10, 0.12, 0.10])
_PROFILE = "bayespop_default_1y"


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What drives the population, by single age; the first axis of every array is the draw.

    Parameters
    ----------
    death_rates
        shape (draws, sex, age), central death rates (1/year).
    fertility
        shape (draws, age), births per woman (1/year).
    arrivals
        shape (draws,), migrants who arrive (persons/year), by age as ``arrival_ages`` says.
    departure_rates
        shape (draws, age), migrants who leave (1/year).
    registration
        shape (draws,), migrants who register (1/year).
    """

    death_rates: FloatArray
    fertility: FloatArray
    arrivals: FloatArray
    departure_rates: FloatArray
    registration: FloatArray

    @property
    def draws(self) -> int:
        """Length of the leading axis."""
        return self.arrivals.size


BOYS_SHARE = 1.1 / 2.1
NEWBORN_RESIDENCY = np.array([[1.0, 0.0], [0.5, 0.5]])  # of the mother, of the child


@cache
def arrival_ages() -> FloatArray:
    """Share of arrivals by sex and completed age, shape (sex, age); adds to one."""
    migrants = read_wpp("china", 2015, 2016, _PROFILE).migrants[2016.5]
    return np.asarray(migrants / migrants.sum())


@cache
def starting_people() -> FloatArray:
    """Persons at the start by sex, completed age, residency and district."""
    registered = read_wpp("china", 2015, 2016, _PROFILE).people[2015.5]
    by_residency = [
        _RESIDENTS["registered"] * registered / registered.sum(),
        _RESIDENTS["migrant"] * arrival_ages(),
    ]
    return np.stack(by_residency, axis=-1)[..., np.newaxis] * _DISTRICT_SHARES


def arrival_districts() -> FloatArray:
    """Where arrivals settle, shape (district,); adds to one."""
    return _DISTRICT_SHARES


def comparable_rates(draws: int, rng: np.random.Generator) -> Rates:
    """Rates whose levels vary by draw, the first draw being the middle."""
    nation = read_wpp("china", 2015, 2016, _PROFILE)
    levels = np.exp(rng.normal(size=(5, draws)) * np.array([[0.15], [0.1], [0.1], [0.2], [0.3]]))
    levels[:, 0] = 1.0
    fertility, mortality, arrivals, departures, registration = levels
    leaving = np.interp(np.arange(N_AGES), [0, 5, 14, 25, 60, 100], [0.1, 0.05, 0.12, 0.1, 0.03, 0])
    return Rates(
        death_rates=mortality[:, np.newaxis, np.newaxis] * nation.death_rates[0],
        fertility=fertility[:, np.newaxis] * nation.fertility[0],
        arrivals=3e5 * arrivals,
        departure_rates=departures[:, np.newaxis] * leaving,
        registration=0.03 * registration,
    )
