"""Tables by calendar year and single age on a cohort axis: which ages a window holds, and when.

What a window gets of the table is for ``cohort_paths`` to say.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.demography.single_ages import OPEN_AGE
from simulator.demography.tables_by_age import (
    Finding,
    Stated,
    beyond_faults,
    refuse,
    year_faults,
)
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import Axis, Windows
from simulator.stockflow.values.moments import Moments, refuse_any_beyond, runs
from simulator.stockflow.values.paths import Beyond, Moment, Variation
from simulator.words.catalogue import message

Ends = tuple[FloatArray, FloatArray]
"""Values at the start of intervals between openings, and their change to the end."""


@dataclass(frozen=True, kw_only=True)
class AlongCohorts(ABC):
    """A table by calendar year and single age that is read along cohorts.

    ``table`` has shape (draws or 1, years, *leading axes, ages), numbers of at least 0. Its ages
    are 0, 1, … ``open_age`` − 1 in single years, then ``open_age`` and over; a table of some ages
    alone (15 to 49, say) is refused, and is right once the others stand in it as zeros. ``years``
    are consecutive calendar years; each holds from its 1 January. ``before`` and ``after`` say
    whether the first and the last hold beyond the table; where not, a moment there is refused. A
    table of one year stands still: it holds at every moment. What a window gets of the table is
    for the kinds of tables to say (``ByAge``, ``DensityByAge``).

    Raises
    ------
    DataError
        With everything about the table that is not so.
    StructureError
        Where the axis has no birth windows.
    """

    name: str
    cohorts: Axis
    table: FloatArray
    years: tuple[int, ...]
    leading: tuple[str, ...] = ()
    before: Beyond = "error"
    after: Beyond = "error"
    open_age: int = OPEN_AGE

    def __post_init__(self) -> None:
        """Refuse a table that is not what it is stated to be, or an axis without windows."""
        _ = self.cohorts.birth_windows
        refuse(self.name or type(self).__name__, self.findings())

    def findings(self) -> Iterator[Finding]:
        """Everything wrong with the table: the part of it, and a message."""
        found = [*year_faults(self.years), *beyond_faults(self.before, self.after)]
        if self.open_age < 1:
            found.append(message("array.open_age", found=self.open_age))
        if not found:
            found += self.stated.faults()
        return (("", text) for text in found)

    @property
    def stated(self) -> Stated:
        """The table with its layout."""
        return Stated(
            array=self.table, years=self.years, leading=self.leading, size=self.open_age + 1
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
        return np.asarray(self.at_moments(Moments.of([moment]))[0])

    def at_moments(self, moments: Moments) -> FloatArray:
        """The same at many moments, shape (moments, draws or 1, *leading, cohorts)."""
        windows, middles = self.cohorts.birth_windows, moments.middles
        if len(self.years) > 1:
            refuse_any_beyond(
                self.name, moments, (self.years[0], self.years[-1] + 1), (self.before, self.after)
            )
        # the calendar year that holds in the middle of the segment
        places = np.maximum(np.searchsorted(self.years, middles, side="right") - 1, 0)
        gone = intervals(windows, middles)
        firsts, which = runs(places, gone)
        ends = self._ends(places[firsts] if len(self.years) > 1 else firsts * 0, gone[firsts])
        return mixed(ends, which, interval_shares(windows, moments, gone))

    @abstractmethod
    def _ends(self, places: IntArray, gone: IntArray) -> Ends:
        """Values at the start of some intervals, and by how much they change to the end.

        ``places`` are those of their years in the table; shape (intervals, cohorts, draws or 1,
        *leading).
        """


def looked_up(table: FloatArray, places: IntArray, found: IntArray) -> FloatArray:
    """Numbers of a table (draws, years, *leading, ages) at some ages.

    Shape (intervals, cohorts, draws, *leading); ``found`` are places along its last axis, shape
    (intervals, cohorts).
    """
    last = table.ndim - 1
    years, rows = np.unique(places, return_inverse=True)
    # ages first, in one piece: what many draws have at an age is then copied as it lies
    turned = np.ascontiguousarray(table[:, years].transpose(1, last, 0, *range(2, last)))
    return np.asarray(turned[rows[:, np.newaxis], found])


def mixed(ends: Ends, which: IntArray, shares: FloatArray) -> FloatArray:
    """Values between the ends of intervals, at moments in the interval ``which``.

    ``ends`` have shape (intervals, cohorts, draws, *leading), the result (moments, draws, *leading,
    cohorts): looked up by window, worked with along them.
    """
    order = (0, *range(2, ends[0].ndim), 1)
    low, rise = (np.ascontiguousarray(end.transpose(order)) for end in ends)
    found = rise[which]
    found *= shares.reshape(-1, *(1,) * (found.ndim - 1))
    found += low[which]
    return found


def ages(windows: Windows, gone: IntArray, size: int) -> tuple[IntArray, IntArray, IntArray]:
    """Completed ages of the youngest and oldest of each cohort, and the intervals since birth.

    ``gone`` are the numbers of intervals between openings. Ages are cut to the last of ``size``
    ages; the open cohort always has the last.

    Returns
    -------
    tuple of IntArray
        three arrays of shape (intervals, cohorts): years, years, intervals (negative for the
        unborn).
    """
    return _ages(windows.first, windows.count, windows.per_year, tuple(gone.tolist()), size)


@lru_cache(maxsize=64)
def _ages(
    first: int, count: int, per_year: int, gone: tuple[int, ...], size: int
) -> tuple[IntArray, IntArray, IntArray]:
    """The same for all tables of a run: they are asked for the same intervals in turn."""
    elapsed = (np.array(gone) - first)[:, np.newaxis] - np.arange(-1, count)
    elapsed[:, 0] = 10**6  # the open cohort: older than any table
    younger = np.clip((elapsed - 1) // per_year, 0, size - 1)
    older = np.clip(elapsed // per_year, 0, size - 1)
    return younger, older, elapsed


def intervals(windows: Windows, years: FloatArray) -> IntArray:
    """Numbers of the intervals that hold some instants, as ``Windows.interval`` of each."""
    day, unit = windows.offset.numerator, windows.offset.denominator
    gone = np.floor((years * unit - day) * windows.per_year / unit + 1e-9)
    return np.asarray(gone.astype(np.int64))


def interval_shares(windows: Windows, moments: Moments, gone: IntArray) -> FloatArray:
    """τ: the share of the intervals ``gone`` between two openings that has gone by, 0 to 1."""
    day, unit = windows.offset.numerator, windows.offset.denominator
    # one division of whole numbers, as in ``Windows.opening``
    opening = (day * windows.per_year + gone * unit) / (unit * windows.per_year)
    return np.asarray((moments.years - opening) * windows.per_year)


def year_kinks(years: tuple[int, ...], start: float, stop: float) -> tuple[float, ...]:
    """The instants between two at which a year of a table begins, or the last one ends."""
    if len(years) == 1:
        return ()
    return tuple(float(year) for year in (*years, years[-1] + 1) if start < year < stop)
