"""Paths of enrolment, points and private places: how many come, who may have a public place."""

import numpy as np

from simulator.city.axes import laid_along
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.pack.parameter_form import CATCHMENT_RATIO
from simulator.city.schools.equations import PARAMETERS
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.paths import Constant, Path, Stacked

_STANDING = ("points_share", "private_share", "registered_private")
"""Figures of the pack's entitlement, by service."""


def school_paths(choices: Choices) -> dict[str, Path]:
    """Paths of every parameter of the schools; of a service that is none, everybody is entitled."""
    migrant = laid_along(choices.axis["residency"], {"registered": 0.0, "migrant": 1.0})
    return {
        **stated_paths(choices, PARAMETERS, but={"enrolment_ratio"}),
        "enrolment_ratio": _enrolment(choices),
        "catchment_ratio": Constant(_catchments(choices), ("service", "district")),
        "is_migrant": Constant(migrant[np.newaxis], ("residency",)),
        **{name: _by_service(choices, name) for name in _STANDING},
    }


def _enrolment(choices: Choices) -> Path:
    """The ratio of every school service; of one that is none nobody is enrolled: 1."""
    schools, one = choices.pack.axes["school"], Constant(np.ones(1))
    paths: dict[str, Path] = {
        name: choices.path(f"world.enrolment_ratio.{name}") if name in schools else one
        for name in choices.axis["service"].labels
    }
    return Stacked(axis="service", place=0, paths=paths)


def _catchments(choices: Choices) -> FloatArray:
    """Ratio of each district to its city, shape (1, service, district); 1 where none is stated."""
    services, districts = choices.axis["service"], choices.axis["district"]
    table = np.ones((1, services.size, districts.size))
    for row, service in enumerate(services.labels):
        key = f"{CATCHMENT_RATIO}{service}"
        if choices.pack.parameters.find(key, choices.basis) is not None:
            stated = choices.pack.parameters.value(key, choices.basis)
            table[0, row] = [float(stated[name]) for name in districts.labels]
    return table


def _by_service(choices: Choices, figure: str) -> Path:
    names = choices.axis["service"].labels
    values = [getattr(choices.pack.service[name].entitlement, figure) for name in names]
    return Constant(np.array([values]), ("service",))
