"""What an answer may rest on: everything left to chance, in a few groups that a planner can name.

Each number that is drawn goes by a name (``stockflow/values/chance.py``), whose first part tells
what it is; every first part belongs to one group. Groups are independent of each other, since
numbers of different names are.
"""

from dataclasses import dataclass

from simulator.errors import StructureError
from simulator.stockflow.values.chance import POSTERIOR_ROW


@dataclass(frozen=True, kw_only=True, slots=True)
class Driver:
    """A group of what is uncertain; words are ``driver.<name>``."""

    name: str
    drawn: tuple[str, ...]
    """First parts of the names of its numbers."""


DRIVERS: tuple[Driver, ...] = (
    Driver(name="people", drawn=(POSTERIOR_ROW,)),
    Driver(name="first_births", drawn=("first_births",)),
    Driver(name="net_arrivals", drawn=("net_arrivals",)),
    Driver(
        name="later_people",
        drawn=("registration", "life_expectancy", "enrolment_ratios"),
    ),
    Driver(name="use", drawn=("enrolment", "take-up", "admissions", "length of stay")),
    Driver(
        name="delays",
        drawn=("delay", "common delay", "lost", "stay", "ramp", "given up", "districts"),
    ),
    Driver(name="schools", drawn=("starting load", "class limit")),
)
"""In the order in which they are told."""

_BY_NAME = {first: driver for driver in DRIVERS for first in driver.drawn}


def driver_of(first: str) -> Driver:
    """The group of a number by the first part of its name; ``StructureError`` for an unknown one.

    What is drawn and belongs to no group would make the shares of all others wrong.
    """
    if first not in _BY_NAME:
        raise StructureError(f"{first}: drawn, but in no group of city/ensemble/drivers.py")
    return _BY_NAME[first]
