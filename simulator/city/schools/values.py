"""Paths of points and private places: which migrant children have a right to a public place."""

import numpy as np

from simulator.city.axes import laid_along
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.schools.equations import PARAMETERS
from simulator.stockflow.values.paths import Constant, Path

_STANDING = ("points_share", "private_share", "registered_private")
"""Figures of the pack's entitlement, by service."""


def school_paths(choices: Choices) -> dict[str, Path]:
    """Paths of every parameter of the schools; of a service that is none, everybody is entitled."""
    migrant = laid_along(choices.axis["residency"], {"registered": 0.0, "migrant": 1.0})
    return {
        **stated_paths(choices, PARAMETERS),
        "is_migrant": Constant(migrant[np.newaxis], ("residency",)),
        **{name: _by_service(choices, name) for name in _STANDING},
    }


def _by_service(choices: Choices, figure: str) -> Path:
    names = choices.axis["service"].labels
    values = [getattr(choices.pack.service[name].entitlement, figure) for name in names]
    return Constant(np.array([values]), ("service",))
