"""What follows from how a path runs in time: its slope, its jumps, the same a while later."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.paths import (
    SLIVER,
    Constant,
    Lines,
    Mapped,
    Moment,
    Path,
    Scaled,
    Steps,
    Variation,
    at,
    variation,
)

# of the largest value: two pieces that meet differ by rounding alone
_MEET = 1e-9


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


def slope(path: Path) -> Path:
    """Change of a path per year, on the piece that holds; a jump has none (see ``jumps``).

    Of every path that a file may state: what is constant, steps or lines, and these scaled,
    shifted, resumed or later. ``TypeError`` for any other.
    """
    match path:
        case Constant() | Steps():
            return Constant(np.zeros_like(at(path, _any_year(path))), path.axes)
        case Lines():
            return _of_lines(path)
        case Scaled():
            return Scaled(path=slope(path.path), factor=path.factor)
        case Edited():
            parts = (path.path, path.factor)
            moving = (slope(path.path), slope(path.factor), slope(path.shift))
            return Mapped(function=_of_product, paths=(*parts, *moving), axes=path.axes)
        case Resumed():
            return Resumed(first=slope(path.first), year=path.year, then=slope(path.then))
        case Later():
            later = Later(path=slope(path.path), by=path.by, since=path.since)
            still = Constant(np.zeros_like(at(path.path, path.since)), path.axes)
            return Resumed(first=still, year=path.since + path.by, then=later)
    raise TypeError(type(path).__name__)


def _any_year(path: Constant | Steps) -> float:
    return path.years[0] if isinstance(path, Steps) else 0.0


def _of_lines(path: Lines) -> Path:
    """Steps as high as the lines are steep, level before the first point and after the last."""
    years = np.array(path.years)
    steep = np.zeros((len(years) + 1, *path.values.shape[1:]))
    widths = np.diff(years).reshape(-1, *(1,) * (path.values.ndim - 1))
    steep[1:-1] = np.diff(path.values, axis=0) / widths
    return Steps(
        name=path.name,
        years=(path.years[0] - 1, *path.years),
        values=steep,
        axes=path.axes,
        before="hold",
        after="hold",
    )


def _of_product(
    path: FloatArray, factor: FloatArray, rise: FloatArray, swell: FloatArray, shift: FloatArray
) -> FloatArray:
    """Slope of factor × path + shift; the last four have no axes but the draws."""
    along = (-1, *(1,) * (path.ndim - 1))
    factor, swell, shift = (part.reshape(along) for part in (factor, swell, shift))
    return np.asarray(rise * factor + path * swell + shift)
