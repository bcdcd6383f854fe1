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


def summarise_gaps(series: Sequence[ServiceSeries], until: float) -> tuple[GapSummary, ...]:
    """Every service in every place, in the order given; ``until`` is where the run ends."""
    return tuple(_summaries(series, until))


def _summaries(series: Sequence[ServiceSeries], until: float) -> Iterator[GapSummary]:
    for one in series:
        known: BoolArray = np.asarray(np.isfinite(one.gap).all(axis=0))
        years = one.years[known]
        for row, place in enumerate(one.places):
            if not years.size:
                yield GapSummary(
                    service=one.service,
                    place=place,
                    known_from=None,
                    shortage=None,
                    surplus=None,
                    unplaced=None,
                    lowest_coverage=None,
                    highest_coverage=None,
                )
                continue
            gap, coverage = one.gap[row, known], one.coverage[row, known]
            held = one.service.is_school
            yield GapSummary(
                service=one.service,
                place=place,
                known_from=float(years[0]),
                shortage=_side(years, gap, until, held=held),
                surplus=_side(years, -gap, until, held=held),
                unplaced=_unplaced(one, (row, known), until),
                lowest_coverage=_extreme(coverage, largest=False),
                highest_coverage=_extreme(coverage, largest=True),
            )


def _unplaced(series: ServiceSeries, chosen: tuple[int, BoolArray], until: float) -> Side | None:
    """Those beyond the limit in a row of the readings chosen; ``None`` for beds."""
    amount = series.unplaced[chosen]
    if not np.isfinite(amount).all():
        return None
    return _side(series.years[chosen[1]], amount, until, held=series.service.is_school)


def _side(years: FloatArray, amount: FloatArray, until: float, *, held: bool) -> Side:
    """The readings where ``amount`` is positive, and how much of it there is."""
    there = np.flatnonzero(amount > SMALLEST)
    worst = int(np.argmax(amount))
    lasting = _held(years, amount, until) if held else _linear(years, amount)
    return Side(
        first=float(years[there[0]]) if there.size else None,
        worst=float(amount[worst]) if there.size else 0.0,
        worst_at=float(years[worst]) if there.size else None,
        place_years=lasting if there.size else 0.0,
    )


def _held(years: FloatArray, amount: FloatArray, until: float) -> float:
    """∫ max(amount, 0) dt where each reading holds until the next: a school year."""
    # pupils enter once a year: a count of 1 September stands until the next, or the end of the run
    lengths = np.diff(np.append(years, max(until, years[-1])))
    return float(np.maximum(amount, 0.0) @ lengths)


def _linear(years: FloatArray, amount: FloatArray) -> float:
    """∫ max(amount, 0) dt along straight lines between readings, crossings of zero exact."""
    left, right, lengths = amount[:-1], amount[1:], np.diff(years)
    # Where the line crosses zero a trapezium of the positive parts would count time without a gap:
    # the positive part is a triangle, as long as the share positive end ÷ |rise| of the interval.
    positive = np.maximum(left, 0.0), np.maximum(right, 0.0)
    crossing = left * right < 0
    rise = np.where(crossing, np.abs(right - left), 1.0)
    share = np.where(crossing, (positive[0] + positive[1]) / rise, 1.0)
    return float((positive[0] + positive[1]) / 2 * share @ lengths)


def _extreme(coverage: FloatArray, *, largest: bool) -> float | None:
    """The largest or smallest coverage; ``None`` where nothing is demanded."""
    known = coverage[np.isfinite(coverage)]
    if not known.size:
        return None
    return float(known.max() if largest else known.min())
