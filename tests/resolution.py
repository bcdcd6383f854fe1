"""The city at one width of birth windows against windows of a month, in per cent."""

from functools import cache

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.people.table import people_by_age
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from tests.city import loaded, run

MONTH = 12
ASKED = {
    "residents": 0.05,
    "births": 0.05,
    "deaths": 0.05,
    "births in all": 0.05,
    "deaths in all": 0.05,
    "ages on 1 September": 0.05,
    "ages on 1 January": 0.3,
    "demand on 1 September": 0.1,
    "demand": 0.1,
}
"""Per cent; the most that is asked of any width."""


def off(per_year: int, *sets: str) -> dict[str, float]:
    """Largest error of every kind, over all instants or years of a run."""
    found, exact = (quantities(m, *sets) for m in (per_year, MONTH))
    return {name: percent_off(found[name], exact[name]) for name in exact}


def percent_off(found: FloatArray, exact: FloatArray) -> float:
    """Largest relative error where there is anything."""
    there = exact > 0
    assert there.any()
    return float(100 * np.abs(found[there] / exact[there] - 1).max())


@cache
def quantities(per_year: int, *sets: str) -> dict[str, FloatArray]:
    """What windows of any width should agree in; time last, a year starting on 1 September.

    ``ages`` are people of both sexes by completed age, 0 to 99 and 100 and over.
    """
    given = (f"model.cohorts_per_year={per_year}", *sets)
    one, found = loaded(*given), run(*given)
    outcome = Outcome(trajectory=found, scenario=one.scenario, file=one.file, pack=one.pack)
    ages = np.moveaxis(people_by_age(outcome).sum(axis=(1, 2, 3)), 0, -1)
    september = np.flatnonzero(np.round(found.snapshots * 12) % 12 == 8)
    january = np.flatnonzero(np.round(found.snapshots * 12) % 12 == 0)
    first = int(np.flatnonzero(np.round(found.readings * 12) % 12 == 8)[0])
    demand = found.measures["demand"][0].sum(axis=1)
    births, deaths = total(found, "newborn_boys", "newborn_girls"), total(found, "deaths")
    return {
        "residents": found.measures["residents"][0].sum(axis=(0, 1)),
        "births": np.diff(births[first::12]),
        "deaths": np.diff(deaths[first::12]),
        "births in all": births[-1:],
        "deaths in all": deaths[-1:],
        "ages on 1 September": ages[:, september],
        "ages on 1 January": ages[:, january[1:]],
        "demand on 1 September": demand[:, first::12],
        "demand": demand,
    }


def total(found: Trajectory, *flows: str) -> FloatArray:
    """Running total of flows, all places together."""
    totals = [found.arrived if name in found.arrived else found.left for name in flows]
    return sum(
        each[name][0].reshape(-1, found.readings.size).sum(axis=0)
        for each, name in zip(totals, flows, strict=True)
    )
