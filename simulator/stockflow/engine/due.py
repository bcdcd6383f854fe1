"""What is due at instants of a run, and what the measures are made of there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.numbers.generate import Program
from simulator.stockflow.values.calendar import SAME_INSTANT

Taken = FloatArray | Mapping[str, FloatArray]
"""States, or what is known of them by name."""
Seen = Sequence[FloatArray] | Mapping[str, FloatArray]
"""The same at several instants."""
Rows = slice | IntArray
"""Which draws are meant."""


def some_of(seen: Seen, instant: int) -> Taken:
    """Of one instant."""
    if isinstance(seen, Mapping):
        return {name: array[instant] for name, array in seen.items()}
    return seen[instant]


def alone_of(seen: Seen, instants: list[int]) -> Taken:
    """Of a single draw, the instants as if they were draws."""
    if isinstance(seen, Mapping):
        return {name: array[instants, 0] for name, array in seen.items()}
    return np.concatenate([seen[instant] for instant in instants])


@dataclass(frozen=True, kw_only=True)
class DueInstants:
    """What is kept of some instants: pairs of an instant's number and its place in the record.

    ``k`` are the coefficients of the measures, shape (rows or 1, draws or 1, *axes), ``rows`` says
    which of them are those of the readings; ``at`` is where the newest cohort stands. ``program``
    makes the measures of the stocks, or of sums over cohorts.
    """

    program: Program
    readings: tuple[tuple[int, int], ...]
    snapshots: tuple[tuple[int, int], ...]
    k: Coefficients
    rows: tuple[int, ...]
    at: Mapping[str, object]

    def of_reading(self, number: int) -> Coefficients:
        """The coefficients of one of the readings, shape (draws or 1, *axes)."""
        return {name: each[self.rows[number] % len(each)] for name, each in self.k.items()}

    def of_all(self) -> Coefficients:
        """Of a single draw those of all readings, each as if it were a draw."""
        # nearly always one after another, which needs no copy
        first, last = self.rows[0], self.rows[-1] + 1
        is_whole = last - first == len(self.rows)
        rows = slice(first, last) if is_whole else list(self.rows)
        return {n: (each[rows] if len(each) > 1 else each)[:, 0] for n, each in self.k.items()}


def one_after_another(dues: Sequence[DueInstants], lengths: Sequence[int]) -> DueInstants:
    """What is due in several segments of so many instants each, prepared together."""
    starts = (sum(lengths[:number]) for number in range(len(lengths)))
    readings = (
        (start + number, place)
        for start, due in zip(starts, dues, strict=True)
        for number, place in due.readings
    )
    rows = tuple(row for due in dues for row in due.rows)
    return replace(dues[0], readings=tuple(readings), snapshots=(), rows=rows)


def distinct(instants: Iterable[float]) -> tuple[float, ...]:
    """Instants in order, those that are one date once."""
    found: list[float] = []
    for year in sorted(set(instants)):
        if not found or year - found[-1] > SAME_INSTANT:
            found.append(year)
    return tuple(found)


def matched(years: Sequence[float], instants: FloatArray) -> tuple[tuple[int, int], ...]:
    """Numbers of the years that are due, each with the place of its date among the instants."""
    if not len(instants):
        return ()
    numbers, places = np.nonzero(np.abs(np.array(years)[:, np.newaxis] - instants) <= SAME_INSTANT)
    return tuple(zip(numbers.tolist(), places.tolist(), strict=True))
