"""How the cost of the comparable population grows with draws, districts and years.

python3 -m tests.benchmarks.scaling [--without numba]

The same people are spread evenly over more or fewer districts, and followed for more years. Costs
are CPU seconds of one call, the best of three, in one process and one thread; beside each stands
what it would be if the cost were in proportion to the first row of its group.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Method
from tests.comparable import START, comparable, comparable_scenario

DRAWS, DISTRICTS, YEARS = (100, 1000, 4000), (1, 6, 24), (10, 20, 40)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is followed."""

    draws: int = 100
    districts: int = 6
    years: int = 10

    @property
    def number(self) -> int:
        """How often a district of a draw is followed through a year."""
        return self.draws * self.districts * self.years


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a size costs: CPU seconds."""

    size: Size
    seconds: float


def work(size: Size, method: dict[str, Any]) -> Callable[[], object]:
    """A run of a size, months as readings."""
    from simulator.stockflow.engine.simulate import simulate

    system = comparable(districts=size.districts, years=size.years)
    readings = tuple(float(START + Fraction(m, 12)) for m in range(12 * size.years + 1))
    scenario = comparable_scenario(
        size.draws,
        np.random.default_rng(1),
        readings=readings,
        method=Method(**method),
        system=system,
    )
    shares = np.full((1, size.districts), 1 / size.districts)
    paths = {**scenario.paths, "arrival_districts": Constant(shares, ("district",))}
    whole = scenario.initial["people"].sum(axis=-1, keepdims=True)
    spread = np.broadcast_to(whole / size.districts, (*whole.shape[:-1], size.districts))
    scenario = replace(scenario, paths=paths, initial={"people": spread}, totals=False)
    return lambda: simulate(system, scenario)


def cost(size: Size, method: dict[str, Any]) -> Cost:
    """The best of three calls, after one that compiles."""
    run = work(size, method)
    run()
    found = []
    for _ in range(3):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return Cost(size=size, seconds=min(found))


def costs(method: dict[str, Any]) -> Iterator[list[Cost]]:
    """Costs against draws, districts and years."""
    yield [cost(Size(draws=number), method) for number in DRAWS]
    yield [cost(Size(districts=number), method) for number in DISTRICTS]
    yield [cost(Size(years=number), method) for number in YEARS]


def costs_of_a_thread(*, compiled: bool) -> Iterator[list[Cost]]:
    """The same in one thread, whatever the processors."""
    # one block after another in this process: CPU seconds of others would not be counted
    from simulator.stockflow.engine.at_once import at_most

    with at_most(1):
        yield from costs({"relative": 1e-5, "absolute": 1e-8, "compiled": compiled})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="append", default=[], help="a package to hide")
    given = parser.parse_args()
    sys.modules.update(dict.fromkeys(given.without))
    for group in costs_of_a_thread(compiled="numba" not in given.without):
        first = group[0]
        for each in group:
            share = each.size.number / first.size.number
            print(f"{each.size}: {each.seconds:.3f} s, in proportion {first.seconds * share:.3f} s")  # noqa: T201


if __name__ == "__main__":
    main()
