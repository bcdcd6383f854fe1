"""One segment through ``scipy.integrate.solve_ivp``."""

import warnings
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from simulator.engine.methods import IMPLICIT
from simulator.engine.prepared import Prepared
from simulator.engine.record import Record
from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.generate import Generated
from simulator.structure.jacobian import jacobian
from simulator.structure.layout import Layout


def integrate(
    generated: Generated,
    scenario: Scenario,
    prepared: Prepared,
    segment: Segment,
    state: FloatArray,
    record: Record,
) -> tuple[FloatArray, int]:
    """State at the end of a segment, shape (draws, n), and the calls of the right-hand side.

    The first step tried is the whole segment. Readings inside it come from the solver's own
    interpolant.
    """
    draws, size = state.shape
    body = generated.dynamics.body
    change = np.zeros_like(state)

    def rates(year: float, y: FloatArray) -> FloatArray:
        body(y.reshape(draws, size), change, prepared.at_instant(year), prepared.at)
        return change.ravel().copy()

    inside = record.inside(segment)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = solve_ivp(
                rates,
                (segment.start, segment.stop),
                state.ravel(),
                t_eval=[*inside, segment.stop],
                first_step=segment.stop - segment.start,
                **_method(generated, scenario, prepared, state),
            )
        except (RuntimeWarning, UserWarning) as warning:
            raise IntegrationError(
                f"{scenario.method.name} stopped: {warning}. {_fastest(generated, change)}",
                year=segment.start,
            ) from None
    if not found.success:
        raise IntegrationError(
            f"{scenario.method.name} stopped: {found.message} {_fastest(generated, change)}",
            year=float(found.t[-1]) if found.t.size else segment.start,
        )
    for place, year in enumerate(inside):
        record.keep(found.y[:, place].reshape(draws, size), year)
    return found.y[:, -1].reshape(draws, size).copy(), int(found.nfev)


def _method(
    generated: Generated, scenario: Scenario, prepared: Prepared, state: FloatArray
) -> dict[str, Any]:
    """The method and its tolerances; the exact Jacobian for the methods that solve equations.

    A numerical Jacobian would lose people: the totals must follow the same derivative as the
    stocks. LSODA takes it dense, Radau and BDF sparse.
    """
    name = scenario.method.name
    tolerances = absolute_tolerances(generated.layout, scenario, state)
    chosen = {"method": name, "rtol": scenario.method.relative, "atol": tolerances.ravel()}
    if name not in IMPLICIT:
        return chosen

    def derivative(year: float, y: FloatArray) -> Any:  # noqa: ANN401
        k = prepared.at_instant(year)
        found = jacobian(generated, k, prepared.at, y.reshape(state.shape))
        return found.toarray() if name == "LSODA" else found

    return {**chosen, "jac": derivative}


def absolute_tolerances(layout: Layout, scenario: Scenario, state: FloatArray) -> FloatArray:
    """Absolute tolerance of every number: the scenario's share of the largest cell of its stock.

    Totals are held to the largest cell of all stocks. Shape (draws, n).
    """
    least = scenario.method.absolute
    whole = max(float(state.max(initial=0.0)), 1.0)
    tolerances = np.full(state.shape, least * whole)
    for block in layout.stocks.values():
        largest = float(state[:, block.start : block.stop].max(initial=0.0))
        tolerances[:, block.start : block.stop] = least * (largest or whole)
    return tolerances


def _fastest(generated: Generated, change: FloatArray) -> str:
    """The flow whose totals move fastest, for a message."""
    speeds = {}
    for name, totals in generated.layout.totals.items():
        block = totals.leaving or totals.arriving
        if block is not None:
            speeds[name] = float(np.abs(change[:, block.start : block.stop]).max(initial=0.0))
    if not speeds:
        return ""
    fastest = max(speeds, key=lambda name: speeds[name])
    return f'Fastest flow: "{fastest}" ({speeds[fastest]:.3g} a year). Check its unit.'
