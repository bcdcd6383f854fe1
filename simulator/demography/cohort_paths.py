"""Paths on the cohort axis: rates, densities and bands by age, carried by birth windows.

In interval ``j`` between two openings a window that opened ``n`` intervals ago holds people of
ages (n − 1)/m to (n + 1)/m, uniformly by birth. With τ the share of the interval gone by, the
share τ of the window has passed age n/m; only where m divides n is that a birthday.

A table by single age so becomes, for every window, a mixture of two ages whose weights are straight
in time within an interval. A path is therefore kept as its value at the start of an interval and
its change to the end: a run asks for it many times in one, and the table is looked up once.

Rates that thin the window itself, as deaths do, need more than the mixture: under hazards that are
constant within a year of age, ``birthday_hazard`` carries a window exactly past its birthday.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.demography.life_table import birthday_hazard
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import Axis, Windows
from simulator.stockflow.values.paths import Beyond, Moment, Variation, refuse_beyond

Reading = Literal["now", "last_opening_day"]
"""When an age counts: at the moment, or on the last first-day-of-windows."""

Ends = tuple[FloatArray, FloatArray]
"""A value at the start of an interval between openings, and its change to the end."""

OLDEST = 150
"""No window holds people of this age (years)."""


@dataclass(frozen=True, kw_only=True)
class AlongCohorts:
    """A table by calendar year and single age that is read along cohorts.

    ``table`` has shape (draws or 1, years, *leading axes, ages); the last age is open. ``years``
    are its calendar years; each holds from its 1 January. ``before`` and ``after`` say whether the
    first and the last hold beyond the table; where not, a moment there is refused. What a window
    gets of the table is for the kinds of tables to say (``ByAge``, ``DensityByAge``).
    """

    name: str
    cohorts: Axis
    table: FloatArray
    years: tuple[int, ...]
    leading: tuple[str, ...] = ()
    before: Beyond = "error"
    after: Beyond = "error"
    # What was made for the interval asked for last: the path itself never changes.
    carried: dict[tuple[int, int], Ends] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def axes(self) -> tuple[str, ...]:
        """The leading axes, then the cohorts."""
        return (*self.leading, self.cohorts.name)

    @property
    def variation(self) -> Variation:
        """Linear while the same windows pass the same birthdays."""
        return "linear"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Each 1 January of the table's years, where it has more than one."""
        return year_kinks(self.years, start, stop)

    def value(self, moment: Moment) -> FloatArray:
        """Value of each window at a moment, shape (draws or 1, *leading, cohorts).

        Raises
        ------
        IntegrationError
            Beyond the years of the table, unless its first or last year holds there.
        """
        place = year_place(self.name, moment, self.years, (self.before, self.after))
        interval = self.cohorts.birth_windows.interval(moment.middle)
        low, rise = _kept(self.carried, (place, interval), lambda: self._ends(place, moment))
        return low + rise * interval_share(self.cohorts.birth_windows, moment)

    def _ends(self, place: int, moment: Moment) -> Ends:
        """The value at the start of an interval, and by how much it changes to its end."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ByAge(AlongCohorts):
    """Rates by calendar year and single age: each window has the mean rate of its people.

    The value of a window is ``(1 − τ) r[younger] + τ r[older]``. ``first_year``, where given, of
    shape (draws or 1, years, *leading axes, m + 1), replaces the value of the windows that opened
    0 … m intervals ago (rates that move within the first year of life).
    ``hazard`` says that the rate thins the window itself, as deaths do: its older people are then
    fewer, and the mixture is multiplied by the one factor that carries the window exactly past its
    birthday (``birthday_hazard``).
    """

    first_year: FloatArray | None = None
    hazard: bool = False

    def _ends(self, place: int, moment: Moment) -> Ends:
        windows = self.cohorts.birth_windows
        table = self.table[:, place]
        younger, older, elapsed = ages(windows, moment.middle, table.shape[-1])
        low, high = table[..., younger], table[..., older]
        if self.hazard:
            # Both ends by the same factor: the mixture stays straight, and only its mean over the
            # interval counts for how many are left at the end of it.
            passing = np.flatnonzero(older != younger)
            factor = _thinned(low[..., passing], high[..., passing], windows)
            low[..., passing] *= factor
            high[..., passing] *= factor
        if self.first_year is not None:
            recent = np.flatnonzero((elapsed >= 0) & (elapsed <= windows.per_year))
            low[..., recent] = self.first_year[:, place][..., elapsed[recent]]
            high[..., recent] = low[..., recent]
        return low, high - low


@dataclass(frozen=True, kw_only=True)
class DensityByAge(AlongCohorts):
    """Shares by single age, adding to one over ages and leading axes: each window has its part.

    The value of a window is the integral of the density over the ages of its people, so that the
    values of all cohorts add to the sum of the table. The newest window covers the ages born so
    far; whatever lies beyond the oldest window belongs to the open cohort.
    """

    def _ends(self, place: int, moment: Moment) -> Ends:
        windows = self.cohorts.birth_windows
        table = self.table[:, place]
        padded = np.concatenate([table, np.zeros_like(table[..., :1])], axis=-1)
        younger, older, elapsed = ages(windows, moment.middle, padded.shape[-1])
        low = padded[..., younger] / windows.per_year
        rise = padded[..., older] / windows.per_year - low
        newest = elapsed == 0  # of the newest window the ages up to τ are there
        rise[..., newest], low[..., newest] = low[..., newest], 0.0
        # Unborn windows have nothing, and the open cohort all that the others leave of the table.
        for part in (low, rise):
            part[..., elapsed < 0] = 0.0
            part[..., 0] = 0.0
        low[..., 0] = table.sum(axis=-1) - low.sum(axis=-1)
        rise[..., 0] = -rise.sum(axis=-1)
        return low, rise


@dataclass(frozen=True, kw_only=True)
class AgeBand:
    """Share of a window's people whose age lies in [youngest, oldest), shape (1, cohorts).

    ``reading = "now"``: exact age at the moment, so the share grows linearly as a window comes of
    age. ``reading = "last_opening_day"``: completed age on the last first-day-of-windows (31 August
    for a city), so that whole birth windows belong or do not, for a whole school year.
    """

    cohorts: Axis
    youngest: int
    oldest: int | None
    reading: Reading = "now"

    @property
    def axes(self) -> tuple[str, ...]:
        """The cohorts."""
        return (self.cohorts.name,)

    @property
    def variation(self) -> Variation:
        """Linear while the same windows pass the same birthdays."""
        return "linear"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """None beside the openings of windows, which always end a segment."""
        return ()

    def value(self, moment: Moment) -> FloatArray:
        """Share inside the band, 0 to 1, shape (1, cohorts)."""
        low, rise = self.ends(moment.middle)
        return low + rise * interval_share(self.cohorts.birth_windows, moment)

    def ends(self, middle: float) -> Ends:
        """The share at the start of the interval around an instant, and by how much it changes."""
        windows = self.cohorts.birth_windows
        inside = np.zeros(OLDEST)
        inside[self.youngest : self.oldest] = 1.0
        if self.reading == "now":
            younger, older, elapsed = ages(windows, middle, inside.size)
            low, high = inside[younger], inside[older]
            unborn = elapsed < 0
        else:
            # A moment after that day, so that its birthdays count as reached.
            whole_years = windows.interval(middle) // windows.per_year
            day = windows.offset + whole_years
            younger, _, elapsed = ages(windows, float(day) + 1e-6, inside.size)
            low = high = inside[younger]
            unborn = elapsed <= 0
        low, rise = np.where(unborn, 0.0, low), np.where(unborn, 0.0, high - low)
        return low[np.newaxis], rise[np.newaxis]


def _kept(
    carried: dict[tuple[int, int], Ends], key: tuple[int, int], make: Callable[[], Ends]
) -> Ends:
    """Both ends of the interval asked for last; within a segment it is always the same one."""
    found = carried.get(key)
    if found is None:
        found = make()
        carried.clear()
        carried[key] = found
    return found


def _thinned(younger: FloatArray, older: FloatArray, windows: Windows) -> FloatArray:
    """Mean hazard of a window that passes a birthday, over the mean of the two ages; no unit."""
    even = (younger + older) / 2
    exact = birthday_hazard(younger, older, 1 / windows.per_year)
    return np.divide(exact, even, out=np.ones_like(even), where=even > 0)


def ages(windows: Windows, middle: float, size: int) -> tuple[IntArray, IntArray, IntArray]:
    """Completed ages of the youngest and oldest of each cohort, and the intervals gone since birth.

    Ages are cut to the last of ``size`` ages; the open cohort always has the last.

    Returns
    -------
    tuple of IntArray
        three arrays of shape (cohorts,): years, years, intervals (negative for the unborn).
    """
    since_first = windows.interval(middle) - windows.first
    return _ages(since_first, windows.count, windows.per_year, size)


@lru_cache(maxsize=512)
def _ages(
    since_first: int, count: int, per_year: int, size: int
) -> tuple[IntArray, IntArray, IntArray]:
    elapsed = since_first - np.arange(count, dtype=np.int64)
    elapsed = np.concatenate([[10**6], elapsed])  # the open cohort: older than any table
    younger = np.clip((elapsed - 1) // per_year, 0, size - 1)
    older = np.clip(elapsed // per_year, 0, size - 1)
    return younger, older, elapsed


def interval_share(windows: Windows, moment: Moment) -> float:
    """τ: the share of the interval between two openings that has gone by, 0 to 1."""
    interval = windows.interval(moment.middle)
    opening = windows.opening(interval - windows.first)
    return (moment.year - opening) * windows.per_year


def year_kinks(years: tuple[int, ...], start: float, stop: float) -> tuple[float, ...]:
    """The instants between two at which a year of a table begins, or the last one ends."""
    if len(years) == 1:
        return ()
    return tuple(float(year) for year in (*years, years[-1] + 1) if start < year < stop)


def year_place(
    name: str, moment: Moment, years: tuple[int, ...], beyond: tuple[Beyond, Beyond]
) -> int:
    """Place in the table of the calendar year that holds in the middle of the segment."""
    if len(years) > 1:
        refuse_beyond(name, moment, (years[0], years[-1] + 1), beyond)
    return max(bisect_right(years, moment.middle) - 1, 0)
