"""A small ensemble, of which every number can be compared byte by byte."""

from functools import cache

import numpy as np

from simulator.city.ensemble.ensemble import Ensemble, run_ensemble
from simulator.city.loading import Loaded, load
from simulator.files.locations import SCENARIOS

SMALL = (
    "model.cohorts_per_year=1",
    "model.stop=2016-01-01",
    "report.to_year=2015",
    "model.compiled=false",
)
DRAWS, SEED, SIZE = 4, 7, 2


@cache
def small() -> Loaded:
    """The baseline, in years and to 2016."""
    return load(SCENARIOS / "baseline.toml", SMALL)


@cache
def bytes_here() -> dict[tuple[str, str], bytes]:
    """The small ensemble's numbers, drawn in this process."""
    return bytes_of(run_ensemble(small(), DRAWS, SEED, size=SIZE))


def bytes_of(ensemble: Ensemble) -> dict[tuple[str, str], bytes]:
    """Every column of every table as bytes: (table, column) -> bytes."""
    return {
        (table, name): np.ascontiguousarray(values).tobytes()
        for table, columns in ensemble.numbers.items()
        for name, values in columns.items()
    }
