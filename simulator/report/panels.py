"""Plots side by side under their names, as many in a row as a sheet has room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.report.paper import Page
from simulator.report.plot import years_room
from simulator.words.catalogue import Pair

Place = tuple[float, float, float, float]
"""Left, down, width and height of a plot, inches within the body of a page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """A plot of years: its name, and what draws it in a place."""

    title: Pair
    draw: Callable[[Place], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spacing:
    """Least width of a panel and height of its plot, by sheet; space between and below; inches."""

    narrowest: dict[str, float]
    height: dict[str, float]
    between: float
    after: float


def draw_panels(page: Page, down: float, panels: Sequence[Panel], spacing: Spacing) -> float:
    """Draw panels in rows from ``down`` on; return where the last row ends."""
    sheet, between = page.sheet, spacing.between
    columns = sheet.columns(spacing.narrowest[sheet.name], between, len(panels))
    column = (sheet.room + between) / columns
    size, height = sheet.letters.panel, spacing.height[sheet.name]
    for first in range(0, len(panels), columns):
        row = panels[first : first + columns]
        heading = max(page.lines(each.title, size, column - between) for each in row)
        for number, panel in enumerate(row):
            left = sheet.margin + number * column
            page.write(left, down, panel.title, size, within=column - between)
            panel.draw((left, down + heading + 0.05, column - between, height))
        down += heading + height + years_room(sheet.letters.small) + spacing.after
    return down
