"""What follows from how a path runs in time: its slope, its jumps, the same a while later."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.paths import SLIVER, Moment, Path, Variation, variation

# A path is asked this long (years) before and after an instant, on the piece that holds there, be
# that shorter: the difference of both is then the slope of a polynomial of the second degree.
_HALF = 0.125
# of the largest value: two pieces that meet differ by rounding alone
_MEET = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Slope:
    """Change of a path per year, on the piece that holds: exact up to the second degree.

    Every path that a file states is of the first degree between two kinks, or of the second where
    lines are scaled along a line. A jump has no slope: see ``jumps``.
    """

    path: Path
    axes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", self.path.axes)

    @property
    def variation(self) -> Variation:
        """Constant on a line; a curve's is taken to be anything."""
        return "nonlinear" if variation(self.path) == "nonlinear" else "constant"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of the path."""
        return self.path.kinks(start, stop)

    def value(self, moment: Moment) -> FloatArray:
        """Slope at a moment, shape (draws or 1, *axes), per year."""
        if variation(self.path) == "constant":
            return np.zeros_like(self.path.value(moment))
        before, after = (
            self.path.value(Moment(moment.year + half, moment.start, moment.stop))
            for half in (-_HALF, _HALF)
        )
        return np.asarray((after - before) / (2 * _HALF))


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    """A path as it was ``by`` years before; until ``since`` + ``by`` as it is at ``since``."""

    path: Path
    by: float
    since: float
    axes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", self.path.axes)

    @property
    def variation(self) -> Variation:
        """That of the path."""
        return variation(self.path)

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of the path, later, and the instant from which it is followed."""
        first = (self.since, *self.path.kinks(self.since, stop - self.by))
        return tuple(year + self.by for year in first if start < year + self.by < stop)

    def value(self, moment: Moment) -> FloatArray:
        """The earlier value, shape (draws or 1, *axes)."""
        if moment.middle - self.by < self.since:
            return self.path.value(Moment(self.since, self.since, self.since + SLIVER))
        return self.path.value(
            Moment(moment.year - self.by, moment.start - self.by, moment.stop - self.by)
        )


def jumps(path: Path, start: float, stop: float) -> Iterator[tuple[float, FloatArray, FloatArray]]:
    """Instants strictly between two at which a path jumps, with the values on both sides."""
    for year in path.kinks(start, stop):
        before = path.value(Moment(year, year - SLIVER, year))
        after = path.value(Moment(year, year, year + SLIVER))
        scale = max(float(np.abs(before).max()), float(np.abs(after).max()))
        if float(np.abs(after - before).max()) > _MEET * scale:
            yield year, before, after
