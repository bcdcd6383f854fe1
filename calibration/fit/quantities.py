"""What a block of runs says of the quantities that ``fit.toml`` may name.

Every function takes the runs and an instant (for a count over a year, the end of that year) and
gives one number a draw, in the unit of the record. What a run's own tables count too is defined in
``simulator.city.record.modelled`` and only looked up here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.city.record.modelled import Counts, NoReadingError
from simulator.demography.single_ages import completed_ages
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import place_of

FIRST = ("first_births_planning", "first_births_content")
SECOND = ("second_births",)
MOTHERS_OF_ONE = ("one_child", "spacing_early", "spacing_late", "waiting")


@dataclass(frozen=True)
class BlockRuns:
    """Runs of the whole city as one region, one for every point.

    ``take_up`` holds the share of children who are served, shape (draws or 1,), by service;
    ``presence`` the share of the register that lives in the city.
    """

    trajectory: Trajectory
    take_up: Mapping[str, FloatArray]
    presence: float

    @property
    def counts(self) -> Counts:
        """The quantities that runs and fits count alike."""
        return Counts(trajectory=self.trajectory)

    def carried(self, flows: tuple[str, ...], stop: float) -> FloatArray:
        """People that some flows carried in the year that ends, shape (draws,)."""
        return self.counts.here(self.counts.carried(flows, stop))

    def people(self, year: float) -> FloatArray:
        """People at an instant, shape (draws, status, cohort, residency)."""
        found = place_of(self.trajectory.snapshots, year)
        if found is None:
            raise NoReadingError(f"no snapshot at {year}")
        return np.asarray(self.trajectory.stocks["people"][..., 0, found])

    def status(self, name: str) -> int:
        """Where a status stands."""
        return self.trajectory.system.axis["status"].index(name)

    def by_age(self, year: float) -> FloatArray:
        """People by completed age at an instant, shape (draws, 101)."""
        windows = self.trajectory.system.axis["cohort"].birth_windows
        ages = completed_ages(windows, year)
        return np.asarray(self.people(year).sum(axis=(1, 3)) @ ages)


FittedQuantity = Callable[[BlockRuns, float], FloatArray]
"""A quantity of every draw, shape (draws,); ``NoReadingError`` where nothing was read then."""


def of_the_run(quantity: Callable[[Counts, float], FloatArray]) -> FittedQuantity:
    """A quantity that a run's tables hold against the record by the same definition."""
    return lambda runs, year: quantity(runs.counts, year)


def registered_men(runs: BlockRuns, year: float) -> FloatArray:
    """Men on the register, living here or not."""
    registered = runs.trajectory.system.axis["residency"].index("registered")
    men = runs.people(year)[:, runs.status("men"), :, registered]
    return np.asarray(men.sum(axis=1) / runs.presence)


def first_birth_share(runs: BlockRuns, stop: float) -> FloatArray:
    """First births of the year, per cent of births."""
    return runs.counts.birth_share(FIRST, stop)


def pupils(service: str, runs: BlockRuns, year: float) -> FloatArray:
    """Children of a school stage who are served, by the fitted share (``pupils_by_share``)."""
    return runs.counts.pupils_by_share(service, runs.take_up[service], year)


def waiting(runs: BlockRuns, year: float) -> FloatArray:
    """Mothers of one who may have, want and are ready for a second child."""
    return np.asarray(runs.people(year)[:, runs.status("waiting")].sum(axis=(1, 2)))


def mothers_of_one(first: int, runs: BlockRuns, year: float) -> FloatArray:
    """Mothers of one in the register who were born in a decade; they need not live here."""
    windows = runs.trajectory.system.axis["cohort"].birth_windows
    opening = np.array([windows.opening(number) for number in range(windows.count)])
    width = 1 / windows.per_year
    # A window that lies across the end of a decade counts by the part of it inside.
    inside = np.minimum(opening + width, first + 10) - np.maximum(opening, first)
    share = np.concatenate([[0.0], np.clip(inside / width, 0, 1)])
    registered = runs.trajectory.system.axis["residency"].index("registered")
    here = runs.people(year)[..., registered]
    women = np.asarray(sum(here[:, runs.status(name)] for name in MOTHERS_OF_ONE))
    # the record counts the register, here or away; the model follows those who live here
    return np.asarray(women @ share / runs.presence)


def share_of_ages(first: int, last: int, runs: BlockRuns, year: float) -> FloatArray:
    """Residents of some completed ages, per cent of residents."""
    ages = runs.by_age(year)
    return np.asarray(100 * ages[:, first:last].sum(axis=1) / ages.sum(axis=1))


def dependency(first: int, last: int, runs: BlockRuns, year: float) -> FloatArray:
    """Residents of some completed ages per 100 of the ages 15 to 64."""
    ages = runs.by_age(year)
    return np.asarray(100 * ages[:, first:last].sum(axis=1) / ages[:, 15:65].sum(axis=1))


QUANTITIES: Mapping[str, FittedQuantity] = {
    "residents": of_the_run(Counts.residents),
    "register": of_the_run(Counts.register),
    "registered_men": registered_men,
    "births": of_the_run(Counts.births),
    "registered_births": of_the_run(Counts.registered_births),
    "first_births": lambda runs, stop: runs.carried(FIRST, stop),
    "second_births": lambda runs, stop: runs.carried(SECOND, stop),
    "first_birth_share": first_birth_share,
    "second_birth_share": of_the_run(Counts.second_birth_share),
    "crude_death_rate": of_the_run(Counts.crude_death_rate),
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
