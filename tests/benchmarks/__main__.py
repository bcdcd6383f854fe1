"""Measure everything and write ``docs/benchmarks.md`` with its figure.

    python3 -m tests.benchmarks [--city-draws 1000]

Run it where nothing else runs. With the group ``rivals`` installed, two other engines are measured
beside ours; with the extra ``fast``, the compiled functions too.
"""

import argparse
import os
from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def shown(items: Iterable[Item]) -> list[Item]:
    """The items as a list, each printed as it is found."""
    found = []
    for item in items:
        print(item, flush=True)  # noqa: T201 - minutes pass: the user sees how far it is
        found.append(item)
    return found


def main() -> None:
    """Measure, then write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--city-draws", type=int, default=1000)
    parser.add_argument("--rival-runs", type=int, default=20)
    given = parser.parse_args()

    import numpy as np

    from tests.benchmarks import figure, limit, measure, page, scaling
    from tests.benchmarks.rivals import measure_rivals
    from tests.comparable_exact import exact_demand
    from tests.comparable_rates import comparable_rates

    machine = page.machine_table()
    done = shown(measure.run_jobs((*measure.JOBS, *measure.city_jobs(given.city_draws))))
    modules = ("simulator", "simulator.stockflow.engine.simulate", "simulator.commands.cli")
    imports = {module: measure.import_seconds(module) for module in modules}
    bare = limit.bare_seconds(*limit.CITY)
    grown = shown(scaling.costs_of_a_thread(compiled=measure.installed(measure.FAST) is not None))
    rates = comparable_rates(1, np.random.default_rng(1))
    exact = exact_demand(rates)
    points = shown(measure.work_precision(rates, exact))
    rivals = measure_rivals(rates, given.rival_runs)
    theirs = [
        measure.Point(
            line=f"ageing chain, {each.engine}",
            label=each.engine,
            seconds=each.run,
            whole=measure.worst(each.demand, exact),
            solver=float("nan"),
        )
        for each in rivals
        if each.demand is not None
    ]
    figure.draw(points, theirs, page.IMAGE)
    page.write_page(
        {
            "machine": machine,
            "runs": page.jobs_table(done),
            "limit": page.limit_table(bare, done),
            "scaling": page.scaling_table(grown),
            "imports": page.import_table(imports),
            "precision": page.precision_table(points),
            "rivals": page.rivals_table(rivals, theirs, points[0]),
        }
    )


if __name__ == "__main__":
    os.environ.update(
        dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    )
    main()
