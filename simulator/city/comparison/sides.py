"""What is compared: a scenario that has just been run, or a run by its folder, read alike.

Numbers come from the table ``services`` of either, as it is written: demand, risk-adjusted supply
and gap of every service in every place at every reading. Draws, where there are any, are those of
the same rows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from simulator.city.ensemble.draws_file import NAME as DRAWS
from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ground.manifest import build_manifest
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import Loaded
from simulator.city.services.table import services_table
from simulator.files.publishing import MARK
from simulator.files.stated_places import StatedPlace, read_places
from simulator.report.table import Table, read_columns
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import end_of_year

Key = tuple[str, str, str]
"""Service, place and date of a row."""

LEVELS = ("demand", "risk_adjusted", "gap")
"""Numbers of a row that are compared."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DrawnGaps:
    """The gap in every draw, shape (draws, rows), and the seed that the draws came from."""

    seed: int
    gap: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """One of those compared: what it was made from, its numbers, its draws if it has any.

    ``manifest`` says what went in, ``where`` how the user named it.
    """

    name: str
    where: str
    loaded: Loaded
    table: Table
    manifest: Mapping[str, Any]
    drawn: DrawnGaps | None = None
    is_run: bool = False
    _levels: dict[str, FloatArray] = field(init=False, repr=False, default_factory=dict)

    @property
    def title(self) -> Mapping[str, str]:
        """What it is called."""
        return self.loaded.file.title or {"zh": self.name, "en": self.name}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Service, place and date of every row."""
        cells = [self.table.column(name).cells for name in ("service", "district", "date")]
        return tuple(zip(*cells, strict=True))

    @cached_property
    def row(self) -> Mapping[Key, int]:
        """Number of a row by its key."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def unit(self) -> Mapping[str, str]:
        """Unit of every service."""
        cells = (self.table.column(name).cells for name in ("service", "unit"))
        return dict(zip(*cells, strict=True))

    def level(self, name: str) -> FloatArray:
        """A number of every row, shape (rows,); NaN where it is not known."""
        if name not in self._levels:
            cells = self.table.column(name).cells
            self._levels[name] = np.array([float(cell) if cell else np.nan for cell in cells])
        return self._levels[name]

    @property
    def shown(self) -> tuple[float, float]:
        """First and last instant that its report shows."""
        values = self.loaded.file.values
        last = end_of_year(int(str(values["report.to_year"])))
        return float(str(values["report.from_year"])), last

    @property
    def version(self) -> str:
        """The version of the program that made the numbers."""
        program = self.manifest.get("program", {})
        return str(program.get("version", ""))

    @property
    def stated(self) -> Mapping[str, Sequence[StatedPlace]]:
        """Of a run, who stated what when it was made."""
        kept = self.manifest.get("scenario", {}).get("stated") if self.is_run else None
        return {} if kept is None else read_places(kept)


def side_of_outcome(
    loaded: Loaded, outcome: Outcome, ensemble: Ensemble | None, where: str
) -> Side:
    """A scenario that has been run."""
    drawn = None
    if ensemble is not None:
        drawn = DrawnGaps(seed=ensemble.seed, gap=ensemble.numbers["services"]["gap"])
    return Side(
        name=loaded.file.name,
        where=where,
        loaded=loaded,
        table=services_table(outcome),
        manifest=build_manifest(outcome),
        drawn=drawn,
    )


def side_of_run(loaded: Loaded, folder: Path, where: str) -> Side:
    """A run by its folder, with ``loaded`` the scenario in it."""
    manifest = json.loads((folder / MARK).read_text(encoding="utf-8"))
    table = read_columns(folder / "tables" / "services.csv", dict.fromkeys(LEVELS, "number"))
    path = folder / "tables" / DRAWS
    seed = int(str(loaded.file.values["model.seed"]))
    return Side(
        name=folder.resolve().name,
        where=where,
        loaded=loaded,
        table=table,
        manifest=manifest,
        drawn=read_gaps(path, table.length, seed) if path.is_file() else None,
        is_run=True,
    )


def read_gaps(path: Path, rows: int, seed: int) -> DrawnGaps:
    """The gap of every draw from ``draws.parquet``, whose rows are those of ``services``."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.read_parquet(path.as_posix()).project("demand - supply as gap")
        gaps = found.fetchnumpy()["gap"]
    whole = np.ma.filled(np.ma.asarray(gaps, dtype=np.float64), np.nan)
    return DrawnGaps(seed=seed, gap=whole.reshape(-1, rows))
