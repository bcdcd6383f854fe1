"""Three ledgers for beds, side by side, by service and year; the last year shown as a grid."""

from collections.abc import Callable

from simulator.city.beds.ledgers import BedYear, Queue, bed_years
from simulator.city.ground.outcome import Outcome, shown_span
from simulator.report.grid import Grid
from simulator.report.table import Column, Table, integers, numbers, texts
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year
from simulator.words.catalogue import Language, in_language, say

_BEDS = "beds"


def beds_table(found: tuple[BedYear, ...]) -> Table:
    """What a norm asks for, what people use, what queues ask for, and what is open.

    Blank where the use, or what is open, is not on record.
    """

    def column(
        name: str, unit: str, decimals: int, value: Callable[[BedYear], float | None]
    ) -> Column:
        return numbers(name, [_known(value(one)) for one in found], unit, decimals)

    def queue(name: str, value: Callable[[Queue], float]) -> Column:
        return column(name, _BEDS, 1, lambda one: value(one.queue) if one.queue else None)

    services = [one.service for one in found]
    return Table(
        name="beds",
        columns=(
            integers("year", [one.year for one in found], "year"),
            texts("service", [one.name for one in services]),
            column("admissions", "persons", 6, lambda one: one.admissions),
            column("in_bed", "persons", 6, lambda one: one.in_bed),
            column("beds_norm", _BEDS, 6, lambda one: one.norm),
            column("beds_use", _BEDS, 6, lambda one: one.for_use),
            queue("beds_wards_5", lambda one: one.wards_5),
            queue("beds_wards_1", lambda one: one.wards_1),
            queue("beds_pool_5", lambda one: one.pool_5),
            queue("beds_pool_1", lambda one: one.pool_1),
            column("beds_open", _BEDS, 6, lambda one: one.open),
            column("beds_open_mean", _BEDS, 6, lambda one: one.open_mean),
            column("occupancy", "share", 6, lambda one: one.occupancy),
            column("turned_away", "share", 4, lambda one: one.turned_away),
            column("ward", _BEDS, 0, lambda one: one.use.ward if one.use else None),
            texts("norm_grade", [max(s.grades["take_up"], s.grades["norm"]) for s in services]),
            texts("use_grade", [one.use.grade if one.use else "" for one in found]),
            texts("open_grade", [s.grades["start"] if s.start else "" for s in services]),
            texts("service_zh", [one.title["zh"] for one in services]),
        ),
    )


def _known(value: float | None) -> float:
    return float("nan") if value is None else value


_HEADINGS = ("norm", "beds_use", "queue_5", "queue_1", "open", "occupancy")


def beds_grid(outcome: Outcome, language: Language) -> Grid | None:
    """Norm, use and queue beside the beds open; ``None`` where no use or whole year is known."""
    last = shown_span(outcome)[1]
    found = [one for one in bed_years(outcome) if end_of_year(one.year) <= last + SAME_INSTANT]
    if not found or not outcome.pack.bed_use:
        return None
    year = max(one.year for one in found)
    unknown = say("word.unknown", "zh" if language == "both" else language)
    return Grid(
        title=say(
            "summary.beds",
            language,
            city=outcome.pack.title,
            scenario=outcome.file.title or outcome.file.name,
            year=year,
        ),
        headings=(
            say("word.service", language).replace(" / ", " "),
            *(say(f"heading.{name}", language).replace(" / ", " ") for name in _HEADINGS),
        ),
        rows=[_row(one, language, unknown) for one in found if one.year == year],
        numeric=(False, *(True for _ in _HEADINGS)),
        notes=(say("summary.beds_note", language),),
        styles={unknown: "yellow"},
    )


def _row(one: BedYear, language: Language, unknown: str) -> tuple[str, ...]:
    queue = one.queue
    beds = (
        one.norm,
        one.for_use,
        queue.wards_5 if queue else None,
        queue.wards_1 if queue else None,
        one.open,
    )
    return (
        in_language(one.service.title, "zh" if language == "both" else language),
        *(unknown if number is None else f"{number:,.0f}" for number in beds),
        unknown if one.occupancy is None else f"{100 * one.occupancy:.0f} %",
    )
