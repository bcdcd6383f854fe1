"""Finished chunks on disk: a folder each, with a Parquet file for every table.

A chunk is written beside its place and renamed into it when it is complete and on the disk, so that
a kill leaves no half of one. Every file carries the digest of what it was made from; where anything
of that is different the chunk is not the one that is asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ensemble.ensemble import Chunk
from simulator.city.ensemble.numbers import Numbers
from simulator.city.ensemble.order import Order
from simulator.files.disk_faults import as_system_error, told
from simulator.files.hidden_siblings import flush, remove_tree

if TYPE_CHECKING:
    import duckdb

_KEY = "made_from"
_PLACES = ("draw", "row")


def place_of(folder: Path, order: Order) -> Path:
    """Where a chunk lies in the folder of its case."""
    first = order.chance.first
    return folder / f"draws-{first:05d}-{first + order.chance.draws - 1:05d}"


def digest_of_order(order: Order) -> str:
    """All that the numbers of a chunk depend on: scenario, pack, program, seed, draws."""
    said = [order.made_from, asdict(order.chance)]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def keep(folder: Path, order: Order, chunk: Chunk) -> None:
    """Write a chunk in the place of an earlier one; what the disk refuses is told."""
    import duckdb

    place, digest = place_of(folder, order), digest_of_order(order)
    new = place.with_name(f".{place.name}.new")
    with told(folder), duckdb.connect(config={"threads": 1}) as connection:
        remove_tree(new)  # what a killed batch has left
        new.mkdir(parents=True)
        for table, numbers in chunk.numbers.items():
            path = new / f"{table}.parquet"
            try:
                _write(connection, path, order.chance.first, numbers, digest)
            except duckdb.IOException as error:
                raise as_system_error(str(error), path) from error
        flush(new)
        remove_tree(place)
        new.rename(place)


def is_kept(folder: Path, order: Order) -> bool:
    """Whether this very chunk lies there."""
    import duckdb

    place = place_of(folder, order)
    files = sorted(place.glob("*.parquet"))
    if not files:
        return False
    asked = digest_of_order(order)
    with duckdb.connect(config={"threads": 1}) as connection:
        return all(_digest(connection, path) == asked for path in files)


def kept(folder: Path, order: Order) -> Chunk:
    """A chunk that is kept, every number as it was."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        numbers = {
            path.stem: _read(connection, path, order.chance.draws)
            for path in sorted(place_of(folder, order).glob("*.parquet"))
        }
    return Chunk(first=order.chance.first, numbers=numbers)


def _write(
    connection: "duckdb.DuckDBPyConnection", path: Path, first: int, numbers: Numbers, digest: str
) -> None:
    # a table of which a run knows nothing, as one too short for any target, has no rows
    draws, rows = np.shape(next(iter(numbers.values()), np.empty((0, 0))))
    columns = {
        "draw": np.repeat(np.arange(first, first + draws, dtype=np.int32), rows),
        "row": np.tile(np.arange(rows, dtype=np.int32), draws),
        **{name: np.ascontiguousarray(values).ravel() for name, values in numbers.items()},
    }
    connection.register("numbers", columns)
    place = str(path).replace("'", "''")
    connection.execute(
        f"copy (from numbers) to '{place}'"
        f" (format parquet, compression zstd, kv_metadata {{{_KEY}: '{digest}'}})"
    )
    connection.unregister("numbers")


def _digest(connection: "duckdb.DuckDBPyConnection", path: Path) -> str:
    """What a file says that it was made from; nothing where it is no Parquet, or not of ours."""
    import duckdb

    try:
        said = connection.execute(
            "select value from parquet_kv_metadata(?) where key = ?", [str(path), _KEY.encode()]
        ).fetchall()
    except (duckdb.InvalidInputException, duckdb.IOException):
        # somebody's else, or a disk that lost it: the chunk is run again
        return ""
    return bytes(said[0][0]).decode("ascii", "replace") if said else ""


def _read(connection: "duckdb.DuckDBPyConnection", path: Path, draws: int) -> Numbers:
    found: Mapping[str, np.ndarray] = (
        connection.read_parquet(str(path)).order(", ".join(_PLACES)).fetchnumpy()
    )
    return {
        # what a draw does not know, NaN, is a blank in the file
        name: np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan).reshape(draws, -1)
        for name, values in found.items()
        if name not in _PLACES
    }
