"""Changes of a scenario as Python values: what ``--set`` says on the command line."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from simulator.files.resolved import dump_value

Changes = Mapping[str, object]
"""Values by dotted key: ``{"world.arrivals.scale": 1.1, "plan.on_time": True}``.

Dates within a value may be years or dates of Python and pandas: ``{"world.arrivals.scale": {2018:
0.8}}``.
"""


def overrides_of(changes: Changes | None) -> tuple[str, ...]:
    """Texts ``key=value``, in the order given.

    Raises ``TypeError`` for a value that a scenario file has no form for.
    """
    return tuple(f"{key}={dump_value(_plain(value))}" for key, value in (changes or {}).items())


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever an analyst has at hand
    """A value of NumPy or pandas as Python has it; a moment at midnight as its day."""
    if hasattr(value, "item"):  # of NumPy, some of which Python takes for its own
        return _plain(value.item())
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str | bool | int | float | date):
        return value
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value
