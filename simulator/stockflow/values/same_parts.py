"""Whether two paths are made of the same parts, so that they need not be asked for their values.

A path is what its fields make it: two of one type whose fields say the same have the same value at
every moment. Where the fields differ the values may still be the same, and have to be compared.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np


def are_same_parts(one: Any, other: Any) -> bool:  # noqa: ANN401 - whatever a path is made of
    """Whether two values are told to be the same by what they are made of.

    ``False`` says only that it can't be told in this way.
    """
    return one is other or (type(one) is type(other) and _are_same(one, other))


def _are_same(one: Any, other: Any) -> bool:  # noqa: ANN401 - as above
    """As above, of two values of one type."""
    match one:
        case np.ndarray():
            return one.dtype == other.dtype and np.array_equal(one, other)
        case tuple() | list():
            return len(one) == len(other) and all(map(are_same_parts, one, other))
        case Mapping():
            return list(one) == list(other) and all(
                are_same_parts(one[key], other[key]) for key in one
            )
        case partial():
            mine, theirs = ((each.func, each.args, each.keywords) for each in (one, other))
            return are_same_parts(mine, theirs)
    if not is_dataclass(one):
        return bool(one == other)
    # what a path keeps of its own answers is no part of it, and is not compared
    names = [field.name for field in fields(one) if field.compare]
    return all(are_same_parts(getattr(one, name), getattr(other, name)) for name in names)
