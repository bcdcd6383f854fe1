"""What is due at instants of a run, and what the measures are made of there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.numbers.generate import Program
from simulator.stockflow.values.calendar import SAME_INSTANT, place_of

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

    ``k`` are the coefficients of the measures at every reading, or, of a single draw, at all of
    them together, each instant as if it were a draw; ``at`` is where its newest cohort stands.
    ``program`` makes the measures of the stocks, or of sums over cohorts.
    """

    program: Program
    readings: tuple[tuple[int, int], ...]
    snapshots: tuple[tuple[int, int], ...]
    k: tuple[Coefficients, ...]
    at: Mapping[str, object]


def one_after_another(dues: Sequence[DueInstants], lengths: Sequence[int]) -> DueInstants:
    """What is due in several segments of so many instants each, of a single draw.

    There is a reading in each of them.
    """
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    readings = [
        (start + number, place)
        for start, due in zip(starts, dues, strict=True)
        for number, place in due.readings
    ]
    k: Coefficients = {}
    for name in dues[0].k[0]:
        arrays = [(due.k[0][name], len(due.readings)) for due in dues]
        k[name] = np.concatenate([np.broadcast_to(a, (n, *a.shape[1:])) for a, n in arrays])
    return replace(dues[0], readings=tuple(readings), snapshots=(), k=(k,))


def distinct(instants: Iterable[float]) -> tuple[float, ...]:
    """Instants in order, those that are one date once."""
    found: list[float] = []
    for year in sorted(set(instants)):
        if not found or year - found[-1] > SAME_INSTANT:
            found.append(year)
    return tuple(found)


def matched(years: Sequence[float], instants: FloatArray) -> tuple[tuple[int, int], ...]:
    """Numbers of the years that are due, each with the place of its date among the instants."""
    found = [place_of(instants, year) for year in years]
    return tuple((number, place) for number, place in enumerate(found) if place is not None)
