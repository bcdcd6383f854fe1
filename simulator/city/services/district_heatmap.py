"""Every catchment, service and year on one page: how much of the demand is short, or over.

Every year is one reading: schools on 1 September, other services at the end of the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.subject import Subject, titled
from simulator.city.services.series import ServiceSeries, service_series
from simulator.report.marks import whole_number
from simulator.report.page import MARGIN, Headline, Page, new_page, room_for
from simulator.report.style import (
    DIVERGING,
    INK,
    LABEL,
    PANEL,
    PAPER,
    QUIET,
    SHORTAGE,
    SMALL,
    SURPLUS,
    UNKNOWN,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import (
    end_of_year,
    first_september,
    place_of,
    years_between,
)
from simulator.words.catalogue import Language, beside, pair


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


if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

_CELL_WIDTH, _CELL_HEIGHT = 0.345, 0.24
_APART = 0.15
"""Space between the catchments and the city, cells."""
_BETWEEN = 0.3
_MOST_YEARS = 16
_WIDEST = 15.2
_NARROWEST = 11.0
_FULL = 60.0
"""Per cent of demand at which a colour is at its strongest."""


def draw_district_heatmap(subject: Subject) -> Page:
    """One grid a service: catchments down, years across, the gap as % of demand in each cell."""
    years = years_shown(subject, _MOST_YEARS)
    shown = service_series(subject.outcome)
    every = dict.fromkeys(place for series in shown for place in series.places)
    names = {place: beside(subject.place(place), subject.language) for place in every}
    room = room_for(list(names.values()), SMALL) + 0.08
    panel = room + len(years) * _CELL_WIDTH + _BETWEEN
    columns = min(len(shown), max(1, int((_WIDEST - 2 * MARGIN + _BETWEEN) / panel)))
    heading = 0.47 if subject.language == "both" else 0.29
    tops = _tops(shown, columns, heading)
    scale = tops[-1]
    page = new_page(
        max(2 * MARGIN + columns * panel - _BETWEEN, _NARROWEST),
        scale + 0.55,
        Headline(
            title=pair("title.map", city=subject.city, span=subject.span),
            details=(pair("detail.map"), subject.origin()),
        ),
        subject.language,
    )
    axes = _sheet(page, scale + 0.55)
    grids = []
    for number, series in enumerate(shown):
        left = MARGIN + (number % columns) * panel
        down = tops[number // columns]
        at = pair("map.september" if series.service.is_school else "map.year_end")
        title = pair("map.title", service=titled(series.service.title), at=at)
        page.write(left, down, title, PANEL, within=panel - _BETWEEN)
        grid = _Grid(left=left + room, down=down + heading, downs=_downs(series))
        _name_cells(axes, grid, [names[place] for place in series.places], years)
        grids.append((grid, shares(series, years)))
    _draw_cells(axes, [*grids, _draw_scale(axes, page.language, scale)])
    return page


def _downs(series: ServiceSeries) -> list[float]:
    """Where the row of each catchment begins, in cells; the city a little apart."""
    apart = _APART if len(series.places) > 1 else 0.0
    return [row + (apart if place == CITY else 0.0) for row, place in enumerate(series.places)]


def _tops(shown: Sequence[ServiceSeries], columns: int, heading: float) -> list[float]:
    """Where each band of grids begins, in inches, and where the last one ends.

    A band is as high as its service of most catchments asks for.
    """
    tops = [0.0]
    for first in range(0, len(shown), columns):
        most = max(len(series.places) for series in shown[first : first + columns])
        tops.append(tops[-1] + heading + (most + _APART) * _CELL_HEIGHT + 0.52)
    return tops


def shares(series: ServiceSeries, years: tuple[int, ...]) -> FloatArray:
    """Gap as per cent of demand, shape (place, year); NaN where unknown or nothing is demanded."""
    demand = np.where(series.demand > 0, series.demand, np.nan)
    return by_year(series, 100 * series.gap / demand, years)


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Cells whose left upper corner lies ``left``, ``down`` inches into the body of the page.

    ``downs`` is where each row begins, in cells.
    """

    left: float
    down: float
    downs: Sequence[float]

    def at(self, column: float, row: float) -> tuple[float, float]:
        """A place counted in cells, in inches."""
        return self.left + column * _CELL_WIDTH, self.down + row * _CELL_HEIGHT


def _sheet(page: Page, height: float) -> "Axes":
    """Bare axes over the whole body of a page, in inches down from its left upper corner.

    One for all grids: axes are slow to make.
    """
    axes = page.axes(0.0, 0.0, page.width, height)
    axes.set_xlim(0, page.width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    axes.set(xticks=[], yticks=[])  # what nobody sees would still be made
    return axes


def _draw_cells(axes: "Axes", grids: Sequence[tuple[_Grid, FloatArray]]) -> None:
    """Coloured cells with their number over hatched ground, which shows where nothing is known.

    The values of a grid have shape (row, column).
    """
    for grid, values in grids:
        for row, down in zip(values, grid.downs, strict=True):
            if not np.isfinite(row).all():
                _draw_unknown(axes, grid.at(0.0, down), row.size)
    _colour_cells(axes, grids)
    for grid, values in grids:
        for row, column in np.argwhere(np.isfinite(values)):
            axes.text(
                *grid.at(column + 0.5, grid.downs[row] + 0.5),
                whole_number(values[row, column]),
                size=SMALL,
                color=PAPER if abs(values[row, column]) > 0.7 * _FULL else INK,
                ha="center",
                va="center_baseline",
            )


def _colour_cells(axes: "Axes", grids: Sequence[tuple[_Grid, FloatArray]]) -> None:
    """Every cell in the colour of its value, with paper between them: one artist for all."""
    from matplotlib.collections import PolyCollection

    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * (_CELL_WIDTH, _CELL_HEIGHT)
    corners = [
        grid.at(column, down)
        for grid, values in grids
        for down in grid.downs
        for column in range(values.shape[1])
    ]
    cells = PolyCollection(
        [square + corner for corner in corners],
        array=np.ma.masked_invalid(np.concatenate([values.ravel() for _, values in grids])),
        cmap=_colours(),
        edgecolor=PAPER,
        linewidth=0.8,
    )
    cells.set_clim(-_FULL, _FULL)
    axes.add_collection(cells, autolim=False)


def _draw_unknown(axes: "Axes", corner: tuple[float, float], cells: int) -> None:
    from matplotlib.patches import Rectangle

    ground = Rectangle(
        corner,
        cells * _CELL_WIDTH,
        0.96 * _CELL_HEIGHT,
        facecolor=PAPER,
        edgecolor=UNKNOWN,
        linewidth=0,
        hatch="/////",
    )
    axes.add_artist(ground)


@cache
def _colours() -> "Colormap":
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("gap", DIVERGING)


def _name_cells(axes: "Axes", grid: _Grid, names: Sequence[str], years: tuple[int, ...]) -> None:
    for name, down in zip(names, grid.downs, strict=True):
        place = grid.at(-0.2, down + 0.5)
        axes.text(*place, name, size=SMALL, ha="right", va="center_baseline")
    for column, year in enumerate(years):
        place = grid.at(column + 0.5, grid.downs[-1] + 1.2)
        axes.text(*place, str(year), size=SMALL, color=QUIET, ha="center", va="top")


def _draw_scale(axes: "Axes", language: Language, down: float) -> tuple[_Grid, FloatArray]:
    """What the colours mean, from surplus to shortage, and the mark of the unknown.

    The cells of the scale are handed back, to be coloured with all others.
    """
    values = np.linspace(-_FULL, _FULL, 9)
    over, short, unknown = (
        beside(pair(f"map.{key}"), language) for key in ("over", "short", "unknown")
    )
    grid = _Grid(left=MARGIN + room_for([over], LABEL) + 0.1, down=down, downs=(0.0,))
    known = values.size + room_for([short], LABEL) / _CELL_WIDTH + 1.0
    _draw_unknown(axes, grid.at(known, 0.0), 1)
    for across, text, colour, align in (
        (-0.25, over, SURPLUS, "right"),
        (values.size + 0.25, short, SHORTAGE, "left"),
        (known + 1.25, unknown, INK, "left"),
    ):
        place = grid.at(across, 0.5)
        axes.text(*place, text, size=LABEL, color=colour, ha=align, va="center_baseline")
    return grid, values[np.newaxis]
