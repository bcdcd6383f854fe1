"""The rows of the record a fit is held against, each once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.fit_plan import FitPlan, SeriesPlan
from simulator.city.pack.city_pack import CityPack
from simulator.errors import DataError, Fault
from simulator.files.records import Row
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import message

_SLACK = 1e-6


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One row: ``when`` is its instant; for a count over a year the end of that year."""

    quantity: str
    series: str
    year: str
    when: float
    value: float
    scale: str
    error_size: float
    error_model: str
    condition: bool
    status: str
    source_id: str
    file: str
    line: int

    def residual(self, modelled: FloatArray) -> FloatArray:
        """Standardised residual: (model − record) ÷ size of the error, of logs where relative."""
        if self.scale == "relative":
            return np.asarray(np.log(modelled / self.value) / self.error_size)
        return np.asarray((modelled - self.value) / self.error_size)


def load_observations(pack: CityPack, plan: FitPlan, start: float) -> tuple[Observation, ...]:
    """Rows of every series of a plan, later than the start of the model; each row at most once.

    Raises
    ------
    DataError
        Where a series has no row, or a row would enter twice.
    """
    found: list[Observation] = []
    for series in plan.series:
        rows = [_observed(series, row) for row in _rows(pack, series)]
        kept = [each for each in rows if start + _SLACK < each.when <= series.stop + _SLACK]
        if not kept:
            raise _fault(series)
        found += kept
    _refuse_twice(found)
    return tuple(found)


def known_by(
    observations: Sequence[Observation], standing: float, statuses: tuple[str, ...]
) -> tuple[Observation, ...]:
    """What stood on record at an instant: rows of years up to it, of some statuses."""
    return tuple(
        each for each in observations if each.when <= standing + _SLACK and each.status in statuses
    )


def _rows(pack: CityPack, series: SeriesPlan) -> list[Row]:
    return [
        row
        for row in pack.rows(f"observations/{series.file}.csv")
        if row.text("series") == series.series
        and row.text("district") == "city"
        and row.text("use") == series.use
        and all(row.text(column) == asked for column, asked in series.groups.items())
    ]


def _observed(series: SeriesPlan, row: Row) -> Observation:
    from datetime import date

    year = row.text("year")
    if row.text("date"):
        when = instant(date.fromisoformat(row.text("date")))
    # counts of a year are known when it has ended
    elif row.text("date_rule") == "year_start":
        when = float(year)
    else:
        when = float(year) + 1
    return Observation(
        quantity=series.quantity,
        series=series.series,
        year=year,
        when=when,
        value=row.number("value"),
        scale=series.scale,
        error_size=series.error_size,
        error_model=series.error_model,
        condition=series.condition,
        status=row.text("status"),
        source_id=row.text("source_id"),
        file=series.file,
        line=row.line,
    )


def _refuse_twice(observations: Sequence[Observation]) -> None:
    # by file and line and not by value: two rows may print the same figure, a row twice may not
    # count
    seen: dict[tuple[str, int], Observation] = {}
    for each in observations:
        if (each.file, each.line) in seen:
            told = message("fault.row_twice", line=each.line, file=f"{each.file}.csv")
            raise DataError([Fault(path="fit.toml", line=None, key=each.quantity, message=told)])
        seen[each.file, each.line] = each


def _fault(series: SeriesPlan) -> DataError:
    told = message("fault.no_row")
    return DataError([Fault(path="fit.toml", line=None, key=series.series, message=told)])
