"""Units: every rate in units of its stock a year, everything else in the unit it declares.

``person``, ``bed``, ``place`` are kinds of things of their own; a unit no one has named before is
one more kind, so a typo shows up as a mismatch. Numbers have the unit ``1``.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from simulator.errors import StructureError, UnitError
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Transfer
from simulator.stockflow.grammar.expression import Reference, parse, reference
from simulator.stockflow.grammar.system import System
from simulator.words.catalogue import Pair, message, pair

# only what has a size in terms of another unit; everything else is a kind of its own
_KNOWN = ("year = [time] = years", "month = year / 12 = months", "percent = 0.01")
_WORD = re.compile(r"[^\W\d]\w*")


def _registry() -> Any:  # noqa: ANN401
    """A registry that knows time and nothing else; slow to make, so made when asked for."""
    from pint import UnitRegistry

    # an empty registry: a typo that happens to be one of the hundreds of units of the usual one
    # would not be found
    registry: Any = UnitRegistry(None)
    for line in _KNOWN:
        registry.define(line)
    return registry


@dataclass(frozen=True)
class Units:
    """Reads unit texts; one registry, to which every new noun is added as a kind of its own."""

    registry: Any = field(default_factory=_registry)

    def read(self, text: str) -> Any:  # noqa: ANN401
        """One of a unit: ``persons/year`` as a quantity of magnitude one.

        ``UnitError`` where the text is no expression.
        """
        try:
            # the grammar of expressions, so that a unit can't be more than a product of names
            parse(text)
        except StructureError as error:
            told = message("fault.units.unreadable")
            raise UnitError(f"{told}: {error}") from None
        for word in _WORD.findall(text):
            # one registry for a whole check: quantities of two registries can't be compared
            if word not in self.registry:
                self.registry.define(f"{_singular(word)} = [{_singular(word)}]")
        return self.registry.Quantity(1) * self.registry.parse_expression(text)


def check_units(system: System) -> int:
    """How many units were checked; ``UnitError`` with every fault, one to a line.

    Rates have the unit of their stock per year; amounts that of their stock; shares are 1;
    auxiliaries and measures have the unit they declare; only like is added to like.
    """
    units = Units()
    faults: list[str] = []
    number = 0
    for name, text, unit in _statements(system):
        number += 1
        try:
            found = _unit_of(parse(text), system, units)
            if not _same_unit(found, units.read(unit)):
                told = {"found": _unit_text(found), "unit": unit}
                faults.append(message("fault.units.other", name=name, **told))
        except UnitError as error:
            where = " / ".join(dict.fromkeys(reversed(name)))
            faults.append(f"{where}: {error}")
    if faults:
        raise UnitError("\n".join(faults))
    return number


def _statements(system: System) -> Iterator[tuple[Pair, str, str]]:
    """Everything that has a unit to keep: its name, its expression and the unit."""
    streams: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in streams:
        name, unit = (stream.name, stream.name), _carried(system, stream)
        if isinstance(stream, Flow):
            # time is in years everywhere, so that no rate has a unit of its own to choose
            yield name, stream.rate, f"({unit})/year"
        elif stream.amount is not None:
            yield name, stream.amount, unit
        else:
            yield name, str(stream.share), "1"
        yield from _arrivals(system, stream, unit)
        if stream.spread is not None:
            yield pair("proof.of.spread", name=stream.name), stream.spread.shares, "1"
    items: tuple[Auxiliary | Measure, ...] = (*system.auxiliaries, *system.measures)
    for item in items:
        yield (item.name, item.name), item.expression, item.unit


def _arrivals(
    system: System, stream: Flow | Transfer, unit: str
) -> Iterator[tuple[Pair, str, str]]:
    """A stream between two stocks keeps its unit."""
    target = system.part(stream.target)
    if target is not None and target.stock.unit != unit:
        yield pair("proof.of.arrival", name=stream.name), str(stream.target), unit


def _unit_of(tree: ast.expr, system: System, units: Units) -> Any:  # noqa: ANN401
    """The unit of a tree, as a quantity."""
    found = reference(tree)
    if found is not None:
        return units.read(_unit_of_name(found, system))
    match tree:
        case ast.BinOp():
            return _unit_combined(tree, system, units)
        case ast.UnaryOp(operand=operand):
            return _unit_of(operand, system, units)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            value = _unit_of(argument, system, units)
            if name == "sqrt":
                # the only function that has a meaning for things with a unit
                return value**0.5
            if not _same_unit(value, units.read("1")):
                unit = _unit_text(value)
                raise UnitError(message("fault.units.not_pure", function=name, unit=unit))
            return value
        case _:
            return units.read("1")


def _unit_combined(tree: ast.BinOp, system: System, units: Units) -> Any:  # noqa: ANN401
    """The unit of a sum, product, quotient or power."""
    first = _unit_of(tree.left, system, units)
    if isinstance(tree.op, ast.Pow):
        return _unit_of_power(first, tree.right, system, units)
    second = _unit_of(tree.right, system, units)
    if isinstance(tree.op, ast.Add | ast.Sub):
        return _unit_of_sum(first, second, tree)
    return first * second if isinstance(tree.op, ast.Mult) else first / second


def _unit_of_power(value: Any, exponent: ast.expr, system: System, units: Units) -> Any:  # noqa: ANN401
    one = units.read("1")
    if not _same_unit(_unit_of(exponent, system, units), one):
        raise UnitError(message("fault.units.exponent", text=ast.unparse(exponent)))
    # the unit of a power depends on the value of its exponent: it must be known from the text
    number = _number(exponent)
    if number is not None:
        return value**number
    if not _same_unit(value, one):
        raise UnitError(
            message("fault.units.power", unit=_unit_text(value), text=ast.unparse(exponent))
        )
    return one


def _number(tree: ast.expr) -> float | None:
    """A number standing by itself, with its sign."""
    match tree:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None


def _unit_of_sum(first: Any, second: Any, tree: ast.expr) -> Any:  # noqa: ANN401
    if not _same_unit(first, second):
        both = {"first": _unit_text(first), "second": _unit_text(second)}
        raise UnitError(message("fault.units.sum", text=ast.unparse(tree), **both))
    return first


def _unit_of_name(found: Reference, system: System) -> str:
    if found.name in system.flow:
        return f"({_carried(system, system.flow[found.name])})/year"
    item = (
        system.stock.get(found.name)
        or system.parameter.get(found.name)
        or system.auxiliary[found.name]
    )
    return item.unit


def _carried(system: System, stream: Flow | Transfer) -> str:
    """The unit of what a stream carries: that of the stock it leaves, or else enters."""
    part = system.part(stream.source) or system.part(stream.target)
    return part.stock.unit if part is not None else "1"


def _same_unit(first: Any, second: Any) -> bool:  # noqa: ANN401
    """Same dimension and same size."""
    ratio = (first / second).to_base_units()
    # a ratio, for persons/year and 12 persons/month would be alike in dimension but not in size
    return bool(ratio.unitless and abs(ratio.magnitude - 1) < 1e-9)


def _unit_text(value: Any) -> str:  # noqa: ANN401
    """A unit in words: ``persons/year``, ``1`` for none."""
    text = "1" if value.unitless else str(value.units).replace(" ", "").replace("**", "^")
    factor = Fraction(value.magnitude).limit_denominator(10**6)
    return text if factor == 1 else f"{factor} {text}"


def _singular(word: str) -> str:
    # person and persons are one kind of thing
    return word[:-1] if word.endswith("s") and len(word) > 2 else word
