"""Where a path is highest and lowest: at the ends of its pieces, or inside one that is curved."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf, isfinite

import numpy as np
from numpy.polynomial import Polynomial

from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.paths import Lines, Moment, Path, Scaled, Steps, variation

_DEGREE = 6
"""Of products of lines: that many edits by lines, one over the other, are followed exactly."""


def coverage(path: Path) -> tuple[float, float]:
    """First and last instant (years) at which a path has a value; infinite where it holds one."""
    match path:
        case Steps() | Lines():
            last = path.last if isinstance(path, Steps) else path.years[-1]
            first = -inf if path.before == "hold" else path.years[0]
            return first, inf if path.after == "hold" else last
        case Scaled():
            return coverage(path.path)
        case Edited():
            spans = [coverage(part) for part in path.parts]
            return max(first for first, _ in spans), min(last for _, last in spans)
        case Resumed():
            return coverage(path.first)[0], coverage(path.then)[1]
    return -inf, inf


def pieces(paths: Sequence[Path], start: float = -inf, stop: float = inf) -> tuple[Moment, ...]:
    """The ends of every piece on which all paths are smooth, each read within its piece.

    An endless piece is given a year; where the paths have no value there is no piece.
    """
    spans = [coverage(path) for path in paths]
    start = max(start, *(first for first, _ in spans))
    stop = min(stop, *(last for _, last in spans))
    kinks = sorted({year for path in paths for year in path.kinks(start, stop)})
    marks = [*kinks, *(end for end in (start, stop) if isfinite(end))] or [0.0]
    first = start if isfinite(start) else min(marks) - 1
    last = stop if isfinite(stop) else max(marks) + 1
    return tuple(
        Moment(year, one, other)
        for one, other in pairwise([first, *kinks, last])
        if one < other
        for year in (one, other)
    )


def telling_moments(path: Path, start: float = -inf, stop: float = inf) -> tuple[Moment, ...]:
    """Every moment at which a path of numbers may be at its highest or lowest, in order of time."""
    ends = pieces([path], start, stop)
    if variation(path) != "nonlinear":
        return ends
    inside = (each for moment in ends[::2] for each in _turns(path, moment))
    return tuple(sorted((*ends, *inside), key=lambda moment: (moment.middle, moment.year)))


def _turns(path: Path, piece: Moment) -> Iterator[Moment]:
    """Moments inside a piece at which its curve, a polynomial, is flat."""
    length = piece.stop - piece.start
    shares = (1 - np.cos(np.pi * np.arange(_DEGREE + 1) / _DEGREE)) / 2
    moments = [Moment(piece.start + share * length, piece.start, piece.stop) for share in shares]
    values = np.stack([path.value(moment).ravel() for moment in moments])
    for draw in values.T:
        curve = Polynomial.fit(shares, draw, _DEGREE)
        for root in np.asarray(curve.deriv().roots(), dtype=np.complex128):
            share = float(root.real)
            if abs(float(root.imag)) < 1e-9 and 0 < share < 1:
                yield Moment(piece.start + share * length, piece.start, piece.stop)
