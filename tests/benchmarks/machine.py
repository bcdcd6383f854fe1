"""The machine's own speed, measured beside every figure, so that figures can be carried over."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np


def best(work: Callable[[], object], times: int) -> float:
    """Shortest of several runs (seconds): others who use the machine only ever add to it."""
    return least(work, times).wall


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a piece of work took: seconds on the clock, seconds of all processors together."""

    wall: float
    cpu: float


def least(work: Callable[[], object], times: int) -> Taken:
    """Shortest of several runs; processes that were forked for them count too."""
    found = []
    for _ in range(times):
        start, spent = time.perf_counter(), processor_seconds()
        work()
        found.append(Taken(wall=time.perf_counter() - start, cpu=processor_seconds() - spent))
    return Taken(wall=min(each.wall for each in found), cpu=min(each.cpu for each in found))


def processor_seconds() -> float:
    """Seconds that this process has had of all processors, with its children that have ended."""
    spent = os.times()  # of children it is known to a hundredth of a second alone
    return time.process_time() + spent.children_user + spent.children_system


def calibration() -> float:
    """Seconds for a fixed piece of NumPy: 2,000 times a sum and a product of 100,000 numbers.

    About what a right-hand side does, and always the same: twice the seconds, half the machine.
    """
    first = np.linspace(0.0, 1.0, 100_000)
    second, third = first[::-1].copy(), np.empty_like(first)

    def work() -> None:
        for _ in range(2_000):
            np.multiply(first, second, out=third)
            np.add(third, first, out=third)

    return best(work, 3)


def processor() -> str:
    """What the processor calls itself, where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def installed(package: str) -> str | None:
    """Version of a package, or none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
