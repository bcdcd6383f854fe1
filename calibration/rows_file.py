"""Rows of a report as a CSV file that a spreadsheet shows as it is written."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from simulator.report.spreadsheet import left_alone
from simulator.report.table import csv_text


def write_rows(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows, the names of the columns first; numbers with six significant digits."""
    path.write_bytes(csv_text([_cell(cell) for cell in row] for row in rows).encode())


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return left_alone(value) if isinstance(value, str) else str(value)
