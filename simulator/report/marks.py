"""What figures share: curves as data, labels moved apart, numbers as text; marks on axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.report.style import (
    DEMAND,
    PAPER,
    SMALL,
)
from simulator.stockflow.arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
