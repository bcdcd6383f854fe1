"""Every catchment, service and year on one page: how much of the demand is short, or over.

Every year is one reading: schools on 1 September, other services at the end of the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.services.finding import finding_of_map
from simulator.city.services.gaps_overview import caveats
from simulator.city.services.series import ServiceSeries, service_series
from simulator.report.legend import Entry, draw_legend
from simulator.report.marks import whole_number
from simulator.report.paper import LINE, Heading, Page, new_page
from simulator.report.shades import OVER, shade
from simulator.report.shapes import POINTS, Hatch, width_of
from simulator.report.sheet import Sheet
from simulator.report.style import INK, QUIET, UNKNOWN
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import (
    end_of_year,
    first_september,
    place_of,
    years_between,
)
from simulator.words.catalogue import Pair, pair

_NARROWEST = {"a4": 2.2, "slide": 2.75, "phone": 3.0}
_FEWEST = {"a4": 2, "slide": 3, "phone": 1}
_BETWEEN, _AFTER = 0.22, 0.13
_LOWEST = 1.4
"""Height of a cell in sizes of its letters, the least there may be."""
_WIDEST = {"a4": 0.5, "slide": 0.7, "phone": 0.5}
_APART = 0.2
"""Space between the catchments and the city, cells."""
_FULL = 60.0
"""Per cent of demand at which a colour is at its strongest."""
_UNKNOWN = Hatch(slant="\\", colour=UNKNOWN, apart=4.0, width=0.5)


def draw_district_heatmap(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page:
    """One grid a service, or that of the one asked for: catchments down, years across.

    In each cell the gap as % of demand.
    """
    every = service_series(subject.outcome)
    shown = [one for one in every if chosen.service in (None, one.service.name)]
    page = new_page(
        Heading(
            finding=finding_of_map(subject, shown),
            shown=subject.shown_line(
                "shown.map" if chosen.service is None else "shown.map_of",
                service=titled(shown[0].service.title),
            ),
            notes=(pair("read.how.map"), pair("read.gap_of_map"), *caveats(shown)),
        ),
        sheet,
        subject.language,
    )
    down = draw_legend(page, 0.0, _key(page)) + 0.1
    columns, high = _laid_out(page, shown, page.room - down)
    width = (sheet.room + _BETWEEN) / columns - _BETWEEN
    grids = [_grid(page, subject, series, (width, high)) for series in shown]
    ends = [down] * columns
    for grid in grids:
        column = int(np.argmin(ends))
        left = sheet.margin + column * (width + _BETWEEN)
        ends[column] = _draw_grid(page, grid, (left, ends[column])) + _AFTER
    return page.close(max(ends))


def _laid_out(page: Page, shown: Sequence[ServiceSeries], room: float) -> tuple[int, float]:
    """How many columns of grids, and how high a row of cells is, inches.

    As few columns as the page has room for, so that cells are wide; rows no lower than letters.
    """
    letters, sheet = page.sheet.letters, page.sheet
    most = min(len(shown), sheet.columns(_NARROWEST[sheet.name], _BETWEEN, 4))
    heading = (
        page.lines(titled(shown[0].service.title), letters.panel)
        + LINE * letters.small / POINTS
        + 0.02
        + _AFTER
    )
    for columns in range(min(_FEWEST[sheet.name], most), most + 1):
        for rows in (2.1, 1.9, 1.7, 1.5, _LOWEST):
            high = rows * letters.small / POINTS
            ends = [0.0] * columns
            for series in shown:
                column = int(np.argmin(ends))
                ends[column] += heading + (len(series.places) + _APART) * high
            if max(ends) <= room:
                return columns, high
    return most, _LOWEST * letters.small / POINTS


def years_shown(subject: Subject, most: int) -> tuple[int, ...]:
    """The years shown, thinned from the last one back where they are too many for a page."""
    first, last = subject.shown
    years = years_between(first, last)
    return tuple(years[:: -ceil(len(years) / most)])[::-1]


def by_year(series: ServiceSeries, values: FloatArray, years: tuple[int, ...]) -> FloatArray:
    """``values`` of shape (place, time) at each year's reading, shape (place, year).

    NaN where the run has no such reading.
    """
    at = first_september if series.service.is_school else end_of_year
    found = np.full((values.shape[0], len(years)), np.nan)
    for column, year in enumerate(years):
        there = place_of(series.years, at(year))
        if there is not None:
            found[:, column] = values[:, there]
    return found


def shares(series: ServiceSeries, years: tuple[int, ...]) -> FloatArray:
    """Gap as per cent of demand, shape (place, year); NaN where unknown or nothing is demanded."""
    demand = np.where(series.demand > 0, series.demand, np.nan)
    return by_year(series, 100 * series.gap / demand, years)


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """The cells of a service, shape (place, year), and how large they are, inches."""

    title: Pair
    at: str
    names: Sequence[str]
    years: tuple[int, ...]
    values: FloatArray
    names_room: float
    cell: tuple[float, float]
    has_city: bool


def _grid(
    page: Page, subject: Subject, series: ServiceSeries, size_of: tuple[float, float]
) -> _Grid:
    width, high = size_of
    size = page.sheet.letters.small
    names = [page.lead(subject.place(place)) for place in series.places]
    at = page.lead(pair("map.september" if series.service.is_school else "map.year_end"))
    names_room = max(width_of(name, size) for name in (*names, at)) + 0.07
    least = width_of("−100", size) + 0.04
    most = max(1, floor((width - names_room) / least))
    years = years_shown(subject, most)
    across = min((width - names_room) / len(years), _WIDEST[page.sheet.name])
    return _Grid(
        title=titled(series.service.title),
        at=at,
        names=names,
        years=years,
        values=shares(series, years),
        names_room=names_room,
        cell=(across, high),
        has_city=len(series.places) > 1 and series.places[-1] == CITY,
    )


def _draw_grid(page: Page, grid: _Grid, corner: tuple[float, float]) -> float:
    """Title, years, a row a place; where it ends."""
    letters = page.sheet.letters
    left, down = corner
    down = page.write(left, down, grid.title, letters.panel) + 0.02
    across, high = grid.cell
    start, size = left + grid.names_room, letters.small
    page.words(grid.at, (start - 0.06, down + size / POINTS), size, QUIET, "end")
    for column, year in enumerate(grid.years):
        middle = start + (column + 0.5) * across
        page.words(str(year), (middle, down + size / POINTS), size, QUIET, "middle")
    down += LINE * size / POINTS
    for number, (name, row) in enumerate(zip(grid.names, grid.values, strict=True)):
        if grid.has_city and number == len(grid.names) - 1:
            down += _APART * high
        base = down + high / 2 + 0.36 * size / POINTS
        page.words(name, (start - 0.06, base), size, INK, "end")
        for column, value in enumerate(row):
            _draw_cell(page, (start + column * across, down), grid.cell, float(value))
        down += high
    return down


def _draw_cell(
    page: Page, corner: tuple[float, float], cell: tuple[float, float], value: float
) -> None:
    size = page.sheet.letters.small
    inner = (cell[0] - 0.015, cell[1] - 0.015)
    if not np.isfinite(value):
        page.box(corner, inner, None, hatch=_UNKNOWN)
        return
    fill, ink = shade(value, _FULL)
    page.box(corner, inner, fill, hatch=OVER if value < -0.5 else None)
    base = corner[1] + inner[1] / 2 + 0.36 * size / POINTS
    page.words(whole_number(value), (corner[0] + inner[0] / 2, base), size, ink, "middle")


def _key(page: Page) -> list[Entry]:
    return [
        Entry(name=page.lead(pair("map.short_key")), fill=shade(0.5 * _FULL, _FULL)[0]),
        Entry(name=page.lead(pair("map.over_key")), fill=shade(-0.6 * _FULL, _FULL)[0], hatch=OVER),
        Entry(name=page.lead(pair("map.unknown")), hatch=_UNKNOWN, edge=UNKNOWN),
    ]
