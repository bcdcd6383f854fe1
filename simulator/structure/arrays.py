"""Array types used throughout."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def memory_order(array: FloatArray) -> list[int]:
    """The axes of an array as they lie in memory, the draws first."""
    return [0, *sorted(range(1, array.ndim), key=lambda axis: -array.strides[axis])]
