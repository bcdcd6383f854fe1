"""The balance: a stock must equal its start plus arrivals less departures.

Every flow is integrated twice by the same solver, as a change of stocks and as a running total, by
two pieces of generated text. That both agree is checked after every segment and transfer, for every
conserved kind and watched cell, together with the sign of every stock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.balance_sheet import booked_twice, held_by_watched, sheet_of
from simulator.stockflow.engine.state import (
    Depth,
    Lowest,
    Summary,
    by_stock,
    refuse_impossible,
    scales,
    scales_of,
)
from simulator.stockflow.engine.trajectory import Balance
from simulator.stockflow.numbers.layout import Layout
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
        held, none = held_by_watched(layout, first), np.zeros_like(totals)
        kinds = dict.fromkeys(stock.kind for stock in layout.system.stocks)
        before = {kind: sheet_of(layout, kind).entries(held, none) for kind in kinds}
        return cls(layout=layout, before=before, totals=totals)

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
        held = held_by_watched(self.layout, last) if held is None else held
        return tuple(self._balance(kind, held, moved) for kind in self.before)

    def refuse_leak(self, last: FloatArray, year: float) -> None:
        """Raise where more or less of a stream arrives than leaves, over all places together.

        The balance of each place can't show it: both places may agree with their own totals.

        Raises
        ------
        IntegrationError
            Names the stream, and how much left and arrived.
        """
        pairs = booked_twice(self.layout)
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

    def _balance(self, kind: str, held: Mapping[str, FloatArray], moved: FloatArray) -> Balance:
        sheet = sheet_of(self.layout, kind)
        entries = sheet.entries(held, moved)
        # by what passed, not by what is left: a stock that emptied has no size of its own
        scale = np.maximum.reduceat(np.abs(entries), sheet.starts, axis=1)
        entries -= self.before[kind]
        entries *= sheet.signs
        change = np.add.reduceat(entries, sheet.starts, axis=1)
        residual = np.divide(change, scale, out=np.zeros_like(change), where=scale != 0)
        shape = (len(moved), *self.layout.system.shape(sheet.axes))
        return Balance(kind=kind, axes=sheet.axes, residual=residual.reshape(shape))


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


def summary_of(layout: Layout, state: FloatArray) -> Summary:
    """What the checks need of some states, shape (draws, n)."""
    lowest, highest = (by_stock(layout, each, state) for each in (np.minimum, np.maximum))
    return Summary(lowest=lowest, highest=highest, held=held_by_watched(layout, state))


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
        summary = summary_of(self.layout, state) if summary is None else summary
        self.refuse_impossible(state, year, block, depth, summary)
        opening = self.opening.some(block)
        opening.refuse_leak(state, year)
        refuse_imbalance(self.layout, opening.balances(state, summary.held), year)
