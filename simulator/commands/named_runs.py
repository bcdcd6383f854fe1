"""Scenarios and runs as they are named on the command line: a file, or a folder of results."""

from collections.abc import Sequence
from pathlib import Path

from simulator.city.loading import Loaded, load
from simulator.city.pack.city_pack import CityPack
from simulator.city.publication import RESOLVED
from simulator.errors import CommandError, Fault, ScenarioError
from simulator.files.locations import find_scenario, shown
from simulator.files.publishing import MARK
from simulator.words.catalogue import listed, message

TABLE = Path("tables", "services.csv")
"""The table of a run that comparisons read."""


def is_run(path: Path) -> bool:
    """Whether a folder of results is meant; refuses a folder that holds none."""
    if not path.is_dir():
        return False
    missing = [name for name in (MARK, RESOLVED, TABLE.as_posix()) if not (path / name).is_file()]
    if missing:
        told = message("trace.no_results", missing=listed(missing))
        raise ScenarioError([Fault(path=shown(path), line=None, key="", message=told)])
    return True


def scenario_of(path: Path) -> Path:
    """The scenario file that is meant: of a run the one it was made from, as resolved."""
    return path / RESOLVED if is_run(path) else find_scenario(path)


def load_named(
    path: Path, overrides: Sequence[str], known: CityPack | None, *, force: bool
) -> Loaded:
    """The scenario, or that of the run; what a run was forced to is loaded again."""
    return load(scenario_of(path), overrides, known, force=force or path.is_dir())


def refuse_settings_of_runs(paths: Sequence[Path], overrides: Sequence[str]) -> None:
    """``--set`` and its like change scenarios; a run is what it is."""
    runs = [shown(path) for path in paths if path.is_dir()]
    if overrides and runs:
        raise CommandError(message("compare.set_of_run", names=listed(runs)))
