"""Paths made of other paths in time: one edited from a date on, one that another one resumes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.moments import Moments, at_moments
from simulator.stockflow.values.paths import (
    VARIATIONS,
    Constant,
    Lines,
    Mapped,
    Moment,
    Path,
    Scaled,
    Stacked,
    Steps,
    Variation,
    variation,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """A path times a factor plus a shift, which vary in time too: factor(t) × path(t) + shift(t).

    ``factor`` and ``shift`` have no axes, and one draw or as many as the path.
    """

    path: Path
    factor: Path
    shift: Path
    axes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", self.path.axes)

    @property
    def parts(self) -> tuple[Path, ...]:
        """What it is made of."""
        return self.path, self.factor, self.shift

    @property
    def variation(self) -> Variation:
        """Linear where no two linear paths are multiplied."""
        if variation(self.factor) == variation(self.path) == "linear":
            return "nonlinear"
        return _most(self.parts)

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of path, factor and shift."""
        return _together(year for part in self.parts for year in part.kinks(start, stop))

    def value(self, moment: Moment) -> FloatArray:
        """The edited value: factor × value + shift, shape (draws or 1, *axes)."""
        found = self.path.value(moment)
        shape = (-1, *(1,) * len(self.axes))
        factor, shift = (part.value(moment).reshape(shape) for part in (self.factor, self.shift))
        return found * factor + shift

    def at_moments(self, moments: Moments) -> FloatArray:
        """The same at many moments, shape (moments, draws or 1, *axes)."""
        shape = (len(moments), -1, *(1,) * len(self.axes))
        whole, factor, shift = (at_moments(part, moments) for part in self.parts)
        return whole * factor.reshape(shape) + shift.reshape(shape)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed:
    """A path until ``year``, another one of the same axes from then on."""

    first: Path
    year: float
    then: Path
    axes: tuple[str, ...] = field(init=False, default=())
    _draws: int = field(init=False, repr=False, default=1)

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", self.first.axes)
        object.__setattr__(self, "_draws", max(map(draws_of, self.parts)))

    @property
    def parts(self) -> tuple[Path, ...]:
        """What it is made of."""
        return self.first, self.then

    @property
    def variation(self) -> Variation:
        """That of the path that varies most."""
        return _most(self.parts)

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of each path while it holds, and the year between them."""
        between = (self.year,) if start < self.year < stop else ()
        earlier = self.first.kinks(start, min(stop, self.year))
        return _together((*earlier, *between, *self.then.kinks(max(start, self.year), stop)))

    def value(self, moment: Moment) -> FloatArray:
        """The value of the path that holds in the middle of the segment."""
        found = (self.first if moment.middle < self.year else self.then).value(moment)
        # one of them may tell no draws apart, and a path has one shape
        return np.broadcast_to(found, (max(len(found), self._draws), *found.shape[1:]))

    def at_moments(self, moments: Moments) -> FloatArray:
        """The same at many moments, shape (moments, draws, *axes)."""
        early = moments.middles < self.year
        first, then = (
            at_moments(path, moments.some(held)) if held.any() else None
            for path, held in ((self.first, early), (self.then, ~early))
        )
        made = [each for each in (first, then) if each is not None]
        draws = max(self._draws, *(each.shape[1] for each in made))
        if first is None or then is None:
            return np.broadcast_to(made[0], (len(moments), draws, *made[0].shape[2:]))
        whole = np.empty((len(moments), draws, *first.shape[2:]))
        whole[early], whole[~early] = first, then
        return whole


def draws_of(path: Path) -> int:
    """How many draws a path of numbers tells apart, whatever the moment; one if it tells none."""
    match path:
        case Constant():
            return len(path.array)
        case Steps() | Lines():
            return int(path.values.shape[1])
        case Scaled():
            return max(draws_of(path.path), int(np.size(path.factor)))
        case Stacked():
            return max(map(draws_of, path.paths.values()))
        case Mapped():
            return max(map(draws_of, path.paths))
    parts: tuple[Path, ...] = getattr(path, "parts", ())
    return max(map(draws_of, parts), default=1)


def _most(paths: tuple[Path, ...]) -> Variation:
    return max(map(variation, paths), key=VARIATIONS.index)


def _together(years: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted(set(years)))
