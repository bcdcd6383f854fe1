"""Numbers of a table, of one draw or of many."""

from collections.abc import Mapping

from simulator.stockflow.arrays import FloatArray

Numbers = Mapping[str, FloatArray]
"""Numbers of a table by column, shape (rows,) for one draw or (draws, rows) for many."""
