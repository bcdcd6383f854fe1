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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.demography.along_cohorts import (
    AlongCohorts,
    Ends,
    ages,
    interval_shares,
    intervals,
    looked_up,
    mixed,
)
from simulator.demography.life_table import birthday_hazard
from simulator.demography.tables_by_age import Finding, Stated, sum_faults
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import Axis, Windows
from simulator.stockflow.values.moments import Moments, runs
from simulator.stockflow.values.paths import Moment, Variation

Reading = Literal["now", "last_opening_day"]
"""When an age counts: at the moment, or on the last first-day-of-windows."""

OLDEST = 150
"""No window holds people of this age (years)."""


@dataclass(frozen=True, kw_only=True)
class ByAge(AlongCohorts):
    """Rates by calendar year and single age: each window has the mean rate of its people.

    The value of a window is ``(1 − τ) r[younger] + τ r[older]``. ``first_year``, where given, of
    shape (draws or 1, years, *leading axes, m + 1), replaces the value of the windows that opened
    0 … m intervals ago (rates that move within the first year of life); it may go on to any later
    interval, up to the open age.
    ``hazard`` says that the rate thins the window itself, as deaths do: its older people are then
    fewer, and the mixture is multiplied by the one factor that carries the window exactly past its
    birthday (``birthday_hazard``).
    """

    first_year: FloatArray | None = None
    hazard: bool = False

    def findings(self) -> Iterator[Finding]:
        """Those of the table, or else those of the first year of life."""
        found = [*super().findings()]
        yield from found
        if not found and self.first_year is not None:
            first_year = Stated(
                array=self.first_year,
                years=self.years,
                leading=self.leading,
                last="intervals",
                size=self._intervals(self.first_year),
                draws=len(self.table),
            )
            yield from (("first_year", text) for text in first_year.faults())

    def _intervals(self, first_year: FloatArray) -> int:
        """How many intervals it may have: as it has them, where no window is left out."""
        per_year = self.cohorts.birth_windows.per_year
        fewest, most = per_year + 1, self.open_age * per_year + 1
        found = first_year.shape[-1] if first_year.ndim else 0
        return found if fewest <= found <= most else fewest

    @property
    def reach_back(self) -> float:
        """The age from which on all have the same rate (years): none older need be told apart."""
        others = tuple(range(self.table.ndim - 1))
        differs = np.any(self.table != self.table[..., -1:], axis=others)
        return float(np.flatnonzero(differs).max(initial=-1) + 1)

    def _ends(self, places: IntArray, gone: IntArray) -> Ends:
        windows = self.cohorts.birth_windows
        younger, older, elapsed = ages(windows, gone, self.table.shape[-1])
        low, high = (looked_up(self.table, places, found) for found in (younger, older))
        if self.hazard:
            # Both ends by the same factor: the mixture stays straight, and only its mean over the
            # interval counts for how many are left at the end of it.
            passing = older != younger
            factor = _thinned(low[passing], high[passing], windows)
            low[passing] *= factor
            high[passing] *= factor
        if self.first_year is not None:
            size = self.first_year.shape[-1]
            recent = (elapsed >= 0) & (elapsed < size)
            first = looked_up(self.first_year, places, np.clip(elapsed, 0, size - 1))
            low[recent] = high[recent] = first[recent]
        return low, high - low


@dataclass(frozen=True, kw_only=True)
class DensityByAge(AlongCohorts):
    """Shares by single age, adding to one over ages and leading axes: each window has its part.

    The value of a window is the integral of the density over the ages of its people, so that the
    values of all cohorts add to the sum of the table. The newest window covers the ages born so
    far; whatever lies beyond the oldest window belongs to the open cohort.
    """

    def findings(self) -> Iterator[Finding]:
        """Those of the table, or else that its shares do not add to one."""
        found = [*super().findings()]
        yield from found
        if not found:
            yield from (("", text) for text in sum_faults(self.stated))

    def _ends(self, places: IntArray, gone: IntArray) -> Ends:
        windows = self.cohorts.birth_windows
        # of many draws a table is large: no more of it is gone through than its years asked for
        years, rows = np.unique(places, return_inverse=True)
        table = self.table[:, years]
        padded = np.concatenate([table, np.zeros_like(table[..., :1])], axis=-1)
        younger, older, elapsed = ages(windows, gone, padded.shape[-1])
        low = looked_up(padded, rows, younger) / windows.per_year
        rise = looked_up(padded, rows, older) / windows.per_year - low
        newest = elapsed == 0  # of the newest window the ages up to τ are there
        rise[newest], low[newest] = low[newest], 0.0
        # Unborn windows have nothing, and the open cohort all that the others leave of the table.
        for part in (low, rise):
            part[elapsed < 0] = 0.0
            part[:, 0] = 0.0
        whole = np.moveaxis(table.sum(axis=-1), 1, 0)[rows]
        low[:, 0] = whole - low.sum(axis=1)
        rise[:, 0] = -rise.sum(axis=1)
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
        return np.asarray(self.at_moments(Moments.of([moment]))[0])

    def at_moments(self, moments: Moments) -> FloatArray:
        """The same at many moments, shape (moments, 1, cohorts)."""
        windows = self.cohorts.birth_windows
        gone = intervals(windows, moments.middles)
        firsts, which = runs(gone)
        spans = [(self.youngest, self.oldest)]
        ends = band_ends(windows, spans, self.reading, gone[firsts])
        return mixed(ends, which, interval_shares(windows, moments, gone))


def band_ends(
    windows: Windows,
    spans: Sequence[tuple[int, int | None]],
    reading: Reading,
    gone: IntArray,
) -> Ends:
    """Shares inside some spans of ages at the start of some intervals between openings.

    And by how much they change to the end; shape (intervals, cohorts, spans).
    """
    inside = np.zeros((OLDEST, len(spans)))
    for number, (youngest, oldest) in enumerate(spans):
        inside[youngest:oldest, number] = 1.0
    if reading == "now":
        younger, older, elapsed = ages(windows, gone, OLDEST)
        unborn = elapsed < 0
    else:
        # the interval that begins on that day, so that its birthdays count as reached
        day = gone // windows.per_year * windows.per_year
        younger, _, elapsed = ages(windows, day, OLDEST)
        older, unborn = younger, elapsed <= 0
    low, high = inside[younger], inside[older]
    for part in (low, high):
        part[unborn] = 0.0
    return low, high - low


def _thinned(younger: FloatArray, older: FloatArray, windows: Windows) -> FloatArray:
    """Mean hazard of a window that passes a birthday, over the mean of the two ages; no unit."""
    even = (younger + older) / 2
    exact = birthday_hazard(younger, older, 1 / windows.per_year)
    return np.divide(exact, even, out=np.ones_like(even), where=even > 0)
