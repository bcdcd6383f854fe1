"""Labels of arrays: a pandas index of axis names and dates, and the names that may be asked for.

pandas is loaded when the first series is made, not before: a run needs none of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.errors import DataError, Fault
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import listed, message

if TYPE_CHECKING:
    import pandas as pd

    Labels = Sequence[Any] | pd.Index[Any]

DRAW = "draw"
DATE = "date"


def labelled(
    array: FloatArray,
    levels: "Mapping[str, Labels]",
    *,
    name: str,
    unit: str,
    meaning: str,
) -> "pd.Series[float]":
    """An array as a series, in the order of its memory.

    Parameters
    ----------
    array
        One dimension for each level.
    levels
        Labels along each dimension by name; they stay in this order when the series is unstacked.
        With a single level the index is a plain one; with none the series has one unnamed entry.
    name, unit, meaning
        Name of the series, and its ``attrs``.
    """
    import pandas as pd

    each = [pd.Index(labels, name=level) for level, labels in levels.items()]
    series = pd.Series(np.ravel(array), index=_index(each), name=name, dtype="float64")
    series.attrs.update(unit=unit, meaning=meaning)
    return series


def _index(levels: "list[pd.Index[Any]]") -> "pd.Index[Any] | None":
    import pandas as pd

    if not levels:
        return None
    if len(levels) == 1:
        return levels[0]
    # by places, not by products of labels: those would come out sorted, not as declared
    sizes = [len(level) for level in levels]
    places = np.indices(sizes).reshape(len(sizes), prod(sizes))
    names = [level.name for level in levels]
    labels: Any = levels  # an index is a sequence of labels, which its types do not say
    return pd.MultiIndex(levels=labels, codes=list(places), names=names)


def dates(instants: Iterable[float]) -> "pd.DatetimeIndex":
    """The days on which instants fall; seconds, so that no century is out of reach."""
    import pandas as pd

    days = [calendar_label(float(year)) for year in instants]
    return pd.DatetimeIndex(np.array(days, dtype="datetime64[s]"))


def draw_level(array: FloatArray) -> "dict[str, Labels]":
    """The level of draws, numbered from 0, where there are several."""
    return {DRAW: range(len(array))} if len(array) > 1 else {}


def without_single_draw(array: FloatArray) -> FloatArray:
    """The array, its draw axis left out where it has length one."""
    return np.asarray(array[0]) if len(array) == 1 else array


def summed(array: FloatArray, axes: Sequence[str], by: Sequence[str]) -> FloatArray:
    """An array of shape (draws, *axes, ...) summed over what is not in ``by``, in that order."""
    away = tuple(1 + place for place, axis in enumerate(axes) if axis not in by)
    kept = [axis for axis in axes if axis in by]
    turn = [1 + kept.index(axis) for axis in by]
    found: FloatArray = array.sum(axis=away)
    return found.transpose(0, *turn, *range(1 + len(turn), found.ndim))


def as_names(by: str | Iterable[str]) -> tuple[str, ...]:
    """One name or several."""
    return (by,) if isinstance(by, str) else tuple(by)


def refuse_unknown(run: Trajectory, what: str, name: str, known: Iterable[str]) -> None:
    """Raise ``DataError`` for a name that is none of those known; ``what`` says of what."""
    names = tuple(known)
    if name not in names:
        told = message("fault.labelled.unknown", name=name, names=listed(names))
        raise refused(run, what, told)


def refuse_axes(run: Trajectory, name: str, by: Sequence[str], known: Sequence[str]) -> None:
    """Raise ``DataError`` for axes that are not among those known, and for one named twice."""
    strange = [axis for axis in by if axis not in known]
    if strange:
        told = {"found": listed(strange), "names": listed(known)}
        raise refused(run, name, message("fault.labelled.axes", **told))
    if len(set(by)) < len(by):
        raise refused(run, name, message("fault.labelled.twice", found=listed(by)))


def refused(run: Trajectory, key: str, told: str) -> DataError:
    """What is asked of a run that it does not hold."""
    return DataError([Fault(path=run.name, line=None, key=key, message=told)])
