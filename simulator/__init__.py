"""Minsheng (民生): stocks and flows of a city's people, places and beds.

The door for analysts::

    import simulator

    result = simulator.run("scenarios/baseline.toml", changes={"world.arrivals.scale": 1.1})
    result.table("gaps")
    result.people(by=("district", "age"), on="2020-11-01")

``run`` gives a ``Result``, ``load`` the results a run has written, ``sweep`` many runs in one
frame; ``use_chinese_font`` lets one's own figures write Chinese.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.door.result import Result
    from simulator.door.running import run
    from simulator.door.saved import Saved, load
    from simulator.door.sweeping import sweep
    from simulator.report.style import use_bundled_font as use_chinese_font

__version__ = "0.2.0"
__all__ = ["Result", "Saved", "load", "run", "sweep", "use_chinese_font"]

# The arrays are small: several threads for one product of matrices only wait for each other.
# Whoever wants it otherwise sets these before; they hold where NumPy is not yet loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

_DOOR = {
    "Result": ("simulator.door.result", "Result"),
    "Saved": ("simulator.door.saved", "Saved"),
    "load": ("simulator.door.saved", "load"),
    "run": ("simulator.door.running", "run"),
    "sweep": ("simulator.door.sweeping", "sweep"),
    "use_chinese_font": ("simulator.report.style", "use_bundled_font"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands there
    """What the door offers, loaded when it is first asked for: start-up counts."""
    if name not in _DOOR:
        raise AttributeError(f"module 'simulator' has no attribute {name!r}")
    module, attribute = _DOOR[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_DOOR])
