"""The exact Jacobian of the dynamics, sparse: what the implicit methods need.

A numerical Jacobian would break the balance: the totals of a flow would follow another derivative
than the stocks it moves. Here both rows come from one derivative of the flow's own rate. Being
exact it also spares the n + 1 evaluations of a numerical one, and being sparse a matrix of n².
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from scipy.sparse import block_diag, csc_array, csr_array

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.expression import Reference, StockPart, reference, resolve_part
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.derivative import Sparse, WithDerivative, broadcast_rows, selected
from simulator.stockflow.numbers.generate import Generated, generate
from simulator.stockflow.numbers.incidence import Incidence
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.numbers.variables import Piece, Variable, Variables


def jacobian(
    generated: Generated, k: Mapping[str, FloatArray], at: Mapping[str, object], y: FloatArray
) -> "csc_array[np.float64]":
    """Derivative of every rate of change by every number of the state.

    J = Σ over flows of (where the flow goes) · d(rate)/d(state), running totals included.

    Parameters
    ----------
    generated
        Programs of the system.
    k, at
        Prepared coefficients at an instant, cuts and the newest cohort, as the body takes them.
    y
        State of shape (draws, n).

    Returns
    -------
    csc_array
        shape (draws × n, draws × n), one block a draw; units 1/year.
    """
    structure = _structure(generated.layout.system)
    blocks = [
        structure.at_point({name: _draw(array, number) for name, array in k.items()}, at, row)
        for number, row in enumerate(y)
    ]
    whole = blocks[0] if len(blocks) == 1 else block_diag(blocks)
    return csc_array(whole)


@dataclass(frozen=True)
class Structure:
    """What a Jacobian needs of a system and no number changes."""

    system: System

    @cached_property
    def layout(self) -> Layout:
        """Places in the state vector."""
        return Layout(self.system)

    @cached_property
    def variables(self) -> Variables:
        """Sums of products."""
        return Variables(self.system)

    @cached_property
    def limited(self) -> Mapping[str, tuple[str, ...]]:
        """Axes of the coefficients that may come cut along the cohort axis."""
        coefficients = generate(self.system).dynamics.coefficients
        return {item.name: item.axes for item in coefficients if item.limited}

    def at_point(
        self, k: Mapping[str, FloatArray], at: Mapping[str, object], y: FloatArray
    ) -> Sparse:
        """The Jacobian of one draw; ``k`` and ``y`` without a draw axis."""
        point = Point(structure=self, k=k, at=at, y=y)
        incidence = Incidence(self.layout, point.newest)
        parts = []
        # a rate that follows no stock has no derivative
        for flow in self.system.flows:
            quantity = (
                point.variable(flow.name).by_state if self.variables[flow.name].live else None
            )
            if quantity is not None:
                where = incidence.of(flow, k.get(f"{flow.name}.shares"))
                parts.append(csr_array(where @ quantity).tocoo())
        return _added(parts, self.layout.size)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One state with its coefficients; every variable is worked out once."""

    structure: Structure
    k: Mapping[str, FloatArray]
    at: Mapping[str, object]
    y: FloatArray
    known: dict[str, WithDerivative] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """Place of the newest cohort."""
        place = self.at.get(NEWEST, 0)
        return place if isinstance(place, int) else 0

    def variable(self, name: str) -> WithDerivative:
        """A flow's rate or an auxiliary with its derivative, on its result axes."""
        if name not in self.known:
            variable = self.structure.variables[name]
            pieces = [self._piece(variable, piece) for piece in variable.pieces]
            whole = pieces[0]
            for piece in pieces[1:]:
                whole = whole + piece
            if variable.over:
                shape = self._shape(variable.axes)
                kept = tuple(axis not in variable.over for axis in variable.axes)
                number = int(np.prod(self._shape(variable.result_axes), dtype=np.int64))
                whole = whole.summed(broadcast_rows(shape, kept), number)
            self.known[name] = whole
        return self.known[name]

    def _piece(self, variable: Variable, piece: Piece) -> WithDerivative:
        """One product: the prepared coefficient times what follows the stocks."""
        shape = self._shape(variable.axes)
        whole = WithDerivative(np.full(int(np.prod(shape, dtype=np.int64)), 1.0))
        if piece.coefficient is not None:
            array = self._coefficient(piece.coefficient)
            whole = self._laid_out(array, piece.axes, variable.axes)
        elif piece.sign < 0:
            whole = whole.scaled(-1.0)
        for factor in piece.live:
            quantity = self._tree(factor.tree, variable.axes)
            whole = whole / quantity if factor.divides else whole * quantity
        return whole

    def _coefficient(self, name: str) -> WithDerivative:
        """A prepared array at full width, zero where it was cut."""
        array = self.k[name]
        span, axes = self.at.get(name), self.structure.limited.get(name)
        if axes is None or not isinstance(span, slice):
            return WithDerivative(np.ravel(array))
        moving = self.structure.system.moving
        place = 0 if moving is None else axes.index(moving.name)
        whole = np.zeros(self._shape(axes))
        whole[(slice(None),) * place + (span,)] = array
        return WithDerivative(whole.ravel())

    def _tree(self, tree: ast.expr, axes: tuple[str, ...]) -> WithDerivative:
        """A factor with its derivative, on all of the axes."""
        found = reference(tree)
        if found is not None:
            return self._named(found, axes)
        match tree:
            case ast.BinOp(left=left, op=op, right=right):
                return _combined(op, self._tree(left, axes), self._tree(right, axes))
            case ast.UnaryOp(op=op, operand=operand):
                quantity = self._tree(operand, axes)
                return quantity.scaled(-1.0) if isinstance(op, ast.USub) else quantity
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                return self._tree(argument, axes).through(name)
            case ast.Constant(value=int() | float() as value):
                return WithDerivative(
                    np.full(int(np.prod(self._shape(axes), dtype=np.int64)), float(value))
                )
        raise TypeError(ast.unparse(tree))

    def _named(self, found: Reference, axes: tuple[str, ...]) -> WithDerivative:
        structure = self.structure
        if found.name in structure.system.stock:
            end = resolve_part(found, structure.system.stock[found.name], structure.system.axis)
            places = self._places(end)
            return self._laid_out(
                selected(self.y[places], places, structure.layout.size), end.free, axes
            )
        if found.name in structure.system.parameter:
            own = structure.system.parameter[found.name].axes
            return self._laid_out(WithDerivative(np.ravel(self.k[f"{found.name}."])), own, axes)
        variable = structure.variables[found.name]
        if variable.live:
            return self._laid_out(self.variable(found.name), variable.result_axes, axes)
        return self._laid_out(
            WithDerivative(np.ravel(self.k[f"{found.name}."])), variable.result_axes, axes
        )

    def _places(self, end: StockPart) -> IntArray:
        return Incidence(self.structure.layout, self.newest).places(end)

    def _laid_out(
        self, quantity: WithDerivative, own: tuple[str, ...], axes: tuple[str, ...]
    ) -> WithDerivative:
        if own == axes and quantity.value.size == int(np.prod(self._shape(axes), dtype=np.int64)):
            return quantity
        rows = broadcast_rows(self._shape(axes), tuple(axis in own for axis in axes))
        return quantity.taken(rows)

    def _shape(self, axes: tuple[str, ...]) -> tuple[int, ...]:
        return self.structure.system.shape(axes)


def _added(parts: list[Any], size: int) -> Sparse:
    """Sum of matrices of shape (n, n), made at once: one by one, each sum would copy the last."""
    if not parts:
        return csr_array((size, size))
    values = np.concatenate([part.data for part in parts])
    rows = np.concatenate([part.coords[0] for part in parts])
    columns = np.concatenate([part.coords[1] for part in parts])
    # zeros of empty stocks and cut cohorts would only fill the factorisation
    filled = values != 0
    return csr_array((values[filled], (rows[filled], columns[filled])), shape=(size, size))


def _combined(op: ast.operator, left: WithDerivative, right: WithDerivative) -> WithDerivative:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case _:
            return left**right


def _draw(array: FloatArray, number: int) -> FloatArray:
    """One draw of an array of shape (draws or 1, *axes)."""
    return np.asarray(array[number if array.shape[0] > 1 else 0])


@lru_cache(maxsize=8)
def _structure(system: System) -> Structure:
    return Structure(system)
