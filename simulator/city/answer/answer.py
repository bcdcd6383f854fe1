"""The answer of a run as data: of every service the worst shortage and the end, place by place.

Every number is one of a table of the run (``gaps``, ``services``, ``observed``), so that a sentence
and its cell cannot differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np

from simulator.city.answer.checks import Checks, checks_of
from simulator.city.axes import CITY
from simulator.city.ground.held import Held, held_inputs
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.ground.titles import Title, place_title
from simulator.city.pack.services import Service
from simulator.city.services.gaps import GapSummary, summarise_gaps
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.city.services.table import services_table
from simulator.city.services.two_answers import TwoAnswers, two_answers
from simulator.stockflow.values.calendar import calendar_label


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A gap at an instant, in places or beds; positive is shortage. ``share`` is of the demand."""

    gap: float
    when: float
    share: float = nan

    @property
    def side(self) -> str:
        """``shortage``, ``surplus``, or ``even`` where it is no more than rounding."""
        if abs(self.gap) <= SMALLEST:
            return "even"
        return "shortage" if self.gap > 0 else "surplus"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sure:
    """The gap at the end in all draws: 10, 50 and 90 %, and the share of draws that are short."""

    low: float
    middle: float
    high: float
    short: float
    draws: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceAnswer:
    """A service in a catchment or the city: its worst shortage, and the last reading shown.

    ``worst`` is ``None`` where it is never short, both are where supply is not on record.
    """

    place: str
    title: Title
    first: float | None
    worst: Reading | None
    end: Reading | None
    sure: Sure | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceAnswer:
    """A service: the city, and the catchments below it that are ever short, the worst first."""

    service: Service
    city: PlaceAnswer
    short: tuple[PlaceAnswer, ...]
    by_use: TwoAnswers | None

    @property
    def is_known(self) -> bool:
        """Whether supply is on record."""
        return self.city.end is not None

    @property
    def hardest(self) -> PlaceAnswer | None:
        """The catchment below the city that is shortest at its worst."""
        return self.short[0] if self.short else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a run answers: its services, how it meets the record, what it only holds.

    ``draws`` is how many draws say how sure it is, 0 where none were run.
    """

    services: tuple[ServiceAnswer, ...]
    checks: Checks
    held: tuple[Held, ...]
    draws: int

    def at_end(self, side: str) -> tuple[ServiceAnswer, ...]:
        """Services whose city ends on a side, the largest share of demand first."""
        return at_end(self.services, side)

    @property
    def unknown(self) -> tuple[ServiceAnswer, ...]:
        """Services whose supply is not on record."""
        return tuple(one for one in self.services if not one.is_known)


def at_end(services: tuple[ServiceAnswer, ...], side: str) -> tuple[ServiceAnswer, ...]:
    """Services whose city ends on a side, the largest share of demand first."""
    found = [one for one in services if one.city.end and one.city.end.side == side]
    return tuple(sorted(found, key=_weight, reverse=True))


def answered_services(
    outcome: Outcome, of_draws: OfDraws | None = None
) -> tuple[ServiceAnswer, ...]:
    """What a run answers of every service, without what it rests on."""
    series = service_series(outcome)
    stop = float(outcome.trajectory.readings[-1])
    found = {(one.service.name, one.place): one for one in summarise_gaps(series, stop)}
    sure = _sure(outcome, of_draws)
    return tuple(_service(outcome, one, found, sure) for one in series)


def answer_of(outcome: Outcome, of_draws: OfDraws | None = None) -> Answer:
    """The answer of a run, with what is said of its draws where there are any."""
    return Answer(
        services=answered_services(outcome, of_draws),
        checks=checks_of(outcome),
        held=held_inputs(outcome),
        draws=0 if of_draws is None else of_draws.draws,
    )


_Summaries = Mapping[tuple[str, str], GapSummary]
_Sureness = Mapping[tuple[str, str, str], Sure]


def _service(
    outcome: Outcome, series: ServiceSeries, found: _Summaries, sure: _Sureness
) -> ServiceAnswer:
    until = shown_span(outcome)[1]
    places = [
        _place(outcome, series.between(-np.inf, until), found[series.service.name, place], sure)
        for place in series.places
    ]
    short = [one for one in places if one.place != CITY and one.worst is not None]
    return ServiceAnswer(
        service=series.service,
        city=next(one for one in places if one.place == CITY),
        short=tuple(sorted(short, key=lambda one: -_size(one.worst))),
        by_use=two_answers(series, until),
    )


def _place(
    outcome: Outcome, series: ServiceSeries, found: GapSummary, sure: _Sureness
) -> PlaceAnswer:
    row = series.place(found.place)
    end = _last(series, row)
    day = "" if end is None else calendar_label(end.when)
    return PlaceAnswer(
        place=found.place,
        title=place_title(outcome.pack, found.place),
        first=None if found.shortage is None else found.shortage.first,
        worst=_worst(series, row, found),
        end=end,
        sure=sure.get((day, series.service.name, found.place)),
    )


def _worst(series: ServiceSeries, row: int, found: GapSummary) -> Reading | None:
    side = found.shortage
    if side is None or side.worst_at is None:
        return None
    column = int(np.searchsorted(series.years, side.worst_at - 1e-9))
    demand = series.demand[row, column] if column < series.years.size else nan
    return Reading(gap=side.worst, when=side.worst_at, share=_share(side.worst, demand))


def _last(series: ServiceSeries, row: int) -> Reading | None:
    known = np.flatnonzero(np.isfinite(series.gap[row]))
    if not known.size:
        return None
    gap, demand = (float(each[row, known[-1]]) for each in (series.gap, series.demand))
    return Reading(gap=gap, when=float(series.years[known[-1]]), share=_share(gap, demand))


def _share(gap: float, demand: float) -> float:
    return abs(gap) / demand if demand > SMALLEST else nan


def _size(reading: Reading | None) -> float:
    return 0.0 if reading is None else reading.gap


def _weight(one: ServiceAnswer) -> float:
    end = one.city.end
    return 0.0 if end is None or not isfinite(end.share) else end.share


def _sure(outcome: Outcome, of_draws: OfDraws | None) -> _Sureness:
    """What all draws say of a service in a place on a day."""
    if of_draws is None:
        return {}
    return dict(_said_of_draws(outcome, of_draws))


def _said_of_draws(
    outcome: Outcome, of_draws: OfDraws
) -> Iterator[tuple[tuple[str, str, str], Sure]]:
    table = of_draws.widened(services_table(outcome))
    cells = {column.name: column.cells for column in table.columns}
    where = zip(cells["date"], cells["service"], cells["district"], strict=True)
    said = zip(
        *(cells[name] for name in ("low", "middle", "high", "probability_short")), strict=True
    )
    for place, numbers in zip(where, said, strict=True):
        if all(numbers):
            low, middle, high, short = map(float, numbers)
            yield place, Sure(low=low, middle=middle, high=high, short=short, draws=of_draws.draws)
