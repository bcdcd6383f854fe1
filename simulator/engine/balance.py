"""The balance: what is there must be what was there, plus what came, less what left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.engine.trajectory import Balance
from simulator.errors import IntegrationError
from simulator.structure.arrays import FloatArray
from simulator.structure.ends import End
from simulator.structure.layout import Block, Layout
from simulator.structure.system import System

TOLERANCE = 1e-9

Index = tuple[slice | int, ...]


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the balance needs of the first state, some draws of it.

    ``before`` holds for every stock what was there, by watched axes; ``totals`` the running totals
    at the start, shape (draws, totals).
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
        return cls(layout=layout, before=before, totals=first[:, _start_of_totals(layout) :].copy())

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
        moved = last[:, _start_of_totals(self.layout) :] - self.totals
        kinds = dict.fromkeys(stock.kind for stock in self.layout.system.stocks)
        return tuple(self._balance(kind, last, moved) for kind in kinds)

    def refuse_leak(self, last: FloatArray, year: float) -> None:
        """Raise where more or less of a stream arrives than leaves, over all places together."""
        offset = _start_of_totals(self.layout)
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
                raise IntegrationError(
                    f"{stream.name}: {float(left.sum()):g} leave and {float(arrived.sum()):g} "
                    "arrive; the rows of its shares must add to one",
                    year=year,
                    flow=stream.name,
                )

    def _balance(self, kind: str, last: FloatArray, moved: FloatArray) -> Balance:
        layout, system = self.layout, self.layout.system
        axes = next(stock.watched for stock in system.stocks if stock.kind == kind)
        shape = (last.shape[0], *system.shape(axes))
        change, scale = np.zeros(shape), np.zeros(shape)
        for stock in system.stocks:
            if stock.kind == kind:
                after = _by_watched(layout.stocks[stock.name], stock.watched, last)
                change += after - self.before[stock.name]
                np.maximum(scale, np.abs(after), out=scale)
        offset = _start_of_totals(layout)
        for block, index, sign in _bookings(system, kind):
            amounts = block.view(moved, offset)
            change[index] += sign * amounts
            scale[index] = np.maximum(scale[index], np.abs(amounts))
        residual = np.divide(change, scale, out=np.zeros(shape), where=scale != 0)
        return Balance(kind=kind, axes=axes, residual=residual)


def balances(layout: Layout, first: FloatArray, last: FloatArray) -> tuple[Balance, ...]:
    """Residual of every conserved kind between two states of shape (draws, n)."""
    return Opening.of(layout, first).balances(last)


def refuse_leak(layout: Layout, first: FloatArray, last: FloatArray, year: float) -> None:
    """Raise where more or less of a stream arrives than leaves between two states."""
    Opening.of(layout, first).refuse_leak(last, year)


@cache
def _start_of_totals(layout: Layout) -> int:
    return max(block.stop for block in layout.stocks.values())


@cache
def _bookings(system: System, kind: str) -> tuple[tuple[Block, Index, float], ...]:
    """Every total booked on a kind: its block, the place it is booked at, and its sign."""
    layout = Layout(system)
    axes = next(stock.watched for stock in system.stocks if stock.kind == kind)
    found: list[tuple[Block, Index, float]] = []
    for stream in system.streams:
        totals = layout.totals[stream.name]
        for text, block, sign in (
            (stream.source, totals.leaving, 1.0),
            (stream.target, totals.arriving, -1.0),
        ):
            end = system.end(text)
            if end is not None and block is not None and end.stock.kind == kind:
                found.append((block, (slice(None), *_labels(system, end, axes)), sign))
    return tuple(found)


def _labels(system: System, end: End, axes: tuple[str, ...]) -> Iterator[slice | int]:
    """Places of the labels an end fixes along the watched axes."""
    for axis in axes:
        label = end.fixed.get(axis)
        yield slice(None) if label is None else system.axis[axis].index(label)


def refuse_imbalance(layout: Layout, found: tuple[Balance, ...], year: float) -> None:
    """Raise where a residual breaks the tolerance; names the kind, the place and its flows."""
    for balance in found:
        size = np.nan_to_num(np.abs(balance.residual), nan=np.inf)
        worst = float(size.max(initial=0.0))
        if worst > TOLERANCE:
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
            where = f"{balance.kind} of {', '.join(labels)}" if labels else balance.kind
            raise IntegrationError(
                f"{where}: what is there is not what was there plus what came less what left "
                f"(residual {worst:.1e}, above {TOLERANCE:.0e}); one of {', '.join(flows)} is "
                "booked wrongly",
                year=year,
                flow=flows[0] if flows else None,
            )


def _touches(layout: Layout, text: str | None, kind: str) -> bool:
    end = layout.system.end(text)
    return end is not None and end.stock.kind == kind


def _by_watched(block: Block, watched: tuple[str, ...], state: FloatArray) -> FloatArray:
    away = tuple(number + 1 for number, axis in enumerate(block.axes) if axis not in watched)
    return np.asarray(block.view(state).sum(axis=away))
