"""Scales of a plot: round numbers along them, and lines cut where they end."""

from math import ceil, floor, log10
from typing import Literal

import numpy as np

from simulator.report.marks import whole_number
from simulator.stockflow.arrays import FloatArray


def round_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers from a low end to a high one, at most so many steps of 1, 2, 2.5 or 5."""
    span = max(high - low, 1e-9)
    scale = 10.0 ** floor(log10(span / most))
    steps = [each * scale for each in (1, 2, 2.5, 5, 10, 20, 25)]
    step = next(each for each in steps if span / each <= most + 1e-9)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(round(place * step, 9) for place in range(first, last + 1))


def number(value: float) -> str:
    """A number of a scale: whole where it is, else as many digits as it has."""
    whole = whole_number(value)
    return whole if abs(value - round(value)) < 1e-9 else f"{value:g}".replace("-", "−")


def runs(values: FloatArray) -> list[slice]:
    """Stretches of values that are all known."""
    known = np.concatenate([[False], np.isfinite(values), [False]])
    turns = np.flatnonzero(known[1:] != known[:-1])
    return [slice(int(first), int(last)) for first, last in turns.reshape(-1, 2)]


def within(
    xs: FloatArray, ys: FloatArray, ends: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """A line cut at both ends of x; the points at the cuts lie on it."""
    first, last = ends
    if not xs.size or (xs[0] >= first and xs[-1] <= last):
        return xs, ys
    inside = (xs >= first) & (xs <= last)
    kept_x, kept_y = xs[inside], ys[inside]
    if xs[0] < first < xs[-1]:
        kept_x, kept_y = _cut(xs, ys, first, side="left", kept=(kept_x, kept_y))
    if xs[0] < last < xs[-1]:
        kept_x, kept_y = _cut(xs, ys, last, side="right", kept=(kept_x, kept_y))
    return kept_x, kept_y


def _cut(
    xs: FloatArray,
    ys: FloatArray,
    at: float,
    *,
    side: Literal["left", "right"],
    kept: tuple[FloatArray, FloatArray],
) -> tuple[FloatArray, FloatArray]:
    there = float(np.interp(at, xs, ys))
    if side == "left":
        return np.append(at, kept[0]), np.append(there, kept[1])
    return np.append(kept[0], at), np.append(kept[1], there)
