"""The first sheet that is read: of every service the worst shortage, and the end."""

from collections.abc import Sequence

from simulator.city.axes import CITY
from simulator.city.workbook.services import Index, places_of
from simulator.city.workbook.source import Row, Source, notes, own_field, words_of
from simulator.report.workbook.sheets import Field, Form, Sheet

_AT_THE_END: tuple[tuple[str, Form], ...] = (
    ("demand", "whole"),
    ("risk_adjusted", "whole"),
    ("gap", "gap"),
)
_DRAWN: tuple[tuple[str, Form], ...] = (
    ("low", "gap"),
    ("middle", "gap"),
    ("high", "gap"),
    ("probability_short", "share"),
)


def answer_sheet(source: Source, index: Index, sentences: Sequence[str] = ()) -> Sheet:
    """A row a service, from the tables ``gaps`` and ``services``; ``sentences`` stand above it."""
    services = [service.name for service in source.outcome.pack.services]
    gaps = {(row["service"], row["district"]): row for row in source.rows("gaps")}
    city = [gaps[service, CITY] for service in services]
    worst = [_worst(source, service, gaps) for service in services]
    ends = [_end(source, service, index) for service in services]

    def end(column: str, form: Form) -> Field:
        cells = ["" if row is None else row[column] for row in ends]
        return source.field(f"services.{column}", cells, form)

    drawn = [(name, form) for name, form in _DRAWN if source.has("services", name)]
    return Sheet(
        called=words_of("answer"),
        fields=(
            own_field("service", [source.service(service) for service in services], "text"),
            own_field("unit", [source.unit(row["unit"]) for row in city], "text"),
            *_shortage(source, city, ("worst_city", "worst_on")),
            own_field("worst_place", _named(source, worst), "text"),
            *_shortage(source, worst, ("worst_there", "worst_there_on")),
            own_field(
                "last", ["" if r is None else source.moment(r["date"]) for r in ends], "text"
            ),
            *(end(name, form) for name, form in (*_AT_THE_END, *drawn)),
        ),
        notes=notes("gap", "readings", "blank"),
        sentences=tuple(sentences),
        filtered=False,
    )


def _named(source: Source, rows: Sequence[Row | None]) -> list[str]:
    return ["" if row is None else source.place(row["district"]) for row in rows]


def _shortage(
    source: Source, rows: Sequence[Row | None], heads: tuple[str, str]
) -> tuple[Field, Field]:
    """The largest shortage of rows of ``gaps`` and its day; blank where there is no row."""

    def cells(column: str) -> list[str]:
        return ["" if row is None else row[column] for row in rows]

    amount, day = heads
    return (
        source.field("gaps.worst_shortage", cells("worst_shortage"), "gap", amount),
        source.field("gaps.worst_shortage_on", cells("worst_shortage_on"), "date", day),
    )


def _worst(source: Source, service: str, gaps: dict[tuple[str, str], dict[str, str]]) -> Row | None:
    """The part of the city with the largest shortage; ``None`` where none is short."""
    rows = [gaps[service, place] for place in places_of(source, service)[1:]]
    short = [row for row in rows if float(row["worst_shortage"] or 0.0) > 0.0]
    return max(short, key=lambda row: float(row["worst_shortage"]), default=None)


def _end(source: Source, service: str, index: Index) -> Row | None:
    """The row of the city at the last of the years shown that the run holds."""
    days = (source.reading(service, year) for year in reversed(source.years))
    found = (index.get((service, CITY, day)) for day in days)
    return next((row for row in found if row is not None), None)
