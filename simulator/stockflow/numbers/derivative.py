"""A quantity at one state together with its exact derivative: the rules of differentiation.

Forward accumulation (Griewank and Walther 2008, *Evaluating Derivatives*, ch. 3): every operation
carries the derivative along with the value. The derivative is sparse, as a rate follows few cells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from simulator.stockflow.arrays import FloatArray, IntArray

Sparse = csr_array[np.float64]


@dataclass(frozen=True, slots=True)
class WithDerivative:
    """Values of shape (m,) and their derivative by the state, shape (m, n).

    The derivative is ``None`` where the quantity does not follow the state, which saves the work.

    Sums, products, quotients and powers follow the rules of calculus; nothing is approximated.
    """

    value: FloatArray
    by_state: Sparse | None = None

    def __add__(self, other: "WithDerivative") -> "WithDerivative":
        return WithDerivative(self.value + other.value, _added(self.by_state, other.by_state))

    def __sub__(self, other: "WithDerivative") -> "WithDerivative":
        return self + other.scaled(-1.0)

    def __mul__(self, other: "WithDerivative") -> "WithDerivative":
        left = _scaled(self.by_state, other.value)
        right = _scaled(other.by_state, self.value)
        return WithDerivative(self.value * other.value, _added(left, right))

    def __truediv__(self, other: "WithDerivative") -> "WithDerivative":
        value = self.value / other.value
        left = _scaled(self.by_state, 1 / other.value)
        right = _scaled(other.by_state, -value / other.value)
        return WithDerivative(value, _added(left, right))

    def __pow__(self, other: "WithDerivative") -> "WithDerivative":
        value = self.value**other.value
        left = _scaled(self.by_state, other.value * self.value ** (other.value - 1))
        # a constant exponent needs no logarithm, which would be NaN for a negative quantity
        if other.by_state is None:
            return WithDerivative(value, left)
        right = _scaled(other.by_state, value * np.log(self.value))
        return WithDerivative(value, _added(left, right))

    def scaled(self, factor: float) -> "WithDerivative":
        """The quantity times a number."""
        return WithDerivative(self.value * factor, _scaled(self.by_state, np.float64(factor)))

    def through(self, function: str) -> "WithDerivative":
        """One of the functions an expression may name, by the chain rule."""
        outer, inner = _FUNCTIONS[function]
        return WithDerivative(outer(self.value), _scaled(self.by_state, inner(self.value)))

    def taken(self, rows: IntArray) -> "WithDerivative":
        """Some rows, in a stated order; a row may be taken often."""
        derivative = None if self.by_state is None else self.by_state[rows]
        return WithDerivative(self.value[rows], derivative)

    def summed(self, groups: IntArray, number: int) -> "WithDerivative":
        """Sums of rows: row ``i`` goes to sum ``groups[i]``; shape (number,)."""
        value = np.zeros(number)
        np.add.at(value, groups, self.value)  # groups repeat, so ``+=`` would lose terms
        if self.by_state is None:
            return WithDerivative(value)
        adder = csr_array(
            (np.ones(groups.size), (groups, np.arange(groups.size))), shape=(number, groups.size)
        )
        return WithDerivative(value, csr_array(adder @ self.by_state))


def selected(value: FloatArray, places: IntArray, size: int) -> WithDerivative:
    """Parts of the state itself: derivative one at their places."""
    data = np.ones(places.size)
    return WithDerivative(
        value, csr_array((data, places, np.arange(places.size + 1)), (places.size, size))
    )


@lru_cache(maxsize=4096)
def broadcast_rows(shape: tuple[int, ...], kept: tuple[bool, ...]) -> IntArray:
    """Where each cell of an array of ``shape`` lies in one that has only the axes kept."""
    own = tuple(length if keep else 1 for length, keep in zip(shape, kept, strict=True))
    places = np.arange(int(np.prod(own, dtype=np.int64)), dtype=np.int64).reshape(own)
    return np.ascontiguousarray(np.broadcast_to(places, shape)).ravel()


def _added(left: Sparse | None, right: Sparse | None) -> Sparse | None:
    if left is None or right is None:
        return left if right is None else right
    return csr_array(left + right)


def _scaled(matrix: Sparse | None, factor: FloatArray | np.float64) -> Sparse | None:
    """Every row times its own factor; the pattern of the matrix is shared, not copied."""
    if matrix is None:
        return None
    rows = np.broadcast_to(factor, (matrix.shape[0],))
    data = matrix.data * np.repeat(rows, np.diff(matrix.indptr))
    return csr_array((data, matrix.indices, matrix.indptr), matrix.shape)


_FUNCTIONS: dict[
    str, tuple[Callable[[FloatArray], FloatArray], Callable[[FloatArray], FloatArray]]
] = {
    "exp": (np.exp, np.exp),
    "log": (np.log, lambda x: 1 / x),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x)),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
}
