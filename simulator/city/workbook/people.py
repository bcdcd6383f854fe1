"""Sheets of people: how many live where, of what age, and what changed their number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from simulator.city.axes import CITY
from simulator.city.people.births import NEWBORNS
from simulator.city.workbook.source import Source, notes, own_field, words_of
from simulator.report.style import CHILDREN, DEMAND, LATER_BIRTHS, SUPPLY, UNKNOWN
from simulator.report.workbook.sheets import Block, Chart, Curve, Field, Sheet
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import pair

_AGES = ((0, 2), (3, 5), (6, 11), (12, 14), (15, 17), (18, 59), (60, None))
"""First and last completed year of age of the groups: those of schools, of work, the old."""
_DECIMALS = 6
_PEOPLE = pair("unit.persons")


def population_sheet(source: Source) -> Sheet:
    """Residents of the city and its districts at the end of every year."""
    people, days = _people(source)
    rows = [
        (place, year)
        for place in source.places
        for year in source.years
        if f"{year + 1}-01-01" in days
    ]
    districts = source.outcome.trajectory.system.axis["district"].labels
    residencies = source.outcome.trajectory.system.axis["residency"].labels

    def cells(of: tuple[slice | int, slice]) -> list[str]:
        found = []
        for place, year in rows:
            there = people[days[f"{year + 1}-01-01"]]
            here = there if place == CITY else there[[districts.index(place)]]
            found.append(_decimal(here[:, of[0], :, of[1]].sum()))
        return found

    every = slice(None)
    return Sheet(
        called=words_of("population"),
        fields=(
            own_field("place", [source.place(place) for place, _ in rows], "text"),
            own_field("year", [str(year) for _, year in rows], "year"),
            own_field("residents", cells((every, every)), "whole", _PEOPLE),
            *(
                own_field(name, cells((residencies.index(name), every)), "whole", _PEOPLE)
                for name in ("registered", "migrant")
            ),
            *(_of_ages(first, last, cells((every, slice(first, last and last + 1))))
              for first, last in _AGES),
        ),
        notes=notes("year_end"),
        frozen=2,
        strong=[number for number, (place, _) in enumerate(rows) if place == CITY],
    )  # fmt: skip


def _of_ages(first: int, last: int | None, cells: Sequence[str]) -> Field:
    key = "workbook.head.ages_from" if last is None else "workbook.head.ages"
    return Field(
        head=pair(key, first=first, last=last),
        form="whole",
        cells=cells,
        meaning=pair("workbook.meaning.ages"),
        unit=_PEOPLE,
        origin="population.persons",
    )


def _people(source: Source) -> tuple[FloatArray, Mapping[str, int]]:
    """The table ``population`` as (day, district, residency, sex, age), and where each day is."""
    table = source.tables["population"]
    days = dict.fromkeys(table.column("date").cells)
    axis = source.outcome.trajectory.system.axis
    shape = (len(days), axis["district"].size, axis["residency"].size, 2, -1)
    people = np.array(table.column("persons").cells, dtype=np.float64).reshape(shape)
    return people, {day: place for place, day in enumerate(days)}


_BORN, _DIED, _REGISTERED, _MOVED = NEWBORNS, ("deaths",), ("registration",), ("moves",)
_NAMES = ("births", "deaths", "arrivals", "departures", "moves", "change", "registration")


def components_sheet(source: Source) -> Sheet:
    """What changed the number of residents, by place and year, from the table ``components``."""
    found = _changes(source)
    rows = [
        (place, year)
        for place in source.places
        for year in source.years
        if (place, str(year)) in found
    ]
    return Sheet(
        called=words_of("components"),
        fields=(
            own_field("place", [source.place(place) for place, _ in rows], "text"),
            own_field("year", [str(year) for _, year in rows], "year"),
            *(
                own_field(
                    name,
                    [_decimal(found[place, str(year)][name]) for place, year in rows],
                    "whole",
                    _PEOPLE,
                )
                for name in _NAMES
            ),
        ),
        notes=notes("year_end", "components"),
        frozen=2,
        strong=[number for number, (place, _) in enumerate(rows) if place == CITY],
    )


def _changes(source: Source) -> dict[tuple[str, str], dict[str, float]]:
    """By place and year what came and went, each under the name of its column."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: dict.fromkeys(_NAMES, 0.0))
    table = source.tables["components"]
    columns = ("year", "district", "flow", "direction", "persons")
    for year, district, flow, direction, persons in zip(
        *(table.column(name).cells for name in columns), strict=True
    ):
        for name, sign in _counted(flow, direction):
            for place in (district, CITY):
                found[place, year][name] += sign * float(persons)
    return found


def _counted(flow: str, direction: str) -> Iterator[tuple[str, int]]:
    """The columns that a flow counts in; registration changes no number of residents."""
    if direction == "within" or (flow in _REGISTERED and direction == "out"):
        return
    sign = 1 if direction == "in" else -1
    if flow in _REGISTERED:
        yield "registration", 1
        return
    yield "change", sign
    if flow in _BORN:
        yield "births", 1
    elif flow in _DIED:
        yield "deaths", 1
    elif flow in _MOVED:
        yield "moves", sign
    else:
        yield ("arrivals" if direction == "in" else "departures"), 1


def _decimal(value: float) -> str:
    return f"{value + 0.0:.{_DECIMALS}f}"


# -- charts


def people_charts(population: Sheet, changes: Sheet, years: int) -> Iterator[Chart]:
    """The city: who lives here, and what changes their number."""
    if not years:
        return
    yield Chart(
        of=population,
        title=pair("workbook.residents_of_city"),
        kind="stacked",
        curves=tuple(
            _curve(column, years, colour) for column, colour in ((3, SUPPLY), (4, CHILDREN))
        ),
    )
    yield Chart(
        of=changes,
        title=pair("workbook.changes_of_city"),
        curves=tuple(
            _curve(2 + _NAMES.index(name), years, colour)
            for name, colour in (
                ("births", LATER_BIRTHS),
                ("deaths", UNKNOWN),
                ("arrivals", SUPPLY),
                ("departures", DEMAND),
            )
        ),
    )


def _curve(column: int, years: int, colour: str) -> Curve:
    """A column of the rows of the city, which come first."""
    return Curve(
        name=(-1, column),
        along=Block(0, 1, years - 1, 1),
        values=Block(0, column, years - 1, column),
        colour=colour,
    )


def outlook_sheet(source: Source) -> Sheet:
    """People in all draws, from the table ``outlook``; the city first."""
    rows = [row for row in source.rows("outlook") if int(row["year"]) in source.years]
    rows.sort(key=lambda row: (row["quantity"], row["district"] != CITY))

    def field(column: str) -> Field:
        return source.field(f"outlook.{column}", [row[column] for row in rows], "number")

    quantities = [source.label("quantity", row["quantity"]) for row in rows]
    return Sheet(
        called=words_of("outlook"),
        fields=(
            source.field("outlook.quantity", quantities, "text"),
            own_field("place", [source.place(row["district"]) for row in rows], "text"),
            own_field("year", [row["year"] for row in rows], "year"),
            *(field(name) for name in ("low", "middle", "high")),
        ),
        notes=notes("outlook"),
        frozen=3,
        strong=[number for number, row in enumerate(rows) if row["district"] == CITY],
    )
