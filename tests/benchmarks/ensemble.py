"""One run, or many draws in one call, in a process of its own: seconds and memory, as JSON.

python3 -m tests.benchmarks.ensemble comparable --draws 1000
python3 -m tests.benchmarks.ensemble city --draws 100 --without numba --method RK45
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tests.benchmarks.machine import least

VARIED = (
    "arrivals_a_year",
    "first_birth_level",
    "second_birth_level",
    "departure_level",
    "death_rate",
)


def city(draws: int, method: dict[str, Any]) -> Callable[[], object]:
    """The baseline at the default resolution, 2011–2020; five levels vary by draw."""
    from simulator.city.loading import load
    from simulator.files.locations import SCENARIOS
    from simulator.stockflow.engine.simulate import simulate
    from simulator.stockflow.values.paths import Scaled

    loaded = load(SCENARIOS / "baseline.toml")
    rng = np.random.default_rng(1)
    scenario = replace(loaded.scenario, method=replace(loaded.scenario.method, **method))
    if draws > 1:
        factors = np.exp(0.1 * rng.normal(size=(len(VARIED), draws)))
        varied = {
            name: Scaled(path=scenario.paths[name], factor=row)
            for name, row in zip(VARIED, factors, strict=True)
        }
        scenario = replace(
            scenario,
            draws=draws,
            snapshots=(),
            totals=False,
            paths={**scenario.paths, **varied},
        )
    return lambda: simulate(loaded.system, scenario)


def comparable(draws: int, method: dict[str, Any]) -> Callable[[], object]:
    """The comparable population, five demand series at every month."""
    from simulator.stockflow.engine.simulate import simulate
    from simulator.stockflow.values.scenario import Method
    from tests.comparable import comparable as system
    from tests.comparable import comparable_scenario

    scenario = comparable_scenario(draws, np.random.default_rng(1), method=Method(**method))
    return lambda: simulate(system(), scenario)


def long_view(draws: int, method: dict[str, Any]) -> Callable[[], object]:
    """Draws of a scenario as ``run --draws`` makes them, and what is kept of each.

    2011–2031; drawn are the fit's sample, the laws of the future, slippage, ratios and uses. The
    method is the scenario's own: compiled where numba is.
    """
    from simulator.city.ensemble.ensemble import run_ensemble
    from simulator.city.loading import load
    from simulator.files.locations import SCENARIOS

    loaded = load(SCENARIOS / "long_view_2030.toml")
    return lambda: run_ensemble(loaded, draws, 1)


def plain(draws: int, method: dict[str, Any]) -> Callable[[], object]:
    """The comparable population as an ageing chain in plain NumPy, Euler at 1/16, blocks of 32."""
    from tests.comparable_chain import follow_chain
    from tests.comparable_rates import comparable_rates

    rates = comparable_rates(draws, np.random.default_rng(1))
    return lambda: follow_chain(rates)


def main() -> None:
    """Measure, print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("comparable", "city", "long_view", "plain"))
    parser.add_argument("--draws", type=int, default=1)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--method", help="name of the method; the default where it is not given")
    parser.add_argument("--relative", type=float)
    parser.add_argument("--absolute", type=float)
    parser.add_argument("--compiled", action="store_true", default=None)
    parser.add_argument("--without", action="append", default=[], help="a package to hide")
    given = parser.parse_args()
    sys.modules.update(dict.fromkeys(given.without))
    asked = {"name": given.method, "relative": given.relative, "absolute": given.absolute}
    asked["compiled"] = given.compiled
    method = {name: value for name, value in asked.items() if value is not None}
    work = globals()[given.what](given.draws, method)
    first = least(work, 1)
    again = least(work, given.times) if given.times > 0 else first
    told = {"first": first.wall, "seconds": again.wall, "cpu": again.cpu, "peak_mib": peak_mib()}
    print(json.dumps(told))  # noqa: T201


def peak_mib() -> float:
    """Most memory this process ever had (MiB); none where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
