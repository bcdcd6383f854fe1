"""The runs that ``docs/feedback.md`` tells of: Xiamen with some loops closed."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from simulator.stockflow.engine.trajectory import Trajectory
from tests.city import run

PLANNERS, FAMILIES, PRIVATE = (
    f"feedback.{name}.on=true" for name in ("planners", "families", "private")
)
WAYS: Mapping[str, tuple[str, ...]] = {
    "no loop": (),
    "planners": (PLANNERS,),
    "families": (FAMILIES,),
    "private places": (PRIVATE,),
    "all three": (PLANNERS, FAMILIES, PRIVATE),
}
ROWS = {**WAYS, "planners and families": (PLANNERS, FAMILIES)}
SERVICES = {
    "kindergarten": "幼儿园学位 Kindergarten places",
    "primary": "小学学位 Primary school places",
    "junior": "初中学位 Junior school places",
    "hospital": "医疗床位 Hospital beds",
}
SWEEP = (0.25, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
WEIGHTS = (0.0, 0.34, 1.0)
EXPECTED = 1


@cache
def long_view(way: str) -> Trajectory:
    """Xiamen to the end of 2030 with some loops closed."""
    return run(*ROWS[way], name="long_view_2030")


def gap(way: str, service: str) -> np.ndarray:
    """Expected gap of a service in the whole city, shape (time,)."""
    found = long_view(way)
    place = found.system.axis["service"].index(service)
    return np.asarray(found.measures["gap"][0, EXPECTED, place])
