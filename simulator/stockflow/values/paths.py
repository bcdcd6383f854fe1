"""Paths: how a parameter varies in time. One concept for constants, steps, lines and tables.

Numbered duties of a path:

1. ``axes`` names the axes of its value, without the leading draw axis.
2. ``kinks(start, stop)`` gives every instant strictly between two at which it is not smooth.
3. ``value(moment)`` gives an array of one shape, (draws or 1, *axes); it is smooth between kinks.
4. At a kink the value is that of the segment in which the moment is read.
5. Outside its range a path holds its end value or refuses, as stated; it never guesses.
6. ``variation`` may say how it varies between two kinks and two openings of birth windows: not at
   all (``constant``) or in a straight line (``linear``); a path that does not say is taken to be
   ``nonlinear``. What is constant keeps its value from kink to kink, whatever opens.
7. ``reach_back`` may say how long before an instant (years) a cohort axis has to begin so that no
   two of the path's values fall to its open label; a path that does not say needs none.
8. ``at_moments`` may give the values at many moments together (``moments.py``).
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np

from simulator.errors import BeyondError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.path_faults import (
    refuse_dimensions,
    refuse_misfit,
    refuse_unknown_words,
)
from simulator.words.catalogue import message

Beyond = Literal["hold", "error"]
Variation = Literal["constant", "linear", "nonlinear"]
VARIATIONS: tuple[Variation, ...] = ("constant", "linear", "nonlinear")

# years; the stretch after an instant in which what begins there is read: three seconds, far longer
# than ``SAME_INSTANT`` and far shorter than any step of a table
SLIVER = 1e-7


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and the segment (between two kinks) in which it is read."""

    year: float
    start: float
    stop: float

    @property
    def middle(self) -> float:
        """Middle of the segment: decides which piece of a path holds."""
        return (self.start + self.stop) / 2


class Path(Protocol):
    """Any object that fulfils the duties above."""

    @property
    def axes(self) -> tuple[str, ...]:
        """Axes of the value."""

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Instants strictly between two at which the path is not smooth."""

    def value(self, moment: Moment) -> FloatArray:
        """Value of shape (draws or 1, *axes)."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that does not vary: array of shape (draws or 1, *axes)."""

    array: FloatArray
    axes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse_dimensions(f"Constant({', '.join(self.axes)})", self.array, ("draws", *self.axes))

    @property
    def variation(self) -> Variation:
        """It never varies."""
        return "constant"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """None."""
        return ()

    def value(self, moment: Moment) -> FloatArray:
        """The same at every moment."""
        return self.array


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """A value that jumps: ``values[i]``, of shape (draws or 1, *axes), holds from ``years[i]``.

    The last value holds until ``last``, and after it if ``after`` is ``hold``.
    """

    name: str
    years: tuple[float, ...]
    values: FloatArray
    axes: tuple[str, ...] = ()
    before: Beyond = "error"
    after: Beyond = "hold"
    last: float = float("inf")

    def __post_init__(self) -> None:
        refuse_misfit(self.name, self.years, self.values, self.axes)
        refuse_unknown_words(self.name, self.before, self.after)

    @property
    def variation(self) -> Variation:
        """Constant from jump to jump."""
        return "constant"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """The years of the jumps, and the last."""
        return tuple(year for year in (*self.years, self.last) if start < year < stop)

    def value(self, moment: Moment) -> FloatArray:
        """Value of the step that holds in the middle of the segment.

        Raises
        ------
        IntegrationError
            Beyond its years, where it does not hold its end value.
        """
        refuse_beyond(self.name, moment, (self.years[0], self.last), (self.before, self.after))
        place = max(bisect_right(self.years, moment.middle) - 1, 0)
        return np.asarray(self.values[place])


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """Straight lines between ``values[i]``, of shape (draws or 1, *axes), at ``years[i]``."""

    name: str
    years: tuple[float, ...]
    values: FloatArray
    axes: tuple[str, ...] = ()
    before: Beyond = "error"
    after: Beyond = "error"

    def __post_init__(self) -> None:
        refuse_misfit(self.name, self.years, self.values, self.axes)
        refuse_unknown_words(self.name, self.before, self.after)

    @property
    def variation(self) -> Variation:
        """Linear from point to point."""
        return "linear"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """The years of the points."""
        return tuple(year for year in self.years if start < year < stop)

    def value(self, moment: Moment) -> FloatArray:
        """Value on the line that holds in the middle of the segment.

        Raises
        ------
        IntegrationError
            Beyond its years, where it does not hold its end value.
        """
        years = self.years
        refuse_beyond(self.name, moment, (years[0], years[-1]), (self.before, self.after))
        place = bisect_right(years, moment.middle) - 1
        if place < 0 or place >= len(years) - 1:
            return np.asarray(self.values[max(place, 0)])
        share = (moment.year - years[place]) / (years[place + 1] - years[place])
        return np.asarray(self.values[place] * (1 - share) + self.values[place + 1] * share)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scaled:
    """A path times ``factor`` plus ``shift``: the relative edit of a scenario, or of every draw."""

    path: Path
    factor: float | FloatArray = 1.0  # or one for every draw, shape (draws,)
    shift: float = 0.0
    axes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", self.path.axes)

    @property
    def variation(self) -> Variation:
        """That of the path."""
        return variation(self.path)

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of the path."""
        return self.path.kinks(start, stop)

    def value(self, moment: Moment) -> FloatArray:
        """The scaled value: factor × value + shift."""
        value = self.path.value(moment)
        factor = np.reshape(self.factor, (-1, *(1,) * (value.ndim - 1)))
        return np.asarray(value * factor + self.shift)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stacked:
    """Paths of the same axes side by side along a new axis, one for each of its labels."""

    axis: str
    place: int
    paths: Mapping[str, Path]
    axes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        own = next(iter(self.paths.values())).axes
        whole = (*own[: self.place], self.axis, *own[self.place :])
        object.__setattr__(self, "axes", whole)

    @property
    def variation(self) -> Variation:
        """That of the path that varies most."""
        return max((variation(path) for path in self.paths.values()), key=VARIATIONS.index)

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of every path."""
        found = {year for path in self.paths.values() for year in path.kinks(start, stop)}
        return tuple(sorted(found))

    def value(self, moment: Moment) -> FloatArray:
        """The values stacked along the new axis."""
        values = np.broadcast_arrays(*(path.value(moment) for path in self.paths.values()))
        return np.stack(values, axis=self.place + 1)


def refuse_beyond(
    name: str, moment: Moment, span: tuple[float, float], beyond: tuple[Beyond, Beyond]
) -> None:
    """Raise where a moment lies outside the range of a path that does not hold its end value.

    A moment within ``SLIVER`` beyond an end is accepted: an instant at the end is read there.

    Raises
    ------
    BeyondError
        Names the path, its range and the remedy.
    """
    early = moment.middle < span[0] - SLIVER and beyond[0] == "error"
    late = moment.middle > span[1] + SLIVER and beyond[1] == "error"
    if early or late:
        told = {"year": f"{moment.year:g}", "first": f"{span[0]:g}", "last": f"{span[1]:g}"}
        told_of = message("given.beyond", name=name, **told)
        raise BeyondError(told_of, year=moment.year, path=name, span=span)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapped:
    """A smooth function of other paths: ``function(*values)`` on ``axes``."""

    function: Callable[..., FloatArray]
    paths: tuple[Path, ...]
    axes: tuple[str, ...] = ()

    @property
    def variation(self) -> Variation:
        """A function of constants is constant; of anything else nothing is known."""
        constant = all(variation(path) == "constant" for path in self.paths)
        return "constant" if constant else "nonlinear"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of every path."""
        found = {year for path in self.paths for year in path.kinks(start, stop)}
        return tuple(sorted(found))

    def value(self, moment: Moment) -> FloatArray:
        """The function of the values at a moment."""
        return self.function(*(path.value(moment) for path in self.paths))


def variation(path: Path) -> Variation:
    """How a path varies, as it states; nonlinear if it does not state it."""
    said: Variation = getattr(path, "variation", "nonlinear")
    return said


def reach_back(path: Path) -> float:
    """How many years before an instant a path distinguishes cohorts; 0 if it does not state it."""
    parts: tuple[Path, ...] = getattr(path, "parts", ())
    if isinstance(path, Scaled):
        parts = (path.path,)
    elif isinstance(path, Stacked):
        parts = tuple(path.paths.values())
    elif isinstance(path, Mapped):
        parts = path.paths
    own: float = getattr(path, "reach_back", 0.0)
    return max([own, *map(reach_back, parts)])


def at(path: Path, year: float) -> FloatArray:
    """Value of a path just after an instant, shape (draws or 1, *axes)."""
    return path.value(Moment(year, year, year + SLIVER))
