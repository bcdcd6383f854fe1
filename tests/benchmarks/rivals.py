"""Two other engines on the same population, side by side in one run: simlin and PySD.

They are no dependency: ``pip install --group rivals`` installs them by name. One that is missing,
or that fails, has a row that says how.
"""

import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.stockflow.arrays import FloatArray
from tests.benchmarks.machine import best, installed
from tests.benchmarks.xmile import LEVELS, write_xmile
from tests.comparable import MONTHLY, START
from tests.comparable_rates import SERVICES, Rates

STEPS_A_YEAR = 16
NAMES = tuple(f"demand_{name}" for name in SERVICES)
Run = Callable[[dict[str, float]], FloatArray]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one engine did; ``demand`` has shape (draws, service, time)."""

    engine: str
    load: float = np.nan
    first: float = np.nan
    run: float = np.nan
    demand: FloatArray | None = None
    fault: str = ""


def measure_rivals(rates: Rates, times: int) -> list[Measured]:
    """Load the model in each engine, run every draw once and the first one some times more."""
    return [
        _measure("simlin", "pysimlin", _load_simlin, rates, times),
        _measure("PySD", "pysd", _load_pysd, rates, 1),
    ]


def _measure(
    name: str, package: str, load: Callable[[Path], Run], rates: Rates, times: int
) -> Measured:
    version = installed(package)
    if version is None:
        return Measured(engine=name, fault=f"not installed ({package})")
    engine = f"{name} {version}"
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            start = time.perf_counter()
            run = load(Path(folder))
            loaded = time.perf_counter()
            demand = [run(levels) for levels in levels_of(rates)]
            first = (time.perf_counter() - loaded) / len(demand)
            again = best(lambda: run(levels_of(rates)[0]), times) if times > 1 else first
        except Exception as fault:  # noqa: BLE001 - whatever another program raises is its result
            return Measured(engine=engine, fault=f"{type(fault).__name__}: {fault}")
    return Measured(
        engine=engine, load=loaded - start, first=first, run=again, demand=np.stack(demand)
    )


def levels_of(rates: Rates) -> list[dict[str, float]]:
    """The five constants of every draw, against the first."""
    columns = (
        rates.fertility.sum(axis=-1) / rates.fertility[0].sum(),
        rates.death_rates.sum(axis=(-2, -1)) / rates.death_rates[0].sum(),
        rates.arrivals,
        rates.departure_rates.sum(axis=-1) / rates.departure_rates[0].sum(),
        rates.registration,
    )
    return [dict(zip(LEVELS, map(float, row), strict=True)) for row in zip(*columns, strict=True)]


def _load_simlin(folder: Path) -> Run:
    import simlin

    path = folder / "comparable.stmx"
    write_xmile(path, STEPS_A_YEAR)
    simulation = simlin.load(path).simulate()

    def run(levels: dict[str, float]) -> FloatArray:
        simulation.reset()
        for name, value in levels.items():
            simulation.set_value(name, value)
        simulation.run_to_end()
        return by_month(np.array([simulation.get_series(name) for name in NAMES]))

    return run


def _load_pysd(folder: Path) -> Run:
    import pysd

    path = folder / "comparable.xmile"
    write_xmile(path, STEPS_A_YEAR, by_row=True)
    model = pysd.read_xmile(str(path))

    def run(levels: dict[str, float]) -> FloatArray:
        found = model.run(params=levels, return_columns=list(NAMES), reload=True)
        return by_month(found[list(NAMES)].to_numpy().T)

    return run


def by_month(stepwise: FloatArray) -> FloatArray:
    """Series at every step read off straight lines at the months, shape (service, time)."""
    steps = START + np.arange(stepwise.shape[-1]) / STEPS_A_YEAR
    return np.stack([np.interp(MONTHLY, steps, row) for row in stepwise])
