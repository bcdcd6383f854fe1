"""Paths of the use of beds: who is admitted, for how long, how full beds are to be."""

from collections.abc import Callable, Mapping

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.beds import BedUse
from simulator.demography.cohort_paths import ByAge
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Constant, Path, Scaled, Stacked

_AGES = 101
_DAYS = 365.0
_NO_BEDS: Mapping[str, float] = {
    "world.admissions": 0.0,
    "plan.length_of_stay": 0.0,
    "plan.target_occupancy": 1.0,
}
"""Of a service whose use of beds is not on record; its ledger says *unknown*, never zero."""


def bed_paths(choices: Choices, cohorts: Axis) -> dict[str, Path]:
    """Paths of every parameter of the ledger of use."""
    return {
        "admission_rate": ByAge(
            name="admission_rate",
            cohorts=cohorts,
            years=(0,),
            table=_rates(choices)[np.newaxis, np.newaxis],
            leading=("service",),
        ),
        "admission_level": _stacked(choices, "world.admissions"),
        "admitted_deliveries": _each(choices, lambda use: use.per_delivery),
        "admitted_from_outside": _each(choices, lambda use: use.from_outside),
        "length_of_stay": _stacked(choices, "plan.length_of_stay", per=_DAYS),
        "target_occupancy": _stacked(choices, "plan.target_occupancy"),
    }


def _rates(choices: Choices) -> FloatArray:
    """Admissions a year by service and completed age, shape (service, age)."""
    names = choices.axis["service"].labels
    table = np.zeros((len(names), _AGES))
    for row, name in enumerate(names):
        use = choices.pack.bed_use.get(name)
        if use is not None:
            for age, rate in zip(use.ages, use.rates, strict=True):
                table[row, age:] = rate
    return table


def _each(choices: Choices, figure: Callable[[BedUse], float]) -> Path:
    """A figure of every use, 0 for a service without."""
    known = choices.pack.bed_use
    names = choices.axis["service"].labels
    values = [figure(known[name]) if name in known else 0.0 for name in names]
    return Constant(np.array([values]), ("service",))


def _stacked(choices: Choices, key: str, per: float = 1.0) -> Path:
    """A setting of every service with a use, ÷ ``per``; the others have none to set.

    Values that stand still are stacked once, not at every reading.
    """
    known, nothing = choices.pack.bed_use, Constant(np.full(1, _NO_BEDS[key]))
    paths: dict[str, Path] = {
        name: choices.path(f"{key}.{name}") if name in known else nothing
        for name in choices.axis["service"].labels
    }
    still = [path.array for path in paths.values() if isinstance(path, Constant)]
    if len(still) == len(paths):
        whole = np.stack(np.broadcast_arrays(*still), axis=1)
        return Constant(whole / per, ("service",))
    scaled = {name: Scaled(path=path, factor=1 / per, shift=0.0) for name, path in paths.items()}
    return Stacked(axis="service", place=0, paths=scaled)
