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
from contextvars import ContextVar
from dataclasses import dataclass
from math import prod
from mmap import mmap

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

Job = Callable[[slice], int]
Task = Callable[[int], Job]
"""Makes ready what is to be done for every block in a turn, counted from zero."""
Spread = Callable[[int], int]
"""Does a turn for every block, and adds up what each gives."""


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
def at_once(
    task: Task, blocks: Sequence[slice], processors: int, *, forked: bool
) -> Iterator[Spread]:
    """A way to take turns at several blocks; what fails first in their order is raised."""
    hands = min(len(blocks), processors)
    if hands == 1:
        yield lambda turn: sum(map(task(turn), blocks))
    elif forked:
        with _processes(task, blocks, hands) as others:
            yield lambda turn: _with_others(task(turn), blocks, others, turn)
    else:
        with ThreadPoolExecutor(hands) as threads:
            yield lambda turn: sum(threads.map(task(turn), blocks))


@contextmanager
def _processes(task: Task, blocks: Sequence[slice], hands: int) -> Iterator[list["_Process"]]:
    """Processes forked from this one, each with a share of the blocks; they end with it."""
    others: list[_Process] = []
    try:
        shares = (range(hand, len(blocks), hands) for hand in range(1, hands))
        others.extend(_Process.start(task, blocks, share) for share in shares)
        yield others
    finally:
        for other in others:
            other.end()


def _with_others(job: Job, blocks: Sequence[slice], others: Sequence["_Process"], turn: int) -> int:
    """One turn; the blocks that are no other process's are gone at here.

    Raises
    ------
    IntegrationError
        Where a process ended before it was done; else what the job raises, which is done again here
        for the block at which another process stopped.
    """
    for other in others:
        other.ask(turn)
    fault: Exception | None = None
    own = range(0, len(blocks), len(others) + 1)
    calls, stopped = 0, len(blocks)
    try:
        for number in own:
            stopped = number
            calls += job(blocks[number])
        stopped = len(blocks)
    except Exception as found:  # noqa: BLE001 - raised below, if none comes before it
        fault = found
    for other in others:
        done, where = other.answer()
        calls += done
        if where < stopped:
            fault, stopped = None, where
    if fault is not None:
        raise fault
    return calls + (job(blocks[stopped]) if stopped < len(blocks) else 0)


@dataclass(frozen=True, kw_only=True)
class _Process:
    """A process that was forked, the pipe it is asked by, and the one it answers by."""

    number: int
    asked: int
    answers: int

    @classmethod
    def start(cls, task: Task, blocks: Sequence[slice], own: range) -> "_Process":
        """Fork one that takes turns at some of the blocks for as long as it is asked to."""
        (reads, asked), (answers, told) = os.pipe(), os.pipe()
        number = os.fork()
        if number:
            os.close(reads)
            os.close(told)
            return cls(number=number, asked=asked, answers=answers)
        try:
            # whoever ends the program ends this process too, without a word
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(asked)
            while turn := os.read(reads, 16):
                os.write(told, b"%9d %9d" % _done(task, int(turn), blocks, own))
        finally:
            os._exit(0)  # nothing of the process it was forked from is to be tidied up twice

    def ask(self, turn: int) -> None:
        """Have it take a turn."""
        os.write(self.asked, b"%9d" % turn)

    def answer(self) -> tuple[int, int]:
        """What it has added up, and the block at which it stopped (their number, if at none)."""
        found = os.read(self.answers, 64).split()
        if len(found) != 2:
            raise IntegrationError(message("fault.run.process_ended"), year=0.0)
        return int(found[0]), int(found[1])

    def end(self) -> None:
        """End it, if it has not ended."""
        os.close(self.asked)
        os.close(self.answers)
        os.kill(self.number, signal.SIGKILL)
        os.waitpid(self.number, 0)


def _done(task: Task, turn: int, blocks: Sequence[slice], own: range) -> tuple[int, int]:
    """What a turn at some of the blocks adds up to, and the block at which it stopped."""
    calls, number = 0, own.start
    try:
        job = task(turn)
        for number in own:
            calls += job(blocks[number])
    except Exception:  # noqa: BLE001 - done again by who waits, where it can be told
        return calls, number
    return calls, len(blocks)


_MOST: ContextVar[int | None] = ContextVar("most processors", default=None)


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Let a run use no more than so many processors: others of its kind are at work beside it."""
    before = _MOST.set(number)
    try:
        yield
    finally:
        _MOST.reset(before)


def processors() -> int:
    """Processors a run may use here."""
    most = _MOST.get()
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(there or 1, most or there or 1)
