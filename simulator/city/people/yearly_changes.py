"""What changed the number of residents, year by year: births, deaths, arrivals, departures."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.people.components import components, years_of
from simulator.stockflow.arrays import FloatArray

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "births": ("newborn_boys", "newborn_girls"),
    "arrivals": (
        "arrivals",
        "registered_arrivals",
        "newborn_boys_from_outside",
        "newborn_girls_from_outside",
        "newborn_boys_that_day",
        "newborn_girls_that_day",
        "moves",
    ),
    "deaths": ("deaths",),
    "departures": (
        "departures",
        "registered_departures",
        "parents_of_leavers",
        "children_without_points",
        "moves",
    ),
}
"""What is told together; the first two come in, the others go out."""
_MOVES = "moves"
"""From one district to another: of the city nobody comes or goes by them."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Persons a year, shape (year,): each group by its name, what is left over, registrations."""

    years: tuple[int, ...]
    groups: Mapping[str, FloatArray]
    registration: FloatArray

    @property
    def net(self) -> FloatArray:
        """Change of the number of residents."""
        found = self.groups
        return found["births"] + found["arrivals"] - found["deaths"] - found["departures"]


def changes_of(outcome: Outcome, district: str) -> Changes:
    """What changed the residents of the city, or of a district, in every year of the run.

    residents at the end = residents before + births + arrivals − deaths − departures; none of them
    is negative, and who changes residency alone is in none.
    """
    run = outcome.trajectory
    axis = run.system.axis["district"]
    rows = (
        slice(None) if district == CITY else slice(axis.index(district), axis.index(district) + 1)
    )
    years = years_of(run.readings)
    groups = {name: np.zeros(len(years)) for name in _GROUPS}
    registration = np.zeros(len(years))
    for one in components(run):
        persons = one.persons[:, rows].sum(axis=(0, 1))
        if one.flow == "registration":
            registration = registration + persons * (one.direction == "in")
        elif one.direction != "within" and (one.flow != _MOVES or district != CITY):
            coming = ("births", "arrivals") if one.direction == "in" else ("deaths", "departures")
            name = next((n for n in coming if one.flow in _GROUPS[n]), coming[1])
            groups[name] = groups[name] + persons
    return Changes(years=tuple(years), groups=groups, registration=registration)
