"""Coefficients prepared once a segment: smooth functions of time, kept at a few nodes.

Within a segment most parameters are constant or linear, and a coefficient made of them by sums and
products is a polynomial in time: as many nodes as it has terms keep it exactly. For any other the
number of intervals between Chebyshev nodes is doubled until what is read between them agrees with
the coefficient itself to 1e-13. Doubled nodes contain the former ones, so nothing is asked twice
(Trefethen 2013, *Approximation Theory and Approximation Practice*, ch. 3 and 5).

A coefficient that is NaN or infinite (a hole in a table, an overflow, a division by zero) is
refused here, where it can still be said which flow it belongs to.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.coefficients import (
    Coefficients,
    NodeValues,
    Orders,
    SegmentCoefficients,
    TimeVarying,
)
from simulator.stockflow.engine.course import CHECK, Course, Segment, between
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.cuts import live_span
from simulator.stockflow.numbers.degrees import degrees
from simulator.stockflow.numbers.generate import Program, only, parted
from simulator.stockflow.values.moments import as_draws, of_rows
from simulator.stockflow.values.paths import Moment, Path
from simulator.words.catalogue import listed, message


def refuse_nonfinite(
    system: System, program: Program, found: Mapping[str, FloatArray], year: float
) -> None:
    """Raise where a coefficient is NaN or infinite.

    ``found`` are arrays of shape (draws or 1, *axes).

    Raises
    ------
    IntegrationError
        Names the flow, the parameters its rate is made of, and the labels of the cell.
    """
    holes: dict[str, list[str]] = {}
    for item in program.coefficients:
        value = found[item.name]
        if not np.isfinite(value).all():
            place = np.argwhere(~np.isfinite(value))[0][1:]
            labels = [system.axis[a].labels[n] for a, n in zip(item.axes, place, strict=True)]
            holes.setdefault(item.name.split(".")[0], labels)
    for name in (*system.flow, *system.auxiliary):
        if name in holes:
            named = {"name": name, "parameters": listed(named_parameters(system, name))}
            told = message("fault.run.rate_hole", **named)
            if holes[name]:
                told = message("fault.run.rate_hole_at", labels=listed(holes[name]), **named)
            raise IntegrationError(told, year=year, flow=name)


# a function that 33 Chebyshev nodes do not follow has a kink that its path does not tell of, or
# varies within a small part of the segment
_MOST_NODES = 33
# up to this degree a coefficient is kept at one node more, without a check between the nodes; of a
# higher degree it often needs fewer nodes than that, as its factors hardly change in a segment
_KNOWN = 2


def prepare_segment(
    system: System, program: Program, course: Course, orders: Orders | None = None
) -> SegmentCoefficients:
    """Prepare the coefficients of a program on a segment, for the draws of a course.

    ``orders`` says how they are to lie in memory: their axes, without the draws.

    Raises
    ------
    IntegrationError
        Where a coefficient is NaN or infinite, or varies too fast to be kept at a few nodes.
    """
    segment = course.segment
    degree = degrees(program.text, course.degrees(program.parameters))
    work = _Work(system=system, program=program, course=course, orders=orders or {})
    constant = work.constant([name for name, of_time in degree.items() if of_time == 0])
    varying = [
        *work.known({n: d for n, d in degree.items() if d is not None and 0 < d <= _KNOWN}),
        *work.unknown([n for n, d in degree.items() if d is None or d > _KNOWN]),
    ]
    at: dict[str, object] = {name: span for name, (_, span) in work.spans.items()}
    if system.moving is not None:
        at[NEWEST] = system.moving.birth_windows.newest(segment.middle)
    return SegmentCoefficients(constant=constant, varying=tuple(varying), at=at)


Span = tuple[int, slice]
"""The place of the cohort axis, the draws before it, and where along it a coefficient is kept."""


@dataclass(kw_only=True)
class _Work:
    """What is being prepared on a segment; ``spans`` are the cuts made along the cohort axis."""

    system: System
    program: Program
    course: Course
    orders: Orders
    spans: dict[str, Span] = field(default_factory=dict)

    def constant(self, names: Sequence[str]) -> Coefficients:
        """Constant coefficients, shape (draws or 1, *axes)."""
        part, start = only(self.program, frozenset(names)), self.course.segment.start
        found = coefficients(part, self.course.at(part.parameters, start))
        refuse_nonfinite(self.system, part, found, start)
        self._cut_to_live(names, [found])
        return {n: _relaid(self._cut(n, found[n]), self.orders.get(n)) for n in names}

    def known(self, names: Mapping[str, int]) -> Iterator[TimeVarying]:
        """Coefficients of known degree, at as many nodes as the highest degree needs."""
        if names:
            nodes = _chebyshev(self.course.segment, max(names.values()) + 1)
            found = self._looked(list(names), list(nodes))
            self._cut_to_live(list(names), found)
            for group in self._side_by_side(list(names), list(nodes), found):
                values, shapes = group.at_nodes(list(group.models), nodes)
                yield TimeVarying(nodes=nodes, values=values, shapes=shapes)

    def unknown(self, names: Sequence[str]) -> Iterator[TimeVarying]:
        """Coefficients at more and more nodes, until each agrees with its interpolant."""
        if not names:
            return
        segment = self.course.segment
        years = [between(segment, CHECK), *_chebyshev(segment, 3)]
        # left whole: where one is zero at a few instants says nothing of the others
        self._cut_to_live(names, [])
        groups = self._side_by_side(names, years, self._looked(names, years))
        waiting, number = len(names), 2
        kept: set[str] = set()
        while waiting:
            if number > _MOST_NODES:
                raise IntegrationError(message("fault.run.too_fast"), year=segment.start)
            nodes = _chebyshev(segment, number)
            new = [year for year in nodes if year not in groups[0].years]
            found = self._looked(names, new) if new else []
            for group in groups:
                if new:
                    group.add(new, self._all_cut(list(group.models), found))
                agreed = [name for name in group.agreed(nodes) if name not in kept]
                if agreed:
                    values, shapes = group.at_nodes(agreed, nodes)
                    yield TimeVarying(nodes=nodes, values=values, shapes=shapes)
                kept.update(agreed)
            waiting, number = len(names) - len(kept), 2 * number - 1

    def _looked(self, names: Sequence[str], years: Sequence[float]) -> list[Coefficients]:
        """Some coefficients: of each year (draws or 1, *axes), or of one draw (years, *axes)."""
        part, course = only(self.program, frozenset(names)), self.course
        if course.drawn:
            found = [coefficients(part, course.at(part.parameters, year)) for year in years]
        else:
            values = {name: course.along(name, years) for name in part.parameters}
            found = [coefficients(part, values)]
        if not all(np.isfinite(array).all() for chunk in found for array in chunk.values()):
            for number, year in enumerate(years):
                own = found[number] if course.drawn else _one_year(found[0], number)
                refuse_nonfinite(self.system, part, own, year)
        return found

    def _side_by_side(
        self, names: Sequence[str], years: list[float], found: Sequence[Coefficients]
    ) -> list[NodeValues]:
        """Coefficients side by side, those all draws share and those that each has its own."""
        groups: list[NodeValues] = []
        for shared in (True, False):
            own = [n for n in names if (not self.course.drawn or len(found[0][n]) == 1) == shared]
            if own:
                chunks = self._all_cut(own, found)
                first = chunks[0] if self.course.drawn else _one_year(chunks[0], 0)
                models = {name: _relaid(first[name], self.orders.get(name)) for name in own}
                groups.append(NodeValues(models=models))
                groups[-1].add(years, chunks)
        return groups

    def _cut_to_live(self, names: Sequence[str], found: Sequence[Coefficients]) -> None:
        self.spans.update(live_spans(self.system, self.program, names, found))

    def _all_cut(self, names: Sequence[str], found: Sequence[Coefficients]) -> list[Coefficients]:
        return [{name: self._cut(name, chunk[name]) for name in names} for chunk in found]

    def _cut(self, name: str, array: FloatArray) -> FloatArray:
        return cut(array, self.spans.get(name))


def live_spans(
    system: System, program: Program, names: Collection[str], found: Sequence[Coefficients]
) -> Iterator[tuple[str, Span]]:
    """Where along the cohort axis limited coefficients are not zero, as far as is known.

    Rates of birth and of school age are zero for most cohorts; flows are then worked out for the
    others alone. Of none found they are left whole. Arrays of shape (rows, *axes).
    """
    moving = system.moving
    for item in program.coefficients:
        if item.limited and moving is not None and item.name in names:
            place = item.axes.index(moving.name) + 1
            others = tuple(axis for axis in range(len(item.axes) + 1) if axis != place)
            # sums of sizes: many numbers at a step, which ``any`` does not
            live = [np.abs(chunk[item.name]).sum(axis=others) != 0 for chunk in found]
            filled = np.any(live, axis=0) if live else np.ones(moving.size, dtype=bool)
            yield item.name, (place, live_span(filled))


def cut(array: FloatArray, span: Span | None) -> FloatArray:
    """A coefficient cut to where it is not zero, if it is to be cut."""
    if span is None:
        return array
    place, own = span
    return array[(slice(None),) * place + (own,)]


def _one_year(found: Coefficients, number: int) -> Coefficients:
    """One of several years of one draw, shape (1, *axes)."""
    return {n: a[number : number + 1] if len(a) > 1 else a for n, a in found.items()}


def _relaid(array: FloatArray, order: Sequence[int] | None) -> FloatArray:
    """An array of shape (draws or 1, *axes) with its axes in an order in memory, if asked."""
    if order is None:
        return array
    axes = [0, *(axis + 1 for axis in order)]
    turned = np.ascontiguousarray(array.transpose(axes))
    return turned.transpose([axes.index(axis) for axis in range(len(axes))])


def values_at(program: Program, paths: Mapping[str, Path], moment: Moment) -> Coefficients:
    """Parameter values at a moment, run through the prepared part of a program.

    Arrays of shape (draws or 1, *axes); ``IntegrationError`` where a path has no value.
    """
    return coefficients(program, {name: paths[name].value(moment) for name in program.parameters})


def coefficients(program: Program, values: Mapping[str, FloatArray]) -> Coefficients:
    """Parameter values, of shape (draws or 1, *axes), run through the prepared part.

    NumPy's warnings are silent: what is NaN or infinite is refused with its name by who asks.
    """
    with np.errstate(all="ignore"):
        found: Coefficients = program.prepare(values, _zeros)
    return found


def at_rows(program: Program, values: Mapping[str, FloatArray]) -> Coefficients:
    """The same at many instants, as if they were draws.

    ``values`` have shape (instants or 1, draws or 1, *axes), and so have the results.
    """
    drawn = frozenset(name for name, array in values.items() if array.shape[1] > 1)
    found: Coefficients = {}
    for part in parted(program, drawn) if drawn else (program,):
        own = {name: values[name] for name in part.parameters}
        rows, flat = as_draws(list(own.values()))
        made = coefficients(part, dict(zip(own, flat, strict=True)))
        found |= {name: of_rows(array, rows) for name, array in made.items()}
    return found


def refuse_holes(
    system: System, program: Program, found: Coefficients, years: Sequence[float]
) -> None:
    """``refuse_nonfinite`` of coefficients of shape (instants or 1, draws or 1, *axes)."""
    # a sum that is a number is one of numbers
    with np.errstate(all="ignore"):
        whole = all(np.isfinite(array.sum()) for array in found.values())
    if not whole:
        for number, year in enumerate(years):
            own = {name: each[number % len(each)] for name, each in found.items()}
            refuse_nonfinite(system, program, own, year)


def _zeros(shape: tuple[int, ...], *others: FloatArray) -> FloatArray:
    return np.zeros((max((each.shape[0] for each in others), default=1), *shape))


def _chebyshev(segment: Segment, number: int) -> FloatArray:
    """Chebyshev nodes of the second kind on a segment, shape (number,); they include both ends."""
    half = (segment.stop - segment.start) / 2
    points = -np.cos(np.pi * np.arange(number) / (number - 1))
    nodes = segment.start + half * (points + 1)
    # exactly: a path asked a rounding error outside its segment may have no value
    nodes[0], nodes[-1] = segment.start, segment.stop
    return nodes
