"""What follows the last record of a key: a law of the pack, where the scenario asks for the trend.

| setting | key | after the last record |
|---|---|---|
| ``world.future.first_births`` | ``world.first_birth_level`` | damped trend of its logarithm |
| ``world.future.net_arrivals`` | ``world.net_arrivals`` | returns to the mean of the last years |
| ``world.future.registration`` | ``world.registration_rate`` | random walk of its logarithm |
| ``world.future.life_expectancy`` | ``world.life_expectancy`` | a random walk around the record |
| ``world.future.enrolment_ratios`` | ``world.enrolment_ratio`` | random walk of its logarithm |

First births may follow the country instead (``"national"``): its fertility times a ratio of the
city to it that changes slowly [1]_, here around the one at the end of the record, as the city's
level and the country's are not counted alike.

``"held"`` keeps the last value. What a scenario states of the key itself goes over the law, as it
goes over the record. Without draws a run follows the expected course: that of the logarithm where
the law is one of a logarithm, which is the median of the quantity.

References
----------
.. [1] Ševčíková, Raftery and Gerland (2018), *Probabilistic projection of subnational total
   fertility rates*, Demographic Research 38(60), 1843–1884.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from simulator.city.pack.city_pack import NATIONAL_FERTILITY, Parameters
from simulator.city.pack.parameter_form import FUTURE
from simulator.errors import StructureError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import first_september
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.edited_paths import Resumed
from simulator.stockflow.values.laws import DampedTrend, Reversion, Walk
from simulator.stockflow.values.paths import Constant, Lines, Path, Steps, at

TREND, NATIONAL, HELD = "trend", "national", "held"

FIRST_BIRTHS = "first_births"
NET_ARRIVALS = "net_arrivals"
REGISTRATION = "registration"
LIFE_EXPECTANCY = "life_expectancy"
ENROLMENT_RATIOS = "enrolment_ratios"

BY_NATION = "first_births_by_nation"
"""Numbers of the other law of first births."""

FOLLOWED: Mapping[str, str] = {
    FIRST_BIRTHS: "world.first_birth_level",
    NET_ARRIVALS: "world.net_arrivals",
    REGISTRATION: "world.registration_rate",
    LIFE_EXPECTANCY: "world.life_expectancy",
    ENROLMENT_RATIOS: "world.enrolment_ratio",
}
"""The key that each law continues; labels of an axis may follow it."""

ARRIVALS = "world.arrivals"
"""Rules until its record ends; after it net arrivals do, where a scenario asks for their law."""

_MEANINGS: Mapping[str, str] = {
    FIRST_BIRTHS: "what the level of first births does after its last record",
    NET_ARRIVALS: "what people who move in, less those who leave, do after the last record",
    REGISTRATION: "what the rate of registration does after its last record",
    LIFE_EXPECTANCY: "whether life expectancy is left to chance after its last record",
    ENROLMENT_RATIOS: "whether enrolment ratios are left to chance after the last count of pupils",
}

_CHOICES: Mapping[str, str] = {
    TREND: "the law of the city pack",
    NATIONAL: "as the country's fertility, times a ratio that changes slowly",
    HELD: "its last value",
}


def _setting(name: str, meaning: str) -> Setting:
    choices = tuple(each for each in _CHOICES if each != NATIONAL or name == FIRST_BIRTHS)
    told = "; ".join(f"{each}, {_CHOICES[each]}" for each in choices)
    return Setting(
        key=f"world.future.{name}",
        kind="choice",
        meaning=f"{meaning}: {told}",
        choices=choices,
        required=True,
    )


SETTINGS = tuple(_setting(name, meaning) for name, meaning in _MEANINGS.items())


@dataclass(frozen=True, kw_only=True)
class Future:
    """What continues the record of a pack up to ``stop`` (years), for a block of draws.

    ``trends`` are the laws that a scenario asks for; ``by_nation`` says that first births are to go
    as the country's.
    """

    parameters: Parameters
    basis: str
    trends: frozenset[str]
    stop: float
    chance: Chance
    by_nation: bool = False

    def continued(self, key: str, recorded: Path) -> Path:
        """The recorded path of a key with what follows it; the path itself where it is held."""
        law = law_of(key)
        if law is None or law not in self.trends:
            return recorded
        makers: Mapping[str, Callable[[str, Path], Path]] = {
            FIRST_BIRTHS: self._as_the_nation if self.by_nation else self._first_births,
            NET_ARRIVALS: self._net_arrivals,
            REGISTRATION: self._walking_rate,
            ENROLMENT_RATIOS: self._enrolment_ratio,
        }
        # what is left to chance of mortality moves all rates together (``expectancy_gain``)
        return makers[law](key, recorded) if law in makers else recorded

    def _first_births(self, key: str, recorded: Path) -> Path:
        """A value for every calendar year whose middle comes after the last fitted one.

        The slope is that of the record over the last ``slope_years``.
        """
        says = self._law(FIRST_BIRTHS)
        origin = _last_point(key, recorded)
        back = float(says["slope_years"])
        last, before = (np.log(at(recorded, year)) for year in (origin, origin - back))
        law = DampedTrend(
            damping=float(says["damping"]),
            level_spread=float(says["level"]),
            trend_spread=float(says["trend"]),
        )
        years = self._years(origin)
        levels, trends = (self._normals(FIRST_BIRTHS, part, years) for part in ("level", "trend"))
        course = np.exp(law.course(last, (last - before) / back, levels, trends))
        first = origin + 0.5
        return _resumed(key, recorded, _each_year(first, course), course)

    def _as_the_nation(self, key: str, recorded: Path) -> Path:
        """A value for every calendar year whose middle comes after the last fitted one.

            level(t) = level(o) × F(t) ÷ F(o) × e^(r(t) + n(t))

        with o the last record, F the country's fertility, r the logarithm of the ratio of the city
        to it, which reverts to what it was (``speed``, ``spread``), and n the error of F, a random
        walk from the year ``since`` on (``national_spread``).
        """
        says = self._law(BY_NATION)
        origin = _last_point(key, recorded)
        years = self._years(origin)
        ratio, error = (self._normals(FIRST_BIRTHS, part, years) for part in ("ratio", "nation"))
        apart = Reversion(speed=float(says["speed"]), spread=float(says["spread"]))
        unknown = np.array([[float(year > says["since"])] for year in years])
        moved = apart.course(np.zeros(1), np.zeros(1), ratio) + Walk(
            spread=float(says["national_spread"])
        ).course(np.zeros(1), error * unknown)
        whole = [[self._national(year + 0.5) / self._national(origin)] for year in years]
        course = at(recorded, origin) * np.array(whole) * np.exp(moved)
        return _resumed(key, recorded, _each_year(origin + 0.5, course), course)

    def _national(self, when: float) -> float:
        """The country's fertility, between the middles of years on a straight line; ends hold."""
        years, births = np.transpose(self.parameters.value(NATIONAL_FERTILITY))
        return float(np.interp(when, years + 0.5, births))

    def _net_arrivals(self, key: str, recorded: Path) -> Path:
        """A value for every year after the record; it returns to the mean of the recorded ones."""
        says = self._law(NET_ARRIVALS)
        steps = _steps(key, recorded)
        mean = steps.values.mean(axis=0)
        mean = mean + float(says["mean_error"]) * self.chance.normal(NET_ARRIVALS, "mean")
        law = Reversion(speed=float(says["speed"]), spread=float(says["spread"]))
        normals = self._normals(NET_ARRIVALS, "value", self._years(steps.last))
        course = law.course(steps.values[-1], mean, normals)
        return _resumed(key, recorded, _each_year(steps.last, course), course)

    def _walking_rate(self, key: str, recorded: Path) -> Path:
        """A value for every year after the record, its logarithm a random walk."""
        steps = _steps(key, recorded)
        law = Walk(spread=float(self._law(REGISTRATION)["spread"]))
        normals = self._normals(REGISTRATION, "value", self._years(steps.last))
        course = np.exp(law.course(np.log(steps.values[-1]), normals))
        return _resumed(key, recorded, _each_year(steps.last, course), course)

    def expectancy_gain(self) -> Path:
        """Years of life that a random walk has added since the record, of men and women alike."""
        nothing = Constant(np.zeros(1))
        if LIFE_EXPECTANCY not in self.trends:
            return nothing
        says = self._law(LIFE_EXPECTANCY)
        first = float(says["since"]) + 1
        normals = self._normals(LIFE_EXPECTANCY, "value", self._years(first))
        course = Walk(spread=float(says["spread"])).course(np.zeros(1), normals)
        return _resumed(LIFE_EXPECTANCY, nothing, _each_year(first, course), course)

    def _enrolment_ratio(self, key: str, recorded: Path) -> Path:
        """From September to September after the last count of pupils a walk of the logarithm."""
        school = key.rpartition(".")[2]
        says = self._law(ENROLMENT_RATIOS)[school]
        counted = int(says["since"])
        years = self._years(counted + 1)
        last = np.log(at(recorded, first_september(counted)))
        course = Walk(spread=float(says["walk"])).course(
            last, self._normals(ENROLMENT_RATIOS, school, years)
        )
        septembers = tuple(map(first_september, years))
        return _resumed(key, recorded, septembers, np.exp(course))

    def _law(self, name: str) -> Mapping[str, Any]:
        """What the pack says of a law; ``DataError`` where it says nothing."""
        found: Mapping[str, Any] = self.parameters.value(f"{FUTURE}{name}", self.basis)
        return found

    def _years(self, origin: float) -> tuple[int, ...]:
        """Years from an origin until the run has ended, each by the number it goes by."""
        return tuple(range(ceil(origin), ceil(max(self.stop, origin)) + 1))

    def _normals(self, law: str, what: str, years: tuple[int, ...]) -> FloatArray:
        """Standard normal numbers of a law by year, shape (years, draws or 1)."""
        return self.chance.normals([(law, what, str(year)) for year in years])


def law_of(key: str) -> str | None:
    """The law that continues a key; ``None`` for one that is held in any case."""
    return next(
        (law for law, followed in FOLLOWED.items() if f"{key}.".startswith(f"{followed}.")), None
    )


def _each_year(first: float, course: FloatArray) -> tuple[float, ...]:
    """The instants from which the values of a course hold."""
    return tuple(first + number for number in range(len(course)))


def _resumed(key: str, recorded: Path, years: tuple[float, ...], course: FloatArray) -> Path:
    """A path, and from the first of some years on a value a year, shape (years, draws or 1)."""
    then = Steps(name=key, years=years, values=course, last=years[-1] + 1)
    return Resumed(first=recorded, year=years[0], then=then)


def _last_point(key: str, recorded: Path) -> float:
    """The last dated value of a record on straight lines; ``StructureError`` for another form."""
    if not isinstance(recorded, Lines):
        raise StructureError(f"{key}: its law follows a record on straight lines")
    return recorded.years[-1]


def _steps(key: str, recorded: Path) -> Steps:
    """A record with a value a year; ``StructureError`` for another form."""
    if not isinstance(recorded, Steps):
        raise StructureError(f"{key}: its law follows a record in steps")
    return recorded
