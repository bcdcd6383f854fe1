"""The path that a checked table stands for (see ``path_tables``)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import exact_instant, instant
from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.paths import Constant, Lines, Path, Scaled, Steps

Table = Mapping[str, Any]


def path_from(key: str, table: Table, beneath: Path | None = None) -> Path:
    """The path of a table of a scenario or parameter file, shape (draws or 1,).

    Parameters
    ----------
    key
        Its name in messages.
    table
        A complete table, all its layers merged. A number may be an array of one number a draw, in
        place of the one that a file states.
    beneath
        What holds without any file: the value on record. Only a table that ``needs_beneath`` asks
        for it.

    Raises
    ------
    ValueError
        Where a table that needs something beneath it is given nothing.
    """
    path = _unedited(key, table, beneath)
    scale, add = table.get("scale", 1.0), table.get("add", 0.0)
    if isinstance(scale, Mapping) or isinstance(add, Mapping):
        factor = _edit(f"{key}.scale", scale, table, neutral=1.0)
        return Edited(path=path, factor=factor, shift=_edit(f"{key}.add", add, table, neutral=0.0))
    if "scale" in table or "add" in table:
        return Scaled(path=path, factor=float(scale), shift=float(add))
    return path


def needs_beneath(table: Table) -> bool:
    """Whether a table leaves anything to the value on record."""
    if "value" in table or ("values" in table and table.get("before") != "parent"):
        return False
    return needs_beneath(table["over"]) if "over" in table else True


def each_draw(number: object) -> FloatArray:
    """A number as one value a draw, shape (draws or 1,)."""
    return np.atleast_1d(np.asarray(number, dtype=np.float64))


def first_date(table: Table) -> float | None:
    """The first instant (years) that a table dates anything to; ``None`` where it dates nothing."""
    dated = [
        table[key] for key in ("values", "scale", "add") if isinstance(table.get(key), Mapping)
    ]
    return min((_year(day) for each in dated for day in each), default=None)


def _unedited(key: str, table: Table, beneath: Path | None) -> Path:
    if "value" in table:
        return Constant(each_draw(table["value"]))
    if "values" in table and table["before"] != "parent":
        return _dated(key, table["values"], table, before=table["before"])
    under = path_from(key, table["over"], beneath) if "over" in table else beneath
    if under is None:
        raise ValueError(key)
    if "values" not in table:
        return under
    return _resumed(under, _dated(key, table["values"], table, before="hold"))


def _edit(key: str, edit: object, table: Table, *, neutral: float) -> Path:
    """A factor or an amount in time; before its first date it changes nothing."""
    if not isinstance(edit, Mapping):
        return Constant(each_draw(edit))
    if table["before"] != "parent":
        return _dated(key, edit, table, before=table["before"])
    return _resumed(Constant(each_draw(neutral)), _dated(key, edit, table, before="hold"))


def _resumed(first: Path, then: Steps | Lines) -> Path:
    return Resumed(first=first, year=then.years[0], then=then)


def _dated(key: str, stated: Table, table: Table, *, before: Any) -> Steps | Lines:  # noqa: ANN401
    """Steps or lines through dated numbers."""
    pairs = sorted((_year(day), number) for day, number in stated.items())
    years = tuple(year for year, _ in pairs)
    values = np.stack(np.broadcast_arrays(*(each_draw(number) for _, number in pairs)))
    named = {"name": key, "years": years, "values": values, "before": before}
    if table["interpolation"] == "step":
        return Steps(**named, after=table["after"], last=years[-1] + 1)
    return Lines(**named, after=table["after"])


def _year(day: str) -> float:
    """An instant from ``2015`` or ``2015-09-01``."""
    if len(day) == 4:
        return float(exact_instant(int(day)))
    return instant(date.fromisoformat(day))
