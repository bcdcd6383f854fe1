"""``batch``: cities, scenarios and draws by a plan, kept as they are finished."""

from itertools import count
from pathlib import Path

import click

from simulator import interrupts
from simulator.city.batch.case import Case, cases_of
from simulator.city.batch.plan import Plan, read_plan
from simulator.city.batch.running import (
    Progress,
    Standing,
    run_cases,
    runner_of,
    standing_of,
)
from simulator.city.batch.summary import publish_summary
from simulator.city.ensemble.cluster import refuse_missing
from simulator.city.ensemble.order import CHUNK
from simulator.commands.destination import tell_aside
from simulator.commands.language import language, told
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import DONE, SimulatorError
from simulator.files.hidden_siblings import Siblings, one_at_a_time
from simulator.files.locations import shown
from simulator.files.results_folder import placed
from simulator.files.user_files import Aside
from simulator.visible import visible_lines
from simulator.words.catalogue import say
from simulator.words.telling import tell


def run_batch(path: Path, *, force: bool = False, size: int = CHUNK) -> int:
    """Run what a plan asks for and is not there yet; the exit code.

    ``force`` accepts values far outside what is on record; ``size`` is the number of draws of a
    chunk.

    Raises
    ------
    SimulatorError
        Where plan, scenario, pack or folder are wrong: nothing has been written then.
    """
    plan = read_plan(path)
    if plan.executor.kind == "dask":
        refuse_missing()
    cases = cases_of(plan, force=force, size=size)
    print_remarks(remark for case in cases for remark in case.remarks)
    out = placed(plan.out)
    out.mkdir(parents=True, exist_ok=True)
    _tell_when_stopped(plan)
    try:
        with one_at_a_time(Siblings(out).lock):
            _run(plan, cases)
    except SimulatorError as error:
        # not as other refusals end: something has been written, and is of use
        click.echo(visible_lines(tell(error, language())), err=True)
        click.echo(told("batch.broken_off", folder=shown(out)), err=True)
        return error.exit_code
    return DONE


def _run(plan: Plan, cases: tuple[Case, ...]) -> None:
    standings = [standing_of(case) for case in cases]
    click.echo(_started(plan, standings))
    number = count(1)
    for standing in standings:
        if standing.is_finished:
            _tell("batch.as_before", standing.case, next(number), len(cases))
    draws = sum(order.chance.draws for each in standings for order in each.missing)
    with progress_bar(say("batch.progress", language()), draws) as bar:
        done = [0]

        def advance(more: int) -> None:
            done[0] += more
            bar(done[0])

        def published(case: Case, aside: tuple[Aside, ...]) -> None:
            tell_aside(aside, case.results)
            _tell("batch.published", case, next(number), len(cases))
            _tell_when_stopped(plan)  # publishing has its own word for it

        progress = Progress(advance=advance, published=published)
        run_cases(standings, runner_of(plan.executor), progress)
    click.echo(told("batch.summary", folder=shown(publish_summary(plan, cases))))


def _started(plan: Plan, standings: list[Standing]) -> str:
    chunks = sum(len(each.case.orders) for each in standings)
    return told(
        "batch.started",
        cases=len(standings),
        cities=len({each.case.city for each in standings}),
        draws=plan.draws,
        chunks=chunks,
        kept=chunks - sum(len(each.missing) for each in standings),
    )


def _tell_when_stopped(plan: Plan) -> None:
    told_then = say("batch.stopped", "both", folder=shown(plan.out))
    interrupts.tell_when_stopped(told_then)


def _tell(key: str, case: Case, done: int, cases: int) -> None:
    click.echo(told(key, done=done, cases=cases, folder=shown(case.results)))
