"""``run``: a scenario in, tables, figures and a summary out."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Protocol

import click

from simulator.city.ensemble.ensemble import Runner, drawn_as_stated, draws_of
from simulator.city.expected_run import run_expected
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.commands import typed
from simulator.commands.destination import Destination
from simulator.commands.language import told
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError
from simulator.files.locations import OUTPUTS, shown
from simulator.files.result_names import output_name, owner_of
from simulator.files.results_folder import refuse_unusable
from simulator.stockflow.engine.machine_code import is_ready
from simulator.words.catalogue import message, say


class _Progress(Protocol):
    def __call__(self, year: float) -> None: ...


def run_scenario(
    path: Path,
    overrides: Sequence[str],
    out: Path | None,
    *,
    png: bool = False,
    force: bool = False,
    workers: int | None = None,
) -> None:
    """Run one scenario, show its summary, and publish its folder in one step.

    ``png`` draws the figures as PNG as well, whatever the scenario says of them. ``force`` accepts
    values far outside what is on record. Draws are run in this process, or in so many ``workers``.

    Raises
    ------
    SimulatorError
        Where the scenario is wrong, the folder holds something else, or the run had to stop.
    """
    from simulator.city.summary import print_summary

    loaded = examine(load(path, overrides, force=force))
    print_remarks(loaded.remarks)
    runner = _runner(loaded, workers)
    source = Path(loaded.file.files[-1])
    destination = Destination(
        asked=out,
        parent=OUTPUTS,
        name=output_name(loaded.file.name, overrides),
        home=source.resolve().parent.name,
        owner=owner_of([source], overrides),
    )
    # A run takes a while: what would be refused at its end is refused before it begins.
    refuse_unusable(destination.folder())
    if not is_ready(loaded.system, loaded.scenario):
        click.echo(told("command.compiling"), err=True)
    with _progress(loaded) as progress:
        outcome = run_expected(loaded, progress)
    print_summary(outcome)
    of_draws = _draw(loaded, outcome, runner)
    # Drawing takes several times as long as the run: the answer is on screen before it begins.
    from simulator.city.publication import publish_outcome

    publish = partial(publish_outcome, outcome, png=png, of_draws=of_draws)
    folder = destination.publish(publish)
    svg_alone = not png and loaded.file.values["report.figures"] is True
    click.echo(_next(path, folder, overrides, svg_alone=svg_alone))


def _runner(loaded: Loaded, workers: int | None) -> Runner | None:
    """Who runs the draws; ``None`` for this process."""
    if workers is None:
        return None
    if not draws_of(loaded):
        raise CommandError(message("executor.no_draws"))
    from simulator.city.ensemble.processes import Processes

    return Processes(workers=workers)


def _draw(loaded: Loaded, outcome: Outcome, runner: Runner | None) -> OfDraws | None:
    """Run the draws that are asked for and show how sure the answer is; none: say so."""
    from rich.console import Console

    from simulator.city.summary import language_of_run

    spoken_in = language_of_run(outcome)
    with progress_bar(say("sureness.progress", spoken_in), draws_of(loaded)) as advance:
        ensemble = drawn_as_stated(loaded, advance, runner)
    if ensemble is None:
        click.echo(say("sureness.none", spoken_in))
        return None
    from simulator.city.ensemble.screen import sureness_grid
    from simulator.city.ensemble.table import SaidOfDraws
    from simulator.city.ensemble.target_screen import targets_grid

    for grid in (make(outcome, ensemble, spoken_in) for make in (sureness_grid, targets_grid)):
        if grid is not None:
            click.echo("")
            grid.show(Console())
    return SaidOfDraws(ensemble=ensemble)


def _next(path: Path, folder: Path, overrides: Sequence[str], *, svg_alone: bool = False) -> str:
    """Where the results are, how to have PNG where there is none, and what to do next."""
    results = told("command.results")
    lines = [
        "",
        f"{results}  {shown(folder)}/  (tables/ figures/ scenario.resolved.toml)",
    ]
    if svg_alone:
        lines.append(told("command.png"))
    if not overrides:
        command = f"{typed.command()} run {quote(shown(path))} --set world.arrivals.scale=1.1"
        lines.append(f"{told('command.next')}       {command}")
    return "\n".join(lines)


@contextmanager
def _progress(loaded: Loaded) -> Iterator[_Progress | None]:
    """A progress bar of the years of a run on a terminal, nothing elsewhere."""
    start, stop = loaded.scenario.start, loaded.scenario.stop
    if not sys.stderr.isatty():
        yield None
        return
    with progress_bar(loaded.file.name, stop - start) as advance:
        yield lambda year: advance(year - start)
