"""Coefficients prepared once a segment: smooth functions of time, kept at a few nodes.

Within a segment most parameters stand still or go in a straight line, and a coefficient made of
them by sums and products is a polynomial in time: as many nodes as it has terms keep it exactly.
For any other the number of Chebyshev nodes is doubled until what is read between them agrees with
the coefficient itself to 1e-13.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from simulator.engine.course import CHECK, Course, between
from simulator.engine.holes import refuse_holes
from simulator.engine.pile import Pile, Span, cut
from simulator.engine.prepared import Coefficients, Moving, Orders, Prepared
from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.paths import Moment, Path
from simulator.structure.arrays import FloatArray, side_by_side
from simulator.structure.axis import NEWEST
from simulator.structure.degrees import Degree, degrees
from simulator.structure.generate import Program, only
from simulator.structure.system import System

Asked = Callable[[Sequence[float]], Coefficients]
_MOST_NODES = 33
# up to this degree a coefficient is kept at one node more, without being looked at between them
_KNOWN = 2


def prepare_segment(
    system: System, program: Program, course: Course, orders: Orders | None = None
) -> Prepared:
    """Prepare the coefficients of a program on a segment, for the draws of a course.

    ``orders`` says how those that move are to lie in memory: their axes, without the draws.
    """
    segment = course.segment
    bends = degrees(program.text, course.degrees(program.parameters))
    still = _still(system, program, course, bends)
    needed: dict[str, int] = {}
    piles: list[Pile] = []
    for names, prepare in ((_known(bends), _prepare_known), (_unknown(bends), _prepare_unknown)):
        if names:
            part = only(program, frozenset(names))
            asked = partial(_looked, system, part, course)
            made, nodes = prepare(asked, segment, names, orders or {})
            piles += made
            needed |= nodes
    spans, at = _spans(system, program, still, piles)
    if system.moving is not None:
        at[NEWEST] = system.moving.birth_windows.newest(segment.middle)
    return Prepared(
        still={name: cut(array, spans.get(name)) for name, array in still.items()},
        moving=tuple(_at_nodes(segment, piles, needed, spans)),
        at=at,
    )


def _known(bends: Mapping[str, Degree]) -> dict[str, int]:
    """Coefficients that move along a polynomial, with its degree."""
    return {n: degree for n, degree in bends.items() if degree is not None and 0 < degree <= _KNOWN}


def _unknown(bends: Mapping[str, Degree]) -> dict[str, int]:
    """Coefficients that may bend in any way, with a degree to begin with."""
    return {n: 1 for n, degree in bends.items() if degree is None or degree > _KNOWN}


def _still(
    system: System, program: Program, course: Course, bends: Mapping[str, Degree]
) -> Coefficients:
    """Coefficients that stand still, shape (draws or 1, *axes)."""
    names = frozenset(name for name, degree in bends.items() if degree == 0)
    part, start = only(program, names), course.segment.start
    found = coefficients(part, course.at(part.parameters, start))
    refuse_holes(system, part, found, start)
    return {name: found[name] for name in bends if name in names}


def _prepare_known(
    asked: Asked, segment: Segment, names: Mapping[str, int], orders: Orders
) -> tuple[list[Pile], dict[str, int]]:
    """Coefficients of known degree at as many nodes as the most bent of them needs."""
    number = max(names.values()) + 1
    nodes = list(_chebyshev(segment, number))
    return _piles(asked(nodes), names, orders, nodes), dict.fromkeys(names, number)


def _prepare_unknown(
    asked: Asked, segment: Segment, names: Mapping[str, int], orders: Orders
) -> tuple[list[Pile], dict[str, int]]:
    """Coefficients at more and more nodes, until each is what it is between them."""
    years = [between(segment, CHECK), *_chebyshev(segment, 3)]
    piles = _piles(asked(years), names, orders, years)
    needed: dict[str, int] = {}
    number = 2
    while len(needed) < len(names):
        if number > _MOST_NODES:
            raise IntegrationError(
                "a rate moves too fast within one segment to be followed; give the path that "
                "moves it a kink where it bends",
                year=segment.start,
            )
        nodes = _chebyshev(segment, number)
        new = [year for year in nodes if year not in piles[0].years]
        found = asked(new) if new else {}
        for pile in piles:
            if new:
                pile.add(new, found)
            needed = dict.fromkeys(pile.agreed(nodes), number) | needed
        number = 2 * number - 1
    return piles, needed


def _piles(
    found: Coefficients, names: Iterable[str], orders: Orders, years: Sequence[float]
) -> list[Pile]:
    """Coefficients side by side, those that all draws share and those that each has its own."""
    piles: list[Pile] = []
    for shared in (True, False):
        own = [name for name in names if (found[name].shape[1] == 1) == shared]
        if own:
            models = {name: _relaid(found[name][0], orders.get(name)) for name in own}
            piles.append(Pile(models=models))
            piles[-1].add(years, found)
    return piles


def _looked(
    system: System, program: Program, course: Course, years: Sequence[float]
) -> Coefficients:
    """Every coefficient at some years, shape (years, draws or 1, *axes)."""
    if course.drawn:
        each = [coefficients(program, course.at(program.parameters, year)) for year in years]
        found = {name: side_by_side([one[name] for one in each]) for name in each[0]}
    else:
        values = {name: course.along(name, years) for name in program.parameters}
        found = {name: a[:, np.newaxis] for name, a in coefficients(program, values).items()}
    if not all(np.isfinite(array).all() for array in found.values()):
        for number, year in enumerate(years):
            refuse_holes(system, program, {n: array[number] for n, array in found.items()}, year)
    return found


def _relaid(array: FloatArray, order: Sequence[int] | None) -> FloatArray:
    """An array of shape (draws or 1, *axes) with its axes in an order in memory, if asked."""
    if order is None:
        return array
    axes = [0, *(axis + 1 for axis in order)]
    turned = np.ascontiguousarray(array.transpose(axes))
    return turned.transpose([axes.index(axis) for axis in range(len(axes))])


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
