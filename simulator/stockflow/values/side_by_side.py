"""Several scenarios of one system as the draws of one: run together, each as it would run alone.

What they share is followed once (``engine/parts.py``); in what they differ each has its own draw.
They have to have one frame: the same span, readings, method, and dates of every transfer. What
happens on other dates can't be put side by side without saying what nothing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.moments import Moments, at_moments
from simulator.stockflow.values.paths import VARIATIONS, Moment, Path, Variation, variation
from simulator.stockflow.values.same_parts import are_same_parts
from simulator.stockflow.values.scenario import Occasion, Scenario

Frame = tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfDraws:
    """Paths of one draw each: draw d follows ``parts[rows[d]]``; each is asked once."""

    parts: tuple[Path, ...]
    rows: tuple[int, ...]
    axes: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", self.parts[0].axes)

    @property
    def variation(self) -> Variation:
        """That of the path that varies most."""
        return max(map(variation, self.parts), key=VARIATIONS.index)

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """Those of every path."""
        return tuple(sorted({year for path in self.parts for year in path.kinks(start, stop)}))

    def value(self, moment: Moment) -> FloatArray:
        """One value a draw."""
        return np.concatenate([path.value(moment) for path in self.parts])[list(self.rows)]

    def at_moments(self, moments: Moments) -> FloatArray:
        """The same at many moments, shape (moments, draws, *axes)."""
        # a path that does not vary may answer once for all moments
        found = np.broadcast_arrays(*(at_moments(path, moments) for path in self.parts))
        return np.concatenate(found, axis=1)[:, list(self.rows)]


def frame_of(scenario: Scenario) -> Frame:
    """What scenarios have to agree in to be put side by side."""
    return (
        scenario.start,
        scenario.stop,
        scenario.readings,
        scenario.snapshots,
        scenario.before,
        scenario.totals,
        scenario.method,
        frozenset(scenario.initial),
        frozenset(scenario.paths),
        tuple(
            (name, tuple((each.year, frozenset(each.values)) for each in occasions))
            for name, occasions in sorted(scenario.occasions.items())
        ),
    )


def side_by_side(scenarios: Sequence[Scenario]) -> Scenario:
    """The scenarios as draws of one, in their order; each has one draw, and all have one frame."""
    first = scenarios[0]
    if len(scenarios) == 1:
        return first
    return replace(
        first,
        initial={
            name: _arrays([each.initial[name] for each in scenarios]) for name in first.initial
        },
        paths={name: _paths([each.paths[name] for each in scenarios]) for name in first.paths},
        occasions={
            name: tuple(
                _occasion([each.occasions[name][place] for each in scenarios])
                for place in range(len(occasions))
            )
            for name, occasions in first.occasions.items()
        },
        draws=len(scenarios),
    )


def _paths(paths: Sequence[Path]) -> Path:
    parts: list[Path] = []
    rows = [_place(path, parts) for path in paths]
    return parts[0] if len(parts) == 1 else OfDraws(parts=tuple(parts), rows=tuple(rows))


def _place(path: Path, parts: list[Path]) -> int:
    """Where a path stands among the different ones, after which it may come last."""
    for number, known in enumerate(parts):
        if are_same_parts(path, known):
            return number
    parts.append(path)
    return len(parts) - 1


def _occasion(occasions: Sequence[Occasion]) -> Occasion:
    first = occasions[0]
    values = {name: _arrays([each.values[name] for each in occasions]) for name in first.values}
    return Occasion(first.year, values)


def _arrays(arrays: Sequence[FloatArray]) -> FloatArray:
    first = arrays[0]
    if all(each is first or np.array_equal(each, first) for each in arrays):
        return first
    return np.concatenate(arrays)
