"""What runs say of a quantity that is also counted: one definition a quantity, in its unit.

Runs and fits are held against the same record, so both read it by the same definitions. They are
written for all draws at once (``Counts``), as a fit evaluates many points in one run; a table asks
for one draw of one place at one instant (``Occasion``).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.services import Service
from simulator.city.people.births import NEWBORNS
from simulator.city.services.demanded import (
    YEAR,
    deliveries_of_all,
    resident_deliveries_of_all,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import SAME_INSTANT, place_of
from simulator.stockflow.values.paths import Moment, at


class NoReadingError(LookupError):
    """A run has no reading at the instant that is asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What a run of one or many draws says of a place: the city, one district, or all of them.

    Every quantity is asked for at an instant; what is counted over a year, at the year's end. It
    has one value a draw, shape (draws,), in persons unless said; of every district side by side
    (``place`` is ``None``) the shape is (draws, district). Where the run has no reading there,
    ``NoReadingError``.
    """

    trajectory: Trajectory
    place: str | None = CITY

    def residents(self, when: float) -> FloatArray:
        """People who live in the place."""
        return self.here(self.measured("residents", when))

    def register(self, when: float) -> FloatArray:
        """People in the published register, living here or not."""
        return self.here(self.measured("register", when))

    def births(self, stop: float) -> FloatArray:
        """Births of residents in the year that ends."""
        return self.here(self.carried(NEWBORNS, stop))

    def registered_births(self, stop: float) -> FloatArray:
        """Newborns of the year who are registered here at birth."""
        registered = self.trajectory.system.axis["residency"].index("registered")
        return self.here(self.carried(NEWBORNS, stop)[:, registered])

    def birth_share(self, flows: tuple[str, ...], stop: float) -> FloatArray:
        """Births by some flows, per cent of the year's births; NaN where nobody was born."""
        return known_ratio(100 * self.here(self.carried(flows, stop)), self.births(stop))

    def second_birth_share(self, stop: float) -> FloatArray:
        """Second births of the year, per cent of births; NaN where nobody was born."""
        return self.birth_share(("second_births",), stop)

    def crude_death_rate(self, stop: float) -> FloatArray:
        """Deaths of the year per 1,000 of the mean of residents at its two ends; NaN of nobody."""
        living = (self.residents(stop - 1) + self.residents(stop)) / 2
        return known_ratio(1000 * self.here(self.carried(("deaths",), stop)), living)

    def pupils_by_demand(self, service: str, norm: FloatArray, when: float) -> FloatArray:
        """Pupils as a run of the whole city has them: demand ÷ places for each (``norm``).

        NaN where no place is allowed for anybody. Demand is of those who seek a place: who may
        claim one follows from register and points.
        """
        return known_ratio(self.here(self._of_service("demand", service, when)), norm)

    def pupils_by_share(self, service: str, served: FloatArray, when: float) -> FloatArray:
        """Pupils as a fit has them: children of school age × the share who are served.

        The fit runs the people alone, without services, so that it knows no demand: the share, of
        shape (draws or 1,), is a number of its own, fitted so that pupils tell how many children
        there are and not who was let in. A run can't use it: there the share is an outcome.
        """
        return self.here(self._of_service("in_scope", service, when)) * served

    def supply(self, service: str, when: float) -> FloatArray:
        """Risk-adjusted supply of a service, in its unit, places or beds."""
        expected = self.trajectory.system.axis["timetable"].index("expected")
        row = self.trajectory.system.axis["service"].index(service)
        return self.here(self.measured("supply", when)[:, expected, row])

    # -- what the definitions are made of

    def measured(self, measure: str, when: float) -> FloatArray:
        """A measure at an instant, shape (draws, *its axes)."""
        return np.asarray(self.trajectory.measures[measure][..., self.reading(when)])

    def carried(self, flows: tuple[str, ...], stop: float) -> FloatArray:
        """Persons some flows carried in the year that ends, shape (draws, residency, district)."""
        first, last = self.reading(stop - 1), self.reading(stop)
        run = self.trajectory
        totals = [(run.arrived if flow in run.arrived else run.left)[flow] for flow in flows]
        return np.asarray(sum(total[..., last] - total[..., first] for total in totals))

    def here(self, by_district: FloatArray) -> FloatArray:
        """The total of the place, of an array of shape (draws, …, district)."""
        if self.place == CITY:
            return np.asarray(by_district.sum(axis=tuple(range(1, by_district.ndim))))
        if self.place is None:
            return np.asarray(by_district.sum(axis=tuple(range(1, by_district.ndim - 1))))
        place = self.trajectory.system.axis["district"].index(self.place)
        return np.asarray(by_district[..., place].sum(axis=tuple(range(1, by_district.ndim - 1))))

    def reading(self, when: float) -> int:
        """Number of the reading at an instant; ``NoReadingError`` where there is none."""
        there = place_of(self.trajectory.readings, when)
        if there is None:
            raise NoReadingError(f"no reading at {when}")
        return there

    def _of_service(self, measure: str, service: str, when: float) -> FloatArray:
        """A measure of one service, shape (draws, district)."""
        row = self.trajectory.system.axis["service"].index(service)
        return self.measured(measure, when)[:, row]


# The same for one draw of one place, as a table asks.
@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Where and when a quantity is asked for: a district or the city, an instant or year's end."""

    outcome: Outcome
    place: str
    when: float
    draw: int = 0

    @property
    def counts(self) -> Counts:
        """The quantities of the place, of all draws."""
        return Counts(trajectory=self.outcome.trajectory, place=self.place)

    def reading(self, year: float) -> int | None:
        """Number of the reading at an instant; ``None`` where there is none."""
        try:
            return self.counts.reading(year)
        except NoReadingError:
            return None

    def in_every_draw(self, name: str, quantity: "Quantity") -> FloatArray | None:
        """The values of all draws, shape (draws,), found once under a name.

        ``None`` where there is no reading; NaN where there is nothing to divide by.
        """
        key = (__name__, f"{name} of {self.place} at {self.when}", 0)
        try:
            return self.outcome.once(key, lambda: quantity(self.counts, self.when))
        except NoReadingError:
            return None

    def own(self, every: FloatArray | None) -> float | None:
        """The draw's own of the values of all, shape (draws or 1,); ``None`` where not known."""
        if every is None:
            return None
        value = float(every[self.draw if len(every) > 1 else 0])
        return None if np.isnan(value) else value


def known_ratio(upper: FloatArray, lower: FloatArray) -> FloatArray:
    """Upper ÷ lower, their shape; NaN, unknown, where there is nothing to divide by."""
    unknown = np.full(np.broadcast_shapes(upper.shape, lower.shape), np.nan)
    return np.asarray(np.divide(upper, lower, out=unknown, where=lower != 0))


Quantity = Callable[[Counts, float], FloatArray]
"""A quantity of all draws, shape (draws,)."""

OfDraws = Callable[[Occasion], FloatArray | None]
"""A quantity of the place asked for in all draws; ``None`` where the run does not know it."""

Modelled = Callable[[Occasion], float | None]
"""A quantity of the draw and place asked for; ``None`` where the run does not know it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity of the draw asked for, and of all draws: shape (draws,), NaN where not known."""

    of_draws: OfDraws

    def __call__(self, asked: Occasion) -> float | None:
        """That of one draw."""
        return asked.own(self.of_draws(asked))


def _told(quantity: Quantity) -> Told:
    return Told(lambda asked: asked.in_every_draw(quantity.__name__, quantity))


residents = _told(Counts.residents)
register = _told(Counts.register)
births = _told(Counts.births)
registered_births = _told(Counts.registered_births)
second_birth_share = _told(Counts.second_birth_share)
crude_death_rate = _told(Counts.crude_death_rate)


def _in_the_year(asked: Occasion, since: FloatArray) -> FloatArray | None:
    """What a running total by district grew by in the year that ends, in every draw."""
    first, last = asked.reading(asked.when - YEAR), asked.reading(asked.when)
    if first is None or last is None:
        return None
    return asked.counts.here(since[..., last] - since[..., first])


deliveries = Told(lambda asked: _in_the_year(asked, deliveries_of_all(asked.outcome)))
"""Deliveries in the city in the year that ends, of mothers from outside too."""

resident_deliveries = Told(
    lambda asked: _in_the_year(asked, resident_deliveries_of_all(asked.outcome))
)
"""Deliveries of mothers who live in the city, in the year that ends."""


def norm_of(outcome: Outcome, service: str, when: float, draw: int = 0) -> float:
    """Places for each user that a run allows of a service at an instant."""
    norm = at(outcome.scenario.paths["norm"], when)
    row = outcome.trajectory.system.axis["service"].index(service)
    return float(norm[draw if len(norm) > 1 else 0, row])


def pupils(service: Service) -> Told:
    """Those who seek a place of a school service (``Counts.pupils_by_demand``)."""

    def count(asked: Occasion) -> FloatArray | None:
        if asked.reading(asked.when) is None:
            return None
        moment = Moment(asked.when, asked.when, asked.when + 1e-7)
        row = asked.outcome.trajectory.system.axis["service"].index(service.name)
        norm = asked.outcome.scenario.paths["norm"].value(moment)[:, row]
        return asked.in_every_draw(
            f"pupils of {service.name}",
            lambda counts, when: counts.pupils_by_demand(service.name, norm, when),
        )

    return Told(count)


def supply(service: Service) -> Told:
    """Risk-adjusted supply of a service, known after the start of its record."""

    def count(asked: Occasion) -> FloatArray | None:
        start = service.start
        if start is None or asked.when <= start.year + SAME_INSTANT:
            return None
        return asked.in_every_draw(
            f"supply of {service.name}",
            lambda counts, when: counts.supply(service.name, when),
        )

    return Told(count)
