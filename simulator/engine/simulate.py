"""Simulate: system + scenario → trajectory. A pure function."""

from collections.abc import Callable

from simulator.engine.completeness import refuse_incomplete
from simulator.engine.events import happen
from simulator.engine.methods import refuse_unbearable
from simulator.engine.prepared import Prepared, prepare_draws, values_at
from simulator.engine.record import Record
from simulator.engine.segments import Segment, segments
from simulator.engine.shares import refuse_uneven
from simulator.engine.solve import integrate
from simulator.engine.state import starting_state
from simulator.engine.trajectory import Trajectory
from simulator.engine.watch import Watch
from simulator.inputs.paths import Moment
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.generate import Generated, generate
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
    state = starting_state(generated.layout, scenario)
    watch = Watch(layout=generated.layout, first=state.copy())
    watch.check(state, scenario.start)
    record = Record(generated=generated, scenario=scenario)
    pieces = segments(system, scenario)
    evaluations = 0
    for segment in pieces:
        happen(generated, scenario, segment.start, state, watch)
        record.keep(state, segment.start)
        prepared = _prepared(generated, scenario, segment)
        state, calls = integrate(generated, scenario, prepared, segment, state, record)
        evaluations += calls
        watch.check(state, segment.stop)
        if progress is not None:
            progress(segment.stop)
    last = pieces[-1]
    happen(generated, scenario, last.stop, state, watch)
    record.keep(state, last.stop)
    return record.trajectory(watch.first, state, len(pieces), evaluations)


def _moment(segment: Segment, year: float) -> Moment:
    return Moment(year, segment.start, segment.stop)


def _prepared(generated: Generated, scenario: Scenario, segment: Segment) -> tuple[Prepared, ...]:
    for year in (segment.start, segment.middle, segment.stop):
        refuse_uneven(generated.layout.system, scenario, _moment(segment, year))

    def evaluate(year: float) -> dict[str, FloatArray]:
        moment = _moment(segment, year)
        return values_at(generated.dynamics, scenario.paths, moment, scenario.draws)

    return prepare_draws(
        generated.layout.system, generated.dynamics, evaluate, segment, scenario.draws
    )
