"""Demand, supply and gap through time, and what each gap amounts to."""

from collections.abc import Mapping, Sequence
from math import inf

import numpy as np

from simulator.city.ground.continued import grades_after_plan
from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.own_plan import with_own_plan
from simulator.city.ground.titles import place_title
from simulator.city.pack.services import Service
from simulator.city.services.anchor import Anchored, anchored
from simulator.city.services.gaps import GapSummary, Side, summarise_gaps
from simulator.city.services.series import ServiceSeries, service_series
from simulator.report.table import Column, Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label

_MEASURES = ("demand", "promised", "risk_adjusted", "gap")
_UNIT = "of_the_service"


def services_table(outcome: Outcome, draw: int = 0) -> Table:
    """Every reading of every service, by date, then service, then catchment, the city last."""
    series = service_series(outcome, draw)
    order = _order(series)
    service = [one.service for one in series for _ in range(one.demand.size)]
    place = [name for one in series for name in one.places for _ in one.years]
    days = [day for one in series for day in _days(one) * len(one.places)]
    chosen = [service[row] for row in order]
    years = np.concatenate([np.tile(one.years, len(one.places)) for one in series])[order]
    where = [place[row] for row in order]
    return Table(
        name="services",
        columns=(
            dates("date", [days[row] for row in order]),
            texts("service", [one.name for one in chosen]),
            texts("district", where),
            *(_measured(series, name, order, 6) for name in _MEASURES),
            texts("unit", [one.unit for one in chosen]),
            _measured(series, "coverage", order, 6, "share"),
            *(_measured(series, name, order, 6) for name in ("paper", "absorbed", "unplaced")),
            _measured(series, "users", order, 6, "of_the_norm"),
            *(_measured(series, name, order, 12, "of_each") for name in ("norm", "ratio")),
            *_graded(outcome, chosen, years),
            *_in_chinese(outcome, chosen, where),
            levels(outcome.pack, where),
        ),
    )


def gaps_table(outcome: Outcome, draw: int = 0) -> Table:
    """First, worst and total shortage, surplus and unplaced, of every service and catchment."""
    found = summarise_gaps(service_series(outcome, draw), float(outcome.trajectory.readings[-1]))
    services = [summary.service for summary in found]
    places = [summary.place for summary in found]
    return Table(
        name="gaps",
        columns=(
            texts("service", [one.name for one in services]),
            texts("district", places),
            texts("unit", [one.unit for one in services]),
            dates("known_from", [_day(summary.known_from) for summary in found]),
            *_side("shortage", [summary.shortage for summary in found]),
            *_rests(anchored(outcome, draw)),
            *_side("surplus", [summary.surplus for summary in found]),
            *_side("unplaced", [summary.unplaced for summary in found]),
            numbers("lowest_coverage", _known(found, "lowest_coverage"), "share", 6),
            numbers("highest_coverage", _known(found, "highest_coverage"), "share", 6),
            *_graded(outcome, services, [_told_on(summary) for summary in found]),
            *_in_chinese(outcome, services, places),
            levels(outcome.pack, places),
        ),
    )


def _rests(found: tuple[Anchored | None, ...]) -> tuple[Column, Column]:
    """When a shortage first shows without enrolment ratios, and whether it rests on them."""
    without = [None if one is None else one.without for one in found]
    return (
        dates("first_shortage_unanchored", [_day(year) for year in without]),
        texts("rests_on_anchor", ["" if one is None else _YES[one.rests] for one in found]),
    )


_YES = {True: "yes", False: "no"}


def _order(series: tuple[ServiceSeries, ...]) -> list[int]:
    """Rows by date; services and places keep their order, as a stable sort does."""
    years = np.concatenate([np.tile(one.years, len(one.places)) for one in series])
    return [int(row) for row in np.argsort(np.round(years * 12, 6), kind="stable")]


def _days(series: ServiceSeries) -> list[str]:
    return [calendar_label(float(year)) for year in series.years]


def _measured(
    series: tuple[ServiceSeries, ...], name: str, order: list[int], decimals: int, unit: str = _UNIT
) -> Column:
    return numbers(name, _rows(series, name)[order], unit, decimals)


def rows_of_services(series: tuple[ServiceSeries, ...], name: str) -> FloatArray:
    """What series say of one thing, by row of the table, shape (rows,), of draws (draws, rows)."""
    return np.asarray(_rows(series, name)[..., _order(series)])


def places_of_rows(series: tuple[ServiceSeries, ...]) -> list[tuple[str, str, float]]:
    """Service, catchment and instant of every row of the table."""
    every = [
        (one.service.name, place, float(year))
        for one in series
        for place in one.places
        for year in one.years
    ]
    return [every[row] for row in _order(series)]


def rows_of_place(
    series: tuple[ServiceSeries, ...], service: str, place: str
) -> tuple[IntArray, FloatArray]:
    """The rows of the table of a service in a catchment or the city, and their instants."""
    found = [
        (row, year)
        for row, (name, where, year) in enumerate(places_of_rows(series))
        if (name, where) == (service, place)
    ]
    rows, years = zip(*found, strict=True) if found else ((), ())
    return np.array(rows, dtype=np.int64), np.array(years, dtype=np.float64)


def _rows(series: tuple[ServiceSeries, ...], name: str) -> FloatArray:
    each = [getattr(one, name) for one in series]
    return np.concatenate([one.reshape(*one.shape[:-2], -1) for one in each], axis=-1)


def _graded(
    outcome: Outcome, services: list[Service], years: FloatArray | Sequence[float]
) -> tuple[Column, Column]:
    """How firm the figures are: the weaker of take-up and norm; the starting stock.

    After the last programme of its service supply has a grade of its own.
    """
    demand = [max(one.grades["take_up"], one.grades["norm"]) for one in services]
    after = _after_plan(outcome)
    rows = zip(services, years, strict=True)
    return (
        texts("demand_grade", demand),
        texts("supply_grade", [_supply_grade(one, year, after) for one, year in rows]),
    )


def _after_plan(outcome: Outcome) -> Mapping[str, tuple[float, str]]:
    file, pack = outcome.file, outcome.pack
    continues = bool(file.values.get("plan.continues"))
    return grades_after_plan(with_own_plan(pack, file), continues=continues)


def _supply_grade(service: Service, year: float, after: Mapping[str, tuple[float, str]]) -> str:
    if service.start is None:
        return ""
    last, grade = after.get(service.name, (inf, ""))
    return grade if year > last + SAME_INSTANT else service.grades["start"]


def _told_on(summary: GapSummary) -> float:
    """The day a summary is mostly about: the worst shortage, else the worst surplus."""
    days = [side.worst_at for side in (summary.shortage, summary.surplus) if side is not None]
    return next((day for day in days if day is not None), -inf)


def _in_chinese(
    outcome: Outcome, services: list[Service], places: list[str]
) -> tuple[Column, Column]:
    """Names as Chinese readers know them, for filters in a spreadsheet."""
    titles = {name: place_title(outcome.pack, name)["zh"] for name in dict.fromkeys(places)}
    return (
        texts("service_zh", [one.title["zh"] for one in services]),
        texts("district_zh", [titles[place] for place in places]),
    )


def _side(name: str, sides: list[Side | None]) -> tuple[Column, ...]:
    return (
        dates(f"first_{name}", [_day(side.first if side else None) for side in sides]),
        numbers(
            f"worst_{name}", [side.worst if side else float("nan") for side in sides], _UNIT, 6
        ),
        dates(f"worst_{name}_on", [_day(side.worst_at if side else None) for side in sides]),
        numbers(
            f"{name}_years",
            [side.place_years if side else float("nan") for side in sides],
            "place_years",
            6,
        ),
    )


def _day(year: float | None) -> str:
    return "" if year is None else calendar_label(year)


def _known(found: tuple[GapSummary, ...], name: str) -> list[float]:
    values = [getattr(summary, name) for summary in found]
    return [float("nan") if value is None else float(value) for value in values]
