"""Results that a run has written: their tables as frames, their figures as files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.door.frames import frame_of_file
from simulator.door.refusals import known
from simulator.door.result import Result
from simulator.door.running import run
from simulator.errors import DataError, Fault, SimulatorError
from simulator.files.results_mark import MARK, OUTPUTS, read_mark
from simulator.report.table import Table, read_columns
from simulator.words.catalogue import message

if TYPE_CHECKING:
    import pandas as pd

_DICTIONARY = "dictionary"


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A folder of results, as ``run`` or ``Result.save`` writes it."""

    folder: Path

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables the run has written; what somebody put beside them is left out."""
        return tuple(path.stem for path in self._written("tables", ".csv"))

    @property
    def figures(self) -> Mapping[str, Path]:
        """Files of the figures by name, as SVG."""
        return {path.stem: path for path in self._written("figures", ".svg")}

    @property
    def pictures(self) -> Mapping[str, Path]:
        """Files of the figures by name, as PNG; none where the run was not asked for them."""
        return {path.stem: path for path in self._written("figures", ".png")}

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What went into the run: files and their hashes, solver, residuals."""
        found: Mapping[str, Any] = json.loads((self.folder / MARK).read_text(encoding="utf-8"))
        return found

    def table(self, name: str) -> "pd.DataFrame":
        """A table as a frame, as ``Result.table`` gives it, read from its Parquet file.

        ``DataError`` for an unknown name.
        """
        known(name, self.tables, "table")
        return frame_of_file(self.folder / "tables" / f"{name}.parquet", self._dictionary)

    def rerun(self) -> Result:
        """Run the resolved scenario again, with the city pack as it is now.

        What a run was forced to is run again: that it was meant has been said.
        """
        from simulator.city.publication import RESOLVED

        return run(self.folder / RESOLVED, force=True)

    @cached_property
    def _dictionary(self) -> Table:
        return read_columns(self.folder / "tables" / f"{_DICTIONARY}.csv", {})

    def _written(self, place: str, suffix: str) -> list[Path]:
        names = (name for name in self.manifest[OUTPUTS] if name.startswith(f"{place}/"))
        return sorted(self.folder / name for name in names if name.endswith(suffix))


def load(folder: str | Path) -> Saved:
    """Open a folder of results; ``DataError`` where no run has written it."""
    path = Path(folder)
    if not _is_saved(path):
        told = message("door.not_saved")
        raise DataError([Fault(path=path.as_posix(), line=None, key="", message=told)])
    return Saved(folder=path)


def _is_saved(folder: Path) -> bool:
    try:
        mark = read_mark(folder)
    except SimulatorError:  # a manifest of something else
        return False
    return mark is not None and (folder / "tables").is_dir()
