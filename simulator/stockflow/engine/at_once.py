"""Blocks of draws at once, by as many processors as there are; no block knows of another.

Compiled loops let go of Python's lock, and threads share them. NumPy takes it back after every
operation, some hundred thousand times a second: two threads then wait for each other more than they
work. So where a process can be forked it goes at a share of the blocks by itself; what it is asked
for it writes into memory that both see (``seen_by_all``), and sends back a number.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from mmap import mmap

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

Job = Callable[[slice], int]
Spread = Callable[[Job, Sequence[slice]], int]
"""Does a job for every block, and adds up what each gives."""


def can_fork() -> bool:
    """Whether this process may be forked: on Linux, while no other thread of it may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


def zeros_for_all(shape: tuple[int, ...]) -> FloatArray:
    """Zeros in memory that processes forked from this one share with it."""
    size = prod(shape)
    whole = np.frombuffer(mmap(-1, size * 8)) if size else np.empty(0)
    return whole.reshape(shape)


def seen_by_all(array: FloatArray) -> FloatArray:
    """A copy of an array in such memory."""
    found = zeros_for_all(array.shape)
    found[...] = array
    return found


@contextmanager
def at_once(blocks: int, processors: int, *, forked: bool) -> Iterator[Spread]:
    """A way to do a job for several blocks; what fails first in their order is raised."""
    hands = min(blocks, processors)
    if hands == 1:
        yield _one_by_one
    elif forked:
        yield lambda job, pieces: _in_processes(job, pieces, hands)
    else:
        with ThreadPoolExecutor(hands) as threads:
            yield lambda job, pieces: sum(threads.map(job, pieces))


def _one_by_one(job: Job, blocks: Sequence[slice]) -> int:
    return sum(map(job, blocks))


def _in_processes(job: Job, blocks: Sequence[slice], hands: int) -> int:
    """Every process takes each ``hands``-th block, this one too.

    Raises
    ------
    IntegrationError
        Where a process ended before it was done; else what the job raises, which is done again here
        for the block at which another process stopped.
    """
    others = [
        _Process.start(job, blocks, range(hand, len(blocks), hands)) for hand in range(1, hands)
    ]
    fault: Exception | None = None
    calls, stopped = 0, len(blocks)
    try:
        for number in range(0, len(blocks), hands):
            try:
                calls += job(blocks[number])
            except Exception as found:  # noqa: BLE001 - raised below, if none comes before it
                fault, stopped = found, number
                break
        for other in others:
            done, where = other.result()
            calls += done
            if where < stopped:
                fault, stopped = None, where
    finally:
        for other in others:
            other.end()
    if fault is not None:
        raise fault
    if stopped < len(blocks):
        calls += job(blocks[stopped])
    return calls


@dataclass(frozen=True, kw_only=True)
class _Process:
    """A process that was forked, and where it writes what it has to say."""

    number: int
    pipe: int

    @classmethod
    def start(cls, job: Job, blocks: Sequence[slice], own: range) -> "_Process":
        """Fork one that does the job for some of the blocks and then ends."""
        pipe, told = os.pipe()
        number = os.fork()
        if number:
            os.close(told)
            return cls(number=number, pipe=pipe)
        try:
            # whoever ends the program ends this process too, without a word
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.write(told, b"%d %d" % _done(job, blocks, own))
        finally:
            os._exit(0)  # nothing of this process's is to be tidied up twice

    def result(self) -> tuple[int, int]:
        """What it has added up, and the block at which it stopped (their number, if at none)."""
        found = os.read(self.pipe, 64).split()
        if len(found) != 2:
            raise IntegrationError(message("fault.run.process_ended"), year=0.0)
        return int(found[0]), int(found[1])

    def end(self) -> None:
        """Let go of it: it has ended, or is to end now."""
        os.close(self.pipe)
        os.kill(self.number, signal.SIGKILL)
        os.waitpid(self.number, 0)


def _done(job: Job, blocks: Sequence[slice], own: range) -> tuple[int, int]:
    calls = 0
    for number in own:
        try:
            calls += job(blocks[number])
        except Exception:  # noqa: BLE001 - done again by who waits, where it can be told
            return calls, number
    return calls, len(blocks)


def processors() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
