"""Why a solver gave up: the flow that moves fastest, or has no number, and the cell where it is."""

import numpy as np

from simulator.engine.state import name_cell
from simulator.structure.arrays import FloatArray
from simulator.structure.layout import Layout


def cause(layout: Layout, state: FloatArray, change: FloatArray) -> tuple[str | None, str]:
    """The flow to blame, if one is, and what to tell of it.

    Parameters
    ----------
    state, change
        The state last looked at, and its rates of change, shape (n,).
    """
    speeds = _speeds(layout, change)
    where = _cell(layout, state, change)
    holes = [name for name, speed in speeds.items() if not np.isfinite(speed)]
    if holes:
        return holes[0], f'The rate of "{holes[0]}" is not a number, or overflows, at {where}.'
    if not speeds:
        return None, ""
    fastest = max(speeds, key=lambda name: speeds[name])
    return fastest, (
        f'Fastest flow: "{fastest}" ({speeds[fastest]:.3g} a year). Check its unit. '
        f"{where} changes fastest; for rates of days and hours take Radau."
    )


def _speeds(layout: Layout, change: FloatArray) -> dict[str, float]:
    """The largest total of every flow, in units of its stock a year."""
    speeds = {}
    for name, totals in layout.totals.items():
        block = totals.leaving or totals.arriving
        if block is not None:
            found = np.abs(change[block.start : block.stop]).max(initial=0.0)
            speeds[name] = float(found)
    return speeds


def _cell(layout: Layout, state: FloatArray, change: FloatArray) -> str:
    """The cell that has no number, or else changes fastest for what is in it."""
    worst, found = -1.0, ""
    for name, block in layout.stocks.items():
        part = slice(block.start, block.stop)
        size = np.abs(state[part])
        with np.errstate(all="ignore"):
            speed = np.abs(change[part]) / (size + 1e-9 * size.max(initial=0.0) + 1e-300)
        speed = np.where(np.isfinite(change[part]), speed, np.inf)
        place = int(speed.argmax())
        if speed[place] > worst:
            worst, found = float(speed[place]), name_cell(layout, name, place)
    return found
