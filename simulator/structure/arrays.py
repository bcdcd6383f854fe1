"""Array types used throughout."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def memory_order(array: FloatArray) -> list[int]:
    """The axes of an array as they lie in memory, the draws first."""
    return [0, *sorted(range(1, array.ndim), key=lambda axis: -array.strides[axis])]


def side_by_side(arrays: Sequence[FloatArray], order: Sequence[int] | None = None) -> FloatArray:
    """Arrays of one shape along a new first axis.

    Each lies in memory as the first of them does, or in an ``order`` of its axes behind the draws.
    """
    axes = memory_order(arrays[0]) if order is None else [0, *(axis + 1 for axis in order)]
    rows = np.array([array.transpose(axes) for array in arrays])
    return rows.transpose(0, *(axes.index(axis) + 1 for axis in range(len(axes))))
