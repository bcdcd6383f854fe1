"""Chunks run by a cluster of machines (``dask.distributed``), or by one that this machine is alone.

A worker that is lost is no matter: its chunks go to the others. A chunk that has taken several
workers with it is given up (``distributed.scheduler.allowed-failures``).
"""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from simulator.city.ensemble.ensemble import Chunk
from simulator.city.ensemble.order import Order
from simulator.city.ensemble.worker import run_order, watch_quietly
from simulator.errors import MissingExtraError, SimulatorError
from simulator.words.catalogue import message

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 30
"""Seconds until a scheduler has to answer and a worker to be there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Runs chunks on the workers of a scheduler, or on so many of this machine.

    One more of them is in hand than there are workers.
    """

    address: str = ""
    workers: int = 0

    def __call__(self, orders: Iterable[Order]) -> Iterator[Chunk]:
        """The chunks, in the order asked for.

        Raises
        ------
        MissingExtraError
            Where Dask is not installed.
        SimulatorError
            What running one raises; where no scheduler answers; where workers are lost again and
            again.
        """
        refuse_missing()
        watch_quietly()
        with ExitStack() as open_until_done:
            yield from _in_order(_client(self, open_until_done), iter(orders))


def refuse_missing() -> None:
    """Raise ``MissingExtraError`` where Dask is not installed."""
    if find_spec("distributed") is None:
        command = f"{sys.executable} -m pip install distributed"
        raise MissingExtraError(message("executor.needs_dask", command=command))


def _client(asked: Cluster, open_until_done: ExitStack) -> "Client":
    import logging

    from distributed import Client, LocalCluster

    if not asked.address:
        local = LocalCluster(
            n_workers=asked.workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
        return open_until_done.enter_context(Client(open_until_done.enter_context(local)))
    try:
        client = open_until_done.enter_context(Client(asked.address, timeout=PATIENCE))
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        told = {"address": asked.address, "reason": error}
        raise SimulatorError(message("executor.no_cluster", **told)) from error
    return client


def _in_order(client: "Client", orders: Iterator[Order]) -> Iterator[Chunk]:
    from distributed import KilledWorker

    under_way: deque[tuple[Order, Future]] = deque()
    while True:
        for order in islice(orders, max(0, _hands(client) - len(under_way))):
            under_way.append((order, client.submit(run_order, order, pure=False)))
        if not under_way:
            return
        order, future = under_way.popleft()
        try:
            chunk: Chunk = future.result()
        except KilledWorker as error:
            told = {"path": order.scenario, "reason": error}
            raise SimulatorError(message("executor.lost", **told)) from error
        del future  # the workers may forget it
        yield chunk


def _hands(client: "Client") -> int:
    """Chunks in hand at most; workers may come and go."""
    return max(1, len(client.nthreads())) + 1
