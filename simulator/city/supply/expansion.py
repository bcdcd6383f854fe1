"""What existing and private schools add and no list names, with the load it is reckoned by.

The pack reckons it from the load that designed places keep (``calibrate --step schools``): growth
of pupils ÷ load, less what stands in lists. So it is a straight line in 1 ÷ load, from its ``high``
at the load's ``low`` to its ``low`` at the load's ``high``, and in a draw it is what it would be by
the load of that draw:

    expansion = low + (high − low) × (1/load − 1/load_high) ÷ (1/load_low − 1/load_high)
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.services import Service
from simulator.city.services.capacity import starting_load
from simulator.files.path_values import path_from
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.paths import Path

KEY = "plan.unlisted_expansion"


def expansion(choices: Choices, service: Service) -> Path:
    """Places a year that a school service adds without a list, shape (draws or 1,).

    What a scenario states in place of the record is as stated in every draw; where it scales the
    record, or adds to it, the record is that of the draw.
    """
    key = f"{KEY}.{service.name}"
    if not choices.chance.is_drawn or not choices.is_known(key):
        return choices.path(key)
    return choices.path(key, recorded=path_from(key, _by_load(choices, service, key)))


def _by_load(choices: Choices, service: Service, key: str) -> Mapping[str, Any]:
    """What the pack says of the key, each number with an interval by the load of the draw."""
    entry, capacity = choices.known(key), service.capacity
    interval = entry.get("interval")
    if capacity is None or interval is None:
        return entry
    low, high = (1 / load for load in reversed(capacity.load_interval))
    if low == high:
        return entry
    part = (1 / starting_load(choices, service) - low) / (high - low)
    if "value" in entry:
        return {**entry, "value": _between(interval, part)}
    drawn = {day: _between(ends, part) for day, ends in interval.items()}
    return {**entry, "values": {**entry["values"], **drawn}}


def _between(ends: tuple[float, float], part: FloatArray) -> FloatArray:
    return np.asarray(ends[0] + (ends[1] - ends[0]) * part)
