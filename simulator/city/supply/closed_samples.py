"""What closures and conversions leave of projects that are drawn one by one.

What closes is a share of all that is open on the day (``closed_shares``): of the stocks, and of
every drawn project that has opened by then. What of it is converted opens in the other service, as
old as it is, and grows older in its own steps, a school that comes to be beds on 1 September.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.city.axes import TIMETABLE
from simulator.city.ground.choices import Choices
from simulator.city.supply.closed_shares import closures_of_run, in_order, share_of
from simulator.city.supply.unnamed_projects import Unnamed
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taking:
    """What one occasion takes on a day: a share by district, of a service, for another or none."""

    day: float
    service: str
    shares: FloatArray
    to: str | None


def left_open(choices: Choices, projects: Sequence[Unnamed]) -> tuple[Unnamed, ...]:
    """The projects, and what is taken off them, or added to another service, on each day."""
    found = list(projects)
    for taking in _takings(choices):
        found += [each for one in found for each in _moved(one, taking)]
    return tuple(found)


def _takings(choices: Choices) -> Iterator[_Taking]:
    """Everything that is taken within the run, in the order in which it is."""
    services, expected = choices.axis["service"].labels, TIMETABLE.index("expected")
    span = choices.date("model.start"), choices.date("model.stop")
    for transfer, occasion in in_order(closures_of_run(choices, *span)):
        shares = share_of(transfer, occasion)[expected]
        to = occasion.values.get("conversion")
        for place in np.flatnonzero(shares.any(axis=-1)):
            yield _Taking(
                day=occasion.year,
                service=services[place],
                shares=shares[place],
                to=None if to is None else services[int(np.argmax(to[0, place]))],
            )


def _moved(one: Unnamed, taking: _Taking) -> list[Unnamed]:
    """What is taken of projects, as places below zero, and what comes of it."""
    if one.service != taking.service:
        return []
    is_open = one.entered[..., 0] <= taking.day + SAME_INSTANT
    taken = one.places * is_open * taking.shares[one.district]
    if not taken.any():
        return []
    # from the day on: what has been reached is taken at once, later steps as they are reached
    since = np.maximum(one.entered, taking.day)
    left = replace(one, begun=since[..., 0], finished=since[..., 0], entered=since)
    found = [replace(left, places=-taken, closes=taking.to is None)]
    if taking.to is not None:
        found.append(replace(left, service=taking.to, places=taken, closes=False))
    return found
