"""Coefficients prepared once a segment: smooth functions of time, kept at a few nodes.

Within a segment every path is smooth, most of them straight lines. The prepared arrays are
computed at Chebyshev nodes, the number of nodes doubled until the interpolant agrees with the
arrays themselves between the nodes to 1e-13, and then read off at any instant as a weighted sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine.course import CHECK, Course, between, of_draws
from simulator.engine.holes import refuse_holes
from simulator.engine.pile import Pile, Span, cut, interpolation
from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.paths import Moment, Path
from simulator.structure.arrays import FloatArray, IntArray, memory_order
from simulator.structure.axis import NEWEST
from simulator.structure.generate import Program
from simulator.structure.system import System

Coefficients = dict[str, FloatArray]
_AGREEMENT = 1e-13
_MOST_NODES = 33
_CHECK = 0.377


@dataclass(frozen=True, kw_only=True)
class Moving:
    """Coefficients that move alike, side by side: of every draw the same, or one for each draw.

    ``values`` has shape (nodes, draws or 1, n), kept at instants ``nodes``; ``shapes`` are the
    arrays it is read as.
    """

    nodes: FloatArray
    values: FloatArray
    shapes: Mapping[str, FloatArray]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Coefficients of one segment for all draws.

    ``still`` stand still; ``moving`` are kept at nodes, as few as each needs. ``at`` holds the cuts
    along the cohort axis and the place of the newest cohort.
    """

    still: Mapping[str, FloatArray]
    moving: tuple[Moving, ...]
    at: Mapping[str, object]

    def reader(self, draws: IntArray | list[int] | slice = slice(None)) -> "Reader":
        """The coefficients of some draws, with buffers of their own to be read off to."""
        taken = [np.ascontiguousarray(of_draws(m.values, draws, axis=1)) for m in self.moving]
        buffers = [np.empty(values.shape[1:]) for values in taken]
        k = {name: of_draws(array, draws, axis=0) for name, array in self.still.items()}
        for moving, buffer in zip(self.moving, buffers, strict=True):
            k |= _laid_out(buffer, moving.shapes)
        return Reader(
            nodes=tuple(moving.nodes for moving in self.moving),
            values=tuple(each.reshape(len(each), -1) for each in taken),
            buffers=tuple(each.reshape(-1) for each in buffers),
            k=k,
            at=self.at,
        )


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads the coefficients of some draws at instants; ``k`` is overwritten by every call.

    ``at`` as in ``Prepared``.
    """

    nodes: tuple[FloatArray, ...]
    values: tuple[FloatArray, ...]
    buffers: tuple[FloatArray, ...]
    k: Mapping[str, FloatArray]
    at: Mapping[str, object]

    def at_instant(self, year: float) -> Mapping[str, FloatArray]:
        """The coefficients at an instant of the segment."""
        for nodes, values, buffer in zip(self.nodes, self.values, self.buffers, strict=True):
            np.dot(interpolation(nodes, year), values, out=buffer)
        return self.k


def prepare_segment(system: System, program: Program, course: Course) -> Prepared:
    """Prepare the coefficients of a program on a segment, for the draws of a course."""
    check = between(course.segment, CHECK)
    years = [check] if course.is_still else [check, *_chebyshev(course.segment, 3)]
    found = _looked(program, course, years)
    refuse_holes(system, program, {name: array[0] for name, array in found.items()}, check)
    still, moving = _parted(found)
    piles = []
    for shared in (True, False):
        models = {n: a[0] for n, a in moving.items() if (a.shape[1] == 1) == shared}
        if models:
            piles.append(Pile(models=models))
            piles[-1].add(years, moving)
    needed = _needed(program, course, piles)
    spans, at = _spans(system, program, still, piles)
    if system.moving is not None:
        at[NEWEST] = system.moving.birth_windows.newest(course.segment.middle)
    return Prepared(
        still={name: cut(array, spans.get(name)) for name, array in still.items()},
        moving=tuple(_at_nodes(course.segment, piles, needed, spans)),
        at=at,
    )


def _looked(program: Program, course: Course, years: Sequence[float]) -> Coefficients:
    """Every coefficient at some years, shape (years or 1, draws or 1, *axes)."""
    if not course.drawn:
        found = coefficients(program, course.at_all(years))
        return {name: array[:, np.newaxis] for name, array in found.items()}
    each = [coefficients(program, course.at(year)) for year in years]
    return {name: _one_behind_another([one[name] for one in each]) for name in each[0]}


def _one_behind_another(arrays: Sequence[FloatArray]) -> FloatArray:
    """Arrays along a new first axis, each lying in memory as it did."""
    order = memory_order(arrays[0])
    rows = np.array([array.transpose(order) for array in arrays])
    return rows.transpose(0, *(order.index(axis) + 1 for axis in range(len(order))))


def _parted(found: Coefficients) -> tuple[Coefficients, Coefficients]:
    """What stands still, shape (draws or 1, *axes), and what moves, with the years first."""
    moving = {n: a for n, a in found.items() if len(a) > 1 and not (a[1:] == a[:1]).all()}
    return {n: array[0] for n, array in found.items() if n not in moving}, moving


def _needed(program: Program, course: Course, piles: Sequence[Pile]) -> dict[str, int]:
    """Nodes each moving coefficient needs; instants are looked at until all have enough."""
    names = [name for pile in piles for name in pile.models]
    needed: dict[str, int] = {}
    number = 2
    while len(needed) < len(names):
        if number > _MOST_NODES:
            raise IntegrationError(
                "a rate moves too fast within one segment to be followed; give the path that "
                "moves it a kink where it bends",
                year=course.segment.start,
            )
        nodes = _chebyshev(course.segment, number)
        new = [year for year in nodes if year not in piles[0].years]
        found = _looked(program, course, new) if new else {}
        for pile in piles:
            if new:
                pile.add(new, found)
            needed = dict.fromkeys(pile.agreed(nodes), number) | needed
        number = 2 * number - 1
    return needed


def values_at(program: Program, paths: Mapping[str, Path], moment: Moment) -> Coefficients:
    """Parameter values at a moment, run through the prepared part of a program."""
    return coefficients(program, {name: paths[name].value(moment) for name in program.parameters})


def coefficients(program: Program, values: Mapping[str, FloatArray]) -> Coefficients:
    """Parameter values, of shape (draws or 1, *axes), run through the prepared part."""
    with np.errstate(all="ignore"):
        found: Coefficients = program.prepare(values, _zeros)
    return found


def _zeros(shape: tuple[int, ...], *others: FloatArray) -> FloatArray:
    return np.zeros((max((each.shape[0] for each in others), default=1), *shape))


def _at_nodes(
    segment: Segment,
    piles: Sequence[Pile],
    needed: Mapping[str, int],
    spans: Mapping[str, Span],
) -> Iterator[Moving]:
    """Coefficients that need the same nodes side by side, cut to where they are not nought."""
    for number in sorted(set(needed.values())):
        nodes = _chebyshev(segment, number)
        for pile in piles:
            names = [name for name in pile.models if needed[name] == number]
            if names:
                values, shapes = pile.at_nodes(names, nodes, spans)
                yield Moving(nodes=nodes, values=values, shapes=shapes)


def _laid_out(buffer: FloatArray, shapes: Mapping[str, FloatArray]) -> Coefficients:
    """Parts of a buffer of shape (draws, n) read as arrays that lie in memory like others."""
    found: Coefficients = {}
    start = 0
    for name, model in shapes.items():
        order = memory_order(model)
        size = model[0].size
        lengths = [model.shape[axis] for axis in order[1:]]
        part = buffer[:, start : start + size].reshape(len(buffer), *lengths)
        found[name] = part.transpose([order.index(axis) for axis in range(model.ndim)])
        start += size
    return found


def _spans(
    system: System, program: Program, still: Coefficients, piles: Sequence[Pile]
) -> tuple[dict[str, Span], dict[str, object]]:
    """Where along the cohort axis each limited coefficient is not nought.

    For every one the place of the axis and the span along it; and the spans alone.
    """
    spans: dict[str, Span] = {}
    moving = system.moving
    for item in program.coefficients:
        if item.limited and moving is not None:
            place = item.axes.index(moving.name) + 1
            if item.name in still:
                array = still[item.name]
                others = tuple(axis for axis in range(array.ndim) if axis != place)
                live = array.any(axis=others)
            else:
                live = next(p for p in piles if item.name in p.models).live(item.name, place)
            filled = np.flatnonzero(live)
            first, last = (filled[0], filled[-1] + 1) if filled.size else (0, 1)
            spans[item.name] = place, slice(int(first), int(last))
    return spans, {name: span for name, (_, span) in spans.items()}


def _chebyshev(segment: Segment, number: int) -> FloatArray:
    half = (segment.stop - segment.start) / 2
    points = -np.cos(np.pi * np.arange(number) / (number - 1))
    nodes = segment.start + half * (points + 1)
    nodes[0], nodes[-1] = segment.start, segment.stop
    return nodes
