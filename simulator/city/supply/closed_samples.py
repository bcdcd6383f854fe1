"""What closures and conversions leave of projects that are drawn one by one.

A share that closes is of all that is open on the day: of the stocks, and of every drawn project
that has opened by then. What of it is converted opens in the other service, as old as it is, and
grows older in its own steps, a school that comes to be beds on 1 September. A number of places is
taken of the stocks alone (``sampled``).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.supply.closures import Record
from simulator.city.supply.open_stock import closures_within
from simulator.city.supply.unnamed_projects import Unnamed
from simulator.stockflow.arrays import BoolArray
from simulator.stockflow.values.calendar import SAME_INSTANT, instant


def left_open(choices: Choices, projects: Sequence[Unnamed]) -> tuple[Unnamed, ...]:
    """The projects, and what is taken off them, or added to another service, on each day."""
    span = choices.date("model.start"), choices.date("model.stop")
    found = list(projects)
    for record in closures_within(choices, span):
        if "share" in record:
            found += [each for one in found for each in _moved(choices, one, record)]
    return tuple(found)


def _moved(choices: Choices, one: Unnamed, record: Record) -> list[Unnamed]:
    """What a record takes of projects, as places below zero, and what it makes of them."""
    there = _is_open(choices, one, record)
    if one.service != record["service"] or not there.any():
        return []
    # from the day on: what has been reached is taken at once, later steps as they are reached
    since = np.maximum(one.entered, instant(record["date"]))
    taken = one.places * there * float(record["share"])
    made = taken * float(record.get("places_each", 1.0)) if "to" in record else 0.0 * taken
    day = since[..., 0]
    left = replace(one, begun=day, finished=day, entered=since)
    found = [
        replace(left, places=-made, closes=False),
        replace(left, places=made - taken, closes=True),
    ]
    if "to" in record:
        found.append(replace(left, service=record["to"], places=made, closes=False))
    return [each for each in found if each.places.any()]


def _is_open(choices: Choices, one: Unnamed, record: Record) -> BoolArray:
    """Whether projects are open in the district on the day, shape (project, draw)."""
    opened = one.entered[..., 0] <= instant(record["date"]) + SAME_INSTANT
    here = one.district == choices.axis["district"].index(record["district"])
    return np.asarray(opened & here)
