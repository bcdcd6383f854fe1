"""Numbers of every draw in the rows of ``beds``, ``components`` and ``school_entitlement``.

Each is what the table of that draw alone would say, found by the same functions; of the two tables
of many columns those are kept that a reader asks first.
"""

import numpy as np

from simulator.city.beds.ledgers import bed_years
from simulator.city.ensemble.numbers import Numbers
from simulator.city.ground.outcome import Outcome
from simulator.city.people.components import components
from simulator.city.schools.entitlement import Entitled, entitlements
from simulator.city.services.series import service_series
from simulator.stockflow.arrays import FloatArray

_OF_ENTITLEMENT = {
    "seekers": "seekers",
    "served": "served",
    "children_turned_away": "turned_away",
    "without_public": "without_public",
    "classes_needed": "classes_needed",
    "classes_there": "classes_there",
    "mean_class": "mean_class",
}
"""Columns of the table, and what of ``Entitled`` they hold."""


def beds_numbers(outcome: Outcome, draw: int) -> Numbers:
    """Beds by norm and by use, beds open, occupancy; NaN where they are not on record."""
    found = bed_years(outcome, draw)
    return {
        "beds_norm": np.array([one.norm for one in found]),
        "beds_use": _known([one.for_use for one in found]),
        "beds_open": _known([one.open for one in found]),
        "occupancy": _known([one.occupancy for one in found]),
    }


def components_numbers(outcome: Outcome, draw: int) -> Numbers:
    """Persons of every flow of a year, in the rows of the table."""
    found = components(outcome.trajectory, draw)
    persons = np.stack([one.persons for one in found])  # flow, residency, district, year
    by_row = persons.transpose(3, 2, 1, 0)
    residencies = range(by_row.shape[2])
    touched = np.array([[who in one.residencies for one in found] for who in residencies])
    return {"persons": by_row[:, :, touched].ravel()}


def entitlement_numbers(outcome: Outcome, draw: int) -> Numbers:
    """Children and classes of every school service on every 1 September, in its catchments."""
    found = entitlements(outcome, service_series(outcome, draw), draw)
    return {name: _read(found, field) for name, field in _OF_ENTITLEMENT.items()}


def _read(found: tuple[Entitled, ...], field: str) -> FloatArray:
    return np.array([getattr(one, field) for one in found], dtype=np.float64)


def _known(values: list[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values])
