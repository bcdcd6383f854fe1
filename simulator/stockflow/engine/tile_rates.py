"""Coefficients of the rates for the walk through tiles: what all draws share, and what each has.

A table that is alike in all draws stands once, at every instant that the steps ask for. One that is
drawn stands by draw, at as few nodes of a segment as its degree in time needs: the walk reads it
between them, tile by tile, and so it does with every table of a single draw. Both are read between
nodes by the same sum, so that a draw alone has the same last digits as among others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.course import ParameterValues, Segment, of_draws
from simulator.stockflow.engine.stages import StageRates, Stages
from simulator.stockflow.engine.tile_tables import Packer
from simulator.stockflow.engine.tiles import FEW, UNBORN, WIDTH, Tiles
from simulator.stockflow.numbers.degrees import Degree, degrees
from simulator.stockflow.numbers.generate import Program, only
from simulator.stockflow.numbers.standing import LEVEL
from simulator.stockflow.values.moments import as_draws
from simulator.stockflow.values.paths import Variation

NODES: tuple[tuple[float, ...], ...] = ((0.0,), (0.0, 1.0), (0.0, 0.5, 1.0))
"""Shares of a segment at which a table is kept, by its degree in time."""

_DEGREES: dict[Variation, Degree] = {"constant": 0, "linear": 1, "nonlinear": None}


def weights(degree: int, shares: FloatArray) -> FloatArray:
    """Weights of the nodes of a degree at shares of a segment, shape (shares, nodes): Lagrange's.

    At a node itself it has all the weight.
    """
    s, rest = shares, 1.0 - shares
    match degree:
        case 0:
            found = [np.ones_like(s)]
        case 1:
            found = [rest, s]
        case _:
            found = [rest * (1.0 - 2.0 * s), 4.0 * s * rest, s * (2.0 * s - 1.0)]
    return np.stack(found, axis=1)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Tables of one degree in time (``None`` of one that is kept at every instant).

    ``drawn`` are those that stand by draw.
    """

    program: Program
    degree: Degree
    drawn: bool

    def at(self, parameters: ParameterValues, segments: Sequence[Segment]) -> StageRates:
        """Its tables at their nodes of some segments."""
        shares = NODES[self.degree or 0]
        return StageRates(
            stages=Stages(parameters=parameters, segments=segments, shares=shares),
            program=self.program,
        )


def groups_of(tiles: Tiles, parameters: ParameterValues) -> tuple[Group, ...]:
    """The tables without carried axes, by degree and by whether they stand by draw."""
    is_single = parameters.scenario.draws == 1
    program = tiles.moved.coefficients.tables
    given = tuple((n, _DEGREES[parameters.variation[n]]) for n in program.parameters)
    degree = degrees(program.text, given)
    found: dict[tuple[Degree, bool], set[str]] = {}
    for name in tiles.moved.tables.starts:
        own = only(program, frozenset({name}))
        kept = degree[name]
        if kept is not None and kept >= len(NODES):
            kept = None
        drawn = (is_single and kept is not None) or any(map(parameters.is_drawn, own.parameters))
        found.setdefault((kept, drawn), set()).add(name)
    return tuple(
        Group(program=only(program, frozenset(names)), degree=of_time, drawn=drawn)
        for (of_time, drawn), names in found.items()
    )


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The coefficients of the rates at the stages of some segments but for tables that are drawn.

    Levels are few and prepared for all draws at once.
    """

    tiles: Tiles
    stages: Stages
    groups: tuple[Group, ...]

    def levels(self, number: int, block: slice, state: FloatArray) -> FloatArray:
        """Levels in a segment of the draws of a block, whose states have the shape (draws, n)."""
        rows = self.stages.rows(number)
        levels = of_draws(self._levels, block)[:, rows]
        if self.tiles.standing is not None:
            levels = self._with_standing(levels, rows, block, state)
        return levels

    def tables(self, number: int) -> tuple[FloatArray, IntArray]:
        """Tables by tiles that all draws share, zeros for those drawn; kinds of tiles by them."""
        rows, kinds = self._tables
        return rows[:, self.stages.rows(number)], kinds[:, number]

    def own(self, number: int, block: slice) -> FloatArray:
        """Tables with carried axes."""
        return self._own_of(block)[:, self.stages.rows(number)]

    @cached_property
    def shares(self) -> FloatArray:
        """Shares of a segment at its instants."""
        stages = self.stages
        return np.array(
            [(n + s) / stages.steps for n in range(stages.steps) for s in stages.shares]
        )

    @cached_property
    def weights(self) -> FloatArray:
        """Weights at the instants of one node, of two and of three, shape (instants, 1 + 2 + 3)."""
        found = [weights(degree, self.shares) for degree in range(len(NODES))]
        return np.concatenate(found, axis=1)

    def _with_standing(
        self, levels: FloatArray, rows: slice, block: slice, state: FloatArray
    ) -> FloatArray:
        """Levels of each draw, shape (draws, instants, m), with those that its stocks decide."""
        tiles, program, rates = self.tiles, self.tiles.standing, self._standing
        if program is None or rates is None:
            return levels
        found = np.broadcast_to(levels, (len(state), *levels.shape[1:])).copy()
        given = {
            name: array[rows] if len(array) > 1 else array
            for name, array in rates.of(block).items()
        }
        whole = np.ones((levels.shape[1], len(state)))
        _, (_, *flat) = as_draws([whole, *given.values()])
        # every instant of every draw as a draw, as the coefficients are
        again = np.tile(np.arange(len(state)), levels.shape[1])
        stocks = tiles.layout.stocks.items()
        y = {
            name: cells.view(state)[again] for name, cells in stocks if name in tiles.form.standing
        }
        made = program.body(y, dict(zip(given, flat, strict=True)), {})
        for name, values in made.items():
            start = tiles.moved.levels.starts[f"{name}{LEVEL}"]
            cells = np.broadcast_to(values, (whole.size, *values.shape[1:]))
            cells = cells.reshape(*whole.shape, -1).swapaxes(0, 1)
            found[..., start : start + cells.shape[-1]] = cells
        return found

    def prepare(self) -> None:
        """Prepare what blocks share, so that a fault is told now."""
        _ = self._levels, self._tables, self._own

    @cached_property
    def _levels(self) -> FloatArray:
        """Levels of all draws in a row, shape (draws or 1, instants, m)."""
        moved = self.tiles.moved
        found = StageRates(stages=self.stages, program=moved.coefficients.levels).of()
        return self._packer.levels(moved.levels, found, len(self.stages.moments))

    @cached_property
    def _standing(self) -> StageRates | None:
        """What the levels that stocks decide are made of, if there are any."""
        program = self.tiles.standing
        return None if program is None else StageRates(stages=self.stages, program=program)

    @cached_property
    def _tables(self) -> tuple[FloatArray, IntArray]:
        """Shapes (1, instants, tiles, rows, WIDTH) and (1, segments, tiles)."""
        tiles, segments = self.tiles, len(self.stages.segments)
        if all(group.drawn for group in self.groups):
            least = FEW if tiles.gains is None else UNBORN
            nothing = np.zeros((1, len(self.stages.moments), 0))
            return nothing, np.full((1, segments, self._packer.tiles), least)
        found = Coefficients()
        for group in self.groups:
            if not group.drawn:
                found |= self._at_instants(group)
        rows = self._packer.by_tiles(tiles.moved.tables, found, len(self.stages.moments))
        return rows, self._packer.kinds(rows, segments, tiles.few, tiles.gains)

    def _at_instants(self, group: Group) -> Coefficients:
        """Tables that all draws share at every instant, (instants or 1, 1, *axes)."""
        if group.degree is None:
            return StageRates(stages=self.stages, program=group.program).of()
        found = group.at(self.stages.parameters, self.stages.segments).of()
        by_node = weights(group.degree, self.shares).T
        return {name: _between(array, by_node) for name, array in found.items()}

    @cached_property
    def _own(self) -> StageRates | None:
        """What tables with carried axes are made of, if there are any."""
        moved = self.tiles.moved
        if not moved.own.starts:
            return None
        program = only(moved.coefficients.tables, frozenset(moved.own.starts))
        found = StageRates(stages=self.stages, program=program)
        _ = found.is_drawn  # what all share is made now, and its faults told
        return found

    def _own_of(self, block: slice) -> FloatArray:
        found = {} if self._own is None else self._own.of(block)
        instants = len(self.stages.moments)
        return self._packer.own_by_tiles(self.tiles.moved.own, found, instants)

    @property
    def _packer(self) -> Packer:
        return Packer(form=self.tiles.form, width=WIDTH)


def _between(array: FloatArray, by_node: FloatArray) -> FloatArray:
    """Numbers at the nodes of segments, (segments · nodes or 1, …), at their instants.

    ``by_node`` has shape (nodes, instants of a segment). The sum is that of
    ``tile_rows.read_between``.
    """
    if len(array) == 1:
        return array
    nodes, instants = by_node.shape
    parts = array.reshape(-1, nodes, *array.shape[1:])
    times = by_node.reshape(nodes, 1, instants, *(1,) * (array.ndim - 1))
    found = parts[:, 0, np.newaxis] * times[0]
    for node in range(1, nodes):
        found += parts[:, node, np.newaxis] * times[node]
    return np.asarray(found.reshape(-1, *array.shape[1:]))
