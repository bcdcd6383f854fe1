"""Sums of products over named axes, by matrix multiplication where the order of axes allows it."""

from functools import cache
from math import prod

import numpy as np

from simulator.structure.arrays import FloatArray


def contract(letters: str, left: FloatArray, right: FloatArray) -> FloatArray:
    """Sum a product of two arrays over the axes missing from the result.

    Parameters
    ----------
    letters
        One letter an axis, as in ``"sc,scrd->rd"``, without the leading draw axis.
    left, right
        Arrays of shape (draws or 1, *axes).

    Returns
    -------
    FloatArray
        shape (draws, *axes of the result): result = Σ left × right.
    """
    plan = _matrix_plan(letters)
    if plan is None or not right.flags.c_contiguous:
        first, rest = letters.split(",")
        second, result = rest.split("->")
        draws = max(left.shape[0], right.shape[0])
        left = np.broadcast_to(left, (draws, *left.shape[1:]))
        right = np.broadcast_to(right, (draws, *right.shape[1:]))
        return np.asarray(np.einsum(f"z{first},z{second}->z{result}", left, right))
    rows, inner = plan
    row_shape = left.shape[1 : 1 + rows]
    column_shape = right.shape[1 + inner :]
    depth = prod(right.shape[1 : 1 + inner])
    product: FloatArray = np.matmul(
        left.reshape(left.shape[0], prod(row_shape), depth),
        right.reshape(right.shape[0], depth, prod(column_shape)),
    )
    return product.reshape(product.shape[0], *row_shape, *column_shape)


@cache
def _matrix_plan(letters: str) -> tuple[int, int] | None:
    """Numbers of row axes and of summed axes where the sum is a plain matrix product."""
    first, rest = letters.split(",")
    second, result = rest.split("->")
    summed = [letter for letter in first if letter in second and letter not in result]
    inner = "".join(summed)
    rows, columns = first.removesuffix(inner), second.removeprefix(inner)
    plain = inner and first == rows + inner and second == inner + columns
    if plain and not set(rows) & set(columns) and result == rows + columns:
        return len(rows), len(inner)
    return None
