"""One segment through ``scipy.integrate.solve_ivp``, each draw by itself."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from simulator.engine.methods import IMPLICIT
from simulator.engine.prepared import Prepared
from simulator.engine.record import Record
from simulator.engine.segments import Segment
from simulator.errors import IntegrationError
from simulator.inputs.scenario import Method, Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.generate import Generated
from simulator.structure.jacobian import jacobian
from simulator.structure.layout import Layout

# a stock drained below this share of the largest is held to the same absolute error
_NEXT_TO_NOTHING = 1e-15


def integrate(
    generated: Generated,
    scenario: Scenario,
    prepared: Sequence[Prepared],
    segment: Segment,
    state: FloatArray,
    record: Record,
) -> tuple[FloatArray, int]:
    """State at the end of a segment, shape (draws, n), and the calls of the right-hand side.

    Each draw is integrated by itself, so its steps never depend on the others; ``prepared`` has
    one entry a draw. Readings inside the segment come from the solver's own interpolant.
    """
    inside = record.inside(segment)
    runs = [
        _Run(generated=generated, method=scenario.method, prepared=each, segment=segment)
        for each in prepared
    ]
    rows = [run.follow(row, inside) for run, row in zip(runs, state, strict=True)]
    states = np.stack(rows, axis=1)
    for year, found in zip(inside, states[:-1], strict=True):
        record.keep(found, year)
    return states[-1].copy(), sum(run.evaluations for run in runs)


@dataclass(kw_only=True)
class _Run:
    """One draw through one segment; ``reached`` is where the solver last looked."""

    generated: Generated
    method: Method
    prepared: Prepared
    segment: Segment
    reached: float = field(init=False, default=0.0)
    evaluations: int = field(init=False, default=0)
    change: FloatArray = field(init=False, repr=False)

    def follow(self, state: FloatArray, inside: Sequence[float]) -> FloatArray:
        """States at the instants inside and at the end, shape (times, n); the first has shape (n,).

        The totals start at zero and are added up afterwards: the steps then depend on what is
        there, not on what has passed since the start of the run. The first step tried is the whole
        segment.
        """
        self.change = np.zeros((1, state.size))
        first = max(block.stop for block in self.generated.layout.stocks.values())
        start = state.copy()
        start[first:] = 0.0
        found = self._solve(start, [*inside, self.segment.stop] if inside else None)
        states: FloatArray = np.array(found.y.T if inside else found.y.T[-1:])
        states[:, first:] += state[first:]
        self.evaluations = int(found.nfev)
        return states

    def rates(self, time: float, y: FloatArray) -> FloatArray:
        """Rates of change, shape (n,), at a time since the start of the segment."""
        self.reached = self.segment.start + time
        k = self.prepared.at_instant(self.reached)
        self.generated.dynamics.body(y.reshape(1, -1), self.change, k, self.prepared.at)
        return np.array(self.change[0])

    def _solve(self, start: FloatArray, instants: list[float] | None) -> Any:  # noqa: ANN401
        """A trial step may overflow: the solver then sees no number and tries a shorter one.

        Time is counted from the start of the segment: beside a year like 2000 the short steps of
        a stiff run would drown in rounding.
        """
        segment = self.segment
        times = None if instants is None else [year - segment.start for year in instants]
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("error")
            try:
                found = solve_ivp(
                    self.rates,
                    (0.0, segment.stop - segment.start),
                    start,
                    t_eval=times,
                    **self._chosen(start),
                )
            except (UserWarning, RuntimeWarning, RuntimeError, ValueError) as reason:
                raise self._stopped(str(reason)) from reason
        if not found.success:
            raise self._stopped(str(found.message))
        if not np.isfinite(found.y[:, -1]).all():
            raise self._stopped("it came to what is not a number")
        return found

    def _chosen(self, start: FloatArray) -> dict[str, Any]:
        """The method, its tolerances and first step; for implicit methods the exact Jacobian.

        A numerical Jacobian would lose people: the totals must follow the same derivative as the
        stocks. LSODA takes it dense, Radau and BDF sparse. LSODA gives up where a first step is far
        too long, so it chooses its own.
        """
        name = self.method.name
        first = None if name == "LSODA" else self.segment.stop - self.segment.start
        tolerances = absolute_tolerances(self.generated.layout, self.method, start)
        chosen = {
            "method": name,
            "rtol": self.method.relative,
            "atol": tolerances,
            "first_step": first,
        }
        if name not in IMPLICIT:
            return chosen

        def derivative(time: float, y: FloatArray) -> Any:  # noqa: ANN401
            k = self.prepared.at_instant(self.segment.start + time)
            found = jacobian(self.generated, k, self.prepared.at, y.reshape(1, -1))
            return found.toarray() if name == "LSODA" else found

        return {**chosen, "jac": derivative}

    def _stopped(self, reason: str) -> IntegrationError:
        flow, cause = _cause(self.generated.layout, self.change[0])
        return IntegrationError(
            f"{self.method.name} stopped: {reason.rstrip('.')}. {cause}",
            year=self.reached,
            flow=flow,
        )


def absolute_tolerances(layout: Layout, method: Method, state: FloatArray) -> FloatArray:
    """Absolute tolerance of every number: the method's share of the largest cell of its stock.

    Totals and empty stocks are held to the largest cell of all stocks. ``state`` of shape (n,).
    """
    largest = {
        name: float(state[block.start : block.stop].max(initial=0.0))
        for name, block in layout.stocks.items()
    }
    whole = max(largest.values()) or 1.0
    tolerances = np.full(state.size, method.absolute * whole)
    for name, block in layout.stocks.items():
        scale = max(largest[name], _NEXT_TO_NOTHING * whole) if largest[name] else whole
        tolerances[block.start : block.stop] = method.absolute * scale
    return tolerances


def _cause(layout: Layout, change: FloatArray) -> tuple[str | None, str]:
    """The flow that moves fastest, or has no number, and a sentence that says so."""
    speeds = {}
    for name, totals in layout.totals.items():
        block = totals.leaving or totals.arriving
        if block is not None:
            speeds[name] = float(np.abs(change[block.start : block.stop]).max(initial=0.0))
    holes = [name for name, speed in speeds.items() if not np.isfinite(speed)]
    if holes:
        return holes[0], f'The rate of "{holes[0]}" is not a number, or overflows.'
    if not speeds:
        return None, ""
    fastest = max(speeds, key=lambda name: speeds[name])
    speed = speeds[fastest]
    return fastest, f'Fastest flow: "{fastest}" ({speed:.3g} a year). Check its unit.'
