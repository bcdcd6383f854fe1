"""Bars of a gap by year: shortage up, surplus down; the gap promised beside the one expected."""

import numpy as np

from simulator.report.curves import SURPLUS_HATCH
from simulator.report.marks import whole_number
from simulator.report.paper import Page
from simulator.report.plot import Plot
from simulator.report.shapes import POINTS, width_of
from simulator.report.style import INK, PAPER, QUIET, SHORTAGE, SURPLUS
from simulator.stockflow.arrays import FloatArray

_BAR = 0.38


def draw_gap_bars(
    page: Page,
    place: tuple[float, float, float, float],
    years: tuple[int, ...],
    expected: FloatArray,
    promised: FloatArray | None,
) -> Plot:
    """Filled bars for the gap to be expected, outlined ones for the gap promised, shape (year,).

    A year is a unit of x, from 0. ``place`` is left, down, width and height in the body;
    ``promised`` is ``None`` where somebody responds to the gap.
    """
    left, down, width, height = place
    pairs = [(expected, -_BAR / 2 if promised is not None else 0.0, True)]
    if promised is not None:
        pairs.append((promised, _BAR / 2, False))
    size = page.sheet.letters.small
    both = np.nan_to_num(np.concatenate([values for values, _, _ in pairs]))
    # as much room beyond the bars as a number takes
    rows = 1.25 * size / POINTS / height
    low, high = min(0.0, float(both.min())), max(0.0, float(both.max()), 1.0)
    span = (high - low) / (1 - rows * ((low < 0) + 1))
    plot = Plot(
        page=page, left=left, down=down, width=width, height=height,
        x=(-0.5, len(years) - 0.5), y=(low - rows * span * (low < 0), high + rows * span),
    )  # fmt: skip
    room = width / len(years) * _BAR
    longest = max(width_of(whole_number(value), size) for value in both)
    for values, shift, filled in pairs:
        for number, value in enumerate(np.nan_to_num(values)):
            _bar(plot, number + shift, float(value), filled=filled)
            is_known = bool(np.isfinite(values[number]))
            if is_known and (longest < room or (filled and longest < 2.4 * room)):
                _number(plot, number + (shift if longest < room else 0.0), float(value), size)
    plot.level(0.0, QUIET, 0.8)
    return plot


def _bar(plot: Plot, middle: float, value: float, *, filled: bool) -> None:
    if value == 0:
        return
    colour = SHORTAGE if value > 0 else SURPLUS
    span = (middle - 0.47 * _BAR, middle + 0.47 * _BAR)
    hatch = SURPLUS_HATCH if filled and value < 0 else None
    fill = colour if filled and value > 0 else PAPER
    plot.bar(span, (0.0, value), fill, hatch=hatch, edge=colour)


def _number(plot: Plot, middle: float, value: float, size: float) -> None:
    colour = SHORTAGE if value > 0 else SURPLUS if value < 0 else INK
    off = 0.68 * size / POINTS
    plot.text(
        (middle, value),
        whole_number(value),
        size,
        colour,
        "middle",
        (0.0, -off if value >= 0 else off),
    )
