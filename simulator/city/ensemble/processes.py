"""Chunks run by processes of this machine, each with a scenario of its own in memory.

A process that dies takes the others' work with it: the pool is made anew, and what was under way
is run again.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice

from simulator.city.ensemble.ensemble import Chunk
from simulator.city.ensemble.order import Order
from simulator.city.ensemble.worker import begin, run_order, watch_quietly
from simulator.errors import SimulatorError
from simulator.words.catalogue import message

MOST_TIMES = 3
"""How often a chunk is run again when processes die while it is under way."""


@dataclass(kw_only=True)
class _UnderWay:
    """A chunk that is asked for, and how often it had to be asked for again."""

    order: Order
    future: Future[Chunk]
    again: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Processes:
    """Runs chunks in so many processes, one more of them in hand than there are processes."""

    workers: int

    def __call__(self, orders: Iterable[Order]) -> Iterator[Chunk]:
        """The chunks, in the order asked for.

        Raises
        ------
        SimulatorError
            What running one raises; and where processes die again and again.
        """
        left, under_way = iter(orders), deque[_UnderWay]()
        watch_quietly()
        pool = self._pool()
        try:
            while True:
                try:
                    for order in islice(left, self.workers + 1 - len(under_way)):
                        under_way.append(_UnderWay(order=order, future=Future()))
                        under_way[-1].future = pool.submit(run_order, order)
                    if not under_way:
                        return
                    chunk = under_way[0].future.result()
                except BrokenProcessPool:
                    pool.shutdown(wait=True, cancel_futures=True)
                    pool = self._pool()
                    _ask_again(pool, under_way)
                    continue
                under_way.popleft()
                yield chunk
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _pool(self) -> ProcessPoolExecutor:
        # nothing of this process goes over to a new one, neither its threads nor what is open
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=context, initializer=begin)


def _ask_again(pool: ProcessPoolExecutor, under_way: Iterable[_UnderWay]) -> None:
    for each in under_way:
        if each.future.done() and each.future.exception() is None:
            continue
        each.again += 1
        if each.again > MOST_TIMES:
            raise SimulatorError(died(each.order))
        each.future = pool.submit(run_order, each.order)


def died(order: Order) -> str:
    """That workers died again and again, and what may help."""
    chance = order.chance
    told = {"first": chance.first + 1, "last": chance.first + chance.draws}
    return message("executor.died", path=order.scenario, times=MOST_TIMES + 1, **told)
