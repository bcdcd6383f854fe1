"""The difference between two sides, row by row, and where it is largest.

    difference = number of the other − number of the first

Where both have draws from one seed the random numbers are common, so that the difference of a draw
is that of two runs in one world: its interval holds no noise of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isfinite

import numpy as np

from simulator.city.axes import CITY
from simulator.city.comparison.sides import Key, Side
from simulator.city.ensemble.quantiles import Quantiles, quantiles
from simulator.city.services.series import SMALLEST
from simulator.stockflow.arrays import BoolArray, FloatArray, IntArray
from simulator.stockflow.values.calendar import SAME_INSTANT, instant


@dataclass(frozen=True, kw_only=True, eq=False)
class Differences:
    """Another side against the first, in the rows that both have, in the order of the first."""

    first: Side
    other: Side

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Service, place and date of the rows that both have."""
        return tuple(key for key in self.first.keys if key in self.other.row)

    @cached_property
    def rows(self) -> tuple[IntArray, IntArray]:
        """Where these rows stand in either side."""
        sides = (self.first, self.other)
        one, two = (np.array([side.row[key] for key in self.keys], dtype=int) for side in sides)
        return one, two

    def levels(self, name: str) -> tuple[FloatArray, FloatArray]:
        """A number of either side, shape (rows,)."""
        one, two = self.rows
        return self.first.level(name)[one], self.other.level(name)[two]

    def of(self, name: str) -> FloatArray:
        """The difference of a number, shape (rows,); NaN where a side does not know it."""
        one, two = self.levels(name)
        return np.asarray(two - one)

    @cached_property
    def interval(self) -> Quantiles | None:
        """Low, middle and high of the difference of the gap; ``None`` without common draws."""
        one, two = self.first.drawn, self.other.drawn
        if one is None or two is None or one.seed != two.seed:
            return None
        draws = min(len(one.gap), len(two.gap))
        left, right = self.rows
        return quantiles(two.gap[:draws, right] - one.gap[:draws, left])

    def within(self, row: int) -> tuple[float, float] | None:
        """Low and high of the difference of a row; ``None`` where draws do not know them."""
        if self.interval is None:
            return None
        low, high = float(self.interval.low[row]), float(self.interval.high[row])
        return (low, high) if isfinite(low) and isfinite(high) else None

    @cached_property
    def instants(self) -> FloatArray:
        """The day of every row in years, shape (rows,)."""
        known = {day: instant(date.fromisoformat(day)) for day in {key[2] for key in self.keys}}
        return np.array([known[key[2]] for key in self.keys])

    @cached_property
    def is_shown(self) -> BoolArray:
        """Rows of a day that both reports show and whose gap both know, shape (rows,)."""
        spans = self.first.shown, self.other.shown
        begin, end = max(span[0] for span in spans), min(span[1] for span in spans)
        within = (self.instants >= begin - SAME_INSTANT) & (self.instants <= end + SAME_INSTANT)
        return np.asarray(within & np.isfinite(self.of("gap")))

    @cached_property
    def largest(self) -> "tuple[Largest, ...]":
        """Every service in every place whose gap both know, in the order of the table."""
        return tuple(_largest(self))

    def in_city(self) -> "tuple[Largest, ...]":
        """Those of the whole city."""
        return tuple(each for each in self.largest if each.place == CITY)

    def in_districts(self) -> "tuple[Largest, ...]":
        """Those of places within the city, the largest difference first."""
        inside = [each for each in self.largest if each.place != CITY]
        return tuple(sorted(inside, key=lambda each: -abs(each.difference)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Largest:
    """A service in a place: the row with the largest difference of the gap, and the last one."""

    service: str
    place: str
    day: str
    difference: float
    levels: tuple[float, float]
    last_day: str
    last_difference: float
    last_levels: tuple[float, float]
    row: int
    """The row with the largest difference, among those that both have."""


def _largest(found: Differences) -> Iterator[Largest]:
    gap, (one, two) = found.of("gap"), found.levels("gap")
    places: dict[tuple[str, str], list[int]] = {}
    for number in np.flatnonzero(found.is_shown):
        places.setdefault(found.keys[number][:2], []).append(int(number))
    for (service, place), rows in places.items():
        row, last = rows[int(np.argmax(np.abs(gap[rows])))], rows[-1]
        if abs(gap[row]) < SMALLEST:  # where nothing differs, the last day says most
            row = last
        yield Largest(
            service=service,
            place=place,
            day=found.keys[row][2],
            difference=float(gap[row]),
            levels=(float(one[row]), float(two[row])),
            last_day=found.keys[last][2],
            last_difference=float(gap[last]),
            last_levels=(float(one[last]), float(two[last])),
            row=row,
        )


def against_first(sides: Sequence[Side]) -> tuple[Differences, ...]:
    """Every other side against the first."""
    return tuple(Differences(first=sides[0], other=side) for side in sides[1:])
