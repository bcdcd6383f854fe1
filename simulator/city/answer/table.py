"""The answer as a table: a row a service, the same numbers as on the screen and in the report."""

from collections.abc import Callable
from math import nan

from simulator.city.answer.answer import Answer, PlaceAnswer, Reading, ServiceAnswer, answer_of
from simulator.city.ground.outcome import Outcome
from simulator.report.table import Column, Table, dates, integers, numbers, texts
from simulator.stockflow.values.calendar import calendar_label

_UNIT = "of_the_service"


def table_of(outcome: Outcome) -> Table:
    """The answer of a run as a table."""
    return answer_table(answer_of(outcome))


def answer_table(answer: Answer) -> Table:
    """Largest shortage, the end, and the district worst hit, of every service.

    ``end_gap`` is demand − risk-adjusted supply at the last reading shown, ``end_by_use`` what it
    would be by the beds used, where norm and use disagree; ``districts_short`` how many catchments
    below the city are short at some reading.
    """
    rows = answer.services
    return Table(
        name="answer",
        columns=(
            texts("service", [one.service.name for one in rows]),
            texts("unit", [one.service.unit for one in rows]),
            *_reading("largest", rows, lambda one: one.city.worst),
            *_reading("end", rows, lambda one: one.city.end),
            numbers("end_share", [_share(one.city.end) for one in rows], "share", 6),
            numbers("end_by_use", [_by_use(one) for one in rows], _UNIT, 6),
            texts("hardest", [_place(one.hardest) for one in rows]),
            *_reading("hardest", rows, lambda one: one.hardest.worst if one.hardest else None),
            integers("districts_short", [len(one.short) for one in rows], "catchments"),
            texts("service_zh", [one.service.title["zh"] for one in rows]),
            texts("service_en", [one.service.title["en"] for one in rows]),
        ),
    )


def _reading(
    name: str, rows: tuple[ServiceAnswer, ...], of: Callable[[ServiceAnswer], Reading | None]
) -> tuple[Column, Column]:
    found = [of(one) for one in rows]
    return (
        numbers(f"{name}_gap", [nan if one is None else one.gap for one in found], _UNIT, 6),
        dates(f"{name}_on", ["" if one is None else calendar_label(one.when) for one in found]),
    )


def _share(reading: Reading | None) -> float:
    return nan if reading is None else reading.share


def _by_use(one: ServiceAnswer) -> float:
    return nan if one.by_use is None else one.by_use.by_use


def _place(place: PlaceAnswer | None) -> str:
    return "" if place is None else place.place
