"""``run``: a scenario in, tables, figures and a summary out."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shlex import quote
from typing import Protocol

import click

from simulator.city.ground.outcome import Outcome
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.commands import typed
from simulator.commands.language import told
from simulator.commands.remarks import print_remarks
from simulator.files.locations import OUTPUTS, shown
from simulator.stockflow.engine.simulate import simulate


class _Progress(Protocol):
    def __call__(self, year: float) -> None: ...


def run_scenario(
    path: Path, overrides: Sequence[str], out: Path | None, *, force: bool = False
) -> None:
    """Run one scenario and publish its folder in one step.

    ``force`` accepts values far outside what is on record.

    Raises
    ------
    SimulatorError
        Where the scenario is wrong, the folder holds something else, or the run had to stop.
    """
    from simulator.city.publication import publish_outcome, refuse_occupied
    from simulator.city.summary import print_summary

    loaded = examine(load(path, overrides, force=force))
    print_remarks(loaded.remarks)
    folder = out if out is not None else OUTPUTS / output_name(loaded.file.name, overrides)
    # A run takes a while: what would be refused at its end is refused before it begins.
    refuse_occupied(folder)
    with _progress(loaded) as progress:
        trajectory = simulate(loaded.system, loaded.scenario, progress)
    outcome = Outcome(
        trajectory=trajectory, scenario=loaded.scenario, file=loaded.file, pack=loaded.pack
    )
    publish_outcome(outcome, folder)
    print_summary(outcome)
    click.echo(_next(path, folder, overrides))


def output_name(name: str, overrides: Sequence[str]) -> str:
    """Folder of a run: the scenario's name, with a hash of what ``--set`` changed.

    The order counts: of two values of one key the later holds.
    """
    if not overrides:
        return name
    # A name made of what was changed alone, so that the same command finds its folder again.
    digest = sha256("\n".join(overrides).encode()).hexdigest()
    return f"{name}+{digest[:8]}"


def _next(path: Path, folder: Path, overrides: Sequence[str]) -> str:
    """Where the results are, and what to do next."""
    results = told("command.results")
    lines = [
        "",
        f"{results}  {shown(folder)}/  (tables/ figures/ scenario.resolved.toml)",
    ]
    if not overrides:
        command = f"{typed.command()} run {quote(shown(path))} --set world.arrivals.scale=1.1"
        lines.append(f"{told('command.next')}       {command}")
    return "\n".join(lines)


@contextmanager
def _progress(loaded: Loaded) -> Iterator[_Progress | None]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    start, stop = loaded.scenario.start, loaded.scenario.stop
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(loaded.file.name, total=stop - start)

        def advance(year: float) -> None:
            bar.update(task, completed=year - start)

        yield advance
