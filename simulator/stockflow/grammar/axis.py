"""Axes: the named lists of labels that stocks, parameters and rates are laid out along."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from simulator.errors import StructureError
from simulator.words.catalogue import listed, message

NEWEST = "newest"
# the divisors of twelve: a window then opens on the first of a month, as published data are cut
WINDOWS_A_YEAR = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True, kw_only=True, slots=True)
class Windows:
    """Consecutive birth windows of one width: the clock of a cohort axis.

    Window ``i`` (from 0) opens at ``offset + (first + i) / per_year`` years and closes when the
    next one opens. ``offset`` is the day of the year on which a window always opens (2/3 for
    1 September), ``per_year`` the number of windows in a year.
    """

    per_year: int
    offset: Fraction
    first: int
    count: int

    def opening(self, window: int) -> float:
        """The instant at which a window opens."""
        day, unit = self.offset.numerator, self.offset.denominator
        # one division of whole numbers: the nearest float, so that equal instants compare equal
        return (day * self.per_year + (self.first + window) * unit) / (unit * self.per_year)

    def interval(self, year: float) -> int:
        """Number of the interval between two openings that holds an instant.

        A billionth of an interval short of an opening counts as it.
        """
        day, unit = self.offset.numerator, self.offset.denominator
        # an instant that was itself rounded on its way must not fall into the interval before
        return floor((year * unit - day) * self.per_year / unit + 1e-9)

    def boundaries(self, start: float, stop: float) -> tuple[float, ...]:
        """The openings strictly between two instants."""
        first, last = self.interval(start), self.interval(stop)
        instants = (
            # fractions, so that no error adds up over a century of openings
            float(self.offset + Fraction(number, self.per_year))
            for number in range(first, last + 1)
        )
        return tuple(year for year in instants if start < year < stop)

    def newest(self, year: float) -> int:
        """Place on the axis (0 is the open cohort) of the window being born at an instant."""
        return self.interval(year) - self.first + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """A named, ordered list of labels; with ``windows`` it is a cohort axis.

    The first label of a cohort axis is the open cohort of everybody born before the first window.
    """

    name: str
    labels: tuple[str, ...]
    windows: Windows | None = None

    @property
    def size(self) -> int:
        """Number of labels."""
        return len(self.labels)

    @property
    def birth_windows(self) -> Windows:
        """The windows of a cohort axis; ``StructureError`` for any other."""
        if self.windows is None:
            raise StructureError(message("fault.grammar.axis.no_windows", axis=self.name))
        return self.windows

    def index(self, label: str) -> int:
        """Place of a label; ``ValueError`` where there is none."""
        return self.labels.index(label)


def cohort_axis(
    *, per_year: int, first_day: Fraction, oldest: float, stop: float, name: str = "cohort"
) -> Axis:
    """A cohort axis: one open cohort, then every birth window from ``oldest`` to ``stop``.

    Parameters
    ----------
    per_year
        Windows in a year (the width of a window is 1/per_year year).
    first_day
        The day of the year on which a window always opens, as a fraction of the year
        (2/3: 1 September).
    oldest
        Births before the last opening at or before this instant share the open cohort.
    stop
        The last window is the one in which this instant lies, or which opens at it: whoever is
        born on the last day of a run is born into it.

    Raises
    ------
    StructureError
        For a number of windows that does not divide the twelve months.
    """
    if per_year not in WINDOWS_A_YEAR:
        raise StructureError(
            message(
                "fault.grammar.axis.windows_a_year",
                axis=name,
                found=per_year,
                names=listed(map(str, WINDOWS_A_YEAR)),
            )
        )
    clock = Windows(per_year=per_year, offset=first_day, first=0, count=0)
    first, last = clock.interval(oldest), clock.interval(stop)
    windows = Windows(per_year=per_year, offset=first_day, first=first, count=last - first + 1)
    labels = ("older", *(_label(windows, number) for number in range(windows.count)))
    return Axis(name=name, labels=labels, windows=windows)


def _label(windows: Windows, number: int) -> str:
    """The opening of a window as year-month, e.g. ``2012-09``."""
    exact = windows.offset + Fraction(windows.first + number, windows.per_year)
    year = floor(exact)
    return f"{year}-{floor((exact - year) * 12) + 1:02d}"
