"""``run``: a scenario in, tables, figures and a summary out."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Protocol

import click

from simulator.city.ensemble.ensemble import Ensemble, Runner, drawn_as_stated, draws_of
from simulator.city.expected_run import run_expected
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.commands import typed
from simulator.commands.destination import Destination
from simulator.commands.language import answer_language, told
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError
from simulator.files.locations import OUTPUTS, shown
from simulator.files.result_names import output_name, owner_of
from simulator.files.results_folder import refuse_unusable
from simulator.stockflow.engine.machine_code import is_ready
from simulator.words.catalogue import Language, message, pair, say, spoken

if TYPE_CHECKING:
    from simulator.city.answer.answer import Answer, ServiceAnswer


class _Progress(Protocol):
    def __call__(self, year: float) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """How a run is asked for.

    ``png`` draws the figures as PNG as well, whatever the scenario says of them. ``force`` accepts
    values far outside what is on record. Draws are run in this process, or in so many ``workers``.
    ``details`` shows the tables behind the answer, too.
    """

    png: bool = False
    force: bool = False
    workers: int | None = None
    details: bool = False


def run_scenario(path: Path, overrides: Sequence[str], out: Path | None, asked: Asked) -> None:
    """Run one scenario, show its answer, and publish its folder in one step.

    Raises
    ------
    SimulatorError
        Where the scenario is wrong, the folder holds something else, or the run had to stop.
    """
    loaded = examine(load(path, overrides, force=asked.force))
    print_remarks(loaded.remarks)
    runner = _runner(loaded, asked.workers)
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
    ensemble = _draw(loaded, outcome, runner)
    of_draws = None if ensemble is None else _said(ensemble)
    answer = _show(outcome, of_draws)
    if asked.details:
        _show_details(outcome, ensemble)
    # Drawing takes several times as long as the run: the answer is on screen before it begins.
    from simulator.city.publication import publish_outcome

    publish = partial(publish_outcome, outcome, png=asked.png, of_draws=of_draws)
    folder = destination.publish(publish)
    click.echo(_told("answer.results", outcome, folder=shown(folder), page=_page(outcome)))
    click.echo(_next(path, answer, outcome, overrides))


def _runner(loaded: Loaded, workers: int | None) -> Runner | None:
    """Who runs the draws; ``None`` for this process."""
    if workers is None:
        return None
    if not draws_of(loaded):
        raise CommandError(message("executor.no_draws"))
    from simulator.city.ensemble.processes import Processes

    return Processes(workers=workers)


def _draw(loaded: Loaded, outcome: Outcome, runner: Runner | None) -> Ensemble | None:
    """Run the draws that are asked for, none: ``None``."""
    label = say("sureness.progress", _language(outcome))
    with progress_bar(label, draws_of(loaded)) as advance:
        return drawn_as_stated(loaded, advance, runner)


def _said(ensemble: Ensemble) -> OfDraws:
    from simulator.city.ensemble.table import SaidOfDraws

    return SaidOfDraws(ensemble=ensemble)


def _show(outcome: Outcome, of_draws: OfDraws | None) -> "Answer":
    """Put the answer on the screen and hand it back."""
    from simulator.city.answer.answer import answer_of
    from simulator.city.answer.screen import print_answer

    answer = answer_of(outcome, of_draws)
    print_answer(answer, outcome, _language(outcome))
    return answer


def _show_details(outcome: Outcome, ensemble: Ensemble | None) -> None:
    """The tables behind the answer: by year, the record, supply, beds, what is held, the draws."""
    from rich.console import Console

    from simulator.city.summary import print_summary

    language = _language(outcome)
    click.echo("")
    print_summary(outcome)
    if ensemble is None:
        return
    from simulator.city.ensemble.screen import sureness_grid
    from simulator.city.ensemble.target_screen import targets_grid

    for grid in (make(outcome, ensemble, language) for make in (sureness_grid, targets_grid)):
        if grid is not None:
            click.echo("")
            grid.show(Console())


def _language(outcome: Outcome) -> Language:
    from simulator.city.summary import language_of_run

    return answer_language(language_of_run(outcome))


def _told(key: str, outcome: Outcome, **values: object) -> str:
    return "\n".join(spoken(pair(key, **values), _language(outcome)))


def _page(outcome: Outcome) -> str:
    """The file in the folder of results that is best opened first, if a report is written."""
    from simulator.city.reporting import languages_of, report_name

    if not outcome.file.values.get("report.page", True):
        return ""
    written, spoken_in = languages_of(outcome), _language(outcome)
    return report_name(next((each for each in written if each == spoken_in), written[0]))


def _next(path: Path, answer: "Answer", outcome: Outcome, overrides: Sequence[str]) -> str:
    """The command that suits this run best as the next one."""
    file, asked = quote(shown(path)), typed.command()
    short = next((one for one in answer.services if _may_be_short(one)), None)
    if not answer.draws:
        kept = (each for each in overrides if not each.startswith("model.draws"))
        given = "".join(f" --set {quote(each)}" for each in kept)
        return _told("answer.next", outcome, command=f"{asked} run {file}{given} --draws 200")
    if short is not None:
        command = f"{asked} need {file} --service {short.service.name}"
        return _told("answer.next", outcome, command=command)
    command = f"{asked} run {file} --set world.arrivals.scale=1.1"
    return _told("answer.next", outcome, command=command)


def _may_be_short(one: "ServiceAnswer") -> bool:
    """Whether more school places may be asked for: short at the end in one draw in twenty."""
    sure = one.city.sure
    return one.service.is_school and sure is not None and sure.short > _RISK


_RISK = 0.05


@contextmanager
def _progress(loaded: Loaded) -> Iterator[_Progress | None]:
    """A progress bar of the years of a run on a terminal, nothing elsewhere."""
    start, stop = loaded.scenario.start, loaded.scenario.stop
    if not sys.stderr.isatty():
        yield None
        return
    with progress_bar(loaded.file.name, stop - start) as advance:
        yield lambda year: advance(year - start)
