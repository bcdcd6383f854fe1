"""What an error is held against: every number of the state has a tolerance of its own."""

import numpy as np

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
    blocks = layout.stocks.values()
    largest = np.stack(
        [state[:, block.start : block.stop].max(axis=1, initial=0.0) for block in blocks], axis=1
    )
    whole = largest.max(axis=1)
    whole[whole == 0] = 1.0
    tolerances = np.empty_like(state)
    tolerances[...] = (method.absolute * whole)[:, np.newaxis]
    for number, block in enumerate(blocks):
        own = largest[:, number]
        scale = np.where(own > 0, np.maximum(own, _NEXT_TO_NOTHING * whole), whole)
        tolerances[:, block.start : block.stop] = (method.absolute * scale)[:, np.newaxis]
    return tolerances
