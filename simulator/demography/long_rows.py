"""Frames in long form: rows of keys (year or date, sex, age) and a value, read by their names.

A key is a column or a level of the index. Labels are read as people write them: sexes as men and
women, male and female, M and F; ages as whole numbers, the open one also as ``100+``; dates as ISO
texts, dates, or instants in years.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.demography.tables_by_age import Finding, label, together
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.values.calendar import calendar_label, instant_of
from simulator.words.catalogue import Pair, listed, message, pair

if TYPE_CHECKING:
    import pandas as pd

    Frame = pd.DataFrame | pd.Series[Any]

VALUE = "value"
_PLACE_OF_SEX = {"men": 0, "male": 0, "m": 0, "women": 1, "female": 1, "f": 1}
_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of one frame: for every key the numbers that its labels stand for, and the values.

    ``year`` and ``age`` are themselves, ``sex`` is the place among ``SEXES``, ``date`` the instant.
    ``is_open`` says that the last age is marked as open.
    """

    name: str
    keys: Mapping[str, FloatArray]
    values: FloatArray
    is_open: bool = False

    def labels(self, key: str) -> tuple[float, ...]:
        """What stands under a key, each once, rising."""
        return tuple(float(each) for each in np.unique(self.keys[key]))

    def of(self, key: str, wanted: float) -> "Rows":
        """The rows of one label of a key."""
        chosen = self.keys[key] == wanted
        keys = {name: column[chosen] for name, column in self.keys.items()}
        return replace(self, keys=keys, values=self.values[chosen])

    def grid(self, axes: Mapping[str, Sequence[float]]) -> tuple[FloatArray, list[Finding]]:
        """The values along axes of labels, rows of other labels left out; what is missing is zero.

        Found are cells without a row, and cells with several.
        """
        sizes = tuple(len(labels) for labels in axes.values())
        inside = np.ones(len(self.values), dtype=np.bool_)
        places: list[IntArray] = []
        for key, labels in axes.items():
            inside &= np.isin(self.keys[key], labels)
            places.append(np.searchsorted(np.asarray(labels), self.keys[key]))
        where = tuple(
            np.minimum(place[inside], size - 1) for place, size in zip(places, sizes, strict=True)
        )
        rows, values = np.zeros(sizes, dtype=np.int64), np.zeros(sizes)
        np.add.at(rows, where, 1)
        values[where] = self.values[inside]
        found = [
            (self.name, self._cell(key, axes, wrong))
            for key, wrong in (("array.no_row", rows == 0), ("array.two_rows", rows > 1))
            if wrong.any()
        ]
        return values, found

    def _cell(self, key: str, axes: Mapping[str, Sequence[float]], wrong: Any) -> str:  # noqa: ANN401
        first = np.argwhere(wrong)[0]
        labels = {axis: axes[axis][int(place)] for axis, place in zip(axes, first, strict=True)}
        return message(key, place=place_of_labels(labels), cells=int(wrong.sum()))


def place_of_labels(labels: Mapping[str, float]) -> Pair:
    """A cell by the labels it stands under."""
    parts: list[Pair | str] = []
    for key, found in labels.items():
        if key == "sex":
            parts.append(label("sex", int(found), 2))
        elif key == "age":
            parts.append(pair("array.at.age", age=int(found)))
        else:
            parts.append(calendar_label(found) if key == "date" else f"{found:g}")
    return together(parts)


def read_rows(name: str, frame: object, keys: Sequence[str]) -> tuple[Rows | None, list[Finding]]:
    """The rows of a frame, or everything that keeps it from being read.

    Parameters
    ----------
    name
        What it is called in findings.
    frame
        A frame or series; its values stand in the column ``value``, or in the only one that is no
        key. Further columns do not matter.
    keys
        Some of ``year``, ``date``, ``sex`` and ``age``.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame | pd.Series):
        return None, [(name, message("array.no_frame", found=type(frame).__name__))]
    table = frame.to_frame(VALUE) if isinstance(frame, pd.Series) else frame
    levels = [level for level in table.index.names if level is not None]
    table = table.reset_index([level for level in levels if level not in table.columns])
    found = [*_column_faults(table, keys)]
    if found:
        return None, [(name, text) for text in found]
    read: dict[str, FloatArray] = {}
    for key in keys:
        read[key], strange = _coded(table[key], _READ[key])
        if strange:
            told = listed([*strange[:_SHOWN], *["…"] * (len(strange) > _SHOWN)])
            found.append(message(f"array.label_{key}", found=told))
    marked = _marked(table["age"], read["age"]) if "age" in keys else []
    last = float(np.nanmax(read["age"], initial=0.0)) if "age" in keys else 0.0
    if any(age < last for age in marked):
        found.append(message("array.open_inside", age=f"{marked[0]:g}", last=f"{last:g}"))
    values, texts = _numbers(table[_value_column(table, keys)])
    found += texts
    rows = Rows(name=name, keys=read, values=values, is_open=last in marked)
    return (None if found else rows), [(name, text) for text in found]


def _numbers(column: "pd.Series[Any]") -> tuple[FloatArray, list[str]]:
    """The values as numbers, NaN where there is none; and a message where some are texts."""
    import pandas as pd

    values = pd.to_numeric(column, errors="coerce")
    texts = column[values.isna() & column.notna()]
    told = [message("array.text", found=texts.iloc[0], cells=len(texts))] if len(texts) else []
    return values.to_numpy(dtype=np.float64), told


def _column_faults(table: "pd.DataFrame", keys: Sequence[str]) -> Iterator[str]:
    """Every key has a column, and so have the values."""
    names = listed([str(name) for name in table.columns])
    missing = [key for key in keys if key not in table.columns]
    if missing:
        hint = "array.no_date" if missing == ["date"] else "array.no_column"
        yield message(hint, missing=listed(missing), found=names, names=listed(keys))
    elif _value_column(table, keys) is None:
        yield message("array.no_values", found=names)
    elif table.empty:
        yield message("array.empty")


def _value_column(table: "pd.DataFrame", keys: Sequence[str]) -> Any:  # noqa: ANN401 - a label
    """The column of the values; ``None`` where there is none, or one of several."""
    if VALUE in table.columns:
        return VALUE
    others = [name for name in table.columns if name not in keys]
    return others[0] if len(others) == 1 else None


def _coded(column: "pd.Series[Any]", read: Callable[[Any], float]) -> tuple[FloatArray, list[str]]:
    """What every label stands for, and the labels that stand for nothing."""
    import pandas as pd

    codes, labels = pd.factorize(column, use_na_sentinel=False)
    numbers, strange = np.full(len(labels), np.nan), []
    for place, each in enumerate(labels):
        try:
            numbers[place] = read(each)
        except (TypeError, ValueError, KeyError):
            strange.append(str(each))
    return numbers[codes], strange


def _whole(found: Any) -> float:  # noqa: ANN401 - a label
    number = float(found)
    if not number.is_integer():
        raise ValueError(found)
    return number


def _age(found: Any) -> float:  # noqa: ANN401 - a label
    text = str(found).strip()
    number = _whole(text.removesuffix("+"))
    if number < 0:
        raise ValueError(found)
    return number


def _sex(found: Any) -> float:  # noqa: ANN401 - a label
    return _PLACE_OF_SEX[str(found).strip().casefold()]


def _date(found: Any) -> float:  # noqa: ANN401 - a label
    instant = instant_of(found.item() if isinstance(found, np.generic) else found)
    if not np.isfinite(instant):
        raise ValueError(found)
    return instant


_READ: Mapping[str, Callable[[Any], float]] = {
    "year": _whole,
    "date": _date,
    "sex": _sex,
    "age": _age,
}


def _marked(column: "pd.Series[Any]", ages: FloatArray) -> list[float]:
    """Ages that are marked as open, rising."""
    marks = column.astype(str).str.strip().str.endswith("+").to_numpy(dtype=np.bool_)
    return [float(age) for age in np.unique(ages[marks])]
