"""``draws.parquet``: demand and supply of every row of ``services`` in every draw."""

from pathlib import Path

import numpy as np

from simulator.city.ensemble.ensemble import Ensemble
from simulator.files.disk_faults import as_system_error
from simulator.report.table import Table

NAME = "draws.parquet"


def write_draws(folder: Path, services: Table, ensemble: Ensemble) -> Path:
    """Write the file, one row for each draw and row of the table, by draw; numbers of 32 bits.

    What the disk refuses is raised as ``OSError``. The same draws give the same bytes.
    """
    import duckdb

    path, draws = folder / NAME, ensemble.draws
    labels = {name: _texts(services, name) for name in ("date", "service", "district", "level")}
    values = ensemble.numbers["services"]
    columns = {
        "draw": np.repeat(np.arange(draws, dtype=np.int32), services.length),
        **{name: np.tile(cells, draws) for name, cells in labels.items()},
        "demand": values["demand"].astype(np.float32).ravel(),
        "supply": values["risk_adjusted"].astype(np.float32).ravel(),
    }
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("columns", columns)
        rows = connection.sql(
            "select draw, date::DATE as date, service, district, demand, supply, level from columns"
        )
        try:
            rows.write_parquet(str(path), compression="zstd")
        except duckdb.IOException as error:
            raise as_system_error(str(error), path) from error
    return path


def _texts(table: Table, name: str) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.array(list(table.column(name).cells), dtype=object)
