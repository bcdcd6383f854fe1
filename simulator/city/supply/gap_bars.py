"""Bars of a gap by year: shortage up, surplus down; the gap promised beside the one expected."""

from math import ceil

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
    gaps: tuple[FloatArray, FloatArray | None],
    *,
    after: int | None = None,
) -> Plot:
    """Filled bars for the gap to be expected, outlined ones for the gap promised, shape (year,).

    A year is a unit of x, from 0. ``place`` is left, down, width and height in the body; ``gaps``
    are those expected and promised, the latter ``None`` where somebody responds to the gap. From
    the year ``after`` on bars are fainter: there the record has ended.
    """
    expected, promised = gaps
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
        x=(-0.5, expected.size - 0.5), y=(low - rows * span * (low < 0), high + rows * span),
    )  # fmt: skip
    room = width / expected.size * _BAR
    longest = max(width_of(whole_number(value), size) for value in both)
    for values, shift, filled in pairs:
        for number, value in enumerate(np.nan_to_num(values)):
            _bar(plot, number + shift, float(value), filled=filled)
    if after is not None:
        plot.veil(after - 0.5, "", size, is_named=False)
    _write_numbers(plot, pairs, longest, each_bar=longest < room)
    plot.level(0.0, QUIET, 0.8)
    return plot


def _write_numbers(
    plot: Plot, pairs: list[tuple[FloatArray, float, bool]], longest: float, *, each_bar: bool
) -> None:
    """A number for each bar, else for each year, else for as many years as there is room for."""
    size, count = plot.page.sheet.letters.small, pairs[0][0].size
    stride = 1 if each_bar else max(1, ceil(longest / (0.98 * plot.width / count)))
    for number in range(count - 1, -1, -stride):
        if each_bar:
            for values, shift, _ in pairs:
                _number(plot, number + shift, float(values[number]), size)
        else:
            beside = float(pairs[1][0][number]) if len(pairs) > 1 else np.nan
            _number(plot, float(number), float(pairs[0][0][number]), size, beside)


def _bar(plot: Plot, middle: float, value: float, *, filled: bool) -> None:
    if value == 0:
        return
    colour = SHORTAGE if value > 0 else SURPLUS
    span = (middle - 0.47 * _BAR, middle + 0.47 * _BAR)
    hatch = SURPLUS_HATCH if filled and value < 0 else None
    fill = colour if filled and value > 0 else PAPER
    plot.bar(span, (0.0, value), fill, hatch=hatch, edge=colour)


def _number(plot: Plot, middle: float, value: float, size: float, beside: float = np.nan) -> None:
    """The number beyond the end of its bar, and of the one beside it if that stands in its way."""
    if not np.isfinite(value):
        return
    colour = SHORTAGE if value > 0 else SURPLUS if value < 0 else INK
    is_same = np.isfinite(beside) and value * beside > 0
    end = value if not is_same else float(np.sign(value)) * max(abs(value), abs(beside))
    off = 0.68 * size / POINTS
    text = whole_number(value)
    plot.text((middle, end), text, size, colour, "middle", (0.0, -off if value >= 0 else off))
