"""A system as NumPy functions, generated as text: the reading that gives numbers.

Three kinds of program come out of one declaration: the *dynamics* (rates of change), the
*reading* (measures at an instant) and one program for each transfer. Each has a part that is
prepared from parameters alone and a body that follows the stocks.

Text, not closures: it can be read by whoever doubts it, checked symbolically by the proof, analysed
for degrees in time, and broken on purpose by tests.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import CodeType
from typing import Any

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.elements import Transfer
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.contraction import contract
from simulator.stockflow.numbers.cuts import cut_to_live
from simulator.stockflow.numbers.dynamics import write_dynamics
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.program import Coefficient, Writer
from simulator.stockflow.numbers.standing import standing_stocks
from simulator.stockflow.numbers.transfer_text import is_cut, write_transfer
from simulator.stockflow.numbers.variables import Variables, limited_variables

# what a line of the prepared part names: coefficients, and numbers on the way to them
_NAME = re.compile(r"k\['[\w.]+'\]|\bfree_\w+")
Prepare = Callable[[Mapping[str, FloatArray], Callable[..., FloatArray]], Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Program:
    """Generated text and the two functions compiled from it.

    ``prepare(p, zeros)`` returns the coefficients ``k`` by name from parameter values ``p``, each
    of shape (draws or 1, *axes); ``zeros(shape, *others)`` makes an array of shape (draws, *shape)
    with the draws of the others.
    ``parameters`` are the names ``prepare`` reads.
    ``body`` reads ``y`` of shape (draws, n), ``k`` and ``at`` (the cuts and the newest cohort).
    """

    text: str
    prepare: Prepare
    body: Callable[..., Any]
    coefficients: tuple[Coefficient, ...]
    parameters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Generated:
    """Every program of a system."""

    layout: Layout
    dynamics: Program
    reading: Program
    transfers: Mapping[str, Program]

    @cached_property
    def orders(self) -> dict[str, tuple[int, ...]]:
        """How the axes of the coefficients of flows lie in memory."""
        return memory_orders(self.layout, self.dynamics)

    @property
    def text(self) -> str:
        """The whole generated source."""
        programs = (self.dynamics, self.reading, *self.transfers.values())
        return "\n\n".join(program.text for program in programs)


def memory_orders(layout: Layout, program: Program) -> dict[str, tuple[int, ...]]:
    """How the axes of a program's coefficients lie in memory: cohorts last, as in the stocks.

    Work on both then runs through neighbouring numbers.
    """
    return {each.name: layout.block(0, each.axes).order for each in program.coefficients}


@lru_cache(maxsize=8)
def generate(system: System) -> Generated:
    """Generate and compile every program of a system; the same system is generated once."""
    layout, variables = Layout(system), Variables(system)
    return Generated(
        layout=layout,
        dynamics=_dynamics(system, layout, variables),
        reading=_measures(system, variables, _views(layout, "y", "")),
        transfers={
            transfer.name: _transfer(system, layout, variables, transfer)
            for transfer in system.transfers
        },
    )


def compile_program(text: str, coefficients: tuple[Coefficient, ...] = ()) -> Program:
    """Compile generated text; tests of the proof also compile text broken on purpose.

    Names of parameters are read off the text, so that they are those it asks for.
    """
    space: dict[str, Any] = {"np": np, "contract": contract, **HELPERS}
    exec(_code(text), space)  # noqa: S102 - text of our own making
    return Program(
        text=text,
        prepare=space["prepare"],
        body=space["body"],
        coefficients=coefficients,
        parameters=tuple(dict.fromkeys(re.findall(r"p\['(\w+)'\]", text))),
    )


@lru_cache(maxsize=512)
def _code(text: str) -> CodeType:
    """Systems that differ in length alone, or in one loop, share most of their programs."""
    return compile(text, "<generated>", "exec")


@lru_cache(maxsize=256)
def only(program: Program, names: frozenset[str]) -> Program:
    """A program that prepares some of its coefficients and what they are made of.

    Nothing but ``prepare`` is to be run.
    """
    needed = {f"k['{name}']" for name in names}
    head, _, rest = program.text.partition("\n")
    lines, end, body = rest.partition("    return k\n")
    kept: list[str] = []
    # backwards: a line is needed if it makes what a later one reads, and then so is what it reads
    for line in reversed(lines.splitlines()):
        named = _NAME.findall(line)
        if not named or named[0] in needed:
            needed |= set(named)
            kept.append(line)
    text = "\n".join([head, *reversed(kept), end + body])
    own = tuple(item for item in program.coefficients if f"k['{item.name}']" in needed)
    return compile_program(text, own)


@lru_cache(maxsize=64)
def parted(program: Program, drawn: frozenset[str]) -> tuple[Program, Program]:
    """A program in two: what is made of parameters that are not drawn, and all else."""
    lines = program.text.partition("    return k\n")[0].splitlines()
    asked: dict[str, set[str]] = {}
    for line in lines:
        names = _NAME.findall(line)
        for target in names[:1]:
            own = set(re.findall(r"p\['(\w+)'\]", line))
            asked[target] = own.union(*(asked.get(name, set()) for name in names))
    others = [item.name for item in program.coefficients if asked[f"k['{item.name}']"] & drawn]
    alike = frozenset(item.name for item in program.coefficients) - set(others)
    return only(program, alike), only(program, frozenset(others))


def flat(array: FloatArray) -> FloatArray:
    """An array of shape (draws, *axes) as (draws, n)."""
    return array.reshape(array.shape[0], -1)


def add_product(target: FloatArray, *factors: FloatArray) -> None:
    """Add a product of factors on separate axes to an array, in the order it lies in memory.

    ``target`` has shape (draws, *axes), the factors have length one where they do not follow an
    axis. Left to itself NumPy would lay the product out like the factors and add against the grain.
    """
    order = _memory_order(target.strides)
    product, *others = (factor.transpose(order) for factor in factors)
    for factor in others:
        product = product * factor
    turned = target.transpose(order)
    turned += product


@lru_cache(maxsize=512)
def _memory_order(strides: tuple[int, ...]) -> list[int]:
    return [0, *sorted(range(1, len(strides)), key=lambda axis: -strides[axis])]


def wide(array: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """An array repeated along the axes of length one, to shape (draws, *shape), without a copy."""
    return np.broadcast_to(array, (array.shape[0], *shape))


HELPERS = {"flat": flat, "wide": wide, "add_product": add_product, "cut_to_live": cut_to_live}


def _dynamics(system: System, layout: Layout, variables: Variables) -> Program:
    names = variables.in_order(tuple(system.flow))
    # only here: measures and transfers are worked out too seldom for cuts to pay
    limited = limited_variables(system, variables, names)
    writer = Writer(system=system, variables=variables, limited=limited)
    write_dynamics(writer, layout)
    views = _views(layout, "y", "") + _views(layout, "dy", "d_")
    return _program(writer, "y, dy, k, at", views, "dy")


def reading_of_sums(system: System, given: Sequence[str]) -> Program:
    """The measures made of sums that are given instead of the stocks.

    ``y`` maps each of the ``given`` names to its numbers, of shape (draws, *axes).
    """
    return _measures(system, Variables(system), [], given)


def standing_levels(system: System, names: Sequence[str]) -> Program:
    """Some names that are standing stocks, or follow these alone, made of the standing stocks.

    ``y`` maps each standing stock to its numbers, of shape (draws, *axes).
    """
    variables = Variables(system)
    writer = Writer(system=system, variables=variables)
    views = [f"{name} = y[{name!r}]" for name in standing_stocks(system)]
    made = [name for name in names if name not in system.stock]
    for name in variables.in_order(tuple(made)):
        writer.body.append(f"v_{name} = {writer.sum_of_products(variables[name])}")
    told = {name: name if name in system.stock else f"v_{name}" for name in names}
    result = ", ".join(f"{name!r}: {local}" for name, local in told.items())
    return _program(writer, "y, k, at", views, f"{{{result}}}")


def _measures(
    system: System, variables: Variables, views: list[str], given: Sequence[str] = ()
) -> Program:
    writer = Writer(system=system, variables=variables)
    for name in _in_order(variables, tuple(system.measure), given):
        variable = variables[name]
        if name in given:
            writer.body.append(f"v_{name} = y[{name!r}]")
        elif variable.live:
            writer.body.append(f"v_{name} = {writer.sum_of_products(variable)}")
        else:
            writer.body.append(f"v_{name} = {writer.free(variable)}")
    result = ", ".join(f"{name!r}: v_{name}" for name in system.measure)
    return _program(writer, "y, k, at", views, f"{{{result}}}")


def _in_order(variables: Variables, roots: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    """The roots and all they need, but for what those that are given are made of."""
    needed: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += () if name in given else variables.needs(name)
    return tuple(name for name in variables.in_order(tuple(roots)) if name in needed)


def _transfer(system: System, layout: Layout, variables: Variables, transfer: Transfer) -> Program:
    """``y`` is changed in place; the moved numbers are returned."""
    limited = frozenset({transfer.name} if is_cut(variables, transfer) else ())
    writer = Writer(system=system, variables=variables, limited=limited)
    write_transfer(writer, layout, transfer)
    return _program(writer, "y, k, at", _views(layout, "y", ""), "moved")


def _views(layout: Layout, vector: str, prefix: str) -> list[str]:
    """Lines that read every stock in a vector, without a copy."""
    return [
        f"{prefix}{name} = {vector}[:, {block.start}:{block.stop}]"
        f".reshape(({vector}.shape[0], {', '.join(map(str, block.memory))})){_turn(block)}"
        for name, block in layout.stocks.items()
    ]


def _turn(block: Block) -> str:
    """Text that turns a stock from memory to its declared axes."""
    return "" if block.memory == block.shape else f".transpose({block.turn})"


def _program(writer: Writer, arguments: str, views: list[str], result: str) -> Program:
    lines = [
        "def prepare(p, zeros):",
        "    k = {}",
        *(f"    {line}" for line in writer.prepare),
        "    return k",
        "",
        f"def body({arguments}):",
        *(f"    {line}" for line in (*views, *writer.body)),
        f"    return {result}",
    ]
    return compile_program("\n".join(lines), tuple(writer.coefficients.values()))
