"""Many runs of one scenario, their answers one below the other in a single frame."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.city.idle_sweep import Sweep, told_of_sweep
from simulator.city.loading import Loaded, load
from simulator.city.told_once import told_once
from simulator.door.changes import Changes, overrides_of
from simulator.door.result import Result
from simulator.door.running import run_loaded
from simulator.errors import DataError, Fault
from simulator.words.catalogue import message

if TYPE_CHECKING:
    import pandas as pd

Grid = Mapping[str, Sequence[object]] | Iterable[Changes]
"""Values of each key, every combination of which is run; or the changes of each run."""


def sweep(
    scenario: str | Path,
    grid: Grid,
    table: "str | Callable[[Result], pd.DataFrame]" = "gaps",
    *,
    progress: bool = True,
    force: bool = False,
) -> "pd.DataFrame":
    """Run a scenario once for every point of a grid.

    Parameters
    ----------
    scenario
        A scenario file.
    grid
        ``{"world.arrivals.scale": [0.9, 1.0, 1.1], "plan.delay_factor": [1.0, 1.5]}`` runs the six
        combinations; a list of such changes, ``[{"world.arrivals.scale": 0.9}, …]``, runs each.
    table
        What is kept of a run: the name of a table, or a function of the result that gives a frame.
    progress
        Whether a bar is shown, on a terminal.
    force
        As for ``run``.

    Returns
    -------
    DataFrame
        The rows of every run, one below the other; the first columns are the keys, with the value
        of the run (missing where a run does not change the key). ``attrs`` as those of the table.

    Raises
    ------
    DataError
        For an empty grid; otherwise as ``run``, before any later point is run.

    Warns
    -----
    ScenarioWarning
        As ``run``, before the first point is run also of each key that has no effect in the sweep.
    """
    import pandas as pd

    points = _points(grid)
    if not points:
        raise DataError([Fault(path="sweep", line=None, key="grid", message=message("door.grid"))])
    keys = list(dict.fromkeys(key for point in points for key in point))
    frames: list[pd.DataFrame] = []
    with _advancing(len(points), shown=progress) as advance:
        for loaded in _loaded(Path(scenario), points, force=force):
            result = run_loaded(loaded)
            frames.append(result.table(table) if isinstance(table, str) else table(result))
            advance()
    attrs = frames[0].attrs
    whole = pd.concat(frames, ignore_index=True)
    # Of the whole frame: a point that leaves a key out has no value for pandas to find a type by.
    each = [point for point, frame in zip(points, frames, strict=True) for _ in range(len(frame))]
    for place, key in enumerate(keys):
        whole.insert(place, key, [point.get(key) for point in each])
    whole.attrs = attrs
    return whole


def _loaded(path: Path, points: Sequence[Changes], *, force: bool) -> Iterator[Loaded]:
    """The scenario at every point; what has no effect in the sweep is told at the first."""
    texts = [dict(zip(point, overrides_of(point), strict=True)) for point in points]
    pack = None
    for number, each in enumerate(texts):
        loaded = load(path, tuple(each.values()), pack, force=force)
        pack = loaded.pack
        if number == 0:
            told = told_of_sweep(Sweep(loaded=loaded, path=path, points=texts))
            loaded = replace(loaded, remarks=told_once(loaded.remarks, told))
        yield loaded


def _points(grid: Grid) -> list[Changes]:
    if isinstance(grid, Mapping):
        return [
            dict(zip(grid, values, strict=True)) for values in product(*grid.values()) if values
        ]
    return list(grid)


@contextmanager
def _advancing(total: int, *, shown: bool) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, nothing elsewhere."""
    if not (shown and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("sweep", total=total)
        yield lambda: bar.advance(task)
