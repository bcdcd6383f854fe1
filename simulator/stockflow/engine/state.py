"""The state vector: how it starts, what it may never be, and the tolerance of every number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.values.scenario import Method, Scenario
from simulator.words.catalogue import listed, message

# share of the largest cell that rounding may take a stock below zero; what leaves too much by a
# mistake is larger by many orders
NEGATIVE = 1e-9


def starting_state(layout: Layout, scenario: Scenario) -> FloatArray:
    """Stocks at the start, totals at zero; shape (draws, n)."""
    state = np.zeros((scenario.draws, layout.size))
    for name, array in scenario.initial.items():
        block = layout.stocks[name]
        state[:, block.start : block.stop] = block.flat(array)
    return state


def scales(layout: Layout, state: FloatArray) -> FloatArray:
    """What rounding of every stock is held to, shape (draws, stocks), in units of the stock.

    The largest cell of its kind: a stock may fill and empty between two looks, and what flows
    through it carries the rounding of the stock it came from.
    """
    return scales_of(layout, by_stock(layout, np.maximum, state))


def _largest_of_kind(layout: Layout, of_stocks: FloatArray) -> FloatArray:
    """Of each stock the largest number among those of its kind, shape (draws, stocks)."""
    order, starts, kind = _by_kind(layout)
    return np.maximum.reduceat(of_stocks[:, order], starts, axis=1)[:, kind]


@lru_cache(maxsize=16)
def _by_kind(layout: Layout) -> tuple[IntArray, IntArray, IntArray]:
    """Stocks in the order of their kinds, where each kind begins in it, and the kind of a stock."""
    _, kind = np.unique([stock.kind for stock in layout.system.stocks], return_inverse=True)
    order = np.argsort(kind, kind="stable")
    return order, np.searchsorted(kind[order], np.arange(kind.max() + 1)), kind


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the checks need of some states, where it is known without another look at them.

    Least and most of every stock, shape (draws, stocks); what each stock holds by watched cell,
    shape (draws, cells).
    """

    lowest: FloatArray
    highest: FloatArray
    held: Mapping[str, FloatArray]


def scales_of(layout: Layout, highest: FloatArray) -> FloatArray:
    """``scales`` from the most of every stock, shape (draws, stocks)."""
    return _largest_of_kind(layout, np.fmax(highest, 0.0))


Depth = Callable[[], FloatArray]
"""How far below zero each cell may be beside rounding, shape (draws, cells); asked for if need be.
"""


@dataclass(frozen=True, kw_only=True)
class Lowest:
    """How far below zero a stock may be and still count as empty.

    By rounding, 1e-9 of its scale (``largest``, shape (draws, stocks)); each cell further by what
    the tolerances asked for allow (``depth``).
    """

    largest: FloatArray
    depth: Depth | None = None

    def of_cells(self, number: int, block: Block) -> FloatArray:
        """The least that the cells of a stock may hold, shape (draws, 1 or cells)."""
        rounding = -NEGATIVE * self.largest[:, [number]]
        if self.depth is None:
            return rounding
        return np.asarray(rounding - self.depth()[:, block.start : block.stop])


def depths(layout: Layout, method: Method, start: FloatArray) -> FloatArray:
    """How far below zero a step may take each cell within the tolerances, shape (draws, cells).

    A step is accepted when the root mean square of error over tolerance, over all n numbers of the
    state, is at most one. So one cell may be off by √n times its own tolerance, absolute plus
    relative × what it held; what lay below zero before may lie there still.

    Parameters
    ----------
    start
        States at the start of the segment, shape (draws, n), in units of the stocks.
    """
    held = start[:, : layout.first_total]
    allowed = absolute_tolerances(layout, method, start)[:, : layout.first_total]
    allowed += method.relative * np.abs(held)
    return np.asarray(np.sqrt(layout.size) * allowed + np.maximum(-held, 0.0))


def below_zero(layout: Layout, state: FloatArray) -> FloatArray:
    """How deep below zero the deepest cell of each stock's kind lies, shape (draws, stocks)."""
    return _largest_of_kind(layout, np.maximum(-by_stock(layout, np.minimum, state), 0.0))


def by_cell(layout: Layout, of_stocks: FloatArray) -> FloatArray:
    """A number for each stock, shape (draws, stocks), at each of its cells: (draws, cells)."""
    return np.repeat(of_stocks, layout.stock_sizes, axis=1)


def refuse_impossible(
    layout: Layout,
    state: FloatArray,
    allowed: Lowest,
    year: float,
    summary: Summary | None = None,
) -> None:
    """Raise where a stock is NaN, infinite, or further below zero than is allowed.

    Parameters
    ----------
    state
        shape (draws, n).
    allowed
        How far that is.
    year
        When; for the message.
    summary
        Least and most of each stock, where they are known.

    Raises
    ------
    IntegrationError
        Names the cell, and the flows that may have taken too much.
    """
    # least and most of each stock tell all: NaN comes through both
    if summary is not None:
        lowest, highest = summary.lowest, summary.highest
    else:
        lowest, highest = (by_stock(layout, each, state) for each in (np.minimum, np.maximum))
    wrong = ~(np.isfinite(lowest) & np.isfinite(highest))
    wrong |= lowest < -NEGATIVE * allowed.largest
    for number in np.flatnonzero(wrong.any(axis=0)):
        name = list(layout.stocks)[number]
        least = allowed.of_cells(int(number), layout.stocks[name])
        _refuse_stock(layout, name, state, least, year)


def by_stock(layout: Layout, function: np.ufunc, state: FloatArray) -> FloatArray:
    """A function over all cells of each stock, shape (draws, stocks)."""
    cells = state[:, : layout.first_total]
    return np.asarray(function.reduceat(cells, layout.stock_starts, axis=1))


def _refuse_stock(
    layout: Layout, name: str, state: FloatArray, least: FloatArray, year: float
) -> None:
    """Raise where a cell of a stock is no number, or less than ``least``, shape (draws, …)."""
    block = layout.stocks[name]
    part = state[:, block.start : block.stop]
    bad = ~np.isfinite(part).all(axis=0)
    if bad.any():
        cell = name_cell(layout, name, int(bad.argmax()))
        raise IntegrationError(message("fault.run.cell_hole", cell=cell), year=year)
    short = np.maximum(least - part, 0.0)
    if short.any():
        draw, place = np.unravel_index(int(short.argmax()), short.shape)
        raise _below_zero(layout, name, int(place), float(part[draw, place]), year)


def _below_zero(
    layout: Layout, name: str, place: int, lowest: float, year: float
) -> IntegrationError:
    """A cell that fell below zero, with what may have taken too much and what to do."""
    flows = _takers(layout, name, place)
    fell = {"cell": name_cell(layout, name, place), "lowest": f"{lowest:.6g}"}
    match flows:
        case []:
            told = message("fault.run.below_zero", **fell)
        case [flow]:
            told = message("fault.run.taken_by", flow=flow, **fell)
        case _:
            told = message("fault.run.taken_by_one", flows=listed(flows), **fell)
    return IntegrationError(told, year=year, flow=flows[0] if len(flows) == 1 else None)


def _takers(layout: Layout, name: str, place: int) -> list[str]:
    """Streams that may take from a cell, in the order declared."""
    block, system = layout.stocks[name], layout.system
    labels = {
        axis: {NEWEST, system.axis[axis].labels[number]}
        for axis, number in zip(block.axes, block.labels(place), strict=True)
    }
    parts = ((stream.name, system.part(stream.source)) for stream in system.streams)
    return [
        stream
        for stream, part in parts
        if part is not None
        and part.stock.name == name
        and all(label in labels[axis] for axis, label in part.fixed.items())
    ]


def name_cell(layout: Layout, name: str, place: int) -> str:
    """``people[men, 2012-09, migrant, siming]``, or the bare name of a stock without axes."""
    block = layout.stocks[name]
    if not block.axes:
        return name
    labels = (
        layout.system.axis[axis].labels[number]
        for axis, number in zip(block.axes, block.labels(place), strict=True)
    )
    return f"{name}[{', '.join(labels)}]"


# a stock drained below this share of the largest is held to the same absolute error
_NEXT_TO_NOTHING = 1e-15


def absolute_tolerances(layout: Layout, method: Method, state: FloatArray) -> FloatArray:
    """Absolute tolerance of every number: the method's share of the largest cell of its stock.

    One absolute tolerance for all would be too fine for the people of a city or too coarse for the
    beds of a hospital. Totals and empty stocks are held to the largest cell of all stocks of the
    draw: they start at zero and have no scale of their own.

    Parameters
    ----------
    state
        shape (draws, n), in units of the stocks.

    Returns
    -------
    FloatArray
        shape (draws, n).
    """
    sizes = [*layout.stock_sizes, layout.size - layout.first_total]
    of_stocks = tolerances_of_stocks(method, by_stock(layout, np.maximum, state))
    return np.repeat(of_stocks, sizes, axis=1)


def tolerances_of_stocks(method: Method, highest: FloatArray) -> FloatArray:
    """Absolute tolerance of every stock, and of the totals last: shape (draws, stocks + 1).

    ``highest`` is the most that each stock holds in a cell, shape (draws, stocks).
    """
    whole = np.fmax(highest.max(axis=1, keepdims=True), 0.0)
    whole[whole == 0] = 1.0
    scale = np.where(highest > 0, np.maximum(highest, _NEXT_TO_NOTHING * whole), whole)
    return np.asarray(method.absolute * np.concatenate([scale, whole], axis=1))
