"""Many moments at once: what paths answer for all of them, as arrays.

A run asks each path for hundreds of moments. A path may answer them together by ``at_moments``;
one that does not is asked for one after another, which gives the same numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.stockflow.arrays import BoolArray, FloatArray, IntArray
from simulator.stockflow.values.paths import (
    Beyond,
    Constant,
    Lines,
    Mapped,
    Moment,
    Path,
    Scaled,
    Stacked,
    Steps,
    refuse_beyond,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moments:
    """Instants, and the segments in which they are read: three arrays of shape (moments,)."""

    years: FloatArray
    starts: FloatArray
    stops: FloatArray

    @classmethod
    def of(cls, moments: Sequence[Moment]) -> "Moments":
        """Some moments side by side."""
        rows = np.array([(each.year, each.start, each.stop) for each in moments]).reshape(-1, 3)
        return cls(years=rows[:, 0], starts=rows[:, 1], stops=rows[:, 2])

    @property
    def middles(self) -> FloatArray:
        """Middles of the segments: they decide which piece of a path holds."""
        return (self.starts + self.stops) / 2

    def one(self, number: int) -> Moment:
        """One of them."""
        row = (self.years[number], self.starts[number], self.stops[number])
        return Moment(*map(float, row))

    def some(self, chosen: IntArray | BoolArray) -> "Moments":
        """Some of them."""
        return Moments(
            years=self.years[chosen], starts=self.starts[chosen], stops=self.stops[chosen]
        )

    def __iter__(self) -> Iterator[Moment]:
        rows = zip(self.years.tolist(), self.starts.tolist(), self.stops.tolist(), strict=True)
        return (Moment(*row) for row in rows)

    def __len__(self) -> int:
        return len(self.years)


def at_moments(path: Path, moments: Moments) -> FloatArray:
    """Values of a path, shape (moments, draws or 1, *axes).

    Raises
    ------
    IntegrationError
        Where the path has no value at one of them, as it says itself.
    """
    match path:
        case Constant() | Steps() | Lines():
            return _of_numbers(path, moments)
        case Scaled():
            found = at_moments(path.path, moments)
            factor = np.reshape(path.factor, (-1, *(1,) * (found.ndim - 2)))
            return np.asarray(found * factor + path.shift)
        case Stacked():
            parts = np.broadcast_arrays(
                *(at_moments(each, moments) for each in path.paths.values())
            )
            return np.stack(parts, axis=path.place + 2)
        case Mapped():
            rows = zip(*(at_moments(each, moments) for each in path.paths), strict=True)
            return np.stack([path.function(*values) for values in rows])
    together = getattr(path, "at_moments", None)
    if together is not None:
        return np.asarray(together(moments))
    return np.stack([path.value(moment) for moment in moments])


def _of_numbers(path: Constant | Steps | Lines, moments: Moments) -> FloatArray:
    """Values of a path that holds numbers of its own."""
    match path:
        case Constant():
            return np.broadcast_to(path.array, (len(moments), *path.array.shape))
        case Steps():
            return _on_steps(path, moments)
    return _on_lines(path, moments)


def _on_steps(path: Steps, moments: Moments) -> FloatArray:
    """The steps that hold in the middles of the segments."""
    middles = moments.middles
    refuse_any_beyond(path.name, moments, (path.years[0], path.last), (path.before, path.after))
    places = np.searchsorted(path.years, middles, side="right") - 1
    return np.asarray(path.values[np.maximum(places, 0)])


def _on_lines(path: Lines, moments: Moments) -> FloatArray:
    """The lines that hold in the middles of the segments."""
    years, middles = np.array(path.years), moments.middles
    span = path.years[0], path.years[-1]
    refuse_any_beyond(path.name, moments, span, (path.before, path.after))
    last = len(years) - 1
    place = np.clip(np.searchsorted(years, middles, side="right") - 1, 0, max(last - 1, 0))
    after = np.minimum(place + 1, last)
    share = (moments.years - years[place]) / np.where(place < after, years[after] - years[place], 1)
    # before the first point and after the last its own value holds
    share[middles < years[0]] = 0.0
    share[middles >= years[-1]] = 1.0
    share = share.reshape(-1, *(1,) * (path.values.ndim - 1))
    return np.asarray(path.values[place] * (1 - share) + path.values[after] * share)


def refuse_any_beyond(
    name: str, moments: Moments, span: tuple[float, float], beyond: tuple[Beyond, Beyond]
) -> None:
    """``refuse_beyond`` of every one of some moments."""
    middles = moments.middles
    early = beyond[0] == "error" and middles.min() < span[0]
    if early or (beyond[1] == "error" and middles.max() > span[1]):
        for moment in moments:
            refuse_beyond(name, moment, span, beyond)


def as_draws(arrays: Sequence[FloatArray]) -> tuple[tuple[int, int], list[FloatArray]]:
    """Arrays of shape (rows or 1, draws or 1, *axes) with every row of every draw as a draw.

    What is the same for all keeps one; how many rows and draws there are comes first.
    """
    several = [array.shape[:2] for array in arrays if array.shape[:2] != (1, 1)]
    rows, draws = np.broadcast_shapes((1, 1), *several)
    found = []
    for array in arrays:
        whole = array
        if array.shape[:2] != (1, 1):
            whole = np.broadcast_to(array, (rows, draws, *array.shape[2:]))
        found.append(whole.reshape(-1, *array.shape[2:]))
    return (rows, draws), found


def of_rows(array: FloatArray, rows: tuple[int, int]) -> FloatArray:
    """The way back: an array by row and draw, or the one that holds for all."""
    return array.reshape(*(rows if len(array) > 1 else (1, 1)), *array.shape[1:])


def runs(*numbers: IntArray) -> tuple[IntArray, IntArray]:
    """Where runs of equal numbers begin in rows side by side, and the run that each row is in."""
    changed = np.ones(len(numbers[0]), dtype=bool)
    changed[1:] = False
    for each in numbers:
        changed[1:] |= each[1:] != each[:-1]
    return np.flatnonzero(changed), np.cumsum(changed) - 1
