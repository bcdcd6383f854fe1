"""Three ledgers for beds, side by side, by service and year."""

from collections.abc import Callable

from simulator.analysis.beds import BedYear, Queue
from simulator.reports.tables.table import Column, Table, integers, numbers, texts

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
            column("admissions", "persons", 1, lambda one: one.admissions),
            column("in_bed", "persons", 1, lambda one: one.in_bed),
            column("beds_norm", _BEDS, 1, lambda one: one.norm),
            column("beds_use", _BEDS, 1, lambda one: one.for_use),
            queue("beds_wards_5", lambda one: one.wards_5),
            queue("beds_wards_1", lambda one: one.wards_1),
            queue("beds_pool_5", lambda one: one.pool_5),
            queue("beds_pool_1", lambda one: one.pool_1),
            column("beds_open", _BEDS, 1, lambda one: one.open),
            column("occupancy", "share", 4, lambda one: one.occupancy),
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
