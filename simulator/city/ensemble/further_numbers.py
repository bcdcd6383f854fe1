"""Numbers of every draw in the rows of ``beds``, ``components`` and ``school_entitlement``.

Each is what the table of that draw alone would say, found by the same functions; of the two tables
of many columns those are kept that a reader asks first.
"""

import numpy as np

from simulator.city.beds.ledgers import ledgers
from simulator.city.ensemble.numbers import Numbers, in_rows
from simulator.city.ground.outcome import Outcome
from simulator.city.people.components import components
from simulator.city.schools.entitlement import entitled_of
from simulator.city.services.series import series_of_draws

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

_OF_BEDS = {
    "beds_norm": "norm",
    "beds_use": "for_use",
    "beds_open": "open",
    "occupancy": "occupancy",
}
"""Columns of the table, and what of ``BedYear`` they hold."""


def beds_numbers(outcome: Outcome) -> Numbers:
    """Beds by norm and by use, beds open, occupancy; NaN where they are not on record."""
    found = [one.numbers for one in ledgers(outcome)]
    return {
        name: in_rows(outcome.scenario.draws, [one[of] for one in found])
        for name, of in _OF_BEDS.items()
    }


def components_numbers(outcome: Outcome) -> Numbers:
    """Persons of every flow of a year, in the rows of the table."""
    found = components(outcome.trajectory, slice(None))
    # draw, year, district, residency, flow
    persons = np.stack([one.persons for one in found], axis=-1).transpose(0, 3, 2, 1, 4)
    residencies = range(persons.shape[3])
    touched = np.array([[who in one.residencies for one in found] for who in residencies])
    return {"persons": persons[:, :, :, touched].reshape(len(persons), -1)}


def entitlement_numbers(outcome: Outcome) -> Numbers:
    """Children and classes of every school service on every 1 September, in its catchments."""
    found = entitled_of(outcome, series_of_draws(outcome), slice(None))
    return {
        name: in_rows(outcome.scenario.draws, [one.numbers[of] for one in found])
        for name, of in _OF_ENTITLEMENT.items()
    }
