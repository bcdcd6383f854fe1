"""Marks that figures share: the axis of years, steps, shaded gaps, labels at the end of lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.report.page import room_for
from simulator.report.style import (
    DEMAND,
    PAPER,
    QUIET,
    SHORTAGE_FILL,
    SMALL,
    SUPPLY,
    SURPLUS_FILL,
)
from simulator.stockflow.arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_NOTE = 7.0
BEHIND: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}
"""Paper behind a note that would otherwise be written over a rule."""
_BAND, _HATCH = 0.22, 0.35
"""How much of a band is seen, and of its hatching."""
_VEIL = 2.6
"""Above lines and areas, below marks and labels."""


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Demand and the two supplies of one service in one place, shape (time,)."""

    years: FloatArray
    demand: FloatArray
    promised: FloatArray
    risk_adjusted: FloatArray
    in_steps: bool
    fan: "Fan | None" = None

    def held_until(self, year: float) -> "Curves":
        """Hold the last values until an instant, as a school year does; straight lines stay."""
        if not self.in_steps or not self.years.size or self.years[-1] >= year:
            return self
        return Curves(
            years=np.append(self.years, year),
            demand=np.append(self.demand, self.demand[-1]),
            promised=np.append(self.promised, self.promised[-1]),
            risk_adjusted=np.append(self.risk_adjusted, self.risk_adjusted[-1]),
            in_steps=True,
            fan=None if self.fan is None else self.fan.held(),
        )


@dataclass(frozen=True, kw_only=True)
class Fan:
    """What eight in ten draws lie between: low and high of demand and supply, shape (2, time)."""

    demand: FloatArray
    supply: FloatArray

    def held(self) -> "Fan":
        """The last ends once more."""
        demand, supply = (
            np.concatenate([each, each[:, -1:]], axis=1) for each in (self.demand, self.supply)
        )
        return Fan(demand=demand, supply=supply)


def draw_curves(axes: "Axes", curves: Curves, weight: float = 1.0) -> None:
    """Shortage and surplus shaded; demand, promised (dashed) and risk-adjusted supply as lines."""
    years, demand, promised, supply = (
        _corners(curves, values, is_time=number == 0)
        for number, values in enumerate(
            (curves.years, curves.demand, curves.promised, curves.risk_adjusted)
        )
    )
    # Two fills, each where it holds, so that one colour means one thing whichever line is above.
    for where, colour in ((demand > supply, SHORTAGE_FILL), (demand < supply, SURPLUS_FILL)):
        axes.fill_between(
            years,
            demand,
            supply,
            where=where.tolist(),
            interpolate=not curves.in_steps,
            color=colour,
            linewidth=0,
        )
    if curves.fan is not None:
        _draw_fan(axes, curves, curves.fan)
    axes.plot(years, promised, color=SUPPLY, lw=1.1 * weight, ls=(0, (3.5, 1.8)))
    axes.plot(years, supply, color=SUPPLY, lw=1.7 * weight)
    axes.plot(years, demand, color=DEMAND, lw=1.7 * weight)


def _draw_fan(axes: "Axes", curves: Curves, fan: Fan) -> None:
    """A band around each line, hatched too, so that it is told from an area in grey print."""
    years = _corners(curves, curves.years, is_time=True)
    for ends, colour, hatch in ((fan.supply, SUPPLY, "\\\\\\"), (fan.demand, DEMAND, "///")):
        low, high = (_corners(curves, values, is_time=False) for values in ends)
        axes.fill_between(years, low, high, color=colour, alpha=_BAND, linewidth=0, zorder=1.5)
        axes.fill_between(
            years,
            low,
            high,
            facecolor="none",
            edgecolor=colour,
            hatch=hatch,
            alpha=_HATCH,
            linewidth=0,
            zorder=1.5,
        )


def _corners(curves: Curves, values: FloatArray, *, is_time: bool) -> FloatArray:
    """The corners of a step line: each value from its instant to the next; others as they are.

    Drawn as steps by matplotlib, the step before a change from shortage to surplus is not shaded.
    """
    if not curves.in_steps:
        return values
    return np.repeat(values, 2)[1:] if is_time else np.repeat(values, 2)[:-1]


def observed_marks(shape: str = "o", colour: str = DEMAND) -> dict[str, Any]:
    """The look of a count on record: hollow, on no line."""
    return {
        "ls": "none",
        "marker": shape,
        "ms": 4.5,
        "mfc": PAPER,
        "mec": colour,
        "mew": 1.1,
        "clip_on": False,
        "zorder": 5,
    }


def interpolated_marks() -> dict[str, Any]:
    """The look of a figure that was interpolated or estimated: a small grey dot."""
    return {
        "ls": "none",
        "marker": ".",
        "ms": 6.0,
        "mfc": QUIET,
        "mec": PAPER,
        "mew": 0.5,
        "zorder": 4,
    }


def mark_key(axes: "Axes", size: float = SMALL) -> None:
    """Name the marks in the top left corner, where rising curves leave room."""
    if not axes.get_legend_handles_labels()[1]:
        return
    axes.legend(
        loc="upper left",
        bbox_to_anchor=(0.0, 1.02),
        frameon=True,
        facecolor=PAPER,
        edgecolor="none",
        framealpha=1.0,
        fontsize=size,
        handletextpad=0.3,
        borderaxespad=0.2,
        labelspacing=0.35,
    )


def year_axis(axes: "Axes", first: float, last: float, most: int) -> None:
    """A tick at each 1 January, with at most ``most`` centred labels of years."""
    years = range(floor(first + 1e-9), ceil(last - 1e-9))
    stride = ceil(len(years) / most)
    # Counted back from the last year, which is the one that a plan is about.
    named = [year for year in years if (years[-1] - year) % stride == 0]
    axes.set_xlim(first, last)
    turns = [year for year in (*years, years[-1] + 1) if first <= year <= last]
    below = axes.get_xaxis_transform()
    axes.plot(turns, [0.0] * len(turns), **_STROKES, transform=below)
    label_below(axes, [(min(max(year + 0.5, first), last), str(year)) for year in named])


def label_below(axes: "Axes", labels: Sequence[tuple[float, str]]) -> None:
    """Name places under the axis; plain text, since many ticks are slow to draw."""
    axes.set_xticks([])
    for place, text in labels:
        axes.annotate(
            text,
            (place, 0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, -5),
            textcoords="offset points",
            size=SMALL,
            color=QUIET,
            ha="center",
            va="top",
        )


_DOWNWARD = 3
"""The number of matplotlib's marker that is a stroke from the axis down."""
_STROKES: dict[str, Any] = {
    "ls": "none",
    "marker": _DOWNWARD,
    "ms": 3.0,
    "mew": 0.5,
    "color": QUIET,
    "clip_on": False,
}


def number_axis(axes: "Axes", ticks: int = 4) -> None:
    """At most ``ticks`` steps of round numbers, thousands set apart."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: whole_number(value)))


def fade_after(axes: "Axes", year: float, text: str = "", size: float = _NOTE) -> None:
    """A thin rule at an instant, named at its top; what is drawn after it is made fainter.

    To be called when the axes are as they stay. Marks and labels lie above and keep their colour.
    """
    first, last = axes.get_xlim()
    if year >= last:
        return
    # Named to the right, unless that side is too narrow for the name.
    inches = axes.get_window_extent().width / axes.figure.dpi
    room = (last - year) / (last - first) * inches
    is_right = room >= min(room_for([text], size) + 0.1, inches / 2)
    whole = axes.get_xaxis_transform()
    axes.axvspan(year, last, color=PAPER, alpha=0.55, linewidth=0, zorder=_VEIL)
    axes.axvline(year, color=QUIET, lw=0.7, zorder=_VEIL + 0.1)
    axes.annotate(
        text,
        (year, 1.0),
        xycoords=whole,
        xytext=(3 if is_right else -3, -1),
        textcoords="offset points",
        size=size,
        color=QUIET,
        ha="left" if is_right else "right",
        va="top",
        zorder=_VEIL + 0.2,
    )


def end_labels(
    axes: "Axes", year: float, labels: Sequence[tuple[float, str, str]], size: float = SMALL
) -> None:
    """Name lines at their end, (height, text, colour) each, moved apart where they would touch."""
    # A line of text in the units of the axis: that many of them have to lie between two labels.
    low, high = axes.get_ylim()
    inches = axes.get_window_extent().height / axes.figure.dpi
    line = size * 1.3 / 72 / inches * (high - low)
    heights = moved_apart([height for height, _, _ in labels], line, low, high)
    for height, (_, text, colour) in zip(heights, labels, strict=True):
        axes.annotate(
            text,
            (year, height),
            xytext=(6, 0),
            textcoords="offset points",
            size=size,
            color=colour,
            va="center",
            annotation_clip=False,
        )


def moved_apart(wanted: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Heights as close as possible to those wanted, at least a distance apart, within bounds.

    Where there is not room for all, the distance is kept and the lower bound given up.
    """
    # Upwards each label is lifted off the one below it; downwards those that were lifted over the
    # top are let down again. Two passes are enough, as the order of the heights stays.
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    heights = list(wanted)
    floor_ = low + distance / 2
    for number in order:
        heights[number] = max(heights[number], floor_)
        floor_ = heights[number] + distance
    ceiling = high - distance / 2
    for number in reversed(order):
        heights[number] = min(heights[number], ceiling)
        ceiling = heights[number] - distance
    return heights


def whole_number(value: float) -> str:
    """The text of a number rounded to a whole one, thousands set apart, a true minus: −1,234."""
    return f"{round(value):,}".replace("-", "−")
