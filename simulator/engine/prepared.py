"""Coefficients prepared once a segment: smooth functions of time, kept at a few nodes.

Within a segment every path is smooth, most of them straight lines. The prepared arrays are
computed at Chebyshev nodes, the number of nodes doubled until the interpolant agrees with the
arrays themselves between the nodes to 1e-13, and then read off at any instant as a weighted sum.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.engine.holes import refuse_holes
from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.paths import Moment, Path
from simulator.structure.arrays import FloatArray, memory_order
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

    def reader(self, draws: Sequence[int] | slice = slice(None)) -> "Reader":
        """The coefficients of some draws, with buffers of their own to be read off to."""
        taken = [np.ascontiguousarray(_of_draws(m.values, draws, axis=1)) for m in self.moving]
        buffers = [np.empty(values.shape[1:]) for values in taken]
        k = {name: _of_draws(array, draws, axis=0) for name, array in self.still.items()}
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


def prepare_segment(
    system: System,
    program: Program,
    evaluate: Callable[[float], Coefficients],
    segment: Segment,
) -> Prepared:
    """Prepare the coefficients of a program on a segment, for all draws.

    ``evaluate`` computes them at an instant, arrays of shape (draws or 1, *axes); it is asked once
    for each instant.
    """
    check = segment.start + _CHECK * (segment.stop - segment.start)
    known = {year: evaluate(year) for year in (check, segment.start, segment.stop)}
    direct = known[check]
    refuse_holes(system, program, direct, check)
    moves = _moves(direct, [known[segment.start], known[segment.stop]])
    needed: dict[str, int] = {}
    number = 2
    while len(needed) < len(moves):
        if number > _MOST_NODES:
            raise IntegrationError(
                "a rate moves too fast within one segment to be followed; give the path that "
                "moves it a kink where it bends",
                year=segment.start,
            )
        nodes = _chebyshev(segment, number)
        known |= {year: evaluate(year) for year in nodes if year not in known}
        for name in moves:
            kept = [known[year][name] for year in nodes]
            if name not in needed and _agrees(kept, direct[name], nodes, check):
                needed[name] = number
        number = 2 * number - 1
    return _assemble(system, program, known, needed, segment)


def _moves(direct: Coefficients, others: Sequence[Coefficients]) -> list[str]:
    """Names of the coefficients that differ between instants."""
    return [
        name
        for name, first in direct.items()
        if not all(first is other[name] or np.array_equal(first, other[name]) for other in others)
    ]


def _agrees(kept: Sequence[FloatArray], direct: FloatArray, nodes: FloatArray, year: float) -> bool:
    """Whether an array read between its nodes equals itself at an instant, draw by draw."""
    weights = interpolation(nodes, year)
    off = direct - sum(weight * array for weight, array in zip(weights, kept, strict=True))
    return bool((_largest(off) <= _AGREEMENT * _largest(direct)).all())


def _largest(array: FloatArray) -> FloatArray:
    """Largest size of any number of each draw, shape (draws,)."""
    flat = array.transpose(memory_order(array)).reshape(len(array), -1)
    return np.asarray(np.maximum(flat.max(axis=1, initial=0.0), -flat.min(axis=1, initial=0.0)))


def interpolation(nodes: FloatArray, year: float) -> FloatArray:
    """Barycentric weights of Chebyshev nodes at an instant, adding to one."""
    distance = year - nodes
    exact = np.flatnonzero(distance == 0)
    if exact.size:
        return np.asarray(np.eye(nodes.size)[exact[0]])
    share = _barycentric(nodes.size) / distance
    return np.asarray(share / share.sum())


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


def _of_draws(array: FloatArray, draws: Sequence[int] | slice, axis: int) -> FloatArray:
    """Some draws of an array, or the one that holds for all."""
    if array.shape[axis] == 1:
        return array
    return array[(slice(None),) * axis + (draws,)]


def _assemble(
    system: System,
    program: Program,
    known: Mapping[float, Coefficients],
    needed: Mapping[str, int],
    segment: Segment,
) -> Prepared:
    """Put coefficients that need the same nodes side by side, cut to where they are not zero."""
    at = _cuts(system, program, list(known.values()))
    if system.moving is not None:
        at[NEWEST] = system.moving.birth_windows.newest(segment.middle)
    cut = {year: _cut_all(system, program, each, at) for year, each in known.items()}
    first = cut[segment.start]
    groups: dict[tuple[int, bool], list[str]] = {}
    for name, number in needed.items():
        groups.setdefault((number, len(first[name]) == 1), []).append(name)
    return Prepared(
        still={name: array for name, array in first.items() if name not in needed},
        moving=tuple(
            _side_by_side(cut, names, _chebyshev(segment, number))
            for (number, _), names in sorted(groups.items())
        ),
        at=at,
    )


def _side_by_side(
    found: Mapping[float, Coefficients], names: Sequence[str], nodes: FloatArray
) -> Moving:
    shapes = {name: found[nodes[0]][name] for name in names}
    draws = len(shapes[names[0]])
    orders = {name: memory_order(model) for name, model in shapes.items()}
    rows = [
        np.concatenate(
            [found[year][n].transpose(order).reshape(draws, -1) for n, order in orders.items()],
            axis=1,
        )
        for year in nodes
    ]
    return Moving(nodes=nodes, values=np.array(rows), shapes=shapes)


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


def _cuts(system: System, program: Program, found: Sequence[Coefficients]) -> dict[str, object]:
    """Where along the cohort axis each limited coefficient is not zero."""
    cuts: dict[str, object] = {}
    moving = system.moving
    for item in program.coefficients:
        if item.limited and moving is not None:
            place = item.axes.index(moving.name) + 1
            others = tuple(n for n in range(len(item.axes) + 1) if n != place)
            live = np.any([(each[item.name] != 0).any(axis=others) for each in found], axis=0)
            filled = np.flatnonzero(live)
            first, last = (filled[0], filled[-1] + 1) if filled.size else (0, 1)
            cuts[item.name] = slice(int(first), int(last))
    return cuts


def _cut_all(
    system: System, program: Program, found: Coefficients, at: Mapping[str, object]
) -> Coefficients:
    cut = dict(found)
    moving = system.moving
    for item in program.coefficients:
        span = at.get(item.name)
        if isinstance(span, slice) and moving is not None:
            place = item.axes.index(moving.name) + 1
            cut[item.name] = found[item.name][(slice(None),) * place + (span,)]
    return cut


def _chebyshev(segment: Segment, number: int) -> FloatArray:
    half = (segment.stop - segment.start) / 2
    points = -np.cos(np.pi * np.arange(number) / (number - 1))
    nodes = segment.start + half * (points + 1)
    nodes[0], nodes[-1] = segment.start, segment.stop
    return nodes


@cache
def _barycentric(number: int) -> FloatArray:
    weights = (-1.0) ** np.arange(number)
    weights[0] *= 0.5
    weights[-1] *= 0.5
    return np.asarray(weights)
