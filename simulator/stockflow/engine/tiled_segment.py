"""One segment through the tiles of a system: steps, readings on the way, and what guards need."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.balance_sheet import by_watched
from simulator.stockflow.engine.course import Segment
from simulator.stockflow.engine.drawn_tables import DrawnRows, DrawnTables
from simulator.stockflow.engine.due import DueInstants
from simulator.stockflow.engine.equal_steps import MOST_STEPS, SOLVERS, climb
from simulator.stockflow.engine.stages import BySteps
from simulator.stockflow.engine.state import Summary, tolerances_of_stocks
from simulator.stockflow.engine.tile_packs import Looks
from simulator.stockflow.engine.tile_rates import Rates
from simulator.stockflow.engine.tiles import Tiles, tile_walk_of
from simulator.stockflow.values.scenario import Method

AnyArray = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class TilePlan:
    """A segment as every block of draws goes through it.

    ``due`` is what is kept at ``years``: the start of the segment, and the instants inside.
    """

    tiles: Tiles
    method: Method
    segment: Segment
    rates: BySteps[Rates]
    drawn: DrawnTables
    looks: Looks
    years: tuple[float, ...]
    due: DueInstants


@dataclass(kw_only=True)
class Passed:
    """What the draws of a block came to in a segment.

    ``sums`` and ``totals`` are those at the instants, shape (years, draws, m), ``states`` those
    that are kept, (places, draws, n). ``left`` are the draws that equal steps are no good for, or
    that ended below zero, which is looked at more closely: they stand where they were.
    """

    sums: FloatArray
    totals: FloatArray
    states: FloatArray
    lowest: FloatArray
    highest: FloatArray
    held: FloatArray
    errors: FloatArray
    left: IntArray
    calls: int = 0

    def of(self, held: npt.NDArray[np.bool_]) -> "Passed":
        """The same for some of the draws."""
        return replace(
            self,
            sums=self.sums[:, held],
            totals=self.totals[:, held],
            states=self.states[:, held],
            lowest=self.lowest[held],
            highest=self.highest[held],
            held=self.held[held],
        )

    def summary(self, tiles: Tiles) -> Summary:
        """What the guards need of the states at the end."""
        held = {name: self.held[:, cells] for name, cells in tiles.watched_cells.items()}
        return Summary(lowest=self.lowest, highest=self.highest, held=held)


@dataclass(frozen=True, kw_only=True)
class TiledSegment:
    """The draws of a block on their way through a segment.

    ``state`` (draws, n) is overwritten but for the draws that are left; ``highest`` is the most
    that each stock holds, ``least`` what it may hold at the end, shape (draws, stocks).
    """

    plan: TilePlan
    state: FloatArray
    highest: FloatArray
    least: FloatArray
    block: slice
    laid: dict[int, DrawnRows] = field(default_factory=dict, repr=False)

    def follow(self) -> Passed:
        """Take every draw through the segment, with as many steps as its own error asks for."""
        found = self._room()
        looks = self.plan.looks.of(self.block)
        order = SOLVERS[self.plan.method.name].error_estimator_order + 1

        def attempt(places: IntArray, steps: int) -> FloatArray:
            found.calls += self._attempt(places, steps, looks, found)
            return np.asarray(found.errors[places])

        climb(attempt, len(self.state), order, MOST_STEPS)
        held = found.errors <= 1
        found.left = np.flatnonzero(~(held & (found.lowest >= self.least).all(axis=1)))
        self._keep_standing(found)
        return found

    def _keep_standing(self, found: Passed) -> None:
        """What is kept of the stocks that no tile has, which are as they were."""
        tiles = self.plan.tiles
        for number, stock in enumerate(tiles.form.system.stocks):
            if stock.name in tiles.form.standing:
                cells = tiles.layout.stocks[stock.name]
                still = self.state[:, cells.start : cells.stop]
                found.states[..., cells.start : cells.stop] = still
                found.highest[:, number] = still.max(axis=1)
                watched = by_watched(cells, stock.watched, self.state)
                found.held[:, tiles.watched_cells[stock.name]] = watched

    def _room(self) -> Passed:
        tiles, due = self.plan.tiles, self.plan.due
        draws, size = self.state.shape
        times = len(self.plan.years)
        held = max(cells.stop for cells in tiles.watched_cells.values())
        return Passed(
            sums=np.zeros((times, draws, tiles.sums.size)),
            totals=np.zeros((times, draws, size - tiles.layout.first_total)),
            states=np.zeros((len(due.snapshots), draws, size)),
            lowest=np.empty_like(self.highest),
            highest=np.empty_like(self.highest),
            held=np.empty((draws, held)),
            errors=np.full(draws, np.inf),
            left=np.arange(0),
        )

    def _attempt(self, draws: IntArray, steps: int, looks: Looks, found: Passed) -> int:
        """Some draws by a number of equal steps; the calls of the right-hand side."""
        plan, tiles = self.plan, self.plan.tiles
        solver = SOLVERS[plan.method.name]
        step = (plan.segment.stop - plan.segment.start) / steps
        with np.errstate(all="ignore"):  # of infinite or NaN coefficients it is told by name
            moved = self._moved(*plan.rates.at(steps))
        tile_walk_of(tiles.form.system, plan.method.name)(
            draws,
            self.state,
            self._where(),
            (
                steps,
                step,
                np.ascontiguousarray(solver.A, dtype=float),
                solver.B[np.newaxis],
                solver.E[np.newaxis],
            ),
            (plan.method.relative, tolerances_of_stocks(plan.method, self.highest), self.least),
            moved,
            self._looked(looks),
            self._times(steps, step, solver.P),
            (found.sums.reshape(-1), found.sums.shape[-1], found.totals, found.states),
            (found.errors, found.lowest, found.highest.view(np.int64), found.held),
        )
        return (int(solver.C.size) * steps + 1) * len(draws)

    def _moved(self, rates: Rates, number: int) -> tuple[Any, ...]:
        """The coefficients of the rates, as the walk takes them."""
        tables, kinds = rates.tables(number)
        few, gains = self.plan.tiles.few, self.plan.tiles.gains or ()
        return (
            _in_a_row(tables)[0],
            *_in_a_row(rates.own(number, self.block)),
            *_in_a_row(rates.levels(number, self.block, self.state)),
            kinds[0],
            *self._drawn_rows(rates),
            (np.array(few, dtype=np.int64), np.array(gains, dtype=np.int64)),
        )

    def _looked(self, looks: Looks) -> tuple[Any, ...]:
        """The coefficients of what is looked at, as the walk takes them."""
        return (
            _in_a_row(looks.tables)[0],
            looks.tables.shape[2],
            looks.drawn.shape[2],
            *(part for each in (looks.drawn, looks.own, looks.levels) for part in _in_a_row(each)),
            *_in_a_row(looks.live),
            *_in_a_row(looks.spans),
            looks.live.shape[-1],
            (*self.plan.tiles.lists[:-1], looks.row),
        )

    def _drawn_rows(self, rates: Rates) -> tuple[AnyArray, int, AnyArray, AnyArray]:
        """Rows of tables that are drawn, as the walk takes them; laid out no oftener than need be.

        With how many numbers a draw has of them, where they are, and weights of their nodes.
        """
        drawn = self.plan.drawn
        steps = rates.stages.steps if drawn.by_steps else 1
        if steps not in self.laid:
            self.laid[steps] = drawn.of(self.block, len(self.state), rates)
        rows = self.laid[steps]
        return rows.numbers.reshape(-1), rows.numbers.shape[1], rows.where, rates.weights

    def _where(self) -> tuple[IntArray, IntArray, IntArray, int, int, int]:
        tiles = self.plan.tiles
        axis = tiles.form.system.axis[tiles.form.moving]
        newest = axis.birth_windows.newest(self.plan.segment.middle)
        first_total = tiles.layout.first_total
        return (tiles.rows, tiles.stock, tiles.watched, axis.size, newest, first_total)

    def _times(self, steps: int, step: float, interpolant: FloatArray) -> tuple[AnyArray, ...]:
        """Of every instant its step, the weights of the stages, and what is kept of it."""
        years, due = self.plan.years, self.plan.due
        times = np.array(years) - self.plan.segment.start
        number = np.minimum((times / step).astype(np.int64), steps - 1)
        share = times / step - number
        powers = share[:, np.newaxis] ** np.arange(1, interpolant.shape[1] + 1)
        read, kept = np.full((2, len(years)), -1, dtype=np.int64)
        read[[place for place, _ in due.readings]] = np.arange(len(due.readings))
        kept[[place for place, _ in due.snapshots]] = np.arange(len(due.snapshots))
        at_start = np.arange(len(years)) == 0
        return number, powers @ interpolant.T, at_start, read, kept


def _in_a_row(array: AnyArray) -> tuple[AnyArray, int]:
    """An array whose first axis are draws as one row, and how much of it each draw has."""
    flat = np.ascontiguousarray(array).reshape(-1)
    return flat, flat.size // len(array) if len(array) > 1 else 0


def named_sums(tiles: Tiles, sums: FloatArray) -> dict[str, FloatArray]:
    """Sums by name, each of shape (years, draws, *axes)."""
    return dict(_named(tiles, sums))


def _named(tiles: Tiles, sums: FloatArray) -> Iterator[tuple[str, FloatArray]]:
    system = tiles.form.system
    # the draws last in memory: what is made of the sums then runs through neighbouring numbers
    turned = np.ascontiguousarray(sums.transpose(0, 2, 1))
    for name, start in tiles.sums.starts.items():
        shape = system.shape(tiles.sums.axes[name])
        part = turned[:, start : start + int(np.prod(shape))]
        yield name, np.moveaxis(part.reshape(len(sums), *shape, sums.shape[1]), -1, 1)
