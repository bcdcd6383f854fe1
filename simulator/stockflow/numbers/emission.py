"""NumPy text for elementwise arithmetic over named axes; every array has a leading draw axis."""

import ast
from collections.abc import Callable, Iterable, Sequence

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.expression import Factor, Reference, StockPart, reference
from simulator.stockflow.grammar.system import System

Resolve = Callable[[Reference], tuple[str, tuple[str, ...]]]

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.USub: "-",
    ast.UAdd: "+",
}


def elementwise(tree: ast.expr, axes: tuple[str, ...], resolve: Resolve) -> str:
    """Text that computes a tree on ``axes``; ``resolve`` says what stands for a reference.

    Raises
    ------
    TypeError
        For a kind of expression that the grammar does not have.
    """
    found = reference(tree)
    if found is not None:
        text, own = resolve(found)
        return aligned(text, own, axes)
    match tree:
        case ast.Constant(value=value):
            return repr(value)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = elementwise(left, axes, resolve), elementwise(right, axes, resolve)
            return f"({first} {SIGNS[type(op)]} {second})"
        case ast.UnaryOp(op=op, operand=operand):
            return f"({SIGNS[type(op)]}{elementwise(operand, axes, resolve)})"
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return f"np.{name}({elementwise(argument, axes, resolve)})"
    raise TypeError(ast.unparse(tree))


def cellwise(tree: ast.expr, resolve: Callable[[Reference], str]) -> str:
    """Text that computes a tree for one cell; ``resolve`` says what stands for a reference.

    Raises
    ------
    TypeError
        For a kind of expression that the grammar does not have.
    """
    found = reference(tree)
    if found is not None:
        return resolve(found)
    match tree:
        case ast.Constant(value=int() | float() as value):
            return repr(float(value))
        case ast.BinOp(left=left, op=op, right=right):
            return f"({cellwise(left, resolve)} {SIGNS[type(op)]} {cellwise(right, resolve)})"
        case ast.UnaryOp(op=op, operand=operand):
            return f"({SIGNS[type(op)]}{cellwise(operand, resolve)})"
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return f"np.{name}({cellwise(argument, resolve)})"
    raise TypeError(ast.unparse(tree))


def multiplied(factors: Iterable[Factor], text_of: Callable[[Factor], str], text: str = "") -> str:
    """Text of a product, after ``text``, in the declared order.

    The order is kept, as another one would round differently; a leading divisor becomes one over
    it.
    """
    for factor in factors:
        part = text_of(factor)
        if factor.divides:
            text = f"{text or '1.0'} / {part}"
        else:
            text = f"{text} * {part}" if text else part
    return text


def aligned(text: str, own: tuple[str, ...], axes: tuple[str, ...]) -> str:
    """Text with its axes laid out as ``axes``, those it lacks given length one.

    Axes keep one order throughout a system, so they never have to be exchanged.
    """
    wanted = tuple(axis for axis in axes if axis in own)
    if wanted == axes or not own:
        return text if own or not axes else f"{text}[:{', None' * len(axes)}]"
    if not set(axes) - set(own):
        return text
    return f"{text}[:, {', '.join(':' if axis in own else 'None' for axis in axes)}]"


def end_index(
    system: System,
    end: StockPart,
    spans: dict[str, str] | None = None,
    *,
    axes: tuple[str, ...] | None = None,
) -> str:
    """The index of an end inside its stock's array: ``[:, 1, :, at['newest'], :]`` or nothing.

    ``axes`` are those of the array where it lacks some of the stock's.
    """
    spans = spans or {}
    parts = []
    for axis in end.stock.axes if axes is None else axes:
        label = end.fixed.get(axis)
        if label is None:
            parts.append(spans.get(axis, ":"))
        elif label == NEWEST:
            parts.append("at['newest']")
        else:
            parts.append(str(system.axis[axis].index(label)))
    return "" if set(parts) <= {":"} else f"[:, {', '.join(parts)}]"


def summed(text: str, axes: tuple[str, ...], keep: Sequence[str]) -> str:
    """Text that sums an array on ``axes`` over those not kept."""
    places = [number + 1 for number, axis in enumerate(axes) if axis not in keep]
    if not places:
        return text
    inside = f"{places[0]}" if len(places) == 1 else f"({', '.join(map(str, places))})"
    return f"{text}.sum(axis={inside})"


def contraction(
    system: System,
    left: tuple[str, tuple[str, ...]],
    right: tuple[str, tuple[str, ...]],
    result: tuple[str, ...],
) -> str:
    """Text of a contraction of two arrays, each given as text and axes.

    One letter stands for an axis; ``z`` is left to the draws.
    """
    letter = {name: "abcdefghijklmnopqrstuvwxy"[i] for i, name in enumerate(sorted(system.axis))}
    code = ["".join(letter[axis] for axis in axes) for axes in (left[1], right[1], result)]
    return f"contract('{code[0]},{code[1]}->{code[2]}', {left[0]}, {right[0]})"
