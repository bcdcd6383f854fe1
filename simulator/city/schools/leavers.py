"""Children who left on entering school for lack of points, read off the transfers of a run."""

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.pack.services import Service
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import place_of

LEAVERS = "children_without_points"


def left_on_entry(outcome: Outcome, service: Service, when: float, draw: int = 0) -> FloatArray:
    """Children who left the city on a 1 September, shape (district,), persons.

    None of a service that nobody leaves on entering, or on the first reading of a run.
    """
    return np.asarray(left_in_every_draw(outcome, service, when)[draw])


def left_in_every_draw(outcome: Outcome, service: Service, when: float) -> FloatArray:
    """The same of all draws, shape (draws, district)."""
    run = outcome.trajectory
    reading = place_of(run.readings, when)
    if not service.entitlement.leave_on_entry or not reading:
        return np.zeros((outcome.scenario.draws, run.system.axis["district"].size))
    # nobody else leaves by this transfer, so that what it has carried since the reading before is
    # what left on the day
    carried = run.left[LEAVERS]
    return np.asarray(carried[..., reading] - carried[..., reading - 1])
