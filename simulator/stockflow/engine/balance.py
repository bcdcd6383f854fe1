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

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.state import Depth, Lowest, refuse_impossible, scales
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

    ``before`` holds for every kind what was there, shape (draws, entries), in the order of its
    sheet; ``totals`` the running totals at the start, shape (draws, totals).
    """

    layout: Layout
    before: Mapping[str, FloatArray]
    totals: FloatArray

    @classmethod
    def of(cls, layout: Layout, first: FloatArray) -> "Opening":
        """From a state of shape (draws, n)."""
        totals = first[:, layout.first_total :].copy()
        none = np.zeros_like(totals)
        kinds = dict.fromkeys(stock.kind for stock in layout.system.stocks)
        before = {kind: _sheet(layout, kind).entries(first, none) for kind in kinds}
        return cls(layout=layout, before=before, totals=totals)

    def some(self, block: slice) -> "Opening":
        """The same for some of the draws."""
        return Opening(
            layout=self.layout,
            before={name: array[block] for name, array in self.before.items()},
            totals=self.totals[block],
        )

    def balances(self, last: FloatArray) -> tuple[Balance, ...]:
        """Residual of every conserved kind since the first state, shape (draws, *watched axes).

        residual = (Δ stocks − Σ arrived + Σ left) / largest of stocks, arrivals, departures. The
        totals are integrated from each flow's own rate by the same solver, so they are evidence of
        their own.
        """
        moved = last[:, self.layout.first_total :] - self.totals
        return tuple(self._balance(kind, last, moved) for kind in self.before)

    def refuse_leak(self, last: FloatArray, year: float) -> None:
        """Raise where more or less of a stream arrives than leaves, over all places together.

        The balance of each place can't show it: both places may agree with their own totals.

        Raises
        ------
        IntegrationError
            Names the stream, and how much left and arrived.
        """
        pairs = _pairs(self.layout)
        moved = last[:, self.layout.first_total :] - self.totals
        if not pairs.names or not moved.size:
            return
        sums = np.add.reduceat(moved, pairs.starts, axis=1)
        left, arrived = sums[:, pairs.leaving], sums[:, pairs.arriving]
        leak = np.abs(arrived - left).max(axis=0, initial=0.0)
        wrong = leak > TOLERANCE * np.abs(left).max(axis=0, initial=0.0)
        if wrong.any():
            number = int(wrong.argmax())
            told = message(
                "fault.run.leak",
                name=pairs.names[number],
                left=f"{left[:, number].sum():g}",
                arrived=f"{arrived[:, number].sum():g}",
            )
            raise IntegrationError(told, year=year, flow=pairs.names[number])

    def _balance(self, kind: str, last: FloatArray, moved: FloatArray) -> Balance:
        sheet = _sheet(self.layout, kind)
        entries = sheet.entries(last, moved)
        # by what passed, not by what is left: a stock that emptied has no size of its own
        scale = np.maximum.reduceat(np.abs(entries), sheet.starts, axis=1)
        entries -= self.before[kind]
        entries *= sheet.signs
        change = np.add.reduceat(entries, sheet.starts, axis=1)
        residual = np.divide(change, scale, out=np.zeros_like(change), where=scale != 0)
        shape = (len(last), *self.layout.system.shape(sheet.axes))
        return Balance(kind=kind, axes=sheet.axes, residual=residual.reshape(shape))


@dataclass(frozen=True, kw_only=True)
class _Pairs:
    """Streams booked twice, where they leave and where they arrive.

    ``starts`` are where the blocks of all running totals begin among them, ``leaving`` and
    ``arriving`` the numbers of the two blocks of each.
    """

    names: tuple[str, ...]
    starts: IntArray
    leaving: IntArray
    arriving: IntArray


@cache
def _pairs(layout: Layout) -> _Pairs:
    blocks: list[Block] = []
    found: list[tuple[str, int, int]] = []
    for name, totals in layout.totals.items():
        own = [block for block in (totals.leaving, totals.arriving) if block is not None]
        blocks += own[:1] if own[0] is own[-1] else own
        if len(own) > 1 and own[0] is not own[1]:
            found.append((name, len(blocks) - 2, len(blocks) - 1))
    return _Pairs(
        names=tuple(name for name, _, _ in found),
        starts=np.array([block.start - layout.first_total for block in blocks], dtype=np.int64),
        leaving=np.array([leaving for _, leaving, _ in found], dtype=np.int64),
        arriving=np.array([arriving for _, _, arriving in found], dtype=np.int64),
    )


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """The balance sheet of a kind: which entries are added to which watched cell.

    Entries are the cells of every stock of the kind and the running totals booked on it; those of
    a cell stand together. ``order`` finds them among the cells of the stocks, one stock after
    another, and then all running totals; ``starts`` says where those of each cell begin, ``signs``
    which are added and which taken off.
    """

    layout: Layout
    kept: tuple[Stock, ...]
    axes: tuple[str, ...]
    signs: FloatArray
    order: IntArray
    starts: IntArray

    def entries(self, state: FloatArray, moved: FloatArray) -> FloatArray:
        """What the entries hold, shape (draws, entries); ``moved`` are the running totals."""
        blocks = self.layout.stocks
        held = [_by_watched(blocks[stock.name], self.axes, state) for stock in self.kept]
        return np.concatenate([*held, moved], axis=1)[:, self.order]


@cache
def _sheet(layout: Layout, kind: str) -> _Sheet:
    """Made once a kind: the check after a segment is then one sum over neighbours."""
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
    return _Sheet(
        layout=layout,
        kept=kept,
        axes=axes,
        signs=signs[order],
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
    if not away and block.memory == block.shape:
        return state[:, block.start : block.stop]
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
        block: slice = slice(None),
        depth: Depth | None = None,
    ) -> None:
        """Refuse a stock that is NaN, infinite or below zero, by ``IntegrationError``."""
        largest = np.fmax(self.largest[block], scales(self.layout, state))
        self.largest[block] = largest
        refuse_impossible(self.layout, state, Lowest(largest=largest, depth=depth), year)

    def check(
        self,
        state: FloatArray,
        year: float,
        block: slice = slice(None),
        depth: Depth | None = None,
    ) -> None:
        """Refuse a state with an impossible stock, or out of balance since the first.

        ``state`` has shape (draws of the block, n); ``depth`` says how far below zero the
        tolerances let a cell fall, beside rounding. Raises ``IntegrationError``.
        """
        self.refuse_impossible(state, year, block, depth)
        opening = self.opening.some(block)
        opening.refuse_leak(state, year)
        refuse_imbalance(self.layout, opening.balances(state), year)
