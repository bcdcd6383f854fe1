"""Simulate: system + scenario → trajectory. A pure function."""

from collections.abc import Callable

from simulator.engine.completeness import refuse_incomplete
from simulator.engine.methods import refuse_unbearable
from simulator.engine.run import Run
from simulator.engine.trajectory import Trajectory
from simulator.inputs.scenario import Scenario
from simulator.structure.generate import generate
from simulator.structure.system import System


def simulate(
    system: System, scenario: Scenario, progress: Callable[[float], None] | None = None
) -> Trajectory:
    """Follow every stock from the first to the last instant of a scenario.

    Solves dx/dt = N v(x, p(t)) with N the incidence matrix of the flows and v their rates [1]_.
    The integrator restarts at every opening of a cohort, kink of a path and transfer. Where they
    coincide the order is boundary, event, reading.

    Parameters
    ----------
    system
        Declared structure; any system, not only the city.
    scenario
        A path for every parameter; values of shape (draws or 1, *axes) run as one batch.
    progress
        Called with the year reached after every segment.

    Returns
    -------
    Trajectory
        One array a measure and stock, draw first, axes as declared, time last; units as declared.

    Raises
    ------
    IntegrationError
        Where a parameter has no value, a stock turns negative, the balance breaks or the solver
        stops; names the year and, where known, the flow.

    References
    ----------
    .. [1] Sterman (2000), *Business Dynamics*, ch. 6–7.
    """
    generated = generate(system)
    refuse_incomplete(system, scenario)
    refuse_unbearable(scenario.method, generated.layout.size, scenario.start)
    return Run(generated=generated, scenario=scenario).follow(progress)
