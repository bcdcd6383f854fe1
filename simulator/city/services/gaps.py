"""What a gap amounts to: when it opens, how deep it gets, how long it lasts.

Shortage, surplus and the part beyond every class limit are summarised the same way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.pack.services import Service
from simulator.city.services.series import SMALLEST, ServiceSeries
from simulator.stockflow.arrays import BoolArray, FloatArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """Shortage, surplus, or those unplaced, of one service in one place.

    ``first`` is the first reading with it and ``worst_at`` the reading where it is largest
    (``None``: never), ``worst`` its size there in places or beds, ``place_years`` its sum over
    time in place-years or bed-years.
    """

    first: float | None
    worst: float
    worst_at: float | None
    place_years: float


@dataclass(frozen=True, kw_only=True, slots=True)
class GapSummary:
    """One service in one catchment or the city, over the readings where supply is on record.

    ``known_from`` is the first such reading; ``None`` where supply is unknown throughout, and then
    neither side is known. The city's row is about the city's own gap, in which the surplus of one
    catchment makes up for the shortage of another; its ``unplaced`` are those of its catchments.
    Of beds none are unplaced: ``None``.
    """

    service: Service
    place: str
    known_from: float | None
    shortage: Side | None
    surplus: Side | None
    unplaced: Side | None
    lowest_coverage: float | None
    highest_coverage: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """A ``Side`` of every place and, of all draws, of every draw: shape (…, place).

    ``first`` and ``worst_at`` are infinite where it never comes.
    """

    first: FloatArray
    worst: FloatArray
    worst_at: FloatArray
    place_years: FloatArray

    def of_place(self, row: int) -> Side:
        """That of one place; there must be no draws in front."""
        return Side(
            first=_day(self.first[row]),
            worst=float(self.worst[row]),
            worst_at=_day(self.worst_at[row]),
            place_years=float(self.place_years[row]),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceGaps:
    """What ``GapSummary`` says, of all places of a service and all draws: shape (…, place).

    Which readings are known follows from the record and is the same in every draw. Coverage is NaN
    where nothing is demanded.
    """

    service: Service
    places: tuple[str, ...]
    known_from: float
    shortage: Sides
    surplus: Sides
    unplaced: Sides | None
    lowest_coverage: FloatArray
    highest_coverage: FloatArray


def summarise_gaps(series: Sequence[ServiceSeries], until: float) -> tuple[GapSummary, ...]:
    """Every service in every place, in the order given; ``until`` is where the run ends."""
    return tuple(summary for one in series for summary in _summaries(one, until))


def _summaries(series: ServiceSeries, until: float) -> Iterator[GapSummary]:
    found = gaps_of(series, until)
    for row, place in enumerate(series.places):
        yield GapSummary(
            service=series.service,
            place=place,
            known_from=None if found is None else found.known_from,
            shortage=None if found is None else found.shortage.of_place(row),
            surplus=None if found is None else found.surplus.of_place(row),
            unplaced=found.unplaced.of_place(row) if found and found.unplaced else None,
            lowest_coverage=None if found is None else _known(found.lowest_coverage[row]),
            highest_coverage=None if found is None else _known(found.highest_coverage[row]),
        )


def gaps_of(series: ServiceSeries, until: float) -> ServiceGaps | None:
    """The gaps of one service in one draw or in all; ``None`` where supply is unknown throughout.

    ``until`` is where the run ends.
    """
    finite = np.isfinite(series.gap)
    known: BoolArray = np.asarray(finite.all(axis=tuple(range(finite.ndim - 1))))
    years, held = series.years[known], series.service.is_school
    if not years.size:
        return None
    # rows one after the other in memory, so that they are added up alike alone and beside others
    gap, coverage, unplaced = (
        np.compress(known, each, axis=-1) for each in (series.gap, series.coverage, series.unplaced)
    )
    return ServiceGaps(
        service=series.service,
        places=series.places,
        known_from=float(years[0]),
        shortage=_sides(years, gap, until, held=held),
        surplus=_sides(years, -gap, until, held=held),
        unplaced=_sides(years, unplaced, until, held=held) if series.service.capacity else None,
        lowest_coverage=-_largest(-coverage),
        highest_coverage=_largest(coverage),
    )


def _sides(years: FloatArray, amount: FloatArray, until: float, *, held: bool) -> Sides:
    """The readings where ``amount``, shape (…, place, time), is positive, and how much there is."""
    there = amount > SMALLEST
    ever = there.any(axis=-1)
    lasting = _held(years, amount, until) if held else _linear(years, amount)
    return Sides(
        first=np.where(ever, years[there.argmax(axis=-1)], np.inf),
        worst=np.where(ever, amount.max(axis=-1), 0.0),
        worst_at=np.where(ever, years[amount.argmax(axis=-1)], np.inf),
        place_years=np.where(ever, lasting, 0.0),
    )


def _held(years: FloatArray, amount: FloatArray, until: float) -> FloatArray:
    """∫ max(amount, 0) dt where each reading holds until the next: a school year."""
    # pupils enter once a year: a count of 1 September stands until the next, or the end of the run
    lengths = np.diff(np.append(years, max(until, years[-1])))
    return _over_time(np.maximum(amount, 0.0), lengths)


def _linear(years: FloatArray, amount: FloatArray) -> FloatArray:
    """∫ max(amount, 0) dt along straight lines between readings, crossings of zero exact."""
    left, right, lengths = amount[..., :-1], amount[..., 1:], np.diff(years)
    # Where the line crosses zero a trapezium of the positive parts would count time without a gap:
    # the positive part is a triangle, as long as the share positive end ÷ |rise| of the interval.
    positive = np.maximum(amount, 0.0)
    both = positive[..., :-1] + positive[..., 1:]
    crossing = left * right < 0
    share = np.ones(both.shape)
    np.divide(both, np.abs(right - left), out=share, where=crossing)
    return _over_time(both / 2 * share, lengths)


def _over_time(each: FloatArray, lengths: FloatArray) -> FloatArray:
    """Σ each × length along the last axis, row by row: no sum depends on the rows beside it."""
    return np.asarray(np.vecdot(each, lengths))


def _largest(coverage: FloatArray) -> FloatArray:
    """The largest along the last axis of what is known; NaN where nothing is."""
    known = np.isfinite(coverage)
    found = coverage.max(axis=-1, where=known, initial=-np.inf)
    return np.where(known.any(axis=-1), found, np.nan)


def _day(year: float) -> float | None:
    """An instant; ``None`` for one that never comes."""
    return float(year) if np.isfinite(year) else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
