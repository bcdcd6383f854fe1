"""One box that holds most of what is sought: patient rule induction.

A box of limits, one variable at a time, is cut down from all points in small slices (*peeling*),
each time by the slice whose loss leaves the largest share of sought points, and then let out again
as long as that share does not fall (*pasting*). On the way from all points to the smallest box
each is better in one and worse in the other of

    density    sought points in the box ÷ points in it
    coverage   sought points in the box ÷ all sought points

and the one whose harmonic mean of both is largest is taken. Limits without which it is no smaller
by more than ``_WORTH`` are left out: a sentence should hold what matters.

References
----------
.. [1] Friedman and Fisher (1999), *Bump hunting in high-dimensional data*, Statistics and Computing
   9, 123-143.
.. [2] Bryant and Lempert (2010), *Thinking inside the box*, Technological Forecasting and Social
   Change 77, 34-49: coverage and density.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from simulator.stockflow.arrays import BoolArray, FloatArray

_SLICE = 0.05
"""Share of the points in a box that one slice takes."""
_SMALLEST = 0.05
"""No box holds a smaller share of all points."""
_WORTH = 0.01


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """Limits by variable, lower and upper; a variable that is not named has none."""

    limits: Mapping[str, tuple[float, float]]
    density: float
    coverage: float

    @property
    def merit(self) -> float:
        """The harmonic mean of density and coverage; nothing where both are."""
        both = self.density + self.coverage
        return 2 * self.density * self.coverage / both if both else 0.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Points:
    """Points (variables of shape (points,)), and which of them are sought."""

    variables: Mapping[str, FloatArray]
    sought: BoolArray

    def inside(self, limits: Mapping[str, tuple[float, float]]) -> BoolArray:
        """Which lie in the limits, both included."""
        held = np.ones(len(self.sought), dtype=np.bool_)
        for name, (low, high) in limits.items():
            held &= (self.variables[name] >= low) & (self.variables[name] <= high)
        return held

    def box(self, limits: Mapping[str, tuple[float, float]]) -> Box:
        """The box of some limits, those that hold everything left out."""
        within = self.inside(limits)
        found = int((within & self.sought).sum())
        return Box(
            limits={name: pair for name, pair in limits.items() if pair != (-inf, inf)},
            density=found / max(int(within.sum()), 1),
            coverage=found / max(int(self.sought.sum()), 1),
        )


def find_box(points: Points) -> Box:
    """The box of the sought points; without limits where all points are sought, or none."""
    best = max(_peeled(points), key=lambda box: box.merit)
    return _spared(points, _pasted(points, best))


def _peeled(points: Points) -> Iterator[Box]:
    """Every box on the way from all points to the smallest."""
    box = points.box({})
    while True:
        yield box
        within = points.inside(box.limits)
        smaller = [
            points.box(limits)
            for limits in _slices(points, box, within)
            if points.inside(limits).mean() >= _SMALLEST
        ]
        if not smaller or box.density == 1.0:
            return
        box = max(smaller, key=lambda each: each.density)


def _slices(
    points: Points, box: Box, within: BoolArray
) -> Iterator[Mapping[str, tuple[float, float]]]:
    """The limits that remain when a slice is taken off at either side of any variable.

    Always at least one point, so that the way ends.
    """
    for name, values in points.variables.items():
        low, high = box.limits.get(name, (-inf, inf))
        held = np.sort(values[within])
        number = max(int(_SLICE * len(held)), 1)
        above, below = held[held > held[number - 1]], held[held < held[-number]]
        if len(above):
            yield {**box.limits, name: (float(above[0]), high)}
        if len(below):
            yield {**box.limits, name: (low, float(below[-1]))}


def _pasted(points: Points, box: Box) -> Box:
    """The box let out by slices as long as it gets no worse."""
    while True:
        larger = [points.box(limits) for limits in _let_out(points, box)]
        best = max(larger, key=lambda each: each.merit, default=box)
        if best.merit <= box.merit:
            return box
        box = best


def _let_out(points: Points, box: Box) -> Iterator[Mapping[str, tuple[float, float]]]:
    """The limits with a slice more at either side of those that have one."""
    within = points.inside(box.limits)
    number = max(int(_SLICE * within.sum()), 1)
    for name, (low, high) in box.limits.items():
        others = {each: pair for each, pair in box.limits.items() if each != name}
        values = np.sort(points.variables[name][points.inside(others)])
        below, above = values[values < low], values[values > high]
        if len(below):
            yield {**box.limits, name: (float(below[-min(number, len(below))]), high)}
        if len(above):
            yield {**box.limits, name: (low, float(above[min(number, len(above)) - 1]))}


def _spared(points: Points, box: Box) -> Box:
    """The box without the limits it can do without, the least worth first."""
    while box.limits:
        fewer = [
            points.box({each: pair for each, pair in box.limits.items() if each != name})
            for name in box.limits
        ]
        best = max(fewer, key=lambda each: each.merit)
        if best.merit < box.merit - _WORTH:
            break
        box = best
    return _one_sided(points, box)


def _one_sided(points: Points, box: Box) -> Box:
    """The box without the sides of its limits that it can do without."""
    for name, (low, high) in box.limits.items():
        for pair in ((low, inf), (-inf, high)):
            wider = points.box({**box.limits, name: pair})
            if wider.merit >= box.merit - _WORTH:
                box = replace(wider)
                break
    return box
