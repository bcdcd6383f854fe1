"""Which entries the balance of a kind adds up, by watched cell: made once for a layout."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.elements import Stock
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.layout import Block, Layout


@dataclass(frozen=True, kw_only=True)
class BookedTwice:
    """Streams booked twice, where they leave and where they arrive.

    ``starts`` are where the blocks of all running totals begin among them, ``leaving`` and
    ``arriving`` the numbers of the two blocks of each.
    """

    names: tuple[str, ...]
    starts: IntArray
    leaving: IntArray
    arriving: IntArray


@cache
def booked_twice(layout: Layout) -> BookedTwice:
    """The streams of a system that are."""
    blocks: list[Block] = []
    found: list[tuple[str, int, int]] = []
    for name, totals in layout.totals.items():
        own = [block for block in (totals.leaving, totals.arriving) if block is not None]
        blocks += own[:1] if own[0] is own[-1] else own
        if len(own) > 1 and own[0] is not own[1]:
            found.append((name, len(blocks) - 2, len(blocks) - 1))
    return BookedTwice(
        names=tuple(name for name, _, _ in found),
        starts=np.array([block.start - layout.first_total for block in blocks], dtype=np.int64),
        leaving=np.array([leaving for _, leaving, _ in found], dtype=np.int64),
        arriving=np.array([arriving for _, _, arriving in found], dtype=np.int64),
    )


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The balance sheet of a kind: which entries are added to which watched cell.

    Entries are the cells of every stock of the kind and the running totals booked on it; those of
    a cell stand together. ``order`` finds them among the cells of the stocks, one stock after
    another, and then all running totals; ``starts`` says where those of each cell begin, ``signs``
    which are added and which taken off.
    """

    kept: tuple[Stock, ...]
    axes: tuple[str, ...]
    signs: FloatArray
    order: IntArray
    starts: IntArray

    def entries(self, held: Mapping[str, FloatArray], moved: FloatArray) -> FloatArray:
        """What the entries hold, shape (draws, entries).

        ``held`` is what each stock holds by watched cell, ``moved`` are the running totals.
        """
        stocks = (held[stock.name] for stock in self.kept)
        return np.concatenate([*stocks, moved], axis=1)[:, self.order]


@cache
def sheet_of(layout: Layout, kind: str) -> Sheet:
    """The sheet of a kind; the check after a segment is then one sum over neighbours."""
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
    return Sheet(
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


def held_by_watched(layout: Layout, state: FloatArray) -> dict[str, FloatArray]:
    """What every stock holds by watched cell, arrays of shape (draws, cells)."""
    return {
        stock.name: by_watched(layout.stocks[stock.name], stock.watched, state)
        for stock in layout.system.stocks
    }


def by_watched(block: Block, watched: tuple[str, ...], state: FloatArray) -> FloatArray:
    """What a stock holds by watched cell, shape (draws, cells)."""
    away = tuple(number + 1 for number, axis in enumerate(block.axes) if axis not in watched)
    if not away and block.memory == block.shape:
        return state[:, block.start : block.stop]
    return np.asarray(block.view(state).sum(axis=away).reshape(len(state), -1))
