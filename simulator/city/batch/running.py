"""A batch: chunks that are missing are run and kept, every case is published when it is complete.

Whatever the moment at which it is killed, what is finished is there, and the next batch runs the
rest. In memory are the chunks in hand and one case.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from simulator.city.batch.case import Case
from simulator.city.batch.finished import is_finished, note_finished
from simulator.city.batch.kept_chunks import is_kept, keep, kept
from simulator.city.batch.plan import Executor
from simulator.city.ensemble.cluster import Cluster
from simulator.city.ensemble.ensemble import Chunk, Ensemble, Runner
from simulator.city.ensemble.order import Order
from simulator.city.ensemble.processes import Processes
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.ensemble.worker import loaded_for, run_here
from simulator.city.expected_run import run_expected
from simulator.city.publication import publish_outcome
from simulator.files.user_files import Aside


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a case is: whether it is finished, else which of its chunks are missing."""

    case: Case
    is_finished: bool
    missing: tuple[Order, ...]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Who is told how far a batch is: draws done, and cases published, with what was laid aside."""

    advance: Callable[[int], None] = lambda _: None
    published: Callable[[Case, tuple[Aside, ...]], None] = lambda *_: None


def standing_of(case: Case) -> Standing:
    """What is there of a case already."""
    if is_finished(case):
        return Standing(case=case, is_finished=True, missing=())
    missing = tuple(order for order in case.orders if not is_kept(case.chunks, order))
    return Standing(case=case, is_finished=False, missing=missing)


def runner_of(executor: Executor) -> Runner:
    """Who runs the chunks of a plan."""
    match executor.kind:
        case "processes":
            return Processes(workers=executor.workers)
        case "dask":
            return Cluster(address=executor.address, workers=executor.workers)
    return lambda orders: map(run_here, orders)


def run_cases(standings: Sequence[Standing], runner: Runner, progress: Progress) -> None:
    """Run what is missing of every case and publish each that is not finished, in order.

    Raises
    ------
    SimulatorError
        What a run, a worker or the disk refuses; what is finished until then stays.
    """
    missing = [order for standing in standings for order in standing.missing]
    chunks = runner(missing) if missing else iter(())
    try:
        for standing in standings:
            for order in standing.missing:
                chunk = next(chunks)
                keep(standing.case.chunks, order, chunk)
                progress.advance(order.chance.draws)
            if not standing.is_finished:
                progress.published(standing.case, _publish(standing.case))
    finally:
        _close(chunks)


def _close(chunks: Iterator[Chunk]) -> None:
    """Send the workers home, where there are any."""
    if isinstance(chunks, Generator):
        chunks.close()


def _publish(case: Case) -> tuple[Aside, ...]:
    """Publish the results of a case as ``run --draws`` does."""
    loaded = loaded_for(case.orders[0])
    outcome = run_expected(loaded)
    chunks = tuple(kept(case.chunks, order) for order in case.orders)
    said = SaidOfDraws(ensemble=Ensemble(seed=case.orders[0].chance.seed, chunks=chunks))
    aside = publish_outcome(outcome, case.results, of_draws=said)
    note_finished(case)
    return aside
