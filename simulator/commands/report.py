"""``report``: a run as a document, for a browser, for Word and WPS, or as PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.city.ensemble.ensemble import draws_of
from simulator.city.expected_run import run_expected
from simulator.city.idle_input import examine
from simulator.city.loading import load
from simulator.commands.destination import Destination
from simulator.commands.language import answer_language, told
from simulator.commands.named_runs import scenario_of
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.files.locations import OUTPUTS, shown
from simulator.files.result_names import owner_of
from simulator.files.results_folder import refuse_unusable

if TYPE_CHECKING:
    from simulator.city.loading import Loaded
    from simulator.city.reporting import Kind, Reported


def write_report(run: Path, kind: "Kind", out: Path | None, *, force: bool = False) -> None:
    """Run what a folder or a scenario holds and write its report as a document.

    The numbers are those of the run: the same scenario gives the same tables. A folder of results
    is not changed; the report lies in one of its own.

    Raises
    ------
    SimulatorError
        Where there is no such run, the scenario is wrong, or an extra is missing.
    """
    from simulator.city.reporting import languages_of, refuse_missing, spoken_in, write_reports
    from simulator.files.publishing import publish

    refuse_missing(kind)
    source = scenario_of(run)
    loaded = examine(load(source, (), force=force or run.is_dir()))
    print_remarks(loaded.remarks)
    destination = Destination(
        asked=out,
        parent=OUTPUTS,
        name=f"{loaded.file.name}_report",
        home=source.resolve().parent.name,
        owner=owner_of([Path(loaded.file.files[-1])], loaded.file.overrides),
    )
    refuse_unusable(destination.folder())
    reported = _reported(loaded)
    stated = languages_of(reported.outcome)
    languages = spoken_in(answer_language("both" if len(stated) > 1 else stated[0]))
    written: list[str] = []

    def write(target: Path) -> "dict[str, object]":
        paths = write_reports(target, reported, kind, languages)
        written.extend(path.name for path in paths)
        return dict(reported.manifest)

    folder = destination.publish(lambda folder, owner: publish(folder, write, owner))
    for name in written:
        click.echo(f"{told('command.results')}  {shown(folder)}/{name}")


def _reported(loaded: "Loaded") -> "Reported":
    """The run again, with its draws where it states any."""
    from simulator.city.ensemble.ensemble import drawn_as_stated
    from simulator.city.ensemble.table import SaidOfDraws
    from simulator.city.ground.manifest import build_manifest
    from simulator.city.reporting import Reported
    from simulator.city.tables import build_tables

    outcome = run_expected(loaded)
    with progress_bar(told("sureness.progress"), draws_of(loaded)) as advance:
        ensemble = drawn_as_stated(loaded, advance, None)
    of_draws = None if ensemble is None else SaidOfDraws(ensemble=ensemble)
    return Reported(
        outcome=outcome,
        tables=build_tables(outcome, of_draws),
        manifest=build_manifest(outcome),
        of_draws=of_draws,
    )
