"""The balance: what is there must be what was there, plus what came, less what left."""

import numpy as np

from simulator.engine.trajectory import Balance
from simulator.errors import IntegrationError
from simulator.structure.arrays import FloatArray
from simulator.structure.ends import End
from simulator.structure.layout import Block, Layout

TOLERANCE = 1e-9


def balances(layout: Layout, first: FloatArray, last: FloatArray) -> tuple[Balance, ...]:
    """Residual of every conserved kind between two states, shape (draws, *watched axes).

    residual = (Δ stocks − Σ arrived + Σ left) / largest of stocks, arrivals, departures. The totals
    are integrated from each flow's own rate by the same solver, so they are evidence of their own.
    """
    kinds = dict.fromkeys(stock.kind for stock in layout.system.stocks)
    return tuple(_balance(layout, kind, first, last) for kind in kinds)


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


def refuse_leak(layout: Layout, first: FloatArray, last: FloatArray, year: float) -> None:
    """Raise where more or less of a stream arrives than leaves, over all places together."""
    for stream in layout.system.streams:
        totals = layout.totals[stream.name]
        if totals.leaving is None or totals.arriving is None or totals.arriving is totals.leaving:
            continue
        left, arrived = (
            (_read(block, last) - _read(block, first)).reshape(last.shape[0], -1).sum(axis=1)
            for block in (totals.leaving, totals.arriving)
        )
        leak = float(np.abs(arrived - left).max(initial=0.0))
        if leak > TOLERANCE * float(np.abs(left).max(initial=0.0)):
            raise IntegrationError(
                f"{stream.name}: {float(left.sum()):g} leave and {float(arrived.sum()):g} arrive; "
                "the rows of its shares must add to one",
                year=year,
                flow=stream.name,
            )


def _touches(layout: Layout, text: str | None, kind: str) -> bool:
    end = layout.system.end(text)
    return end is not None and end.stock.kind == kind


def _balance(layout: Layout, kind: str, first: FloatArray, last: FloatArray) -> Balance:
    system = layout.system
    axes = next(stock.watched for stock in system.stocks if stock.kind == kind)
    shape = (last.shape[0], *system.shape(axes))
    change, scale = np.zeros(shape), np.zeros(shape)
    for stock in system.stocks:
        if stock.kind == kind:
            before = _by_watched(layout.stocks[stock.name], stock.watched, first)
            after = _by_watched(layout.stocks[stock.name], stock.watched, last)
            change += after - before
            scale = np.maximum(scale, np.abs(after))
    for stream in system.streams:
        totals = layout.totals[stream.name]
        for text, block, sign in (
            (stream.source, totals.leaving, 1.0),
            (stream.target, totals.arriving, -1.0),
        ):
            end = system.end(text)
            if end is not None and block is not None and end.stock.kind == kind:
                moved = np.zeros(shape)
                _place(moved, end, axes, _read(block, last) - _read(block, first), layout)
                change += sign * moved
                scale = np.maximum(scale, np.abs(moved))
    residual = np.divide(change, scale, out=np.zeros(shape), where=scale != 0)
    return Balance(kind=kind, axes=axes, residual=residual)


def _read(block: Block, state: FloatArray) -> FloatArray:
    return block.view(state)


def _by_watched(block: Block, watched: tuple[str, ...], state: FloatArray) -> FloatArray:
    away = tuple(number + 1 for number, axis in enumerate(block.axes) if axis not in watched)
    return np.asarray(_read(block, state).sum(axis=away))


def _place(
    moved: FloatArray, end: End, axes: tuple[str, ...], amounts: FloatArray, layout: Layout
) -> None:
    """Book amounts at the labels an end fixes along the watched axes."""
    index: list[slice | int] = [slice(None)]
    for axis in axes:
        label = end.fixed.get(axis)
        index.append(slice(None) if label is None else layout.system.axis[axis].index(label))
    moved[tuple(index)] += amounts
