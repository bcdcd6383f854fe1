"""The posterior of a city's people as parameters with one value a draw.

``posterior.parquet`` of a pack holds draws of equal weight, a column for each number of its
``fit.toml``. Draw *i* of an ensemble takes its row *i*, and when they are used up the first again:
all that a run reads of a fitted number comes from one row, with what the fit found to go together.

Net arrivals of the last years on record follow from what was fitted. Where the file has them
(``calibrate --step net_arrivals``), each draw goes on from its own, and returns to their mean in
it; where it has not, from those that the pack states, with the error that it states of their mean.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from simulator.city.ground.future import FOLLOWED, NET_ARRIVALS
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.parameter_form import FUTURE
from simulator.errors import Fault, MissingDataError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.values.chance import Chance
from simulator.words.catalogue import message

FILE: Mapping[str, str] = {
    "revised": "posterior.parquet",
    "planned": "posterior_planned.parquet",
}
"""The file of each population basis."""

Entries = dict[tuple[str, str], Mapping[str, Any]]


def posterior_entries(pack: CityPack, basis: str, chance: Chance) -> Entries:
    """Entries of the parameters that were fitted, their numbers of shape (draws,).

    Raises ``MissingDataError`` where the pack has no draws of the basis, or no plan of its fit.
    """
    columns = posterior_columns(pack, basis)
    rows = _rows(columns, chance)
    found: Entries = {}
    for free in pack.documents["fit.toml"]["free"]:
        numbers = columns[str(free["name"])][rows]
        for key in free["keys"]:
            stated = found.get((key, basis)) or pack.parameters.find(key, basis)
            if stated is not None:  # of what only a fit reads no run says anything
                found[key, basis] = _drawn(stated, free.get("dates", ()), numbers)
    return found | _net_arrivals(pack, basis, columns, rows)


def _net_arrivals(
    pack: CityPack, basis: str, columns: Mapping[str, FloatArray], rows: IntArray
) -> Entries:
    """Net arrivals on record in every draw; none where the posterior does not tell them."""
    stated = pack.parameters.find(_NET, basis)
    law = pack.parameters.find(_LAW, basis)
    names = {} if stated is None else {day: f"{_OF_NET}{day}" for day in stated["values"]}
    if stated is None or law is None or not columns.keys() >= set(names.values()):
        return {}
    own = {day: columns[name][rows] for day, name in names.items()}
    # the error of the mean is that of these draws, each of which has a mean of its own
    certain = {**law["value"], "mean_error": 0.0}
    return {(_NET, basis): {**stated, "values": own}, (_LAW, basis): {**law, "value": certain}}


def net_arrivals_in(years: Sequence[int], drawn: FloatArray) -> Mapping[str, FloatArray]:
    """Net arrivals of some years in every draw, (draws, year), as columns of the file."""
    return {f"{_OF_NET}{year}": drawn[:, place] for place, year in enumerate(years)}


_NET, _LAW = FOLLOWED[NET_ARRIVALS], f"{FUTURE}{NET_ARRIVALS}"
_OF_NET = "net_arrivals_"


def enrolment_of_fit(pack: CityPack, basis: str, chance: Chance) -> FloatArray:
    """Pupils for each child in every draw of a fit, over its median: shape (draws,) or (1,).

    One, where a fit has no such number. A draw with more children has fewer of them in school: the
    pupils on record are the same.
    """
    columns = posterior_columns(pack, basis)
    if _TAKE_UP not in columns:
        return np.ones(1)
    numbers = columns[_TAKE_UP]
    return np.asarray(numbers[_rows(columns, chance)] / np.median(numbers))


def _rows(columns: Mapping[str, FloatArray], chance: Chance) -> IntArray:
    """The row of the posterior that each draw takes."""
    return chance.rows(len(columns["draw"]))


_TAKE_UP = "take_up"
"""The number of ``fit.toml`` by which pupils are read in a fit."""


def _drawn(stated: Mapping[str, Any], days: list[str], numbers: FloatArray) -> Mapping[str, Any]:
    """An entry with one number a draw; of a path at the days that were fitted."""
    if not days:
        return {**stated, "value": numbers}
    return {**stated, "values": {**stated["values"], **dict.fromkeys(days, numbers)}}


def posterior_columns(pack: CityPack, basis: str) -> Mapping[str, FloatArray]:
    """The draws of a basis by the name of each number; raises as ``posterior_entries``."""
    path = pack.folder / FILE[basis]
    if "fit.toml" not in pack.documents or not path.is_file():
        told = message("ensemble.no_posterior", basis=basis)
        raise MissingDataError([Fault(path=_shown(path), line=None, key="", message=told)])
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _: int) -> Mapping[str, FloatArray]:
    """The columns of a file as it was last written: every chunk of draws asks for them."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        rows = connection.read_parquet(str(path)).order("draw").fetchnumpy()
    return {name: np.asarray(column, dtype=np.float64) for name, column in rows.items()}


def _shown(path: Path) -> str:
    return f"calibration/{path.parent.name}/{path.name}"
