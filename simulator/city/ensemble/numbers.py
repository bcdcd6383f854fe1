"""Numbers of a table, of one draw or of many."""

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.stockflow.arrays import FloatArray

Numbers = Mapping[str, FloatArray]
"""Numbers of a table by column, shape (rows,) for one draw or (draws, rows) for many."""


def in_rows(draws: int, found: Sequence[FloatArray]) -> FloatArray:
    """Numbers that lead with the draws as (draws, rows): none where a run is too short for any."""
    parts = [each.reshape(draws, -1) for each in found]
    return np.concatenate([np.empty((draws, 0)), *parts], axis=1)
