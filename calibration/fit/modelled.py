"""What a block of runs says of the quantities of the record: one function a quantity.

Every function takes the runs and an instant (for a count over a year, the end of that year) and
gives one number a draw, in the unit of the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from simulator.demography.single_ages import completed_ages
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory

NEWBORNS = ("newborn_boys", "newborn_girls")
FIRST = ("first_births_planning", "first_births_content")
MOTHERS_OF_ONE = slice(2, 5)
_INSTANT = 1e-9


@dataclass(frozen=True)
class Runs:
    """Runs of the whole city as one region, one for every point.

    ``take_up`` holds the share of children who are served, shape (draws or 1,), by service;
    ``presence`` the share of the register that lives in the city.
    """

    trajectory: Trajectory
    take_up: Mapping[str, FloatArray]
    presence: float

    def measure(self, name: str, year: float) -> FloatArray:
        """A measure at an instant, shape (draws, *axes)."""
        return np.asarray(self.trajectory.measures[name][..., self._reading(year)])

    def counted(self, names: tuple[str, ...], stop: float) -> FloatArray:
        """All that some flows carried in the year that ends, shape (draws, residency)."""
        first, last = self._reading(stop - 1), self._reading(stop)
        run = self.trajectory
        totals = [(run.arrived if name in run.arrived else run.left)[name] for name in names]
        carried = sum(total[..., last] - total[..., first] for total in totals)
        return np.asarray(carried)[:, :, 0]

    def people(self, year: float) -> FloatArray:
        """People at an instant, shape (draws, status, cohort, residency)."""
        found = np.flatnonzero(np.abs(self.trajectory.snapshots - year) <= _INSTANT)
        return np.asarray(self.trajectory.stocks["people"][..., 0, int(found[0])])

    def by_age(self, year: float) -> FloatArray:
        """People by completed age at an instant, shape (draws, 101)."""
        windows = self.trajectory.system.axis["cohort"].birth_windows
        ages = completed_ages(windows, year)
        return np.asarray(self.people(year).sum(axis=(1, 3)) @ ages)

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Services whose scope is read."""
        return self.trajectory.system.axis["service"].labels

    def _reading(self, year: float) -> int:
        return int(np.flatnonzero(np.abs(self.trajectory.readings - year) <= _INSTANT)[0])


Modelled = Callable[[Runs, float], FloatArray]


def residents(runs: Runs, year: float) -> FloatArray:
    """People who live in the city."""
    return np.asarray(runs.measure("residents", year).sum(axis=(1, 2)))


def register(runs: Runs, year: float) -> FloatArray:
    """People in the published register."""
    return np.asarray(runs.measure("register", year).sum(axis=1))


def births(runs: Runs, stop: float) -> FloatArray:
    """Births of residents in the year that ends."""
    return np.asarray(runs.counted(NEWBORNS, stop).sum(axis=1))


def registered_births(runs: Runs, stop: float) -> FloatArray:
    """Newborns of the year registered here at birth."""
    return runs.counted(NEWBORNS, stop)[:, 0]


def first_births(runs: Runs, stop: float) -> FloatArray:
    """First births of the year."""
    return np.asarray(runs.counted(FIRST, stop).sum(axis=1))


def second_births(runs: Runs, stop: float) -> FloatArray:
    """Second births of the year."""
    return np.asarray(runs.counted(("second_births",), stop).sum(axis=1))


def first_birth_share(runs: Runs, stop: float) -> FloatArray:
    """First births of the year, per cent of births."""
    return 100 * first_births(runs, stop) / births(runs, stop)


def second_birth_share(runs: Runs, stop: float) -> FloatArray:
    """Second births of the year, per cent of births."""
    return 100 * second_births(runs, stop) / births(runs, stop)


def crude_death_rate(runs: Runs, stop: float) -> FloatArray:
    """Deaths of the year per 1,000 of the mean of residents at its two ends."""
    living = (residents(runs, stop - 1) + residents(runs, stop)) / 2
    return np.asarray(1000 * runs.counted(("deaths",), stop).sum(axis=1) / living)


def pupils(service: str, runs: Runs, year: float) -> FloatArray:
    """Children of a school stage who seek a place on 1 September."""
    row = runs.services.index(service)
    return np.asarray(runs.measure("in_scope", year)[:, row].sum(axis=1) * runs.take_up[service])


def waiting(runs: Runs, year: float) -> FloatArray:
    """Mothers of one who may have, want and are ready for a second child."""
    return np.asarray(runs.people(year)[:, 4].sum(axis=(1, 2)))


def mothers_of_one(first: int, runs: Runs, year: float) -> FloatArray:
    """Mothers of one in the register who were born in a decade; they need not live here."""
    windows = runs.trajectory.system.axis["cohort"].birth_windows
    opening = np.array([windows.opening(number) for number in range(windows.count)])
    width = 1 / windows.per_year
    inside = np.minimum(opening + width, first + 10) - np.maximum(opening, first)
    share = np.concatenate([[0.0], np.clip(inside / width, 0, 1)])
    women = runs.people(year)[:, MOTHERS_OF_ONE, :, 0].sum(axis=1)
    return np.asarray(women @ share / runs.presence)


def share_of_ages(first: int, last: int, runs: Runs, year: float) -> FloatArray:
    """Residents of some completed ages, per cent of residents."""
    ages = runs.by_age(year)
    return np.asarray(100 * ages[:, first:last].sum(axis=1) / ages.sum(axis=1))


def dependency(first: int, last: int, runs: Runs, year: float) -> FloatArray:
    """Residents of some completed ages per 100 of the ages 15 to 64."""
    ages = runs.by_age(year)
    return np.asarray(100 * ages[:, first:last].sum(axis=1) / ages[:, 15:65].sum(axis=1))


QUANTITIES: Mapping[str, Modelled] = {
    "residents": residents,
    "register": register,
    "births": births,
    "registered_births": registered_births,
    "first_births": first_births,
    "second_births": second_births,
    "first_birth_share": first_birth_share,
    "second_birth_share": second_birth_share,
    "crude_death_rate": crude_death_rate,
    "pupils_primary": partial(pupils, "primary"),
    "pupils_junior": partial(pupils, "junior"),
    "mothers_of_one_born_1960s": partial(mothers_of_one, 1960),
    "mothers_of_one_born_1970s": partial(mothers_of_one, 1970),
    "mothers_of_one_born_1980s": partial(mothers_of_one, 1980),
    "mothers_of_one_born_1990s": partial(mothers_of_one, 1990),
    "child_dependency_ratio": partial(dependency, 0, 15),
    "old_dependency_ratio": partial(dependency, 65, 101),
    "share_0_14": partial(share_of_ages, 0, 15),
    "share_65": partial(share_of_ages, 65, 101),
    "waiting": waiting,
}
"""Every quantity ``fit.toml`` may name."""
