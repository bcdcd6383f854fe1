"""A plot on a page: two straight scales, and what is drawn along them.

Values are given in the units of the scales; names and numbers are set in points beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import numpy as np

from simulator.report.marks import moved_apart
from simulator.report.paper import LINE, Page
from simulator.report.scales import number, round_ticks, runs, within
from simulator.report.shapes import POINTS, Box, Hatch, Look, Mark, Patch, Stroke, width_of
from simulator.report.style import FAINT, INK, PAPER, QUIET
from simulator.stockflow.arrays import FloatArray

_TICK = 0.03
"""Length of a tick of the years, inches."""
_RISE = 0.36
"""From the middle of a line of figures down to its base line, in sizes of its letters."""
_VEIL = 0.5
BESIDE = 0.06
"""Between a line and the name at its end, inches."""


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A rectangle of the body, inches, and the values at its edges."""

    page: Page
    left: float
    down: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def weight(self) -> float:
        """What widths of lines are multiplied by on this sheet."""
        return self.page.sheet.weight

    def across(self, value: float) -> float:
        """Where a value of x lies, inches from the left of the page."""
        first, last = self.x
        return self.left + (value - first) / (last - first) * self.width

    def up(self, value: float) -> float:
        """Where a value of y lies, inches from the top of the body."""
        low, high = self.y
        return self.down + (high - value) / (high - low) * self.height

    def points(self, xs: FloatArray, ys: FloatArray) -> FloatArray:
        """Places on the page, shape (point, 2)."""
        first, last = self.x
        low, high = self.y
        across = self.left + (xs - first) / (last - first) * self.width
        down = self.page.top + self.down + (high - ys) / (high - low) * self.height
        return np.stack([across, down], axis=-1)

    def line(
        self,
        xs: FloatArray,
        ys: FloatArray,
        colour: str,
        width: float,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """A line through the values that are known, within the first and last x."""
        for known in runs(ys):
            inside = within(xs[known], ys[known], self.x)
            if inside[0].size > 1:
                self.page.shapes.append(
                    Stroke(
                        points=self.points(*inside),
                        colour=colour,
                        width=width * self.weight,
                        dashes=tuple(each * self.weight for each in dashes),
                    )
                )

    def area(
        self,
        xs: FloatArray,
        low: FloatArray,
        high: FloatArray,
        fill: str | None,
        *,
        hatch: Hatch | None = None,
        opacity: float = 1.0,
    ) -> None:
        """What lies between two lines, where both are known."""
        for known in runs(low + high):
            below, above = (within(xs[known], each[known], self.x) for each in (low, high))
            if below[0].size > 1:
                edge = np.concatenate([self.points(*above), self.points(*below)[::-1]])
                self.page.shapes.append(Patch(points=edge, fill=fill, hatch=hatch, opacity=opacity))

    def bar(
        self,
        span: tuple[float, float],
        values: tuple[float, float],
        fill: str | None,
        *,
        hatch: Hatch | None = None,
        edge: str | None = None,
    ) -> None:
        """A bar over a span of x from one value to another."""
        left, right = (self.across(each) for each in span)
        top, bottom = sorted(self.up(each) for each in values)
        self.page.box((left, top), (right - left, bottom - top), fill, hatch=hatch, edge=edge)

    def mark(self, xs: FloatArray, ys: FloatArray, look: Look) -> None:
        """A mark at every known value between the first and the last x."""
        size = look.size * self.weight
        scaled = Look(
            kind=look.kind, size=size, fill=look.fill, edge=look.edge, rim=look.rim * self.weight
        )
        there = np.isfinite(ys) & (xs >= self.x[0] - 1e-9) & (xs <= self.x[1] + 1e-9)
        for x, y in self.points(xs[there], ys[there]).tolist():
            self.page.shapes.append(Mark(x=x, y=y, look=scaled))

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: float,
        colour: str = INK,
        anchor: Literal["start", "middle", "end"] = "start",
        off: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """A line of text whose middle lies at a place (x, y), moved right and down by inches."""
        down = self.up(at[1]) + _RISE * size / POINTS + off[1]
        place = (self.across(at[0]) + off[0], down)
        self.page.words(text, place, size, colour, anchor)

    def veil(self, since: float, name: str, size: float, *, is_named: bool = True) -> None:
        """A rule at an instant; what is drawn before lies fainter after it.

        Named at its top on the side that has room for the name, if one has.
        """
        if since >= self.x[1]:
            return
        left = self.across(since)
        self.page.shapes.append(
            Box(
                left=left,
                top=self.page.top + self.down,
                width=self.left + self.width - left,
                height=self.height,
                fill=PAPER,
                opacity=_VEIL,
            )
        )
        self.rule(since, QUIET, 0.8)
        room = width_of(name, size) + 0.08
        is_right = self.left + self.width - left > room
        if not is_named or not (is_right or left - self.left > room):
            return
        self.page.words(
            name,
            (left + (0.04 if is_right else -0.04), self.down + size / POINTS),
            size,
            QUIET,
            "start" if is_right else "end",
        )

    def rule(self, x: float, colour: str, width: float) -> None:
        """A line over the whole height."""
        self._straight((x, self.y[0]), (x, self.y[1]), colour, width)

    def level(self, y: float, colour: str, width: float) -> None:
        """A line over the whole width."""
        self._straight((self.x[0], y), (self.x[1], y), colour, width)

    def _straight(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float
    ) -> None:
        xs, ys = np.array([start, end]).T
        self.page.shapes.append(
            Stroke(points=self.points(xs, ys), colour=colour, width=width * self.weight)
        )

    def years(self, size: float, *, is_ruled: bool = True) -> None:
        """A tick at each 1 January, as many years named in their middle as there is room for."""
        first, last = self.x
        years = range(floor(first + 1e-9), ceil(last - 1e-9))
        each = self.width / (last - first)
        stride = max(1, ceil((width_of("2020", size) + 0.06) / each))
        named = [year for year in years if (years[-1] - year) % stride == 0]
        if is_ruled:
            self.level(self.y[0], QUIET, 0.7)
            for year in (*years, years[-1] + 1):
                if first - 1e-9 <= year <= last + 1e-9:
                    tick = self.points(np.array([year, year]), np.array([self.y[0]] * 2))
                    tick[1, 1] += _TICK
                    self.page.shapes.append(
                        Stroke(points=tick, colour=QUIET, width=0.6 * self.weight)
                    )
        down = self.down + self.height + _TICK + 1.1 * size / POINTS
        for year in named:
            middle = self.across(min(max(year + 0.5, first), last))
            self.page.words(str(year), (middle, down), size, QUIET, "middle")

    def numbers(self, ticks: Sequence[float], size: float) -> None:
        """A faint line at each number, and the number left of it."""
        for tick in ticks:
            if tick != self.y[0]:
                self.level(tick, FAINT, 0.6)
            self.text((self.x[0], tick), number(tick), size, QUIET, "end", (-0.05, 0.0))

    def end_labels(self, labels: Sequence[tuple[float, str, str]], size: float) -> None:
        """Name lines at their end, (height, text, colour) each, moved apart where they touch."""
        low, high = self.y
        line = size * 1.22 / POINTS / self.height * (high - low)
        heights = moved_apart([height for height, _, _ in labels], line, low, high)
        for height, (_, text, colour) in zip(heights, labels, strict=True):
            self.text((self.x[1], height), text, size, colour, "start", (BESIDE, 0.0))


def framed(
    page: Page,
    place: tuple[float, float, float, float],
    scales: tuple[tuple[float, float], tuple[float, float]],
    *,
    steps: int,
    right: float = 0.0,
    least: float = 0.0,
) -> Plot:
    """A plot with its numbers within left, down, width and height; room at the right for names.

    ``scales`` are the ends of x and of y. The numbers take at least so many inches, that two plots
    may stand one below the other.
    """
    x, y = scales
    left, down, width, height = place
    small = page.sheet.letters.small
    ticks = round_ticks(*y, steps)
    numbers = max(tick_room(ticks, small), least)
    plot = Plot(
        page=page, left=left + numbers, down=down, width=width - numbers - right, height=height,
        x=x, y=y,
    )  # fmt: skip
    plot.numbers(ticks, small)
    return plot


def label_room(labels: Sequence[str], size: float) -> float:
    """Width that names at the end of lines take, inches."""
    return BESIDE + max((width_of(text, size) for text in labels), default=0.0)


def tick_room(ticks: Sequence[float], size: float) -> float:
    """Width that the numbers left of a plot take, inches."""
    return 0.06 + max(width_of(number(tick), size) for tick in ticks)


def years_room(size: float) -> float:
    """Height that the years below a plot take, inches."""
    return _TICK + LINE * size / POINTS
