"""Admissions, people in bed and the beds they take, added up over a run: integrals, not rates.

    admissions = ∫ level × (residents admitted ÷ (1 − share from outside)) dt + level × deliveries
    bed-years  = ∫ stay × admissions dt                  beds = ∫ stay ÷ target occupancy × … dt

Deliveries are those the run has counted from its births (``demanded.py``). Residents who
are admitted run straight from reading to reading; level, stay and occupancy hold in between as they
stand at the middle.
"""

from typing import NamedTuple

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.services.demanded import deliveries_of_all, values_of
from simulator.stockflow.arrays import FloatArray


class Used(NamedTuple):
    """Running totals at the readings, shape (time,): persons, person-years in bed, bed-years."""

    admissions: FloatArray
    in_bed: FloatArray
    beds: FloatArray


def used_since(outcome: Outcome, service: int, draw: int = 0) -> Used:
    """The use of the beds of a service (its row in the run) since the first reading."""
    return Used(*(one[draw] for one in used_of_all(outcome, service)))


def used_of_all(outcome: Outcome, service: int) -> Used:
    """The same of all draws, shape (draws, time), found once."""
    return outcome.once((__name__, f"use of {service}", 0), lambda: _of_all(outcome, service))


def _of_all(outcome: Outcome, service: int) -> Used:
    level, stay, target, per_delivery = (
        values_of(outcome, name, "middles")[:, service]
        for name in (
            "admission_level", "length_of_stay", "target_occupancy", "admitted_deliveries",
        )
    )  # fmt: skip
    born = np.diff(deliveries_of_all(outcome).sum(axis=1))
    residents = _residents_admitted(outcome, service)
    lengths = np.diff(outcome.trajectory.readings)
    at_one = (residents[:, :-1] + residents[:, 1:]) / 2 * lengths + per_delivery * born
    admitted = level * at_one
    each = (admitted, stay * admitted, stay / target * admitted)
    start = np.zeros((len(admitted), 1))
    return Used(*(np.concatenate([start, np.cumsum(one, axis=1)], axis=1) for one in each))


def _residents_admitted(outcome: Outcome, service: int) -> FloatArray:
    """Admissions a year at a level of one, deliveries left out, at the readings, by draw."""
    run = outcome.trajectory
    every, deliveries = (run.measures[name] for name in ("admissions", "deliveries"))
    level, per_delivery = (
        values_of(outcome, name, "readings")[:, service]
        for name in ("admission_level", "admitted_deliveries")
    )
    admitted = every[:, service].sum(axis=1)
    at_one = np.divide(admitted, level, out=np.zeros(admitted.shape), where=level > 0)
    return np.asarray(at_one - per_delivery * deliveries.sum(axis=1))
