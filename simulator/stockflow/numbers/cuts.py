"""Where along the cohorts coefficients are not zero: what is multiplied by zero is left out."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]


def live_span(live: npt.NDArray[np.bool_]) -> slice:
    """From the first to the last cohort that counts.

    One cohort where none does: loops and arrays need no case for nothing.
    """
    filled = np.flatnonzero(live)
    first, last = (filled[0], filled[-1] + 1) if filled.size else (0, 1)
    return slice(int(first), int(last))


def live_cohorts(array: AnyArray, place: int) -> npt.NDArray[np.bool_]:
    """Where along an axis any number of an array is not zero, shape (cohorts,); NaN is none."""
    others = tuple(axis for axis in range(array.ndim) if axis != place)
    return np.asarray((array != 0).any(axis=others))


def cut_to_live(
    k: Mapping[str, AnyArray], at: Mapping[str, object], places: Mapping[str, int]
) -> tuple[dict[str, AnyArray], dict[str, object]]:
    """Coefficients cut to where they are not zero, and ``at`` with the cuts under their names.

    ``places`` are those of the cohort axis in arrays of shape (draws or 1, *axes).
    """
    cut, cuts = dict(k), dict(at)
    for name, place in places.items():
        span = cuts[name] = live_span(live_cohorts(k[name], place))
        cut[name] = k[name][(slice(None),) * place + (span,)]
    return cut, cuts
