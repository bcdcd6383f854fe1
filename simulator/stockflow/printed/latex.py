"""LaTeX for what a system declares: symbols with their indices, expressions, sums."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase

from simulator.stockflow.grammar.elements import Auxiliary, Measure, Parameter, Stock
from simulator.stockflow.grammar.expression import Reference, StockPart, reference, resolve_part
from simulator.stockflow.grammar.system import System

# how tightly a text binds; brackets are written only where the reader would misread without
_SUM, _PRODUCT, _POWER, _ATOM = range(4)


@dataclass(frozen=True)
class Notation:
    """One letter for every axis of a system, primed for an axis of arrival."""

    system: System

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Letter of every axis: its first where that is free, else another of its name.

        No letter is also a symbol of the system, and none is t or d, which are taken by d/dt.
        """
        symbols = {_split(item.symbol)[0] for item in _with_symbols(self.system)}
        free = [letter for letter in ascii_lowercase if letter not in {*symbols, "t", "d"}]
        taken = {axis.name: axis.name[0] for axis in reversed(self.system.axes)}
        first = {letter: name for name, letter in taken.items() if letter in free}
        found = {name: letter for letter, name in first.items()}
        for axis in self.system.axes:
            if axis.name not in found:
                left = [c for c in (*axis.name, *free) if c in free and c not in found.values()]
                found[axis.name] = left[0]
        primed = {f"to_{name}": f"{letter}'" for name, letter in found.items()}
        return {
            **found,
            **{name: text for name, text in primed.items() if name in self.system.axis},
        }

    def indexed(self, symbol: str, axes: tuple[str, ...], names: Mapping[str, str]) -> str:
        """A symbol with an index for every axis; ``names`` replaces letters by labels or others."""
        indices = [names.get(axis, self.letters[axis]) for axis in axes]
        stem, own = _split(symbol)
        inside = ", ".join([own, *indices] if own else indices)
        return f"{stem}_{{{inside}}}" if inside else stem

    def stock(self, part: StockPart, names: Mapping[str, str] | None = None) -> str:
        """A part of a stock: its fixed labels stand in place of the letters."""
        labels = {axis: words(label) for axis, label in part.fixed.items()}
        return self.indexed(part.stock.symbol, part.stock.axes, {**labels, **(names or {})})

    def flow(self, name: str, axes: tuple[str, ...], names: Mapping[str, str]) -> str:
        """A flow or transfer by its name."""
        return self.indexed(words(name), axes, names)

    def quantity(self, item: Auxiliary | Measure) -> str:
        """An auxiliary or a measure with its indices."""
        return self.indexed(item.symbol, item.axes, {})

    def expression(self, tree: ast.expr, names: Mapping[str, str] | None = None) -> str:
        """An expression; ``names`` replaces letters of axes."""
        return self._written(tree, names or {})[0]

    def sum_over(self, axes: tuple[str, ...], tree: ast.expr) -> str:
        """Σ over some axes of an expression, bracketed where it is a sum itself."""
        text, rank = self._written(tree, {})
        if not axes:
            return text
        letters = ", ".join(self.letters[axis] for axis in self.system.ordered(set(axes)))
        return rf"\sum_{{{letters}}} {_bracketed(text, rank, _PRODUCT)}"

    def _written(self, tree: ast.expr, names: Mapping[str, str]) -> tuple[str, int]:
        """Text of a tree and how tightly it binds."""
        found = reference(tree)
        if found is not None:
            return self._named(found, names), _ATOM
        match tree:
            case ast.Constant(value=value):
                return f"{value:g}" if isinstance(value, float) else str(value), _ATOM
            case ast.BinOp(left=left, op=op, right=right):
                return _joined(op, self._written(left, names), self._written(right, names))
            case ast.UnaryOp(op=op, operand=operand):
                sign = "-" if isinstance(op, ast.USub) else "+"
                # a sign binds like a sum: a − (−b) needs its brackets
                return sign + _bracketed(*self._written(operand, names), _PRODUCT), _SUM
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                inside = self._written(argument, names)[0]
                if name == "sqrt":
                    return rf"\sqrt{{{inside}}}", _ATOM
                # log means the natural logarithm in programs, often the decimal one in print
                shown = "ln" if name == "log" else name
                return rf"\{shown}\left({inside}\right)", _ATOM
        raise TypeError(ast.unparse(tree))

    def _named(self, found: Reference, names: Mapping[str, str]) -> str:
        system = self.system
        if found.name in system.stock:
            part = resolve_part(found, system.stock[found.name], system.axis)
            # a label that is fixed stays what it is, even where the index of its axis is renamed
            free = {axis: text for axis, text in names.items() if axis in part.free}
            return self.stock(part, free)
        if found.name in system.flow:
            return self.flow(found.name, system.rate_axes(system.flow[found.name]), names)
        item = system.parameter.get(found.name) or system.auxiliary[found.name]
        return self.indexed(item.symbol, item.axes, names)


def _with_symbols(system: System) -> Iterator[Stock | Parameter | Auxiliary | Measure]:
    yield from (*system.stocks, *system.parameters, *system.formulas)


def words(name: str) -> str:
    """A name as upright text, its underscores as spaces."""
    return rf"\text{{{name.replace('_', ' ')}}}"


def _split(symbol: str) -> tuple[str, str]:
    """A symbol and the subscript it brings along; several letters are one slanted word."""
    stem, _, own = symbol.partition("_")
    if own.startswith("{") and own.endswith("}"):
        own = own[1:-1]
    return (rf"\mathit{{{stem}}}" if stem.isalpha() and len(stem) > 1 else stem), own


def _joined(op: ast.operator, left: tuple[str, int], right: tuple[str, int]) -> tuple[str, int]:
    match op:
        case ast.Add():
            return f"{left[0]} + {_bracketed(*right, _PRODUCT)}", _SUM
        case ast.Sub():
            return f"{left[0]} - {_bracketed(*right, _PRODUCT)}", _SUM
        case ast.Mult():
            return rf"{_bracketed(*left, _PRODUCT)}\,{_bracketed(*right, _POWER)}", _PRODUCT
        case ast.Div():
            # a fraction needs no brackets inside, its line groups
            return rf"\frac{{{left[0]}}}{{{right[0]}}}", _POWER
        case _:
            return f"{_bracketed(*left, _ATOM)}^{{{right[0]}}}", _POWER


def _bracketed(text: str, rank: int, wanted: int) -> str:
    return text if rank >= wanted else rf"\left({text}\right)"
