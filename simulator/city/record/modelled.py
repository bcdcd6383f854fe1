"""What a run says of a quantity that is also counted: one function a quantity, in its unit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.services import Service
from simulator.city.people.births import NEWBORNS
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.paths import Moment

_INSTANT = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Where and when a quantity is asked for: a district or the city, an instant or year's end."""

    outcome: Outcome
    place: str
    when: float
    draw: int = 0

    def reading(self, year: float) -> int | None:
        """Number of the reading at an instant; ``None`` where there is none."""
        there = np.flatnonzero(np.abs(self.outcome.trajectory.readings - year) <= _INSTANT)
        return int(there[0]) if there.size else None

    def here(self, by_district: FloatArray) -> float:
        """The value of the place, of an array that ends with the districts."""
        if self.place == CITY:
            return float(by_district.sum())
        districts = self.outcome.trajectory.system.axis["district"]
        return float(by_district[..., districts.index(self.place)].sum())


Modelled = Callable[[Occasion], float | None]
"""A quantity of the run; ``None`` where the run does not know it."""


def residents(asked: Occasion) -> float | None:
    """People who live in the place."""
    return _measured(asked, "residents", asked.when)


def register(asked: Occasion) -> float | None:
    """People in the published register, living here or not."""
    return _measured(asked, "register", asked.when)


def births(asked: Occasion) -> float | None:
    """Births of residents in the year that ends."""
    return _counted(asked, *NEWBORNS)


def registered_births(asked: Occasion) -> float | None:
    """Newborns of the year who are registered here at birth."""
    return _counted(asked, *NEWBORNS, residency="registered")


def second_birth_share(asked: Occasion) -> float | None:
    """Second births of the year, per cent of births."""
    seconds, every = _counted(asked, "second_births"), births(asked)
    return None if seconds is None or not every else 100 * seconds / every


def crude_death_rate(asked: Occasion) -> float | None:
    """Deaths of the year per 1,000 of the mean of residents at its two ends."""
    deaths = _counted(asked, "deaths")
    first, last = _measured(asked, "residents", asked.when - 1), residents(asked)
    if deaths is None or first is None or last is None:
        return None
    return 1000 * deaths / ((first + last) / 2)


def deliveries(asked: Occasion) -> float | None:
    """Deliveries in the year: the mean of its twelve monthly rates."""
    months = [_measured(asked, "deliveries", asked.when - 1 + month / 12) for month in range(12)]
    known = [rate for rate in months if rate is not None]
    return sum(known) / len(months) if len(known) == len(months) else None


def pupils(service: Service) -> Modelled:
    """Those who seek a place of a school service: its demand ÷ places for each."""

    def count(asked: Occasion) -> float | None:
        run, found = asked.outcome.trajectory, asked.reading(asked.when)
        if found is None:
            return None
        row = run.system.axis["service"].index(service.name)
        moment = Moment(asked.when, asked.when, asked.when + 1e-7)
        norm = asked.outcome.scenario.paths["norm"].value(moment)
        wanted = asked.here(run.measures["demand"][asked.draw, row, :, found])
        return wanted / float(norm[min(asked.draw, norm.shape[0] - 1), row])

    return count


def supply(service: Service) -> Modelled:
    """Risk-adjusted supply of a service, known after the start of its record."""

    def count(asked: Occasion) -> float | None:
        run, found = asked.outcome.trajectory, asked.reading(asked.when)
        start = service.start
        if found is None or start is None or asked.when <= start.year + _INSTANT:
            return None
        row = run.system.axis["service"].index(service.name)
        expected = run.system.axis["delivery"].index("expected")
        return asked.here(run.measures["supply"][asked.draw, expected, row, :, found])

    return count


def _measured(asked: Occasion, measure: str, year: float) -> float | None:
    """A measure that ends with the districts, summed over its other axes."""
    found = asked.reading(year)
    if found is None:
        return None
    return asked.here(asked.outcome.trajectory.measures[measure][asked.draw, ..., found])


def _counted(asked: Occasion, *flows: str, residency: str | None = None) -> float | None:
    """All that arrived by some flows in the year that ends."""
    first, last = asked.reading(asked.when - 1), asked.reading(asked.when)
    run = asked.outcome.trajectory
    if first is None or last is None:
        return None
    total = 0.0
    for flow in flows:
        totals = (run.arrived if flow in run.arrived else run.left)[flow][asked.draw]
        counted = totals[..., last] - totals[..., first]
        if residency is not None:
            counted = counted[run.system.axis["residency"].index(residency)]
        total += asked.here(counted)
    return total
