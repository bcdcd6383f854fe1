"""Where a solver gave up: the flow to blame, and the cell that moved fastest."""

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.state import name_cell
from simulator.stockflow.numbers.layout import Layout
from simulator.words.catalogue import Pair, pair


def explain_failure(
    layout: Layout, state: FloatArray, change: FloatArray
) -> tuple[str | None, Pair | None]:
    """Why a solver gave up: the flow to blame, if there is one, and what to tell of it.

    It is the flow whose rate is NaN or infinite, or else the fastest.

    Parameters
    ----------
    state, change
        The state last looked at, and its rates of change, shape (n,).
    """
    speeds = _speeds(layout, change)
    where = _cell(layout, state, change)
    holes = [name for name, speed in speeds.items() if not np.isfinite(speed)]
    if holes:
        return holes[0], pair("fault.run.culprit", flow=holes[0], cell=where)
    if not speeds:
        return None, None
    fastest = max(speeds, key=lambda name: speeds[name])
    speed = f"{speeds[fastest]:.3g}"
    return fastest, pair("fault.run.fastest", flow=fastest, speed=speed, cell=where)


def _speeds(layout: Layout, change: FloatArray) -> dict[str, float]:
    """The fastest place of every flow, in units of its stock a year.

    Totals change at the rate of their flow, so the rates need not be worked out again.
    """
    speeds = {}
    for name, totals in layout.totals.items():
        block = totals.leaving or totals.arriving
        if block is not None:
            found = np.abs(change[block.start : block.stop]).max(initial=0.0)
            speeds[name] = float(found)
    return speeds


def _cell(layout: Layout, state: FloatArray, change: FloatArray) -> str:
    """The cell whose rate is NaN or infinite, or else that changes fastest for what is in it."""
    worst, found = -1.0, ""
    for name, block in layout.stocks.items():
        part = slice(block.start, block.stop)
        size = np.abs(state[part])
        with np.errstate(all="ignore"):
            # an empty cell of a full stock is no stiff cell, however little fills it
            speed = np.abs(change[part]) / (size + 1e-9 * size.max(initial=0.0) + 1e-300)
        speed = np.where(np.isfinite(change[part]), speed, np.inf)
        place = int(speed.argmax())
        if speed[place] > worst:
            worst, found = float(speed[place]), name_cell(layout, name, place)
    return found
