"""Coefficients prepared once a segment: smooth functions of time, kept at a few nodes.

Within a segment every path is smooth, most of them straight lines. The prepared arrays are
computed at Chebyshev nodes, the number of nodes doubled until the interpolant agrees with the
arrays themselves between the nodes to 1e-13, and then read off at any instant as a weighted sum.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.paths import Moment, Path
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import NEWEST
from simulator.structure.generate import Program
from simulator.structure.references import named_parameters
from simulator.structure.system import System

Coefficients = dict[str, FloatArray]
_AGREEMENT = 1e-13
_MOST_NODES = 33


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Coefficients of one segment; ``k`` is overwritten by every call of ``at_instant``.

    ``nodes`` and ``values`` hold the moving coefficients side by side, shape (nodes, n); ``buffer``
    is where they are read off to, and ``k`` holds views into it beside the coefficients that stand
    still. ``at`` holds the cuts along the cohort axis and the place of the newest cohort.
    """

    nodes: FloatArray
    weights: FloatArray
    values: FloatArray
    buffer: FloatArray
    k: Mapping[str, FloatArray]
    at: Mapping[str, object]

    def at_instant(self, year: float) -> Mapping[str, FloatArray]:
        """The coefficients at an instant of the segment."""
        if self.values.size:
            np.dot(interpolation(self.nodes, self.weights, year), self.values, out=self.buffer)
        return self.k


def prepare_draws(
    system: System,
    program: Program,
    evaluate: Callable[[float], Coefficients],
    segment: Segment,
    draws: int,
) -> tuple[Prepared, ...]:
    """Prepare the coefficients of a program on a segment, one entry for each draw.

    ``evaluate`` computes the coefficients of all draws at an instant; it is asked once for each.
    How finely a draw is prepared depends on that draw alone.
    """
    evaluated = cache(evaluate)
    return tuple(
        prepare_segment(system, program, partial(_of_draw, evaluated, number), segment)
        for number in range(draws)
    )


def _of_draw(evaluate: Callable[[float], Coefficients], number: int, year: float) -> Coefficients:
    return {
        name: array[number : number + 1] if array.shape[0] > 1 else array
        for name, array in evaluate(year).items()
    }


def prepare_segment(
    system: System,
    program: Program,
    evaluate: Callable[[float], Coefficients],
    segment: Segment,
) -> Prepared:
    """Prepare the coefficients of a program on a segment, all that ``evaluate`` gives as one."""
    number = 2
    check = segment.start + 0.377 * (segment.stop - segment.start)
    direct = evaluate(check)
    _refuse_holes(system, direct, check)
    while True:
        found = [evaluate(year) for year in _chebyshev(segment, number)]
        prepared = _assemble(system, program, [*found, direct], segment)
        if _agrees(prepared, _cut_all(system, program, direct, prepared.at), check):
            return prepared
        number = 2 * number - 1
        if number > _MOST_NODES:
            raise IntegrationError(
                "a rate moves too fast within one segment to be followed; give the path that "
                "moves it a kink where it bends",
                year=segment.start,
            )


def interpolation(nodes: FloatArray, weights: FloatArray, year: float) -> FloatArray:
    """Barycentric weights of the nodes at an instant, adding to one."""
    distance = year - nodes
    exact = np.flatnonzero(distance == 0)
    if exact.size:
        return np.asarray(np.eye(nodes.size)[exact[0]])
    share = weights / distance
    return np.asarray(share / share.sum())


def values_at(
    program: Program, paths: Mapping[str, Path], moment: Moment, draws: int
) -> Coefficients:
    """Parameter values at a moment, run through the prepared part of a program."""
    values = {name: paths[name].value(moment) for name in program.parameters}

    def zeros(shape: tuple[int, ...]) -> FloatArray:
        return np.zeros((draws, *shape))

    with np.errstate(all="ignore"):
        found: Coefficients = program.prepare(values, zeros)
    return found


def _refuse_holes(system: System, found: Coefficients, year: float) -> None:
    """Raise where a coefficient is not a number; names the flow and what it is made of."""
    holes = {name.split(".")[0] for name, value in found.items() if not np.isfinite(value).all()}
    for name in (*system.flow, *system.auxiliary):
        if name in holes:
            parameters = ", ".join(named_parameters(system, name))
            raise IntegrationError(
                f"{name}: its rate is not a number; {parameters}: one of these has a hole, "
                "overflows, or is divided by while it is zero",
                year=year,
                flow=name,
            )


def _assemble(
    system: System,
    program: Program,
    found: list[Coefficients],
    segment: Segment,
) -> Prepared:
    """Put the coefficients of the nodes (and, last, of the check) side by side."""
    moving = [
        name
        for name, first in found[0].items()
        if any(not np.array_equal(first, other[name]) for other in found[1:])
    ]
    at = _cuts(system, program, found)
    if system.moving is not None:
        windows = system.moving.birth_windows
        at[NEWEST] = windows.newest((segment.start + segment.stop) / 2)
    cut = [_cut_all(system, program, each, at) for each in found[:-1]]
    stack = [np.concatenate([each[name].ravel("K") for name in moving]) for each in cut if moving]
    values = np.array(stack)
    buffer = np.empty(values.shape[1] if moving else 0)
    k: Coefficients = dict(cut[0])
    start = 0
    for name in moving:
        size = cut[0][name].size
        k[name] = _laid_out(buffer[start : start + size], cut[0][name])
        start += size
    nodes = _chebyshev(segment, len(cut))
    return Prepared(
        nodes=nodes, weights=_barycentric(len(cut)), values=values, buffer=buffer, k=k, at=at
    )


def _laid_out(numbers: FloatArray, model: FloatArray) -> FloatArray:
    """Numbers read as an array that lies in memory like another one."""
    order = sorted(range(model.ndim), key=lambda axis: -model.strides[axis])
    turned = numbers.reshape([model.shape[axis] for axis in order])
    return turned.transpose([order.index(axis) for axis in range(model.ndim)])


def _cuts(system: System, program: Program, found: list[Coefficients]) -> dict[str, object]:
    """Where along the cohort axis each limited coefficient is not zero."""
    cuts: dict[str, object] = {}
    moving = system.moving
    for item in program.coefficients:
        if item.limited and moving is not None:
            place = item.axes.index(moving.name) + 1
            others = tuple(n for n in range(len(item.axes) + 1) if n != place)
            live = sum(np.abs(each[item.name]).sum(axis=others) for each in found)
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


def _agrees(prepared: Prepared, direct: Coefficients, year: float) -> bool:
    """Whether the interpolant equals the coefficients themselves at an instant."""
    k = prepared.at_instant(year)
    for name, value in direct.items():
        scale = float(np.abs(value).max(initial=0.0))
        if scale and float(np.abs(k[name] - value).max()) > _AGREEMENT * scale:
            return False
    return True


def _chebyshev(segment: Segment, number: int) -> FloatArray:
    half = (segment.stop - segment.start) / 2
    points = -np.cos(np.pi * np.arange(number) / (number - 1))
    nodes = segment.start + half * (points + 1)
    nodes[0], nodes[-1] = segment.start, segment.stop
    return nodes


def _barycentric(number: int) -> FloatArray:
    weights = (-1.0) ** np.arange(number)
    weights[0] *= 0.5
    weights[-1] *= 0.5
    return np.asarray(weights)
