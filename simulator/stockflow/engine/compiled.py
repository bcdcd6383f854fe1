"""The same equal steps in machine code: the generated loops and the walk, compiled by Numba.

NumPy passes over whole arrays once for every operation; loops that carry a cell through all of them
keep it in the registers. The compiled code is kept in a folder of the user's, under a name made
from its text, so that it is made once for a declaration, whatever the scenario.
"""

import importlib.util
import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from simulator.errors import IntegrationError
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import (
    Orders,
    SegmentCoefficients,
    TimeVarying,
    at_instants,
    interpolation,
)
from simulator.stockflow.engine.compiled_walk import copy, mix, walk, write_stage_sums
from simulator.stockflow.engine.course import Segment, of_draws
from simulator.stockflow.engine.equal_steps import SOLVERS
from simulator.stockflow.engine.preconditions import COMPILABLE
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.system import System
from simulator.stockflow.kept import keep, kept_folder
from simulator.stockflow.numbers.generate import Generated, Program, generate, only
from simulator.stockflow.numbers.loops import Loops, write_loops
from simulator.stockflow.values.scenario import Method
from simulator.words.catalogue import message

_MOST_STAGES = max(SOLVERS[name].E.size for name in COMPILABLE)
# sums may be reordered and fused, which lets the compiler take several cells at a step; NaN and
# infinity keep their meaning, as the checks rely on them. ``exact`` does as it is written, to the
# last digit what NumPy does
_HEADER = '''"""Generated: the dynamics of a system as loops, and the steps through them."""
from numba import njit
import numpy as np
fastmath = {"reassoc", "contract", "nsz"}
kept = njit(nogil=True, cache=True, error_model="numpy", fastmath=fastmath)
within = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
fast = njit(nogil=True, fastmath=fastmath, **within)
exact = njit(nogil=True, **within)
'''


@dataclass(frozen=True, kw_only=True)
class Packed:
    """Coefficients of a segment side by side, as the loops take them.

    ``constant`` and ``varying`` are pairs: alike for all draws, and one for each draw; ``where`` is
    what else the loops need to find their numbers.
    """

    constant: tuple[FloatArray, FloatArray]
    varying: tuple[tuple[TimeVarying, ...], tuple[TimeVarying, ...]]
    where: tuple[IntArray, IntArray, IntArray, int, int]


def pack(generated: Generated, prepared: SegmentCoefficients) -> Packed:
    """Put the prepared coefficients of a segment in the order the loops take them in.

    ``prepared`` holds what ``parts_alone`` prepares, in the orders of the loops.
    """
    layout = generated.layout
    loops = loops_of(layout.system)
    names, orders = list(loops.orders), loops.orders
    constant = [
        {
            n: prepared.constant[n]
            for n in names
            if n in prepared.constant and own(prepared.constant[n])
        }
        for own in (_is_shared, _is_drawn)
    ]
    groups = [
        tuple(each for each in prepared.varying if (each.values.shape[1] == 1) == shared)
        for shared in (True, False)
    ]
    sizes: dict[str, int] = {}
    for part in (*constant, *(each.shapes for group in groups for each in group)):
        sizes |= {name: array[0].size for name, array in part.items()}
    # in the order in which ``walk`` puts them side by side: constant and shared, constant by draw,
    # time-varying and shared, time-varying by draw
    starts = dict(zip(sizes, np.cumsum([0, *sizes.values()])[:-1], strict=True))
    axis = layout.system.moving
    newest = prepared.at.get(NEWEST, 0)
    return Packed(
        constant=(_beside(constant[0], orders)[0], _beside(constant[1], orders)),
        varying=(groups[0], groups[1]),
        where=(
            np.array([starts[name] for name in names], dtype=np.int64),
            np.array(_cuts(loops, prepared), dtype=np.int64).reshape(-1, 2),
            np.array([block.start for block in loops.places], dtype=np.int64),
            newest if isinstance(newest, int) else 0,
            axis.size if axis is not None else 0,
        ),
    )


def _is_shared(array: FloatArray) -> bool:
    return len(array) == 1


def _is_drawn(array: FloatArray) -> bool:
    return len(array) > 1


def _cuts(loops: Loops, prepared: SegmentCoefficients) -> list[tuple[int, int]]:
    spans = [prepared.at[name] for name in loops.limited]
    return [(span.start, span.stop) for span in spans if isinstance(span, slice)]


def _beside(parts: dict[str, FloatArray], orders: Orders) -> FloatArray:
    """Arrays side by side, the cohorts last, shape (draws, m); one empty row of none."""
    rows = [
        array.transpose((0, *(n + 1 for n in orders[name]))).reshape(len(array), -1)
        for name, array in parts.items()
    ]
    return np.ascontiguousarray(np.concatenate(rows, axis=1)) if rows else np.zeros((1, 0))


@dataclass(frozen=True, kw_only=True)
class CompiledStretch:
    """One stretch of time for the draws of a block; fields as in ``equal_steps.Stretch``."""

    system: System
    packed: Packed
    method: Method
    start: FloatArray
    segment: Segment
    inside: Sequence[float]
    absolute: FloatArray

    def attempt(self, draws: IntArray, steps: int) -> tuple[FloatArray, FloatArray, int]:
        """States at the times inside and at the end, errors over tolerances, calls of the rates."""
        # the tables of SciPy's own methods, so that both ways take the same steps
        solver = SOLVERS[self.method.name]
        step = (self.segment.stop - self.segment.start) / steps
        stages = np.append(solver.C, 1.0)
        instants = self.segment.start + step * (np.arange(steps)[:, np.newaxis] + stages).ravel()
        states = np.empty((len(self.inside) + 1, len(draws), self.start.shape[1]))
        errors = np.empty(len(draws))
        # rounding may carry the last instant past the end, beyond the last node of the coefficients
        instants = np.minimum(instants, self.segment.stop)
        whole = len(draws) == len(self.start)
        compiled_walk(self.system)(
            self.start if whole else self.start[draws],
            steps,
            step,
            (np.ascontiguousarray(solver.A, dtype=float), solver.B, solver.E),
            (self.method.relative, self.absolute if whole else self.absolute[draws]),
            self._coefficients(draws, instants),
            self.packed.where,
            self._weights(step, solver.P),
            states,
            errors,
        )
        return states, errors, (len(stages) * steps - steps + 1) * len(draws)

    def _coefficients(self, places: IntArray, instants: FloatArray) -> tuple[FloatArray, ...]:
        """All coefficients of some draws at some instants, as ``walk`` takes them."""
        constant, constant_drawn = self.packed.constant
        own = constant_drawn[places] if len(constant_drawn) > 1 else np.zeros((len(places), 0))
        shared, drawn = self.packed.varying
        if len(places) == 1:  # what one draw takes is read as its own
            shared, drawn = (), (*shared, *drawn)
        alike = [at_instants(each, instants, slice(None))[:, 0] for each in shared]
        none = np.zeros((len(instants), 0))
        return (
            constant,
            own,
            np.concatenate([none, *alike], axis=1),
            *_at_few_nodes(drawn, instants, places),
        )

    def _weights(self, step: float, interpolant: FloatArray) -> tuple[IntArray, FloatArray]:
        """The step in which every instant inside lies, and the weights of the stages there."""
        times = np.array(self.inside)
        number = np.minimum((times / step).astype(np.int64), self._last(step))
        share = times / step - number
        powers = share[:, np.newaxis] ** np.arange(1, interpolant.shape[1] + 1)
        return number, powers @ interpolant.T

    def _last(self, step: float) -> int:
        return round((self.segment.stop - self.segment.start) / step) - 1


def _at_few_nodes(
    drawn: tuple[TimeVarying, ...], instants: FloatArray, places: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Coefficients of each draw at the same nodes, and the weights of the nodes at the instants.

    Shapes (nodes, draws, m) and (instants, nodes). Interpolating inside the loops saves an array
    of shape (instants, draws, m), which would leave the cache. Where one needs more nodes than
    there are instants, they are read at the instants instead.
    """
    if not drawn:
        return np.zeros((1, len(places), 0)), np.zeros((len(instants), 1))
    # what is exact at few nodes is exact at more
    nodes = max((each.nodes for each in drawn), key=len)
    if len(nodes) > len(instants):
        nodes = instants
    values = [
        of_draws(each.values, places, axis=1)
        if each.nodes is nodes
        else at_instants(each, nodes, places)
        for each in drawn
    ]
    whole = values[0] if len(values) == 1 else np.concatenate(values, axis=2)
    weights = np.eye(len(nodes)) if nodes is instants else interpolation(nodes, instants)
    return np.ascontiguousarray(whole), weights


@lru_cache(maxsize=8)
def loops_of(system: System) -> Loops:
    """The dynamics of a system as loops."""
    return write_loops(system, generate(system).dynamics.coefficients)


@lru_cache(maxsize=8)
def parts_alone(system: System) -> Program:
    """The dynamics with nothing prepared but what the loops take; not what whole arrays need."""
    return only(generate(system).dynamics, frozenset(loops_of(system).orders))


@lru_cache(maxsize=8)
def compiled_walk(system: System) -> Callable[..., None]:
    """The walk through the loops of a system, in machine code."""
    found: Callable[..., None] = imported(loops_text(system)).walk
    return found


def loops_text(system: System) -> str:
    """The text that this is compiled from."""
    own = [inspect.getsource(each) for each in (copy, mix, walk)]
    steps = (own[0], *write_stage_sums(_MOST_STAGES), *own[1:])
    functions = (loops_of(system).text, *steps)
    return marked(functions)


def marked(functions: Sequence[str]) -> str:
    """Functions as the compiler takes them: the last one is called, the others serve it."""
    *served, last = functions
    texts = (*(f"@fast\n{each.strip()}" for each in served), f"@kept\n{last.strip()}")
    return "".join(f"\n\n{each}\n" for each in texts)


def is_kept(functions: str) -> bool:
    """Whether the machine code of such a text is kept, so that nobody waits for a compiler."""
    path = _place(functions)
    return any(path.parent.glob(f"__pycache__/{path.stem}.walk-*.nbi"))


def _place(functions: str) -> Path:
    name = f"minsheng_{sha256((_HEADER + functions).encode()).hexdigest()[:16]}"
    return kept_folder() / f"{name}.py"


@cache
def _of_this_process() -> TemporaryDirectory[str]:
    """A folder that goes with the process."""
    return TemporaryDirectory(prefix="minsheng-")


def imported(functions: str) -> Any:  # noqa: ANN401
    """A module of functions marked ``@fast``, made from text; its machine code is kept beside it.

    Numba keeps machine code only for functions that come from a file. Where nothing may be kept it
    is made for this process alone.
    """
    path = _place(functions)
    name = path.stem
    if not path.exists():
        try:
            keep(path, _HEADER + functions)
        except OSError:
            path = Path(_of_this_process().name) / path.name
            keep(path, _HEADER + functions)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise IntegrationError(message("fault.run.no_module", path=path), year=0.0)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
