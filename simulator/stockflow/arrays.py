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


def side_by_side(arrays: Sequence[FloatArray]) -> FloatArray:
    """Arrays of one shape along a new first axis, each lying in memory as the first does."""
    axes = memory_order(arrays[0])
    rows = np.array([array.transpose(axes) for array in arrays])
    return rows.transpose(0, *(axes.index(axis) + 1 for axis in range(len(axes))))
