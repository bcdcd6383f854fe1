"""A run from its first to its last instant: system and scenario give a trajectory.

Each independent part of a system is followed by itself (``grammar/division.py``). Its segments come
one after another, within each the blocks of draws at once. ``simulate`` is a pure
function: nothing is read or kept beside its arguments and its result.
"""

from collections.abc import Callable, Sequence

import numpy as np

from simulator.stockflow.engine.parts import largest, lent_to, put_together, scenario_of
from simulator.stockflow.engine.preconditions import refuse_incomplete, refuse_unbearable
from simulator.stockflow.engine.simulation import Simulation
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.division import Part, divide
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.scenario import Scenario

# numbers; 30 MB, the most that the C library will go by
_KEPT = 3_900_000


def simulate(
    system: System, scenario: Scenario, progress: Callable[[float], None] | None = None
) -> Trajectory:
    """Integrate every stock from the first to the last instant of a scenario.

    Solves dx/dt = N v(x, p(t)) with N the incidence matrix of the flows and v their rates [1]_.
    Parts that do not act on each other are integrated one by one. The integrator restarts at every
    opening of a cohort, kink of a path and transfer of its part. Where they coincide, the order is:
    cohort opening, reading before, transfer, reading.

    Parameters
    ----------
    system
        Declared structure; any system, not only the city.
    scenario
        A path for every parameter; all draws of its values, (draws or 1, *axes), run as one batch.
    progress
        Called with the year that the largest part has reached, after each of its segments.

    Returns
    -------
    Trajectory
        One array per measure and stock: draw first, axes as declared, time last; units as declared.

    Raises
    ------
    IntegrationError
        Where a parameter has no value, a stock turns negative, the balance breaks, the solver
        stops or the run takes more than ``MOST_EVALUATIONS``; names the year and, where known, the
        flow.

    References
    ----------
    .. [1] Sterman (2000), *Business Dynamics*, ch. 6–7.
    """
    refuse_incomplete(system, scenario)
    # what is freed up to this size the C library then keeps for the next array, instead of giving
    # it back to the machine and asking for it again page by page
    if scenario.draws == 1:
        np.empty(_KEPT)
    parts = divide(system)
    refuse_unbearable(scenario.method, largest(parts), scenario.start)
    found: list[Trajectory] = []
    for part in parts:
        # those that come first are small; whoever waits wants to know how far the last one is
        told = progress if part is parts[-1] else None
        found.append(_follow(part, scenario, found, told))
    return put_together(system, scenario, found)


def _follow(
    part: Part,
    scenario: Scenario,
    done: Sequence[Trajectory],
    progress: Callable[[float], None] | None,
) -> Trajectory:
    before = [each.before for each in done if each.before is not None]
    simulation = Simulation(
        generated=generate(part.system),
        scenario=scenario_of(part, scenario),
        draws=scenario.draws,
        lent=lent_to(part, done),
        lent_before=lent_to(part, before),
    )
    return simulation.follow(progress)
