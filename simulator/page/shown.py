"""What a state shows, as data for the page: answer, curves, targets, and what has changed.

Texts are pairs, Chinese and English, so that the page speaks either without asking again.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from simulator.city.answer import sentences
from simulator.city.answer.amounts import amount, side
from simulator.city.answer.answer import ServiceAnswer
from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.ground.rounding import rounded
from simulator.city.ground.titles import place_title
from simulator.city.services.series import ServiceSeries, service_series
from simulator.city.targets.board import ScoreRow, board_of
from simulator.city.targets.words import Words
from simulator.errors import Fault
from simulator.page.engine import Ran
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import LANGUAGES, Pair, listed, pair, told_in

Shown = Mapping[str, Any]
"""What can be written as JSON."""

_MOST_TOLD = 3
"""Services named in the sentence that says what has changed."""


def shown(ran: Ran, base: Ran) -> Shown:
    """The picture of a run: sentences, curves of every service and place, remarks.

    ``base`` is the run it is held against.
    """
    return {
        "answer": sentences.headline_of(ran.services),
        "changed": changed(ran, base),
        "services": [_service(one) for one in shown_series(ran.outcome)],
        "remarks": told(ran.loaded.remarks),
    }


def shown_series(outcome: Outcome) -> tuple[ServiceSeries, ...]:
    """Every service within the years that the scenario shows."""
    span = shown_span(outcome)
    return tuple(one.between(*span) for one in service_series(outcome))


def _service(series: ServiceSeries) -> Shown:
    return {
        "name": series.service.name,
        "when": [calendar_label(float(year))[:7] for year in series.years],
        "known": series.is_known,
        "places": [_place(series, row, place) for row, place in enumerate(series.places)],
    }


def _place(series: ServiceSeries, row: int, place: str) -> Shown:
    return {
        "name": place,
        "demand": _numbers(series.demand[row]),
        "expected": _numbers(series.risk_adjusted[row]),
        "promised": None if series.responds else _numbers(series.promised[row]),
    }


def _numbers(values: FloatArray) -> list[float | None]:
    """To a tenth of a place; nothing where nothing is known."""
    return [round(value, 1) if isfinite(value) else None for value in values.tolist()]


def changed(ran: Ran, base: Ran) -> Pair:
    """What has changed against a base, service by service at the end, the largest first."""
    named = {"base": base.outcome.file.title or base.state.scenario}
    if ran is base:
        return pair("page.is_base", **named)
    before = {one.service.name: one for one in base.services}
    moved = [
        (one, before[one.service.name])
        for one in ran.services
        if one.service.name in before and _moved(one, before[one.service.name]) >= 1
    ]
    if not moved:
        return pair("page.changed_nothing", **named)
    moved.sort(key=lambda both: -_weight(*both))
    told_of = listed([_change(*both) for both in moved[:_MOST_TOLD]], "list.semicolon")
    more = len(moved) - _MOST_TOLD
    key = "page.changed_more" if more > 0 else "page.changed"
    return pair(key, list=told_of, more=more, **named)


def _moved(one: ServiceAnswer, before: ServiceAnswer) -> float:
    """By how many whole places the gap at the end has moved."""
    if one.city.end is None or before.city.end is None:
        return 0.0
    return abs(rounded(one.city.end.gap, 1.0) - rounded(before.city.end.gap, 1.0))


def _weight(one: ServiceAnswer, before: ServiceAnswer) -> float:
    """The same against the demand before."""
    end = before.city.end
    demand = abs(end.gap) / end.share if end is not None and end.share > 0 else 1.0
    return _moved(one, before) / max(demand, 1.0)


def _change(one: ServiceAnswer, before: ServiceAnswer) -> Pair:
    end, earlier = one.city.end, before.city.end
    if end is None or earlier is None:
        return sentences.named(one)
    by = end.gap - earlier.gap
    return pair(
        "page.change_more" if by > 0 else "page.change_less",
        service=sentences.named(one),
        before=side(earlier.gap),
        after=side(end.gap),
        by=amount(by),
        when=sentences.day(end.when),
    )


def targets(ran: Ran) -> list[Shown]:
    """Every figure of the plan with what becomes of it, in the order of the plan."""
    return [
        {
            "name": row.target.name,
            "verdict": row.verdict,
            "said": _both(ran.outcome, row, Words.verdict),
        }
        for row in board_of(ran.outcome)
    ]


def targets_named(outcome: Outcome) -> list[Shown]:
    """What every figure of the plan is called and promises."""
    return [
        {
            "name": row.target.name,
            "title": (row.target.title["zh"], row.target.title["en"]),
            "section": (row.entry.section["zh"], row.entry.section["en"]),
            "promise": _both(outcome, row, Words.promise),
        }
        for row in board_of(outcome)
    ]


def _both(outcome: Outcome, row: ScoreRow, say: Any) -> Pair:  # noqa: ANN401 - a method of Words
    found = (say(Words(language=each, sources=outcome.pack.sources), row) for each in LANGUAGES)
    chinese, english = found
    return chinese, english


def named(outcome: Outcome) -> Shown:
    """What services and places are called, and in what they are counted."""
    pack = outcome.pack
    places = dict.fromkeys(
        place for service in pack.services for place in pack.catchments(service.name)
    )
    return {
        "services": [
            {
                "name": one.name,
                "title": (one.title["zh"], one.title["en"]),
                "unit": pair(f"unit.{one.unit}"),
                "is_school": one.is_school,
            }
            for one in pack.services
        ],
        "places": {place: _title(place_title(pack, place)) for place in (*places, CITY)},
        "districts": {one.name: _title(one.title) for one in pack.districts},
        "city": _title(pack.title),
    }


def _title(title: Mapping[str, str]) -> Pair:
    return title["zh"], title["en"]


def told(faults: Sequence[Fault]) -> list[Shown]:
    """Faults or remarks with their places, in both languages."""
    return [_told(fault) for fault in faults]


def _told(fault: Fault) -> Shown:
    place = fault.path if fault.line is None else f"{fault.path}:{fault.line}"
    both = tuple(told_in(fault.message, each) for each in LANGUAGES)
    return {"place": place, "key": fault.key, "said": both}


def every_title(ran: Ran) -> Iterator[tuple[str, Pair]]:
    """The scenario's own title and question."""
    file = ran.loaded.file
    for name, value in (("title", file.title), ("intent", file.intent)):
        if isinstance(value, Mapping):
            yield name, (str(value.get("zh", "")), str(value.get("en", "")))
        else:
            yield name, (str(value), str(value))
