"""What each of several causes makes of a total: exact Shapley values of a game.

A game gives a number, its worth, to every subset of the causes: those that are switched on. The
share of a cause is what it adds on average over all orders in which the causes can be switched on
one after the other [1]_. The shares add up to worth(all) − worth(none), whatever the order.

References
----------
.. [1] Shapley (1953), "A value for n-person games", *Contributions to the Theory of Games* II.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial

Chosen = frozenset[str]
"""The causes that are switched on."""


def subsets(causes: Sequence[str]) -> tuple[Chosen, ...]:
    """All 2ⁿ subsets of n causes, the empty one first, smaller before larger."""
    return tuple(
        frozenset(some) for size in range(len(causes) + 1) for some in combinations(causes, size)
    )


def shapley(causes: Sequence[str], worth: Mapping[Chosen, float]) -> dict[str, float]:
    """Share of every cause, in the unit of the game, in the order of ``causes``.

    φ(i) = Σ over S without i of |S|! (n − |S| − 1)!/n! × (worth(S ∪ i) − worth(S))

    Raises
    ------
    KeyError
        Where the worth of a subset is not given: with n causes all 2ⁿ are needed.
    """
    count = len(causes)
    shares = dict.fromkeys(causes, 0.0)
    for cause in causes:
        # summed over sets and not over orders: 2ⁿ terms instead of n!, the weight of a set being
        # the share of the orders in which just its members stand before the cause
        for before in subsets([other for other in causes if other != cause]):
            size = len(before)
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            shares[cause] += weight * (worth[before | {cause}] - worth[before])
    return shares


def ranges(causes: Sequence[str], worth: Mapping[Chosen, float]) -> dict[str, tuple[float, float]]:
    """The least and the most that a cause adds in any order, in the unit of the game.

    min and max over S without i of worth(S ∪ i) − worth(S). Where they are one number the cause
    adds the same whatever else has changed; where they are far apart it depends on the others.

    Raises
    ------
    KeyError
        Where the worth of a subset is not given.
    """
    found = {}
    for cause in causes:
        others = [other for other in causes if other != cause]
        added = [worth[before | {cause}] - worth[before] for before in subsets(others)]
        found[cause] = (min(added), max(added))
    return found
