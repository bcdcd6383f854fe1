"""Draws of a run with their labels."""

from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ensemble.outlook import QUANTITIES, outlook_rows
from simulator.city.ground.outcome import Outcome
from simulator.city.services.table import services_table
from simulator.door.refusals import known
from simulator.errors import DataError, Fault
from simulator.words.catalogue import message

if TYPE_CHECKING:
    import pandas as pd


def series_of_draws(outcome: Outcome, ensemble: Ensemble | None, name: str) -> "pd.Series[float]":
    """A number in every draw; ``DataError`` for one that is not kept, or where there are none."""
    if ensemble is None:
        told = message("door.no_draws")
        raise DataError([Fault(path="draws", line=None, key=name, message=told)])
    kept = ensemble.numbers["services"]
    known(name, (*kept, *QUANTITIES), "draws")
    return (
        _of_services(outcome, kept[name], name)
        if name in kept
        else _of_people(outcome, ensemble, name)
    )


def _of_services(outcome: Outcome, values: np.ndarray, name: str) -> "pd.Series[float]":
    import pandas as pd

    table = services_table(outcome)
    levels = [table.column(level).cells for level in ("service", "district")]
    dates = pd.to_datetime(list(table.column("date").cells))
    return _series(values, [*levels, dates], ["draw", "service", "district", "date"], name)


def _of_people(outcome: Outcome, ensemble: Ensemble, name: str) -> "pd.Series[float]":
    rows = outlook_rows(outcome)
    places = [place for place, row in enumerate(rows) if row.quantity == name]
    levels = [[rows[place].year for place in places], [rows[place].district for place in places]]
    values = ensemble.numbers["outlook"]["value"][:, places]
    return _series(values, levels, ["draw", "year", "district"], name)


def _series(
    values: np.ndarray, levels: list[object], names: list[str], name: str
) -> "pd.Series[float]":
    """A series from values of shape (draws, rows) and the labels of the rows."""
    import pandas as pd

    draws = len(values)
    index = pd.MultiIndex.from_arrays(
        [np.repeat(np.arange(draws), values.shape[1]), *(_tiled(each, draws) for each in levels)],
        names=names,
    )
    return pd.Series(values.ravel(), index=index, name=name)


def _tiled(labels: object, draws: int) -> np.ndarray:
    return np.tile(np.asarray(labels), draws)
