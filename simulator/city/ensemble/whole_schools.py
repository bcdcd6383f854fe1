"""Places as whole schools of the sizes a city builds."""

from collections.abc import Sequence
from itertools import product
from math import ceil

_ROUNDING = 1e-6


def whole_schools(places: float, sizes: Sequence[float]) -> tuple[int, ...]:
    """How many schools of each size have the places: fewest places to spare, then fewest schools.

    Without sizes (beds, or a city that states none) the tuple is empty. ``sizes`` are places of a
    school, all above zero.
    """
    if not sizes or places <= _ROUNDING:
        return (0,) * len(sizes)
    most = [range(ceil(places / size - _ROUNDING) + 1) for size in sizes[:-1]]
    last = sizes[-1]
    found = []
    for counts in product(*most):
        held = sum(count * size for count, size in zip(counts, sizes, strict=False))
        rest = max(ceil((places - held) / last - _ROUNDING), 0)
        found.append((held + rest * last, sum(counts) + rest, (*counts, rest)))
    return min(found)[2]


def places_in(counts: Sequence[int], sizes: Sequence[float]) -> float:
    """Places of so many schools of each size."""
    return float(sum(count * size for count, size in zip(counts, sizes, strict=True)))
