"""One segment through SciPy's integrators, for the draws of one block."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from simulator.engine.ladder import Ladder, Rates
from simulator.engine.methods import IMPLICIT
from simulator.engine.prepared import Prepared, Reader
from simulator.engine.segments import Segment
from simulator.engine.tolerances import absolute_tolerances
from simulator.errors import IntegrationError
from simulator.inputs.scenario import Method
from simulator.structure.arrays import FloatArray, IntArray
from simulator.structure.generate import Generated
from simulator.structure.jacobian import jacobian
from simulator.structure.layout import Layout


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One segment for the draws of a block.

    ``block`` are the draws' places in the run, ``inside`` the instants strictly inside the segment
    at which the states are wanted too.
    """

    generated: Generated
    method: Method
    prepared: Prepared
    segment: Segment
    block: slice
    inside: tuple[float, ...]

    def integrate(self, state: FloatArray) -> tuple[FloatArray, int]:
        """States at the instants inside and at the end, and the calls of the right-hand side.

        ``state`` has shape (draws, n), the result (times, draws, n). The totals start at zero and
        are added up afterwards: the steps then depend on what is there, not on what has passed
        since the start of the run. The first step tried is the whole segment.
        """
        first = max(block.stop for block in self.generated.layout.stocks.values())
        start = state.copy()
        start[:, first:] = 0.0
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("error")
            if self.method.name in IMPLICIT:
                shape = (len(self.inside) + 1, *start.shape)
                states, left, calls = np.empty(shape), np.arange(len(start)), 0
            else:
                states, left, calls = self._together(start)
            for draw in left:
                run = Run(stretch=self, reader=self.reader([int(draw)]), start=start[draw])
                states[:, draw] = run.follow()
                calls += run.evaluations
        states[..., first:] += state[:, first:]
        return states, calls

    def reader(self, draws: Sequence[int] | IntArray) -> Reader:
        """Coefficients of some draws of the block, by their places in it."""
        places = np.arange(self.block.start, self.block.stop)[np.asarray(draws)]
        whole = len(places) == self.block.stop - self.block.start
        return self.prepared.reader(self.block if whole else list(places))

    def _together(self, start: FloatArray) -> tuple[FloatArray, IntArray, int]:
        """The draws by equal steps: states, the draws left over, and calls of the rates."""
        segment = self.segment
        ladder = Ladder(
            method=self.method.name,
            length=segment.stop - segment.start,
            inside=[year - segment.start for year in self.inside],
            rates=self._rates,
            relative=self.method.relative,
            absolute=absolute_tolerances(self.generated.layout, self.method, start),
        )
        return ladder.climb(start)

    def _rates(self, draws: IntArray) -> Rates:
        """The right-hand side of some draws of the block, at a time since the segment began."""
        reader, body = self.reader(draws), self.generated.dynamics.body
        change = np.zeros((len(draws), self.generated.layout.size))

        def rates(time: float, y: FloatArray) -> FloatArray:
            body(y, change, reader.at_instant(self.segment.start + time), reader.at)
            return change

        return rates


@dataclass(kw_only=True)
class Run:
    """One draw through one segment by ``solve_ivp`` with its own step control.

    ``reached`` is where it last looked.
    """

    stretch: Stretch
    reader: Reader
    start: FloatArray
    reached: float = field(init=False, default=0.0)
    evaluations: int = field(init=False, default=0)
    change: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.reached = self.stretch.segment.start
        self.change = np.zeros((1, self.start.size))

    def follow(self) -> FloatArray:
        """States at the instants inside and at the end, shape (times, n)."""
        segment = self.stretch.segment
        length = segment.stop - segment.start
        times = [year - segment.start for year in self.stretch.inside]
        try:
            found = solve_ivp(
                self.rates,
                (0.0, length),
                self.start,
                t_eval=[*times, length] if times else None,
                **self._chosen(length),
            )
        except (UserWarning, RuntimeWarning, RuntimeError, ValueError) as reason:
            raise self.stopped(str(reason)) from reason
        if not found.success:
            raise self.stopped(str(found.message))
        if not np.isfinite(found.y[:, -1]).all():
            raise self.stopped("it came to what is not a number")
        self.evaluations = int(found.nfev)
        return np.array(found.y.T if times else found.y.T[-1:])

    def rates(self, time: float, y: FloatArray) -> FloatArray:
        """Rates of change, shape (n,), at a time since the start of the segment."""
        self.reached = self.stretch.segment.start + time
        k = self.reader.at_instant(self.reached)
        self.stretch.generated.dynamics.body(y.reshape(1, -1), self.change, k, self.reader.at)
        return np.array(self.change[0])

    def _chosen(self, length: float) -> dict[str, Any]:
        """The method, its tolerances, first step and exact Jacobian.

        A numerical Jacobian would lose people: the totals must follow the same derivative as the
        stocks. LSODA takes it dense, Radau and BDF sparse. LSODA gives up where a first step is far
        too long, so it chooses its own.
        """
        generated, method = self.stretch.generated, self.stretch.method
        dense = method.name == "LSODA"

        def derivative(time: float, y: FloatArray) -> Any:  # noqa: ANN401
            k = self.reader.at_instant(self.stretch.segment.start + time)
            found = jacobian(generated, k, self.reader.at, y.reshape(1, -1))
            return found.toarray() if dense else found

        return {
            "method": method.name,
            "rtol": method.relative,
            "atol": absolute_tolerances(generated.layout, method, self.start[np.newaxis])[0],
            "first_step": None if dense else length,
            **({"jac": derivative} if method.name in IMPLICIT else {}),
        }

    def stopped(self, reason: str) -> IntegrationError:
        """What is said where the solver gives up; names the flow that moves fastest."""
        flow, cause = _cause(self.stretch.generated.layout, self.change[0])
        return IntegrationError(
            f"{self.stretch.method.name} stopped: {reason.rstrip('.')}. {cause}",
            year=self.reached,
            flow=flow,
        )


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
