"""The balance: a stock must equal its start plus arrivals less departures.

Every flow is integrated twice by the same solver, as a change of stocks and as a running total, by
two pieces of generated text. That both agree is checked after every segment and transfer, for every
conserved kind and watched cell, together with the sign of every stock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import prod

import numpy as np
from scipy.sparse import csr_array

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.state import (
    Depth,
    Lowest,
    Summary,
    refuse_impossible,
    scales,
    scales_of,
)
from simulator.stockflow.engine.trajectory import Balance
from simulator.stockflow.grammar.elements import Stock
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.words.catalogue import listed, message, pair

# relative; Runge–Kutta and multistep methods keep linear sums to rounding, whatever the tolerances
TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the balance needs of the first state, some draws of it.

    ``before`` holds for every stock what was there, shape (draws, watched cells); ``totals`` the
    running totals at the start, shape (draws, totals).
    """

    layout: Layout
    before: Mapping[str, FloatArray]
    totals: FloatArray

    @classmethod
    def of(cls, layout: Layout, first: FloatArray) -> "Opening":
        """From a state of shape (draws, n)."""
        before = {
            stock.name: _by_watched(layout.stocks[stock.name], stock.watched, first)
            for stock in layout.system.stocks
        }
        return cls(layout=layout, before=before, totals=first[:, layout.first_total :].copy())

    def some(self, block: slice | IntArray) -> "Opening":
        """The same for some of the draws."""
        return Opening(
            layout=self.layout,
            before={name: array[block] for name, array in self.before.items()},
            totals=self.totals[block],
        )

    def balances(
        self, last: FloatArray, held: Mapping[str, FloatArray] | None = None
    ) -> tuple[Balance, ...]:
        """Residual of every conserved kind since the first state, shape (draws, *watched axes).

        residual = (Δ stocks − Σ arrived + Σ left) / largest of stocks, arrivals, departures. The
        totals are integrated from each flow's own rate by the same solver, so they are evidence of
        their own. ``held``: what each stock holds by watched cell, where that is known.
        """
        moved = last[:, self.layout.first_total :] - self.totals
        kinds = dict.fromkeys(stock.kind for stock in self.layout.system.stocks)
        if held is None:
            held = {
                stock.name: _by_watched(self.layout.stocks[stock.name], stock.watched, last)
                for stock in self.layout.system.stocks
            }
        return tuple(self._balance(kind, held, moved) for kind in kinds)

    def refuse_leak(self, last: FloatArray, year: float) -> None:
        """Raise where more or less of a stream arrives than leaves, over all places together.

        The balance of each place can't show it: both places may agree with their own totals.

        Raises
        ------
        IntegrationError
            Names the stream, and how much left and arrived.
        """
        offset = self.layout.first_total
        for stream in self.layout.system.streams:
            totals = self.layout.totals[stream.name]
            leaving, arriving = totals.leaving, totals.arriving
            if leaving is None or arriving is None or arriving is leaving:
                continue
            left, arrived = (
                (
                    last[:, block.start : block.stop]
                    - self.totals[:, block.start - offset : block.stop - offset]
                ).sum(axis=1)
                for block in (leaving, arriving)
            )
            leak = float(np.abs(arrived - left).max(initial=0.0))
            if leak > TOLERANCE * float(np.abs(left).max(initial=0.0)):
                moved = {"left": f"{left.sum():g}", "arrived": f"{arrived.sum():g}"}
                told = message("fault.run.leak", name=stream.name, **moved)
                raise IntegrationError(told, year=year, flow=stream.name)

    def _balance(self, kind: str, held: Mapping[str, FloatArray], moved: FloatArray) -> Balance:
        sheet = _sheet(self.layout, kind)
        entries = np.concatenate([*(held[stock.name] for stock in sheet.kept), moved], axis=1)
        # by what passed, not by what is left: a stock that emptied has no size of its own
        scale = np.maximum.reduceat(np.abs(entries)[:, sheet.order], sheet.starts, axis=1)
        before = np.concatenate([self.before[stock.name] for stock in sheet.kept], axis=1)
        entries[:, : before.shape[1]] -= before
        change = (sheet.signs @ entries.T).T
        residual = np.divide(change, scale, out=np.zeros_like(change), where=scale != 0)
        shape = (len(moved), *self.layout.system.shape(sheet.axes))
        return Balance(kind=kind, axes=sheet.axes, residual=residual.reshape(shape))


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """The balance sheet of a kind: which entries are added to which watched cell.

    Entries are the cells of every stock of the kind, one stock after another, then all running
    totals. ``signs`` has shape (cells, entries); ``order`` puts the entries of a cell together,
    ``starts`` says where those of each cell begin.
    """

    kept: tuple[Stock, ...]
    axes: tuple[str, ...]
    signs: csr_array
    order: IntArray
    starts: IntArray


@cache
def _sheet(layout: Layout, kind: str) -> _Sheet:
    """One sparse matrix a kind, made once: the check after a segment is then one product."""
    system = layout.system
    kept = tuple(stock for stock in system.stocks if stock.kind == kind)
    axes = kept[0].watched
    cells = np.arange(prod(system.shape(axes))).reshape(system.shape(axes))
    booked = list(_bookings(layout, kind, axes, cells))
    rows = np.concatenate([*(cells.ravel() for _ in kept), *(row for row, _, _ in booked)])
    first = len(kept) * cells.size
    columns = np.concatenate([np.arange(first), *(first + column for _, column, _ in booked)])
    signs = np.concatenate([np.ones(first), *(np.full(row.size, sign) for row, _, sign in booked)])
    order = np.argsort(rows, kind="stable")
    size = first + layout.size - layout.first_total
    return _Sheet(
        kept=kept,
        axes=axes,
        signs=csr_array((signs, (rows, columns)), shape=(cells.size, size)),
        order=columns[order],
        starts=np.searchsorted(rows[order], np.arange(cells.size)),
    )


def _bookings(
    layout: Layout, kind: str, axes: tuple[str, ...], cells: IntArray
) -> Iterator[tuple[IntArray, IntArray, float]]:
    """Every total booked on a kind: the watched cells, its places among the totals, its sign."""
    system, offset = layout.system, layout.first_total
    for stream in system.streams:
        totals = layout.totals[stream.name]
        for text, block, sign in (
            (stream.source, totals.leaving, 1.0),
            (stream.target, totals.arriving, -1.0),
        ):
            part = system.part(text)
            if part is not None and block is not None and part.stock.kind == kind:
                row = cells[tuple(_labels(system, part, axes))].ravel()
                places = np.arange(block.start, block.stop)[np.newaxis] - offset
                yield row, block.view(places, block.start).ravel(), sign


def _labels(system: System, part: StockPart, axes: tuple[str, ...]) -> Iterator[slice | int]:
    """Places of the labels a part of a stock fixes along the watched axes."""
    for axis in axes:
        label = part.fixed.get(axis)
        yield slice(None) if label is None else system.axis[axis].index(label)


def refuse_imbalance(layout: Layout, found: tuple[Balance, ...], year: float) -> None:
    """Raise where a residual breaks the tolerance.

    Raises
    ------
    IntegrationError
        Names the kind, the labels of the worst place, and the flows that touch the kind.
    """
    for balance in found:
        # written so that NaN is refused too
        if not np.abs(balance.residual).max(initial=0.0) <= TOLERANCE:
            size = np.nan_to_num(np.abs(balance.residual), nan=np.inf)
            worst = float(size.max())
            place = np.unravel_index(int(size.argmax()), size.shape)
            labels = [
                layout.system.axis[axis].labels[int(number)]
                for axis, number in zip(balance.axes, place[1:], strict=True)
            ]
            flows = [
                stream.name
                for stream in layout.system.streams
                if _touches(layout, stream.source, balance.kind)
                or _touches(layout, stream.target, balance.kind)
            ]
            told = message(
                "fault.run.imbalance",
                place=pair("proof.at", kind=balance.kind, labels=listed(labels))
                if labels
                else balance.kind,
                worst=f"{worst:.1e}",
                most=f"{TOLERANCE:.0e}",
                names=listed(flows),
            )
            raise IntegrationError(told, year=year, flow=flows[0] if flows else None)


def _touches(layout: Layout, text: str | None, kind: str) -> bool:
    part = layout.system.part(text)
    return part is not None and part.stock.kind == kind


def _by_watched(block: Block, watched: tuple[str, ...], state: FloatArray) -> FloatArray:
    """What a stock holds by watched cell, shape (draws, cells)."""
    away = tuple(number + 1 for number, axis in enumerate(block.axes) if axis not in watched)
    return np.asarray(block.view(state).sum(axis=away).reshape(len(state), -1))


@dataclass(kw_only=True)
class StateGuard:
    """What states are held against: the first state, and the scale each stock ever reached.

    ``first`` has shape (draws, n). The checks take the states of some draws, ``block`` says which.
    """

    layout: Layout
    first: FloatArray
    opening: Opening = field(init=False)
    largest: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.largest = scales(self.layout, self.first)
        self.opening = Opening.of(self.layout, self.first)

    def refuse_impossible(
        self,
        state: FloatArray,
        year: float,
        block: slice | IntArray = slice(None),
        depth: Depth | None = None,
        summary: Summary | None = None,
    ) -> None:
        """Refuse a stock that is NaN, infinite or below zero, by ``IntegrationError``."""
        if summary is None:
            reached = scales(self.layout, state)
        else:
            reached = scales_of(self.layout, summary.highest)
        largest = np.fmax(self.largest[block], reached)
        self.largest[block] = largest
        allowed = Lowest(largest=largest, depth=depth)
        refuse_impossible(self.layout, state, allowed, year, summary)

    def check(
        self,
        state: FloatArray,
        year: float,
        block: slice | IntArray = slice(None),
        depth: Depth | None = None,
        summary: Summary | None = None,
    ) -> None:
        """Refuse a state with an impossible stock, or out of balance since the first.

        ``state`` has shape (draws of the block, n); ``depth`` says how far below zero the
        tolerances let a cell fall, beside rounding. Raises ``IntegrationError``.
        """
        self.refuse_impossible(state, year, block, depth, summary)
        opening = self.opening.some(block)
        opening.refuse_leak(state, year)
        held = None if summary is None else summary.held
        refuse_imbalance(self.layout, opening.balances(state, held), year)
