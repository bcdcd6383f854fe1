"""``posterior.parquet``: draws of equal weight, one row each, every number in its own unit."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from calibration.fit.result import FitResult
from calibration.fit.transform import natural
from simulator.stockflow.arrays import FloatArray

_DIGITS = 7


def posterior_bytes(result: FitResult) -> bytes:
    """The file as bytes: a column a number, ``draw`` first."""
    return columns_as_bytes(natural(result.problem.blocks.plan, result.draws))


def columns_as_bytes(numbers: Mapping[str, FloatArray]) -> bytes:
    """The file of some numbers by name, each of shape (draws,)."""
    import duckdb

    names = list(numbers)
    lines = [",".join(["draw", *names])]
    for row in range(len(next(iter(numbers.values())))):
        cells = [f"{float(numbers[name][row]):.{_DIGITS}g}" for name in names]
        lines.append(",".join([str(row), *cells]))
    # By way of text with few digits and one thread: the same draws give the same bytes anywhere.
    with TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as connection:
        table, target = Path(folder) / "posterior.csv", Path(folder) / "posterior.parquet"
        table.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        columns = {"draw": "INTEGER", **dict.fromkeys(names, "DOUBLE")}
        connection.read_csv(
            str(table), header=True, columns=columns, auto_detect=False
        ).write_parquet(str(target), compression="zstd")
        return target.read_bytes()
