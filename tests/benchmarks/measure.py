"""Everything the page of benchmarks shows, measured once."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.stockflow.arrays import FloatArray
from tests.benchmarks.machine import best, installed
from tests.benchmarks.ways import limits, ways
from tests.comparable_rates import Rates

ROOT = Path(__file__).parents[2]
FAST = "numba"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, kw_only=True)
class Job:
    """A run or an ensemble in a process of its own, with the target set for it in seconds.

    ``method`` are arguments of ``ensemble.py``; ``fast`` asks for the compiled steps (numba).
    """

    label: str
    what: str
    draws: int = 1
    method: tuple[str, ...] = ()
    fast: bool = False
    target: float | None = None


LOOSE = ("--relative", "1e-5", "--absolute", "1e-8")
DRAWS = "comparable, 1,000 draws"
JOBS = (
    Job(label="chain in plain NumPy, Euler 1/16, 1,000 draws", what="plain", draws=1000),
    Job(label="comparable, one run", what="comparable", method=LOOSE),
    Job(label="comparable, one run", what="comparable", method=LOOSE, fast=True),
    Job(label="comparable, one run, tolerance 1e-9", what="comparable"),
    Job(label=DRAWS, what="comparable", draws=1000, method=LOOSE, target=0.9),
    Job(label=DRAWS, what="comparable", draws=1000, method=LOOSE, fast=True, target=0.25),
    Job(label="city, one run", what="city", target=0.15),
    Job(label="city, one run", what="city", fast=True, target=0.06),
)
"""To add a method, add a job with ``method=("--method", "its name")``."""


def city_jobs(draws: int) -> tuple[Job, ...]:
    """The city with many draws; the targets are for 1,000."""
    label = f"city, {draws:,} draws"
    slow, quick = (each * draws / 1000 for each in (45.0, 6.0))
    return (
        Job(label=label, what="city", draws=draws, target=slow),
        Job(label=label, what="city", draws=draws, fast=True, target=quick),
        Job(
            label="long view with all that is drawn, 200 draws",
            what="long_view",
            draws=200,
            fast=True,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Done:
    """A job and what it took: seconds of the first and of the best call, most memory (MiB).

    ``cpu`` are seconds of all processors together.
    """

    job: Job
    first: float
    seconds: float
    cpu: float
    peak_mib: float

    @property
    def cpu_a_draw(self) -> float:
        """Seconds of all processors for each draw."""
        return self.cpu / self.job.draws


def run_jobs(jobs: tuple[Job, ...]) -> Iterator[Done]:
    """Each in a process of its own; what asks for an extra that is not here is left out."""
    for job in jobs:
        if not job.fast or installed(FAST):
            yield run_job(job)


def run_job(job: Job) -> Done:
    """One job in a process of its own."""
    times = 20 if job.draws == 1 else 5 if job.what == "comparable" else 0
    command = [sys.executable, "-m", "tests.benchmarks.ensemble", job.what]
    command += ["--draws", str(job.draws), "--times", str(times), *job.method]
    command += ["--compiled"] if job.fast else ["--without", FAST]
    found = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
    )
    return Done(job=job, **json.loads(found.stdout))


def import_seconds(module: str) -> float:
    """Seconds a fresh interpreter needs for a module, beyond its own start."""

    def start(code: str) -> float:
        command = [sys.executable, "-c", code]
        return best(lambda: subprocess.run(command, check=True, cwd=ROOT), 5)

    return start(f"import {module}") - start("pass")


@dataclass(frozen=True, kw_only=True)
class Point:
    """One way of following the population: seconds a run, and how far it is off at the worst month.

    ``whole`` against the exact solution of the population, ``solver`` against the equations the way
    has chosen, solved as exactly as can be.
    """

    line: str
    label: str
    seconds: float
    whole: float
    solver: float


def work_precision(rates: Rates, exact: FloatArray) -> Iterator[Point]:
    """Time and error of every way, on the first draw."""
    limit = limits(rates)
    for way in ways():
        run = way.prepare(rates)
        demand = run()
        yield Point(
            line=way.line,
            label=way.label,
            seconds=best(run, 5),
            whole=worst(demand, exact),
            solver=worst(demand, limit[way.limit]),
        )


def worst(demand: FloatArray, exact: FloatArray) -> float:
    """Largest relative error over services and months."""
    return float(np.abs(demand / exact - 1).max())
