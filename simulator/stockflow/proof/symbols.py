"""The generated programs run on symbols instead of numbers: one symbol a cell, one a parameter.

The text that computes numbers is the text that is run here; only its decimal numbers are read as
exact fractions and its ``np`` is one that knows the functions of symbols.
"""

import ast
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

from simulator.stockflow.grammar.elements import Flow, Parameter, Transfer
from simulator.stockflow.grammar.expression import FUNCTIONS
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import Generated, Program, compile_program
from simulator.stockflow.numbers.layout import Block

SymbolArray = npt.NDArray[np.object_]

# only what generated text calls: a new call of NumPy fails here instead of being believed
_NUMPY = SimpleNamespace(
    multiply=np.multiply,
    **{name: np.frompyfunc(getattr(sympy, name), 1, 1) for name in FUNCTIONS},
)


@dataclass(frozen=True)
class Symbols:
    """A symbol for every cell of every stock, every value of every parameter.

    Shares by which a flow is spread have rows that sum to one: the last of each row is written as
    one minus the others.
    """

    system: System

    @cached_property
    def stocks(self) -> dict[str, SymbolArray]:
        """Arrays of shape (*axes), named ``people[men, 2010-09, migrant, east]``."""
        return {s.name: self._array(s.name, s.axes) for s in self.system.stocks}

    @cached_property
    def parameters(self) -> dict[str, SymbolArray]:
        """Arrays of shape (*axes)."""
        streams: tuple[Flow | Transfer, ...] = (*self.system.flows, *self.system.transfers)
        spread = {
            stream.spread.shares: f"to_{stream.spread.axis}"
            for stream in streams
            if stream.spread is not None
        }
        return {p.name: self._parameter(p, spread.get(p.name)) for p in self.system.parameters}

    @cached_property
    def at(self) -> dict[str, object]:
        """Every cohort computed, the last one the newest."""
        moving = self.system.moving
        # every window has opened: what holds with all cohorts there holds with fewer
        return {} if moving is None else {"newest": moving.size - 1}

    def _parameter(self, parameter: Parameter, arriving: str | None) -> SymbolArray:
        array = self._array(parameter.name, parameter.axes)
        if arriving is not None:
            rows = np.moveaxis(array, parameter.axes.index(arriving), -1)
            # with free symbols in all places no program would conserve: rows that sum to one are
            # law
            rows[..., -1] = 1 - rows[..., :-1].sum(axis=-1)
        return array

    def _array(self, name: str, axes: tuple[str, ...]) -> SymbolArray:
        labels = [self.system.axis[axis].labels for axis in axes]
        array = np.empty(self.system.shape(axes), dtype=object)
        flat = array.reshape(-1)
        for place, cell in enumerate(product(*labels)):
            flat[place] = sympy.Symbol(cell_name(name, cell))
        return array


def cell_name(name: str, labels: tuple[str, ...]) -> str:
    """``people[men, 2010-09]``, or the bare name where there are no labels."""
    return f"{name}[{', '.join(labels)}]" if labels else name


def run_dynamics(generated: Generated, symbols: Symbols) -> SymbolArray:
    """Rates of change of the whole state vector, shape (n,); ``None`` where nothing was written."""
    prepare, body = _functions(generated.dynamics)
    k = prepare(_values(symbols), _zeros)
    state = _state(generated, symbols)
    # None and not zero, to see what no line writes
    change = np.full(state.shape, None, dtype=object)
    body(state, change, k, _spans(generated.dynamics, symbols))
    return np.asarray(change[0], dtype=object)


def run_transfer(generated: Generated, symbols: Symbols, name: str) -> SymbolArray:
    """What one transfer adds to the state vector, shape (n,)."""
    prepare, body = _functions(generated.transfers[name])
    k = prepare(_values(symbols), _zeros)
    before = _state(generated, symbols)
    after = before.copy()
    body(after, k, symbols.at)
    return np.asarray((after - before)[0], dtype=object)


def run_reading(generated: Generated, symbols: Symbols) -> dict[str, SymbolArray]:
    """Every measure, shape (*axes)."""
    prepare, body = _functions(generated.reading)
    k = prepare(_values(symbols), _zeros)
    found: dict[str, SymbolArray] = body(_state(generated, symbols), k, symbols.at)
    return {name: array[0] for name, array in found.items()}


def read_block(block: Block, vector: SymbolArray) -> SymbolArray:
    """One block of a state vector as an array of its shape."""
    return np.asarray(block.view(vector[np.newaxis])[0])


def _functions(program: Program) -> tuple[Any, Any]:
    """The two functions of a program, for symbols."""
    # the very text that runs, but for its decimal numbers; a text written for the proof would prove
    # nothing of it
    exact = compile_program(ast.unparse(_Exact().visit(ast.parse(program.text))))
    return _for_symbols(exact.prepare), _for_symbols(exact.body)


def _for_symbols(function: Any) -> FunctionType:  # noqa: ANN401
    # the same code in other surroundings
    space = {**function.__globals__, "np": _NUMPY, "exact": sympy.Rational}
    return FunctionType(function.__code__, space)


class _Exact(ast.NodeTransformer):
    """Decimal numbers become exact fractions: 0.1 is one tenth."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, float):
            text = ast.Constant(value=repr(node.value))
            return ast.Call(func=ast.Name(id="exact"), args=[text], keywords=[])
        return node


def _values(symbols: Symbols) -> dict[str, SymbolArray]:
    return {name: array[np.newaxis, ...] for name, array in symbols.parameters.items()}


def _zeros(shape: tuple[int, ...], *_: SymbolArray) -> SymbolArray:
    return np.full((1, *shape), sympy.Integer(0), dtype=object)


def _state(generated: Generated, symbols: Symbols) -> SymbolArray:
    state = _zeros((generated.layout.size,))
    for name, block in generated.layout.stocks.items():
        state[:, block.start : block.stop] = block.flat(symbols.stocks[name][np.newaxis])
    return state


def _spans(program: Program, symbols: Symbols) -> dict[str, object]:
    # coefficients that a run cuts to where they are not zero are taken whole: what is cut is zero
    spans = {item.name: slice(None) for item in program.coefficients if item.limited}
    return {**symbols.at, **spans}
