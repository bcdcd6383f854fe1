"""Tables by calendar year and single age on a cohort axis: which ages a window holds, and when.

What a window gets of the table is for ``cohort_paths`` to say.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
from simulator.stockflow.values.paths import Beyond, Moment, Variation, refuse_beyond
from simulator.words.catalogue import message

Ends = tuple[FloatArray, FloatArray]
"""A value at the start of an interval between openings, and its change to the end."""


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
    # What was made for the interval asked for last: the path itself never changes.
    carried: dict[tuple[int, int], Ends] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
        place = year_place(self.name, moment, self.years, (self.before, self.after))
        interval = self.cohorts.birth_windows.interval(moment.middle)
        low, rise = _kept(self.carried, (place, interval), lambda: self._ends(place, moment))
        return low + rise * interval_share(self.cohorts.birth_windows, moment)

    @abstractmethod
    def _ends(self, place: int, moment: Moment) -> Ends:
        """The value at the start of an interval, and by how much it changes to its end."""


def _kept(
    carried: dict[tuple[int, int], Ends], key: tuple[int, int], make: Callable[[], Ends]
) -> Ends:
    """Both ends of the interval asked for last; within a segment it is always the same one."""
    found = carried.get(key)
    if found is None:
        low, rise = make()
        # looked up by window, they lie with the windows first; they are worked with along them
        found = np.ascontiguousarray(low), np.ascontiguousarray(rise)
        carried.clear()
        carried[key] = found
    return found


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
