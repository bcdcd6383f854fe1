"""Paths along the cohorts taken apart: a table for all draws, and a number for each draw.

``Scaled`` with a factor for every draw says so; any other path is its own table, at level one.
"""

import numpy as np

from simulator.stockflow.values.paths import Constant, Path, Scaled

TABLE, LEVEL = "__table", "__level"
"""What the name of a parameter ends with where its table, or its level, is meant."""

_ONE = Constant(np.ones(1))


def parted(path: Path) -> tuple[Path, Path]:
    """Table and level of a path: their product is the path."""
    if isinstance(path, Scaled) and isinstance(path.factor, np.ndarray) and not path.shift:
        return path.path, Constant(path.factor)
    return path, _ONE
