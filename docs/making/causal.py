"""Who acts on whom in the whole city, and which way: read off the declaration, formula by formula.

What a diagram doesn't show is put into what it shows: hidden formulas by substitution, hidden
stocks as links that take time. A sign is that of the total derivative at random points between 0
and 1, so that no sign is typed by hand.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy

from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import parse, reference
from simulator.stockflow.grammar.loop import Link
from simulator.stockflow.grammar.system import System

POINTS = 25
_OPERATORS = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
    ast.Div: lambda one, other: one / other,
    ast.Pow: lambda one, other: one**other,
}


@dataclass(frozen=True, kw_only=True)
class CausalGraph:
    """The links of a system between the names that are ``shown``.

    A name is one of the declaration, or a part of a stock, ``people[waiting]``, that is drawn by
    itself. What flows within one name (people who are registered) changes nothing of it and makes
    no link. ``given`` holds parameters whose value is that of the time the diagram is about. Stocks
    that only remember an earlier value of another, to tell how it changes, are ``left_out``.
    """

    system: System
    shown: tuple[str, ...]
    given: Mapping[str, int]
    left_out: tuple[str, ...] = ()

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link between two names shown, hidden stocks left out and their signs multiplied.

        Raises ``ValueError`` where two ways from one name to another have unlike signs: something
        between the two has to be shown.
        """
        found: dict[tuple[str, str], Link] = {}
        for cause in self.shown:
            for link in self._from(cause):
                if link.effect == cause:
                    continue
                known = found.setdefault((cause, link.effect), link)
                if known.sign != link.sign:
                    raise ValueError(f"{cause} → {link.effect}: raises and lowers it")
                if known.delayed and not link.delayed:
                    found[cause, link.effect] = link
        return tuple(found.values())

    def loops(self) -> tuple[tuple[Link, ...], ...]:
        """Every circle of links that meets no name twice, shortest first, each once."""
        out: dict[str, list[Link]] = {name: [] for name in self.shown}
        for link in self.links:
            out[link.cause].append(link)
        order = {name: place for place, name in enumerate(self.shown)}
        found = [circle for name in self.shown for circle in _circles(out, (name,), (), order)]
        return tuple(sorted(found, key=len))

    def _from(self, cause: str) -> Iterator[Link]:
        """Links from a name to the next shown ones, through hidden stocks."""
        waiting = [(link, (cause,)) for link in self._direct.get(cause, ())]
        while waiting:
            link, passed = waiting.pop()
            if link.effect in self.shown:
                yield link
            elif link.effect not in passed:
                waiting += [
                    (
                        Link(
                            cause=cause,
                            effect=onward.effect,
                            sign=link.sign * onward.sign,
                            delayed=True,
                        ),
                        (*passed, link.effect),
                    )
                    for onward in self._direct.get(link.effect, ())
                    if onward.effect != cause or link.effect not in passed
                ]

    @cached_property
    def _direct(self) -> Mapping[str, list[Link]]:
        """Links between names shown and all stocks, by cause."""
        found: dict[str, list[Link]] = {}
        for effect, change in self._effects():
            for symbol in sorted(change.free_symbols, key=str):
                is_node = str(symbol) in self.shown or str(symbol) in self._stocks
                if is_node and str(symbol) != effect and (sign := _sign(change, symbol)):
                    link = Link(cause=str(symbol), effect=effect, sign=sign)
                    found.setdefault(link.cause, []).append(link)
        return found

    def _effects(self) -> Iterator[tuple[str, sympy.Expr]]:
        """What each name shown is, and how fast each stock changes, hidden formulas put in."""
        for name in self.shown:
            if name in self._texts:
                yield name, self._put_in(self._texts[name])
        for name in self._stocks:
            yield name, sum(self._changes(name), sympy.Integer(0))

    def _changes(self, name: str) -> Iterator[sympy.Expr]:
        """The streams into and out of a stock or part, shown ones by name."""
        for stream in self.system.streams:
            ends = [self._end(stream.source), self._end(stream.target)]
            # what a part gives to the rest of its stock leaves the whole as it is
            within = {end.partition("[")[0] for end in ends if end is not None} == {name}
            if name not in ends or ends[0] == ends[1] or (None not in ends and within):
                continue
            is_shown = stream.name in self.shown
            rate = _symbol(stream.name) if is_shown else self._put_in(self._texts[stream.name])
            yield rate if ends[1] == name else -rate

    def _end(self, text: str | None) -> str | None:
        """The name of an end of a stream; ``None`` for the outside."""
        return None if text is None else self._named(text)

    def _named(self, text: str) -> str:
        """A stock or a part of it, by the name that stands for it."""
        stock, _, inside = text.partition("[")
        labels = [label.strip(" ]'") for label in inside.split(",")]
        parts = [f"{stock}[{label}]" for label in labels]
        return next((part for part in parts if part in self.shown), stock)

    @cached_property
    def _stocks(self) -> tuple[str, ...]:
        parts = tuple(name for name in self.shown if "[" in name)
        whole = (name for name in self.system.stock if name not in self.left_out)
        return (*whole, *parts)

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """The formula of everything that is none of its own: auxiliaries, measures, streams."""
        measures = {each.name: each.expression for each in self.system.measures}
        auxiliaries = {each.name: each.expression for each in self.system.auxiliaries}
        streams = {each.name: _rate(each) for each in self.system.streams}
        return {**measures, **auxiliaries, **streams}

    def _put_in(self, text: str) -> sympy.Expr:
        """A formula in names shown, stocks and parameters."""
        return self._symbolic(parse(text))

    def _symbolic(self, tree: ast.expr) -> sympy.Expr:
        found = reference(tree)
        if found is not None:
            name = self._named(str(found))
            if name in self.given:
                return sympy.Integer(self.given[name])
            hidden = name in self.system.auxiliary and name not in self.shown
            return self._put_in(self._texts[name]) if hidden else _symbol(name)
        match tree:
            case ast.Constant(value=value):
                return sympy.Rational(repr(value))
            case ast.BinOp(left=left, op=op, right=right):
                return _OPERATORS[type(op)](self._symbolic(left), self._symbolic(right))
            case ast.UnaryOp(operand=operand):
                return -self._symbolic(operand)
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                return getattr(sympy, name)(self._symbolic(argument))
        raise TypeError(ast.unparse(tree))


def signed(links: Iterable[Link]) -> str:
    """``R`` where an even number of links is negative, ``B`` where an odd one is."""
    return "B" if sum(link.sign < 0 for link in links) % 2 else "R"


def _circles(
    out: Mapping[str, Sequence[Link]],
    passed: tuple[str, ...],
    links: tuple[Link, ...],
    order: Mapping[str, int],
) -> Iterator[tuple[Link, ...]]:
    """Circles back to the first name passed, which is the earliest of them in order."""
    for link in out[passed[-1]]:
        if link.effect == passed[0]:
            yield (*links, link)
        elif link.effect not in passed and order[link.effect] > order[passed[0]]:
            yield from _circles(out, (*passed, link.effect), (*links, link), order)


def _rate(stream: Flow | Transfer) -> str:
    if isinstance(stream, Flow):
        return stream.rate
    return stream.amount if stream.amount is not None else f"({stream.share}) * {stream.source}"


def _symbol(name: str) -> sympy.Symbol:
    return sympy.Symbol(name, positive=True)


def _sign(change: sympy.Expr, symbol: sympy.Symbol) -> int:
    """The sign of a derivative at random points; 0 where it is none.

    Raises ``ValueError`` where it is not the same everywhere.
    """
    slope = sympy.diff(change, symbol)
    names = sorted(slope.free_symbols, key=str)
    value = sympy.lambdify(names, slope, "numpy")
    points = np.random.default_rng(3).uniform(0.05, 0.95, (POINTS, len(names)))
    found = np.array([float(value(*point)) for point in points])
    if np.allclose(found, 0, atol=1e-12):
        return 0
    if (found > 0).all() or (found < 0).all():
        return int(np.sign(found[0]))
    raise ValueError(f"{symbol}: raises and lowers {change}")
