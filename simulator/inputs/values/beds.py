"""Paths of the use of beds: who is admitted, for how long, how full beds are to be."""

from collections.abc import Callable, Mapping

import numpy as np

from simulator.inputs.cohort_paths import ByAge
from simulator.inputs.pack.beds import BedUse
from simulator.inputs.paths import Constant, Path, Scaled, Stacked
from simulator.inputs.values.choices import Choices
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import Axis

_AGES = 101
_DAYS = 365.0
_NO_BEDS: Mapping[str, float] = {
    "world.admissions": 0.0,
    "plan.length_of_stay": 0.0,
    "plan.target_occupancy": 1.0,
}
"""Of a service whose use of beds is not on record; its ledger says *unknown*, never zero."""


def bed_paths(choices: Choices, cohorts: Axis) -> dict[str, Path]:
    """Paths of every parameter of the ledger of use.

    Raises ``ScenarioError`` where a scenario speaks of the use of a service without one on record.
    """
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
    names = choices.pack.axes["service"]
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
    names = choices.pack.axes["service"]
    values = [figure(known[name]) if name in known else 0.0 for name in names]
    return Constant(np.array([values]), ("service",))


def _stacked(choices: Choices, key: str, per: float = 1.0) -> Path:
    """A setting of every service with a use, ÷ ``per``; the others have none to set.

    Values that stand still are stacked once, not at every reading.
    """
    known = choices.pack.bed_use
    paths: dict[str, Path] = {}
    for name in choices.pack.axes["service"]:
        if name in known:
            paths[name] = choices.path(f"{key}.{name}")
        elif f"{key}.{name}" in choices.file.values:
            raise choices.fault(
                f"{key}.{name}",
                f"the use of this service is not on record (beds.toml); would be right: one of "
                f"{', '.join(known)}",
                "该服务没有床位使用记录",
            )
        else:
            paths[name] = Constant(np.full(1, _NO_BEDS[key]))
    still = [path.array for path in paths.values() if isinstance(path, Constant)]
    if len(still) == len(paths):
        whole = np.stack(np.broadcast_arrays(*still), axis=1)
        return Constant(whole / per, ("service",))
    scaled = {name: Scaled(path=path, factor=1 / per, shift=0.0) for name, path in paths.items()}
    return Stacked(axis="service", place=0, paths=scaled)
