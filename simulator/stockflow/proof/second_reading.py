"""What a declaration says, read without the generator: a second interpreter, for the proof."""

import ast
from dataclasses import dataclass, field

import numpy as np
import sympy

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import (
    Reference,
    StockPart,
    parse,
    reference,
    resolve_part,
)
from simulator.stockflow.proof.symbols import SymbolArray, Symbols


# Written apart from the generator, with nothing in common but the grammar: an error in one is
# then no error in the other, and comparing the two finds it. It is slow and plain on purpose.
@dataclass(frozen=True)
class SecondReading:
    """Rates, moved amounts and measures of a system as symbols, straight from its expressions."""

    symbols: Symbols
    # an auxiliary is named by many rates; without this its symbols would be built for each again
    computed: dict[str, SymbolArray] = field(default_factory=dict)

    def rate(self, stream: Flow | Transfer) -> SymbolArray:
        """Rate of a flow, or number moved by a transfer, shape (*its rate axes)."""
        if stream.name not in self.computed:
            axes = self.symbols.system.rate_axes(stream)
            if isinstance(stream, Flow):
                text = stream.rate
            elif stream.amount is not None:
                text = stream.amount
            else:
                # a share is of what is in each cell at the instant
                text = f"({stream.share}) * {stream.source}"
            self.computed[stream.name] = self._evaluate(parse(text), axes)
        return self.computed[stream.name]

    def arriving(self, stream: Flow | Transfer) -> SymbolArray:
        """The same where it arrives, shape (*free axes of its target); spread, Σ rate × shares."""
        rate = self.rate(stream)
        if stream.spread is None:
            return rate
        system = self.symbols.system
        axis, axes = stream.spread.axis, system.rate_axes(stream)
        away = f"to_{axis}"
        wide = system.ordered({*axes, away})
        shares = _laid_out(
            self.symbols.parameters[stream.spread.shares],
            system.parameter[stream.spread.shares].axes,
            wide,
        )
        return np.asarray((_laid_out(rate, axes, wide) * shares).sum(axis=wide.index(axis)))

    def measure(self, name: str) -> SymbolArray:
        """An auxiliary or a measure, shape (*its axes)."""
        if name not in self.computed:
            system = self.symbols.system
            item = system.auxiliary.get(name) or system.measure[name]
            axes = system.ordered({*item.axes, *item.over})
            array = self._evaluate(parse(item.expression), axes)
            away = tuple(place for place, axis in enumerate(axes) if axis in item.over)
            self.computed[name] = np.asarray(array.sum(axis=away)) if away else array
        return self.computed[name]

    def cells(self, part: StockPart) -> SymbolArray:
        """Symbols of a part of a stock, shape (*its free axes)."""
        return np.asarray(self.symbols.stocks[part.stock.name][self.place(part)], dtype=object)

    def place(self, part: StockPart) -> tuple[slice | int, ...]:
        """Index of a part in the array of its stock."""
        # in symbols no time passes: the newest cohort is the last
        system = self.symbols.system
        return tuple(
            slice(None)
            if axis not in part.fixed
            else system.axis[axis].size - 1
            if part.fixed[axis] == NEWEST
            else system.axis[axis].index(part.fixed[axis])
            for axis in part.stock.axes
        )

    def _evaluate(self, tree: ast.expr, axes: tuple[str, ...]) -> SymbolArray:
        """A tree on all of the axes."""
        shape = self.symbols.system.shape(axes)
        # a rate that does not name an axis is the same at all of its labels
        return np.broadcast_to(np.asarray(self._value(tree, axes), dtype=object), shape)

    def _value(self, tree: ast.expr, axes: tuple[str, ...]) -> SymbolArray:
        found = reference(tree)
        if found is not None:
            return self._named(found, axes)
        match tree:
            case ast.Constant(value=int() | float() as value):
                # as written, not as stored: 0.1 is one tenth, and zero can be decided exactly
                return np.asarray(sympy.Rational(repr(value)), dtype=object)
            case ast.BinOp(left=left, op=op, right=right):
                return _combined(op, self._value(left, axes), self._value(right, axes))
            case ast.UnaryOp(op=op, operand=operand):
                array = self._value(operand, axes)
                return np.asarray(-array if isinstance(op, ast.USub) else array, dtype=object)
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                function = np.frompyfunc(getattr(sympy, name), 1, 1)
                return np.asarray(function(self._value(argument, axes)), dtype=object)
        raise TypeError(ast.unparse(tree))

    def _named(self, found: Reference, axes: tuple[str, ...]) -> SymbolArray:
        system = self.symbols.system
        if found.name in system.stock:
            part = resolve_part(found, system.stock[found.name], system.axis)
            return _laid_out(self.cells(part), part.free, axes)
        if found.name in system.parameter:
            own = system.parameter[found.name].axes
            return _laid_out(self.symbols.parameters[found.name], own, axes)
        if found.name in system.flow:
            flow = system.flow[found.name]
            return _laid_out(self.rate(flow), system.rate_axes(flow), axes)
        return _laid_out(self.measure(found.name), system.auxiliary[found.name].axes, axes)


def _combined(op: ast.operator, left: SymbolArray, right: SymbolArray) -> SymbolArray:
    match op:
        case ast.Add():
            return np.asarray(left + right, dtype=object)
        case ast.Sub():
            return np.asarray(left - right, dtype=object)
        case ast.Mult():
            return np.asarray(left * right, dtype=object)
        case ast.Div():
            return np.asarray(left / right, dtype=object)
        case _:
            return np.asarray(left**right, dtype=object)


def _laid_out(array: SymbolArray, own: tuple[str, ...], axes: tuple[str, ...]) -> SymbolArray:
    """An array with length one on the axes it lacks; its own are in the order of the system."""
    return array[tuple(slice(None) if axis in own else np.newaxis for axis in axes)]
