"""Shapley values: a total shared among causes that act together, adding up exactly.

References
----------
.. [1] Shapley (1953), *A value for n-person games*, Contributions to the Theory of Games II.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial

Coalition = frozenset[str]


def coalitions(causes: Sequence[str]) -> tuple[Coalition, ...]:
    """Every set of causes, the empty one first."""
    return tuple(
        frozenset(chosen)
        for size in range(len(causes) + 1)
        for chosen in combinations(causes, size)
    )


def shapley(causes: Sequence[str], worth: Mapping[Coalition, float]) -> dict[str, float]:
    """Each cause's mean marginal contribution over all orders in which causes are switched on.

    The values add up to worth(all) − worth(none).
    """
    count = len(causes)
    return {cause: sum(_marginal(cause, worth, count)) for cause in causes}


def _marginal(cause: str, worth: Mapping[Coalition, float], count: int) -> list[float]:
    weight: Callable[[int], float] = lambda size: (  # noqa: E731
        factorial(size) * factorial(count - size - 1) / factorial(count)
    )
    return [
        weight(len(without)) * (worth[without | {cause}] - value)
        for without, value in worth.items()
        if cause not in without
    ]
