"""A scenario as values: a path for every parameter, what happens when, and how to integrate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import Path


@dataclass(frozen=True, slots=True)
class Occasion:
    """An instant at which a transfer happens, with values of the parameters used only then.

    ``values`` are arrays of shape (draws or 1, *axes of the parameter).
    """

    year: float
    values: Mapping[str, FloatArray] = field(default_factory=dict)


Compiled = bool | Literal["auto"]
"""Whether steps are taken in machine code; ``auto``: those of several draws, where that can be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """How to integrate: a method of ``scipy.integrate.solve_ivp`` and its tolerances.

    ``absolute`` is relative to the largest cell of each stock at the start of a segment.
    ``compiled`` takes the same steps of RK45 or RK23 in machine code (the extra ``fast``): always,
    never, or as it pays. A part of a system that is followed once has one draw.
    """

    name: str = "RK45"
    relative: float = 1e-9
    absolute: float = 1e-12
    compiled: Compiled = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """Everything a run needs, for any system.

    Parameters
    ----------
    start, stop
        First and last instant of the run, in years.
    initial
        Arrays of shape (draws or 1, *axes) by stock; a stock not named starts empty.
    paths
        A path for every parameter that a flow, auxiliary or measure names.
    occasions
        When each transfer happens.
    readings, snapshots
        Instants at which measures, and whole stocks, are kept, after the transfers of that instant.
    before
        Instants of transfers just before which measures and whole stocks are kept as well.
    totals
        Whether the running totals of every flow are kept at the readings too. They are integrated
        and checked against the stocks in any case; for a thousand draws they take gigabytes, so
        that names of streams ask for theirs alone.
    summed
        By axis the number of the group that each label belongs to: the stocks at snapshots are
        summed by group before they are kept, and have one label for each (``kept_labels``).
    draws
        Number of draws: the length of the leading axis.
    """

    name: str
    start: float
    stop: float
    initial: Mapping[str, FloatArray]
    paths: Mapping[str, Path]
    occasions: Mapping[str, tuple[Occasion, ...]] = field(default_factory=dict)
    readings: tuple[float, ...] = ()
    snapshots: tuple[float, ...] = ()
    before: tuple[float, ...] = ()
    totals: bool | frozenset[str] = True
    summed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    method: Method = field(default_factory=Method)
    draws: int = 1

    def kept_labels(self, axis: Axis) -> tuple[str, ...]:
        """Labels of an axis as stocks at snapshots have it: of every group its first."""
        groups = self.summed.get(axis.name, range(axis.size))
        return tuple(axis.labels[groups.index(number)] for number in range(max(groups) + 1))

    def until(self, stop: float) -> "Scenario":
        """The same up to an earlier instant; what happens on it happens, and is read."""
        return self._within(stop, lambda year: year <= stop + SAME_INSTANT)

    def resumed(self, start: float, state: Mapping[str, FloatArray]) -> "Scenario":
        """The rest of the run, from the state in which ``until(start)`` ended.

        What happens on that instant has happened and has been read: each event belongs to one of
        the two runs. Running totals begin anew at zero.
        """
        rest = self._within(self.stop, lambda year: year > start + SAME_INSTANT)
        return replace(rest, start=start, initial=state)

    def _within(self, stop: float, kept: Callable[[float], bool]) -> "Scenario":
        """Up to an instant, with the dates that are kept."""
        return replace(
            self,
            stop=stop,
            occasions={
                name: tuple(each for each in occasions if kept(each.year))
                for name, occasions in self.occasions.items()
            },
            readings=tuple(filter(kept, self.readings)),
            snapshots=tuple(filter(kept, self.snapshots)),
            before=tuple(filter(kept, self.before)),
        )
