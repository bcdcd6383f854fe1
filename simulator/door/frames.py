"""Tables as pandas frames: cells to the digit of the CSV, units and titles in ``attrs``."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.report.table import Column, Table

if TYPE_CHECKING:
    import pandas as pd

    Array = np.ndarray[tuple[int], np.dtype[Any]]

_LABEL = "label"
_LABELLED = ("district", "level", "service", "residency", "sex", "flow", "series")
"""Columns of few labels, which become categories in the order of the table."""


def frame_of(table: Table, dictionary: Table) -> "pd.DataFrame":
    """A table as a frame.

    Dates are ``datetime64``, numbers ``float64`` (NaN where the table is blank), labels categories
    in the order in which they first stand.

    Parameters
    ----------
    table
        The table.
    dictionary
        The dictionary of the run: what columns and labels mean.

    Returns
    -------
    DataFrame
        ``attrs["title"]`` has the title of the table, ``attrs["units"]`` the unit of each column,
        ``attrs["meanings"]`` its definition, ``attrs["labels"]`` for each column of labels the
        title of every label; titles and definitions in Chinese and English, ``{"zh", "en"}``.
    """
    import pandas as pd

    frame = pd.DataFrame({column.name: _series(column) for column in table.columns})
    frame.attrs.update(described(table.name, [column.name for column in table.columns], dictionary))
    return frame


def frame_of_file(path: Path, dictionary: Table) -> "pd.DataFrame":
    """The same from the Parquet file of a table, which holds the types of its columns itself.

    Texts that the file holds as null were blank in the table, and are blank here.
    """
    import duckdb
    import pandas as pd

    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path))
        names = rows.columns
        kinds = dict(zip(names, map(str, rows.types), strict=True))
        arrays = rows.fetchnumpy()
    frame = pd.DataFrame({name: _read(name, kinds[name], arrays[name]) for name in names})
    frame.attrs.update(described(path.stem, names, dictionary))
    return frame


def described(name: str, columns: Iterable[str], dictionary: Table) -> dict[str, Any]:
    """What a dictionary says of a table: its title, units, meanings, titles of labels."""
    wanted = set(columns)
    told: dict[str, Any] = {"title": {}, "units": {}, "meanings": {}, "labels": {}}
    cells = (column.cells for column in dictionary.columns)
    for row in zip(*cells, strict=True):
        entry = dict(zip((column.name for column in dictionary.columns), row, strict=True))
        column = entry["column"]
        if entry["table"] == name and not column:
            told["title"] = _both(entry, "")
        elif entry["table"] == name:
            told["units"][column] = entry["unit"]
            told["meanings"][column] = _both(entry, "definition_")
        elif not entry["table"] and entry["type"] == _LABEL and column in wanted:
            told["labels"].setdefault(column, {})[entry["value"]] = _both(entry, "")
    return told


def _both(entry: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {language: entry[f"{prefix}{language}"] for language in ("zh", "en")}


def _series(column: Column) -> "pd.Series[Any]":
    import pandas as pd

    match column.kind:
        case "date":
            return _days(np.array([cell or "NaT" for cell in column.cells], dtype="datetime64[us]"))
        case "integer":
            return _integers([int(cell) if cell else None for cell in column.cells])
        case "number":
            values = [float(cell) if cell else float("nan") for cell in column.cells]
            return pd.Series(values, dtype="float64")
    return _texts(column.name, list(column.cells))


def _read(name: str, kind: str, array: "Array") -> "pd.Series[Any]":
    """A column of a Parquet file, as ``_series`` makes it from cells."""
    import pandas as pd

    match kind:
        case "DATE":
            return _days(np.ma.filled(array, np.datetime64("NaT")))
        case "INTEGER":
            return _integers(array.tolist())
        case "DOUBLE":
            return pd.Series(np.ma.filled(array, np.nan))
    return _texts(name, np.ma.filled(array, "").tolist())


def _days(days: "Array") -> "pd.Series[Any]":
    import pandas as pd

    return pd.Series(days.astype("datetime64[us]"))


def _texts(name: str, cells: list[str]) -> "pd.Series[Any]":
    import pandas as pd

    if name in _LABELLED:
        order = list(dict.fromkeys(cells))
        return pd.Series(pd.Categorical(cells, categories=order))
    return pd.Series(cells, dtype="object")


def _integers(cells: list[int | None]) -> "pd.Series[Any]":
    import pandas as pd

    return pd.Series(cells, dtype="Int64" if None in cells else "int64")
