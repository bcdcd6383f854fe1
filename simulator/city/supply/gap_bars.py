"""Bars of a gap by year: shortage up, surplus down; the gap promised beside the one expected."""

from typing import TYPE_CHECKING

import numpy as np

from simulator.report.marks import label_below, whole_number
from simulator.report.style import INK, PAPER, QUIET, SHORTAGE, SMALL, SURPLUS
from simulator.stockflow.arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR = 0.36
_MOST_PAIRS = 9
"""Years up to which both bars of a pair carry their number."""


def draw_gap_bars(
    axes: "Axes", years: tuple[int, ...], expected: FloatArray, promised: FloatArray | None
) -> None:
    """Filled bars for the gap to be expected, outlined ones for the gap promised, shape (year,).

    ``promised`` is ``None`` where somebody responds to the gap.
    """
    pairs = [(expected, -_BAR / 2 if promised is not None else 0.0, True)]
    if promised is not None:
        pairs.append((promised, _BAR / 2, False))
    both = np.concatenate([values for values, _, _ in pairs])
    reach = float(np.nanmax(np.abs(both), initial=1.0))
    places = np.arange(len(years))
    for values, shift, filled in pairs:
        for place, value in zip(places, np.nan_to_num(values), strict=True):
            colour = SHORTAGE if value > 0 else SURPLUS
            axes.bar(
                place + shift,
                value,
                _BAR * 0.94,
                color=colour if filled else PAPER,
                edgecolor=colour,
                linewidth=0.9,
            )
        if filled or len(years) <= _MOST_PAIRS:
            _number(axes, np.asarray(places + shift), values)
    axes.axhline(0, color=QUIET, lw=0.7)
    axes.set_ylim(*_room(both, reach))
    axes.set_xlim(-0.6, len(years) - 0.4)
    label_below(axes, [(float(place), str(year)) for place, year in enumerate(years)])
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _room(values: FloatArray, reach: float) -> tuple[float, float]:
    """From the lowest to the highest bar, with room for a number beyond each."""
    lowest = min(0.0, float(np.nanmin(values, initial=0.0)))
    highest = max(0.0, float(np.nanmax(values, initial=0.0)))
    return lowest - 0.28 * reach * (lowest < 0), highest + 0.28 * reach


def _number(axes: "Axes", places: FloatArray, values: FloatArray) -> None:
    for place, value in zip(places, values, strict=True):
        if np.isfinite(value):
            axes.annotate(
                whole_number(value),
                (place, value),
                xytext=(0, 2 if value >= 0 else -2),
                textcoords="offset points",
                size=SMALL,
                color=SHORTAGE if value > 0 else SURPLUS if value < 0 else INK,
                ha="center",
                va="bottom" if value >= 0 else "top",
            )
