"""Tables as pandas frames: cells to the digit of the CSV, units and titles in ``attrs``."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.report.table import Column, Table

if TYPE_CHECKING:
    import pandas as pd

_LABEL = "label"
_LABELLED = ("district", "service", "residency", "sex", "flow", "series")
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
            return pd.Series(pd.to_datetime(pd.Series(list(column.cells), dtype="object")))
        case "integer":
            return _integers(column)
        case "number":
            return pd.Series([float(cell) if cell else float("nan") for cell in column.cells])
    if column.name in _LABELLED:
        order = list(dict.fromkeys(column.cells))
        return pd.Series(pd.Categorical(list(column.cells), categories=order))
    return pd.Series(list(column.cells), dtype="object")


def _integers(column: Column) -> "pd.Series[Any]":
    import pandas as pd

    if all(column.cells):
        return pd.Series([int(cell) for cell in column.cells], dtype="int64")
    return pd.Series([int(cell) if cell else None for cell in column.cells], dtype="Int64")
