"""One segment through SciPy's integrators, for the draws of one block.

Explicit methods take equal steps for all draws together (``equal_steps.py``, ``compiled.py``). What
needs more of them than is sensible, and the implicit methods, go draw by draw through ``solve_ivp``
and its own step control. Where that gives up, the error names the flow to look at.
"""

import warnings
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import CoefficientReader
from simulator.stockflow.engine.compiled import CompiledStretch
from simulator.stockflow.engine.course import Segment
from simulator.stockflow.engine.culprit import explain_failure
from simulator.stockflow.engine.equal_steps import SOLVERS, Stretch, refine_steps
from simulator.stockflow.engine.lazy_coefficients import LazyCoefficients
from simulator.stockflow.engine.own_steps import RatesInto, Workspace
from simulator.stockflow.engine.preconditions import IMPLICIT
from simulator.stockflow.engine.state import absolute_tolerances
from simulator.stockflow.numbers.generate import Generated
from simulator.stockflow.numbers.jacobian import jacobian
from simulator.stockflow.values.scenario import Method
from simulator.words.catalogue import Pair, message, pair

# a far too stiff segment would otherwise run for hours; any other needs far fewer
MOST_CALLS = 50_000


@dataclass(frozen=True, kw_only=True)
class SegmentSolver:
    """One segment for the draws of a block.

    ``coefficients`` are those of the draws; ``inside`` the instants strictly inside the segment at
    which the states are wanted too, ``workspace`` memory that no other solver uses meanwhile.
    """

    generated: Generated
    method: Method
    coefficients: LazyCoefficients
    segment: Segment
    inside: tuple[float, ...]
    workspace: Workspace = field(default_factory=Workspace)

    def integrate(self, state: FloatArray) -> tuple[FloatArray, int]:
        """States at the instants inside and at the end, and the calls of the right-hand side.

        ``state`` has shape (draws, n), the result (times, draws, n). The totals start at zero and
        are added up afterwards: the steps then depend on what is there, not on what has passed
        since the start of the run. The first step tried is the whole segment.

        Raises
        ------
        IntegrationError
            Where the solver gives up, names the year reached, the flow to blame and the cell.
        """
        first = self.generated.layout.first_total
        start = state.copy()
        start[:, first:] = 0.0
        with np.errstate(all="ignore"):
            if self.method.name in IMPLICIT:
                shape = (len(self.inside) + 1, *start.shape)
                states, left, calls = np.empty(shape), np.arange(len(start)), 0
            else:
                states, left, calls = self._together(start)
            for draw in left:
                reader = self.coefficients.for_arrays.reader([int(draw)])
                solution = AdaptiveSolution(solver=self, reader=reader, start=start[draw])
                states[:, draw] = solution.follow()
                calls += solution.evaluations
        states[..., first:] += state[:, first:]
        return states, calls

    def _together(self, start: FloatArray) -> tuple[FloatArray, IntArray, int]:
        """The draws by equal steps: states, the draws left over, and calls of the rates."""
        absolute = absolute_tolerances(self.generated.layout, self.method, start)
        length = self.segment.stop - self.segment.start
        times = [year - self.segment.start for year in self.inside]
        # the local error of a step falls with one power more than the order of its estimator
        order = SOLVERS[self.method.name].error_estimator_order + 1
        if self.method.compiled:
            compiled = CompiledStretch(
                system=self.generated.layout.system,
                packed=self.coefficients.for_loops,
                method=self.method,
                start=start,
                segment=self.segment,
                inside=times,
                absolute=absolute,
            )
            return refine_steps(compiled.attempt, len(start), order)
        stretch = Stretch(
            method=self.method.name,
            start=start,
            length=length,
            inside=times,
            rates=partial(self._rates, len(start)),
            relative=self.method.relative,
            absolute=absolute,
            workspace=self.workspace,
        )
        return refine_steps(stretch.attempt, len(start), order)

    def _rates(self, all_draws: int, draws: IntArray, steps: int) -> RatesInto:
        """The right-hand side of some draws of the block, at a time since the segment began."""
        own = slice(None) if len(draws) == all_draws else draws
        body, start = self.generated.dynamics.body, self.segment.start
        moved = self.generated.layout.first_moved
        stages = self.coefficients.at_stages(own, steps)
        if stages is not None:
            k, at = stages.k, stages.at

            def at_stage(time: float, y: FloatArray, change: FloatArray) -> None:
                change[:, moved:] = 0.0  # of what no rate moves the body writes nothing
                body(y, change, k[time], at)

            return at_stage
        reader = self.coefficients.for_arrays.reader(own)

        def rates(time: float, y: FloatArray, change: FloatArray) -> None:
            change[:, moved:] = 0.0
            body(y, change, reader.at_instant(start + time), reader.at)

        return rates


class _TooManyCallsError(Exception):
    """Ends a call of SciPy that asks for more evaluations than a segment is worth."""


@dataclass(kw_only=True)
class AdaptiveSolution:
    """One draw through one segment by ``solve_ivp`` with its own step control.

    ``reached`` is where it last looked; ``looked`` are the state and the rates of change it saw
    there, or where the state was still finite but a rate no longer (``hopeless``).
    """

    solver: SegmentSolver
    reader: CoefficientReader
    start: FloatArray
    reached: float = field(init=False, default=0.0)
    evaluations: int = field(init=False, default=0)
    calls: int = field(init=False, default=0)
    looked: tuple[FloatArray, FloatArray] | None = field(init=False, default=None, repr=False)
    first: tuple[FloatArray, FloatArray] | None = field(init=False, default=None, repr=False)
    hopeless: bool = field(init=False, default=False)
    change: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.reached = self.solver.segment.start
        self.change = np.zeros((1, self.start.size))

    def follow(self) -> FloatArray:
        """States at the instants inside and at the end, shape (times, n)."""
        segment = self.solver.segment
        length = segment.stop - segment.start
        times = [year - segment.start for year in self.solver.inside]
        try:
            with warnings.catch_warnings():
                # SciPy warns where it goes on with less than was asked for; that is an error here
                warnings.simplefilter("error")
                found = solve_ivp(
                    self.rates,
                    (0.0, length),
                    self.start,
                    t_eval=[*times, length] if times else None,
                    **self._chosen(length),
                )
        # SciPy says by warnings and errors of many kinds that it can't go on
        except _TooManyCallsError:
            raise self.stopped(pair("fault.run.evaluations", most=MOST_CALLS)) from None
        except (UserWarning, RuntimeWarning, RuntimeError, ValueError) as reason:
            raise self.stopped(str(reason)) from reason
        if not found.success:
            raise self.stopped(str(found.message))
        if not np.isfinite(found.y[:, -1]).all():
            raise self.stopped(pair("fault.run.not_finite"))
        self.evaluations = int(found.nfev)
        return np.array(found.y.T if times else found.y.T[-1:])

    def rates(self, time: float, y: FloatArray) -> FloatArray:
        """Rates of change, shape (n,), at a time since the start of the segment."""
        self.calls += 1
        if self.calls > MOST_CALLS:  # what was fast is long over: the first look tells
            self.looked = self.first
            raise _TooManyCallsError
        self.reached = self.solver.segment.start + time
        k = self.reader.at_instant(self.reached)
        self.solver.generated.dynamics.body(y.reshape(1, -1), self.change, k, self.reader.at)
        change = np.array(self.change[0])
        if np.isfinite(y).all() and not self.hopeless:
            self.looked = y.copy(), change
            self.first = self.first or self.looked
            self.hopeless = not np.isfinite(change).all()
        return change

    def _chosen(self, length: float) -> dict[str, Any]:
        """The method, its tolerances, first step and exact Jacobian.

        A numerical Jacobian would lose people: the totals must follow the same derivative as the
        stocks. LSODA takes it dense, Radau and BDF sparse. LSODA gives up where a first step is far
        too long, so it chooses its own; the others try the whole segment first, which is often
        enough, and shorten it by their own error.
        """
        generated, method = self.solver.generated, self.solver.method
        dense = method.name == "LSODA"

        def derivative(time: float, y: FloatArray) -> Any:  # noqa: ANN401
            k = self.reader.at_instant(self.solver.segment.start + time)
            found = jacobian(generated, k, self.reader.at, y.reshape(1, -1))
            return found.toarray() if dense else found

        return {
            "method": method.name,
            "rtol": method.relative,
            "atol": absolute_tolerances(generated.layout, method, self.start[np.newaxis])[0],
            "first_step": None if dense else length,
            **({"jac": derivative} if method.name in IMPLICIT else {}),
        }

    def stopped(self, reason: str | Pair) -> IntegrationError:
        """What is said where the solver gives up; names the flow to blame, and the cell.

        ``reason`` is a text of ours, or one of SciPy's, which is English alone.
        """
        state, change = self.looked if self.looked is not None else (self.start, self.change[0])
        flow, blame = explain_failure(self.solver.generated.layout, state, change)
        given = reason.rstrip(".") if isinstance(reason, str) else reason
        named = {"method": self.solver.method.name, "reason": given}
        told = message("fault.run.stopped", **named)
        if blame is not None:
            told = message("fault.run.stopped_by", blame=blame, **named)
        return IntegrationError(told, year=self.reached, flow=flow)
