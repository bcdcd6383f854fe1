"""The finding of a figure of gaps, in one sentence: how much, when, and who is short."""

from collections.abc import Iterator, Sequence

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.subject import Subject, titled
from simulator.city.services.series import SMALLEST, ServiceSeries
from simulator.city.services.verdict import verdict
from simulator.report.marks import whole_number
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Pair, listed, moment, pair

_MOST = 3
"""Districts that are named in a sentence; of more, the first and the number."""


def finding_of_all(subject: Subject, shown: Sequence[ServiceSeries], district: str) -> Pair:
    """How many services are short at the end of what is shown, and which most for its demand."""
    last = subject.shown[1]
    found = [(series, _last(series, series.within(district), last)) for series in shown]
    known = [(series, gap) for series, gap in found if gap is not None]
    where = subject.city if district == CITY else subject.place(district)
    if not known:
        return pair("finding.none_known", where=where)
    short = [(series, gap) for series, gap in known if gap[1] > SMALLEST]
    if not short:
        return pair("finding.none_short", where=where, all=len(known))
    worst = max(short, key=lambda each: each[1][1] / each[1][2])[0]
    said = verdict(worst, worst.within(district), last)
    return pair(
        "finding.services",
        where=where,
        short=len(short),
        all=len(known),
        service=titled(worst.service.title),
        said="" if said is None else said.said,
    )


def finding_of_one(subject: Subject, series: ServiceSeries, district: str) -> Pair:
    """The gap of a service in a place at the end of what is shown; who is short, or since when."""
    last, place = subject.shown[1], series.within(district)
    said = verdict(series, place, last)
    where = subject.city if place == CITY else subject.place(place)
    service = titled(series.service.title)
    if said is None:
        return pair("finding.unknown", where=where, service=service)
    several = place == CITY and len(series.places) > 1
    then = _who(subject, series) if several else _since(subject, series, place)
    told = {"where": where, "service": service, "said": said.said}
    if then is None:
        return pair("finding.one", **told)
    return pair("finding.one_then", **told, then=then)


def finding_of_map(subject: Subject, shown: Sequence[ServiceSeries]) -> Pair:
    """How many catchments are short at the end of what is shown, and which most."""
    if len(shown) == 1:
        return finding_of_one(subject, shown[0], CITY)
    last = subject.shown[1]
    found = [
        (series, place, _last(series, place, last))
        for series in shown
        for place in series.places
        if place != CITY or len(series.places) == 1
    ]
    known = [(series, place, gap) for series, place, gap in found if gap is not None]
    short = [each for each in known if each[2][1] > SMALLEST]
    if not known:
        return pair("finding.none_known", where=subject.city)
    if not short:
        return pair("finding.none_short", where=subject.city, all=len(known))
    series, place, gap = max(short, key=lambda each: each[2][1] / each[2][2])
    return pair(
        "finding.map" if place != CITY else "finding.map_city",
        where=subject.city,
        short=len(short),
        all=len(known),
        service=titled(series.service.title),
        place=subject.place(place),
        year=int(gap[0] - SAME_INSTANT),
        share=whole_number(100 * gap[1] / gap[2]),
    )


def _last(series: ServiceSeries, place: str, until: float) -> tuple[float, float, float] | None:
    """Instant, gap and demand of the last known reading; ``None`` where none is."""
    cut = series.between(-np.inf, until)
    row = cut.place(place)
    known = np.flatnonzero(np.isfinite(cut.gap[row]))
    if not known.size:
        return None
    last = int(known[-1])
    demand = max(float(cut.demand[row, last]), SMALLEST)
    return float(cut.years[last]), float(cut.gap[row, last]), demand


def _who(subject: Subject, series: ServiceSeries) -> Pair:
    """The catchments short at the last reading, worst first."""
    found = [(place, _last(series, place, subject.shown[1])) for place in series.places[:-1]]
    short = [(gap[1], place) for place, gap in found if gap is not None and gap[1] > SMALLEST]
    names = [subject.place(place) for _, place in sorted(short, reverse=True)]
    if not names:
        return pair("finding.nobody")
    if len(names) > _MOST:
        return pair("finding.many", names=listed(names[:_MOST]), number=len(names))
    return pair("finding.short_in", names=listed(names))


def _since(subject: Subject, series: ServiceSeries, place: str) -> Pair | None:
    """Since when it is short, or in which years it was; ``None`` where it never was."""
    cut = series.between(*subject.shown)
    gap = cut.gap[cut.place(place)]
    short = np.flatnonzero(gap > SMALLEST)
    if not short.size:
        return None
    if short[-1] == np.flatnonzero(np.isfinite(gap))[-1]:
        spell = max((each for each in _turns(gap > SMALLEST) if each <= short[-1]), default=0)
        if spell == np.flatnonzero(np.isfinite(gap))[0]:
            return pair("finding.throughout")
        return pair("finding.since", when=moment(float(cut.years[spell])))
    first, last = (int(cut.years[each] + SAME_INSTANT) for each in (short[0], short[-1]))
    return pair("finding.was", years=str(first) if first == last else f"{first}–{last}")


def _turns(values: np.ndarray) -> Iterator[int]:
    """Where a stretch of truth begins."""
    before = np.concatenate([[False], values[:-1]])
    yield from (int(place) for place in np.flatnonzero(values & ~before))
