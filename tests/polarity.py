"""Which way a cause really moves its effect: by the derivatives of what is declared, and by the
programs generated from it with one stock pushed."""

import ast
from collections.abc import Iterator
from functools import cache

import numpy as np
import sympy

from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.preparation import prepare_segment, values_at
from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import parse, reference
from simulator.stockflow.grammar.loop import Link, Loop
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.paths import Constant, Moment
from simulator.stockflow.values.scenario import Scenario

POINTS = 25
_OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def measured_sign(system: System, link: Link) -> int:
    """Sign of ∂ effect / ∂ cause at random points between 0 and 1; 0 where it is not always one."""
    if link.effect in system.stock:
        stream = {item.name: item for item in system.streams}[link.cause]
        return 1 if system.part(stream.target).stock.name == link.effect else -1
    expression = _symbolic(parse(_text(system, link.effect)))
    causes = [each for each in expression.free_symbols if _plain(each) == link.cause]
    slopes = np.array(
        [float(sympy.diff(expression, cause).subs(point)) for cause in causes
         for point in _points(tuple(sorted(expression.free_symbols, key=str)))]
    )  # fmt: skip
    return 1 if (slopes > 0).all() else -1 if (slopes < 0).all() else 0


def pushed(system: System, loop: Loop) -> Iterator[tuple[str, str, int, int]]:
    """From every stock of a loop to the next stream: the sign declared, and what a push does."""
    names, links = loop.names, loop.links
    stocks = [place for place, name in enumerate(names) if name in system.stock]
    streams = {item.name for item in system.streams}
    for place in stocks:
        sign, at = 1, place
        while True:
            at = (at + 1) % len(names)
            sign *= links[at].sign
            if names[at] in streams:
                break
        yield names[place], names[at], sign, _push(system, names[place], names[at])


def _push(system: System, stock: str, stream: str) -> int:
    """Sign of the change of a stream's whole rate where every cell of a stock is a bit fuller."""
    before, after = (_rate(system, stream, stock, more) for more in (0.0, 1e-3))
    return int(np.sign(after - before)) if abs(after - before) > 1e-9 else 0


def _rate(system: System, stream: str, stock: str, more: float) -> float:
    generated, at = generate(system), {"newest": 1}
    state = _state(system).copy()
    block = generated.layout.stocks[stock]
    state[:, block.start : block.stop] += more
    if stream in generated.transfers:
        program = generated.transfers[stream]
        return float(
            program.body(state, values_at(program, _paths(system), Moment(0, 0, 1)), at).sum()
        )
    prepared = _prepared(system)
    change = np.zeros_like(state)
    generated.dynamics.body(state, change, prepared.reader().k, prepared.at)
    total = generated.layout.totals[stream].arriving or generated.layout.totals[stream].leaving
    return float(change[:, total.start : total.stop].sum())


@cache
def _prepared(system: System):
    """The coefficients of the dynamics in the first window."""
    opening = system.moving.birth_windows.opening(0)
    segment = Segment(opening, opening + 0.1)
    scenario = Scenario(
        name="given",
        start=segment.start,
        stop=segment.stop,
        initial={},
        paths=_paths(system),
    )
    program = generate(system).dynamics
    course = ParameterValues(system=system, scenario=scenario).course(program.parameters, segment)
    return prepare_segment(system, program, course)


@cache
def _state(system: System):
    generator = np.random.default_rng(1)
    layout = generate(system).layout
    state = np.zeros((1, layout.size))
    for block in layout.stocks.values():
        state[:, block.start : block.stop] = generator.uniform(1, 2, block.stop - block.start)
    return state


@cache
def _paths(system: System):
    generator = np.random.default_rng(2)
    return {
        p.name: Constant(generator.uniform(0.1, 0.9, (1, *system.shape(p.axes))), p.axes)
        for p in system.parameters
    }


def _text(system: System, name: str) -> str:
    if name in system.auxiliary:
        return system.auxiliary[name].expression
    stream = next(item for item in system.streams if item.name == name)
    if isinstance(stream, Flow):
        return stream.rate
    return stream.amount if stream.amount is not None else f"({stream.share}) * {stream.source}"


def _symbolic(tree: ast.expr) -> sympy.Expr:
    found = reference(tree)
    if found is not None:
        return sympy.Symbol(str(found), positive=True)
    match tree:
        case ast.Constant(value=value):
            return sympy.Rational(repr(value))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_symbolic(left), _symbolic(right))
        case ast.UnaryOp(operand=operand):
            return -_symbolic(operand)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return getattr(sympy, name)(_symbolic(argument))
    raise TypeError(ast.unparse(tree))


def _plain(symbol: sympy.Symbol) -> str:
    return str(symbol).partition("[")[0]


def _points(symbols: tuple[sympy.Symbol, ...]) -> Iterator[dict[sympy.Symbol, float]]:
    generator = np.random.default_rng(3)
    for _ in range(POINTS):
        yield dict(zip(symbols, generator.uniform(0.05, 0.95, len(symbols)).tolist(), strict=True))
