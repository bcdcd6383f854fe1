"""Parquet files, for those who load tables in a program: typed, small, the same bytes each time."""

from collections.abc import Iterable
from pathlib import Path

from simulator.reports.tables.table import Table

_TYPES = {"text": "VARCHAR", "date": "DATE", "integer": "INTEGER", "number": "DOUBLE"}


def write_parquet(folder: Path, tables: Iterable[Table]) -> None:
    """Write ``<table>.parquet`` beside each ``<table>.csv`` of a folder, from that very file.

    A blank is a null. One thread keeps the rows in order, so that a run repeated gives the same
    bytes.
    """
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        for table in tables:
            connection.read_csv(
                str(folder / f"{table.name}.csv"),
                header=True,
                sep=",",
                columns={column.name: _TYPES[column.kind] for column in table.columns},
                na_values="",
                auto_detect=False,
            ).write_parquet(str(folder / f"{table.name}.parquet"), compression="zstd")
