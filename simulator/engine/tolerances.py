"""What an error is held against: every number of the state has a tolerance of its own."""

import numpy as np

from simulator.engine.state import by_stock
from simulator.inputs.scenario import Method
from simulator.structure.arrays import FloatArray
from simulator.structure.layout import Layout

# a stock drained below this share of the largest is held to the same absolute error
_NEXT_TO_NOTHING = 1e-15


def absolute_tolerances(layout: Layout, method: Method, state: FloatArray) -> FloatArray:
    """Absolute tolerance of every number: the method's share of the largest cell of its stock.

    Totals and empty stocks are held to the largest cell of all stocks of the draw.

    Parameters
    ----------
    state
        shape (draws, n), in units of the stocks.

    Returns
    -------
    FloatArray
        shape (draws, n).
    """
    largest = by_stock(layout, np.maximum, state)
    whole = np.fmax(largest.max(axis=1, keepdims=True), 0.0)
    whole[whole == 0] = 1.0
    scale = np.where(largest > 0, np.maximum(largest, _NEXT_TO_NOTHING * whole), whole)
    starts = [block.start for block in layout.stocks.values()]
    sizes = np.diff([*starts, layout.first_total, layout.size])
    return np.repeat(method.absolute * np.concatenate([scale, whole], axis=1), sizes, axis=1)
