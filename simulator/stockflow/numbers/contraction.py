"""Sums of products over named axes, by matrix products along the axis that lies in one piece.

``einsum`` over several axes runs element by element; a matrix product goes to the linear algebra
library, which is many times faster as long as its rows lie in one piece in memory. Cohorts are the
longest axis and last in memory (``layout.py``), so the product is nearly always along them.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from simulator.stockflow.arrays import FloatArray


class _Plan(NamedTuple):
    """How two arrays are turned, multiplied as matrices, summed and turned back.

    ``left`` and ``right`` are orders of axes (draws first); ``outer`` the number of axes that both
    share beside the inner one, ``summed`` the places among the product's axes that are summed,
    ``turn`` the order of the rest.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    outer: int
    summed: tuple[int, ...]
    turn: tuple[int, ...]


def contract(letters: str, left: FloatArray, right: FloatArray) -> FloatArray:
    """Sum a product of two arrays over the axes missing from the result.

    Parameters
    ----------
    letters
        One letter an axis, as in ``"sc,scrd->rd"``, without the leading draw axis.
    left, right
        Arrays of shape (draws or 1, *axes). Of the axes both have and the result has not, the one
        whose numbers lie next to each other in ``right`` is summed by a matrix product.

    Returns
    -------
    FloatArray
        shape (draws, *axes of the result): result = Σ left × right.
    """
    plan = _plan(letters, right.strides)
    # nothing to sum: no matrix product to be made of it
    if plan is None:
        first, rest = letters.split(",")
        second, result = rest.split("->")
        draws = max(left.shape[0], right.shape[0])
        left = np.broadcast_to(left, (draws, *left.shape[1:]))
        right = np.broadcast_to(right, (draws, *right.shape[1:]))
        return np.asarray(np.einsum(f"z{first},z{second}->z{result}", left, right))
    first_turned, second_turned = left.transpose(plan.left), right.transpose(plan.right)
    share = plan.outer + 1
    rows, columns = first_turned.shape[share:-1], second_turned.shape[share:-1]
    # the right side, mostly the larger, keeps its order in memory; the left one is laid out to suit
    product: FloatArray = np.matmul(
        _matrices(second_turned, share),
        np.ascontiguousarray(_matrices(first_turned, share)).swapaxes(-1, -2),
    )
    if len(rows) != 1 or len(columns) != 1:
        product = product.reshape((*product.shape[:share], *columns, *rows))
    if plan.summed:
        product = np.add.reduce(product, axis=plan.summed)
    return product.transpose(plan.turn)


def _matrices(array: FloatArray, share: int) -> FloatArray:
    """The axes between the shared ones and the last as one."""
    if array.ndim == share + 2:
        return array
    return array.reshape((*array.shape[:share], -1, array.shape[-1]))


@cache
def _plan(letters: str, strides: tuple[int, ...]) -> _Plan | None:
    """The plan for a right side with these strides, or ``None`` where no axis is summed.

    It is summed by the matrix product along the shared axis whose numbers are closest in memory.
    """
    first, rest = letters.split(",")
    second, result = rest.split("->")
    shared = [n for n, letter in enumerate(second) if letter in first and letter not in result]
    if not shared:
        return None
    inner = second[min(shared, key=lambda n: strides[n + 1])]
    outer = [letter for letter in second if letter in first and letter != inner]
    rows = [letter for letter in first if letter not in second]
    columns = [letter for letter in second if letter not in first]
    product = ["z", *outer, *columns, *rows]
    summed = tuple(n for n, letter in enumerate(product) if n and letter not in result)
    kept = [letter for n, letter in enumerate(product) if n not in summed]
    return _Plan(
        left=tuple(("z" + first).index(letter) for letter in ["z", *outer, *rows, inner]),
        right=tuple(("z" + second).index(letter) for letter in ["z", *outer, *columns, inner]),
        outer=len(outer),
        summed=summed,
        turn=tuple(kept.index(letter) for letter in ["z", *result]),
    )


def memory_order(array: FloatArray) -> list[int]:
    """The axes of an array as they lie in memory, the draws first."""
    return [0, *sorted(range(1, array.ndim), key=lambda axis: -array.strides[axis])]
