"""Sheets of services: the city at a glance, gaps by district, every row, and charts of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from simulator.city.axes import CITY
from simulator.city.ground.subject import titled
from simulator.city.workbook.source import Row, Source, notes, own_field, words_of
from simulator.report.style import DEMAND, PLACES, SUPPLY, UNKNOWN
from simulator.report.workbook.sheets import Block, Chart, Curve, Dash, Field, Form, Sheet
from simulator.words.catalogue import Pair, is_known, pair

_MEASURES = ("demand", "promised", "risk_adjusted", "gap")
_DRAWN: tuple[tuple[str, Form], ...] = (
    ("low", "gap"),
    ("middle", "gap"),
    ("high", "gap"),
    ("probability_short", "share"),
    ("probability_empty", "share"),
)
_LABELS = 3
"""Columns of labels before those of the years."""

Index = Mapping[tuple[str, str, str], Row]


def index_of(source: Source) -> Index:
    """The rows of ``services`` by service, place and day."""
    return {(row["service"], row["district"], row["date"]): row for row in source.rows("services")}


def places_of(source: Source, service: str) -> tuple[str, ...]:
    """The city first, then the catchments of a service that are parts of it."""
    found = source.outcome.pack.catchments(service)
    return (CITY, *(place for place in found if place != CITY))


def city_sheet(source: Source, index: Index) -> Sheet:
    """Demand, supply and gap of every service in the city: a row a quantity, a column a year."""
    services = [service.name for service in source.outcome.pack.services]
    rows = [(service, measure) for service in services for measure in _MEASURES]

    def cell(row: tuple[str, str], year: int) -> str:
        service, measure = row
        found = index.get((service, CITY, source.reading(service, year)))
        return "" if found is None else found[measure]

    units = [source.unit(source.outcome.pack.service[service].unit) for service, _ in rows]
    gap_rows = [number for number, (_, measure) in enumerate(rows) if measure == "gap"]
    heads = {name: source.field(f"services.{name}", (), "whole").head for name in _MEASURES}
    return Sheet(
        called=words_of("city"),
        fields=(
            own_field("service", [source.service(service) for service, _ in rows], "text"),
            own_field("measure", [source.line(heads[measure]) for _, measure in rows], "text"),
            own_field("unit", units, "text"),
            *_by_year(source, lambda year: [cell(row, year) for row in rows], "gap"),
        ),
        notes=notes("gap", "readings", "blank"),
        frozen=2,
        strong=gap_rows,
        coloured=[(row, row) for row in gap_rows],
    )


def gaps_sheet(source: Source, index: Index) -> Sheet:
    """The gap of every place of the services that have several: a row a place, a column a year."""
    rows = [
        (service.name, place)
        for service in source.outcome.pack.services
        for place in places_of(source, service.name)
        if len(places_of(source, service.name)) > 1
    ]

    def cell(row: tuple[str, str], year: int) -> str:
        found = index.get((*row, source.reading(row[0], year)))
        return "" if found is None else found["gap"]

    units = [source.unit(source.outcome.pack.service[service].unit) for service, _ in rows]
    return Sheet(
        called=words_of("gaps"),
        fields=(
            own_field("service", [source.service(service) for service, _ in rows], "text"),
            own_field("place", [source.place(place) for _, place in rows], "text"),
            own_field("unit", units, "text"),
            *_by_year(source, lambda year: [cell(row, year) for row in rows], "gap"),
        ),
        notes=notes("gap", "sums"),
        frozen=2,
        strong=[number for number, (_, place) in enumerate(rows) if place == CITY],
    )


def _by_year(source: Source, cells: Callable[[int], Sequence[str]], form: Form) -> Iterator[Field]:
    for year in source.years:
        yield Field(head=(str(year), str(year)), form=form, cells=cells(year))


def results_sheet(source: Source, index: Index) -> Sheet:
    """Every service, place and year: a row each, to be filtered."""
    asked = [
        (service.name, place, year)
        for service in source.outcome.pack.services
        for place in places_of(source, service.name)
        for year in source.years
    ]
    found = {each: index.get((*each[:2], source.reading(each[0], each[2]))) for each in asked}
    rows = {each: row for each, row in found.items() if row is not None}

    def field(column: str, form: Form) -> Field:
        return source.field(f"services.{column}", [row[column] for row in rows.values()], form)

    levels = [source.label("level", row["level"]) for row in rows.values()]
    units = [source.unit(row["unit"]) for row in rows.values()]
    drawn = [(name, form) for name, form in _DRAWN if source.has("services", name)]
    return Sheet(
        called=words_of("results"),
        fields=(
            own_field("service", [source.service(service) for service, _, _ in rows], "text"),
            own_field("place", [source.place(place) for _, place, _ in rows], "text"),
            source.field("services.level", levels, "text"),
            own_field("year", [str(year) for _, _, year in rows], "year"),
            own_field("when", [source.moment(row["date"]) for row in rows.values()], "text"),
            source.field("services.unit", units, "text"),
            *(field(name, "whole") for name in _MEASURES[:-1]),
            field("gap", "gap"),
            field("coverage", "share"),
            *(field(name, "whole") for name in ("absorbed", "unplaced")),
            *(field(name, form) for name, form in drawn),
            *(field(name, "text") for name in ("demand_grade", "supply_grade")),
        ),
        notes=notes("gap", "blank", "sums"),
        frozen=4,
        strong=[number for number, (_, place, _) in enumerate(rows) if place == CITY],
    )


# -- charts


def city_charts(source: Source, sheet: Sheet) -> Iterator[Chart]:
    """Demand against promised and risk-adjusted supply, a chart a service."""
    looks: tuple[tuple[str, Dash], ...] = ((DEMAND, "solid"), (UNKNOWN, "dash"), (SUPPLY, "solid"))
    for number, service in enumerate(source.outcome.pack.services):
        first = number * len(_MEASURES)
        rows = [first + place for place in range(len(looks)) if _is_known(sheet, first + place)]
        yield Chart(
            of=sheet,
            title=_with_unit(titled(service.title), service.unit),
            curves=tuple(
                Curve(
                    name=(row, 1),
                    along=_years(sheet, -1),
                    values=_years(sheet, row),
                    colour=looks[row - first][0],
                    dash=looks[row - first][1],
                )
                for row in rows
            ),
        )


def gap_charts(source: Source, sheet: Sheet) -> Iterator[Chart]:
    """The gap of every part of the city, a chart a service; the city itself is left out."""
    row = 0
    for service in source.outcome.pack.services:
        places = places_of(source, service.name)
        if len(places) == 1:
            continue
        parts = range(row + 1, row + len(places))
        row += len(places)
        if any(_is_known(sheet, part) for part in parts):
            yield Chart(
                of=sheet,
                title=_with_unit(pair("workbook.gap_of", service=service.title), service.unit),
                curves=tuple(
                    Curve(
                        name=(part, 1),
                        along=_years(sheet, -1),
                        values=_years(sheet, part),
                        colour=PLACES[number % len(PLACES)],
                        dash="solid" if number < len(PLACES) else "dash",
                    )
                    for number, part in enumerate(parts)
                ),
            )


def _is_known(sheet: Sheet, row: int) -> bool:
    return any(field.cells[row] for field in sheet.fields[_LABELS:])


def _years(sheet: Sheet, row: int) -> Block:
    return Block(row, _LABELS, row, len(sheet.fields) - 1)


def _with_unit(title: Pair, unit: str) -> Pair:
    key = f"unit.{unit}"
    told = pair(key) if is_known(key) else unit
    return pair("workbook.with_unit", title=title, unit=told)
