"""In which months the people of a wide birth window were born.

Windows of a year, of half a year or of a quarter straddle 1 January, and their people are not born
evenly: a year of many births may begin on that day, many arrive at one age and few at the next.
The run knows how many there are in a window; here they are followed by month of birth, the city
as a whole, only to be split by age.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.people.start import persons_by_month_of_birth
from simulator.demography.cohort_paths import DensityByAge
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import NEWEST, Windows
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import Moment, Path


def monthly(windows: Windows) -> Windows:
    """The same clock with a window for every month."""
    each = 12 // windows.per_year
    return Windows(
        per_year=12,
        offset=windows.offset,
        first=windows.first * each,
        count=windows.count * each,
    )


def months_of_birth(outcome: Outcome) -> FloatArray:
    """Share of every window's people born in each of its months, in every draw and snapshot.

    Those of the start are spread as the census is; births fall in their month as the run counts
    them; arrivals have the age of their month. Deaths and departures thin all months of a window
    alike. All draws are followed side by side: what is looked up for one is there for all.

    Returns
    -------
    FloatArray
        shape (draw, time, windows, months of a window), adding to one in every window that has
        people.
    """
    run = outcome.trajectory
    months = _Months(outcome=outcome)
    people = _by_window(outcome)
    persons = months.of_the_start.reshape(1, people.shape[2], -1)
    step, found = 0, []
    for place, year in enumerate(run.snapshots):
        while run.readings[step] < year - SAME_INSTANT:
            persons = persons + months.new(step).reshape(-1, *persons.shape[1:])
            step += 1
        whole = persons.sum(axis=-1, keepdims=True)
        # The run knows how many are in a window, this only how they lie in it: shares are kept and
        # put on the run's own number, so that no error grows from snapshot to snapshot.
        shares = np.divide(persons, whole, out=np.zeros_like(persons), where=whole > 0)
        persons = shares * people[:, place, :, np.newaxis]
        found.append(np.broadcast_to(shares, persons.shape))
    return np.stack(found, axis=1)


@dataclass(frozen=True, kw_only=True)
class _Months:
    """Who joins every month of birth, persons."""

    outcome: Outcome

    @cached_property
    def windows(self) -> Windows:
        return monthly(self.outcome.trajectory.system.axis["cohort"].birth_windows)

    @cached_property
    def of_the_start(self) -> FloatArray:
        """People there at the start, shape (months,)."""
        start = self.outcome.scenario.start
        given = persons_by_month_of_birth(self.outcome.pack, start)
        stop = self.windows.newest(start - 1 / 24)
        reach = min(stop, given.size)
        found = np.zeros(self.windows.count)
        found[stop - reach : stop] = given[given.size - reach :]
        return found

    def new(self, step: int) -> FloatArray:
        """Births and arrivals between a reading and the next, shape (draw, months)."""
        readings = self.outcome.trajectory.readings
        first, last = float(readings[step]), float(readings[step + 1])
        moment = Moment((first + last) / 2, first, last)
        profile = self.profile.value(moment).sum(axis=1)
        found: FloatArray = self.arrivals[:, step, np.newaxis] * profile[:, 1:]
        found[:, self.windows.newest(moment.middle) - 1] += self.births[:, step]
        return found

    @cached_property
    def profile(self) -> Path:
        """Who arrives, by month of birth; ``TypeError`` for a path that is no density by age."""
        path = self.outcome.scenario.paths["arrival_profile"]
        if not isinstance(path, DensityByAge):
            raise TypeError(f"arrival_profile: a {type(path).__name__} has no months of birth")
        labels = tuple(map(str, range(self.windows.count + 1)))
        return replace(path, cohorts=replace(path.cohorts, labels=labels, windows=self.windows))

    @cached_property
    def arrivals(self) -> FloatArray:
        """Who moves in between readings, all places together, shape (draw, readings − 1)."""
        return self._arrived(("arrivals", "registered_arrivals"))

    @cached_property
    def births(self) -> FloatArray:
        """Newborns between readings, all places together, shape (draw, readings − 1)."""
        streams = self.outcome.trajectory.system.streams
        born = (s.name for s in streams if s.target is not None and NEWEST in s.target)
        return self._arrived(born)

    def _arrived(self, streams: Iterable[str]) -> FloatArray:
        """What some streams brought between readings, all places together."""
        run = self.outcome.trajectory
        found = np.zeros((self.outcome.scenario.draws, run.readings.size))
        for name in streams:
            found += run.arrived[name].reshape(len(found), -1, run.readings.size).sum(axis=1)
        return np.diff(found)


def _by_window(outcome: Outcome) -> FloatArray:
    """People at the snapshots by window, the open cohort left out, shape (draw, time, windows)."""
    run = outcome.trajectory
    axes = run.system.stock["people"].axes
    away = tuple(1 + place for place, axis in enumerate(axes) if axis != "cohort")
    found: FloatArray = run.stocks["people"].sum(axis=away)[:, 1:].swapaxes(1, 2)
    return found
