"""Exponentials of many small matrices of rates at once."""

import numpy as np

from simulator.stockflow.arrays import FloatArray

# 1/2^n ÷ n! of the first term left out is below 1e-19
_TERMS = 17


def exponentials(rates: FloatArray) -> FloatArray:
    """e^A of matrices whose numbers off the diagonal are not negative, shape (..., n, n).

    With q the largest rate at which a state is left, e^A = e^(−q) e^(A + q): no term of the series
    of A + q is negative, so that nothing cancels and no share falls below zero (uniformisation,
    Jensen 1953, *Skandinavisk Aktuarietidskrift* 36). A matrix is halved until its norm is at most
    one half, and its exponential squared as often; each by itself, whatever others are beside it.
    """
    flat = rates.reshape(-1, *rates.shape[-2:])
    leaving = np.max(-np.diagonal(flat, axis1=1, axis2=2), axis=1, initial=0.0)
    shifted = flat + leaving[:, np.newaxis, np.newaxis] * np.eye(flat.shape[-1])
    norms = shifted.sum(axis=1).max(axis=1, initial=0.0)
    halvings = np.ceil(np.log2(np.maximum(2 * norms, 1.0))).astype(np.int64)
    found = np.empty_like(shifted)
    for number in np.unique(halvings):
        own, parts = halvings == number, 2.0**number
        decay = np.exp(-leaving[own] / parts)[:, np.newaxis, np.newaxis]
        whole = _series(shifted[own] / parts) * decay
        for _ in range(number):
            whole = whole @ whole
        found[own] = whole
    return np.asarray(found.reshape(rates.shape))


def _series(matrices: FloatArray) -> FloatArray:
    """Σ Aⁿ ÷ n!, shape (matrices, n, n)."""
    term = np.broadcast_to(np.eye(matrices.shape[-1]), matrices.shape)
    found = term.copy()
    for number in range(1, _TERMS):
        term = term @ matrices / number
        found += term
    return np.asarray(found)
