"""Expressions: text to a checked tree of names, numbers and arithmetic. Nothing is executed.

A reference in an expression may fix labels of a stock; ``resolve_part`` says on which axes.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from keyword import iskeyword
from sys import float_info

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import NEWEST, Axis
from simulator.stockflow.grammar.elements import Stock
from simulator.words.catalogue import listed, message

FUNCTIONS = ("exp", "log", "sqrt", "tanh")
# closed under differentiation and evaluation in symbols: what is not in here no reading knows
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


@dataclass(frozen=True, slots=True)
class Reference:
    """A name with the labels fixed in its brackets, in the order written."""

    name: str
    labels: tuple[str, ...]

    def __str__(self) -> str:
        labels = ", ".join(_label_text(label) for label in self.labels)
        return f"{self.name}[{labels}]" if labels else self.name


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product, possibly in the denominator."""

    tree: ast.expr
    divides: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One signed product of a sum."""

    sign: int
    factors: tuple[Factor, ...]


# every reading parses the same texts again
@lru_cache(maxsize=4096)
def parse(text: str) -> ast.expr:
    """Parse an expression; ``StructureError`` names whatever is not arithmetic."""
    try:
        # Python's own grammar, but only its tree is used: nothing is compiled or called, so that a
        # text from anywhere can do no more than be refused
        tree = ast.parse(text, mode="eval").body
        _check(tree, text)
    except StructureError:
        raise
    # trees of thousands of terms are lawful Python, but no reading could walk them
    except RecursionError:
        raise StructureError(message("fault.grammar.expression.too_long", text=text[:60])) from None
    except (SyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        told = message("fault.grammar.expression.unreadable", text=text, reason=reason)
        raise StructureError(told) from None
    return tree


def parse_reference(text: str) -> Reference:
    """Parse ``stock[label, label]``; ``StructureError`` where the text is something else."""
    tree = parse(text)
    found = reference(tree)
    if found is None:
        raise StructureError(message("fault.grammar.expression.no_part", text=text))
    return found


def reference(tree: ast.expr) -> Reference | None:
    """The reference a tree is, or ``None`` where it is something else."""
    if isinstance(tree, ast.Name):
        return Reference(tree.id, ())
    if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name):
        return Reference(tree.value.id, tuple(_labels(tree.slice)))
    return None


def references(tree: ast.expr) -> Iterator[Reference]:
    """Every reference of a tree, in reading order."""
    found = reference(tree)
    if found is not None:
        yield found
        return
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.expr) and not _is_function(tree, child):
            yield from references(child)


def terms(tree: ast.expr, sign: int = 1) -> tuple[Term, ...]:
    """A tree as a sum of signed products; brackets inside a product are left as they are."""
    # brackets are not multiplied out: the generator keeps the shape, and the rounding, of what was
    # written
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub):
        right = sign if isinstance(tree.op, ast.Add) else -sign
        return terms(tree.left, sign) + terms(tree.right, right)
    if isinstance(tree, ast.UnaryOp):
        return terms(tree.operand, -sign if isinstance(tree.op, ast.USub) else sign)
    return (Term(sign, _factors(tree, divides=False)),)


def _factors(tree: ast.expr, *, divides: bool) -> tuple[Factor, ...]:
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult):
        return _factors(tree.left, divides=divides) + _factors(tree.right, divides=divides)
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        return _factors(tree.left, divides=divides) + _factors(tree.right, divides=not divides)
    return (Factor(tree, divides),)


def _plain_number(value: float) -> bool:
    # to Python True is a number and 1e999 is infinite: neither is meant
    return not isinstance(value, bool) and abs(value) <= float_info.max


def _label_text(label: str) -> str:
    """A label as it may stand in brackets: in quotes where it is no name and no plain number."""
    plain = label.isidentifier() and not iskeyword(label)
    number = label.isascii() and label.isdigit() and label == str(int(label))
    return label if plain or number else repr(label)


def _labels(tree: ast.expr) -> Iterator[str]:
    for element in tree.elts if isinstance(tree, ast.Tuple) else [tree]:
        if isinstance(element, ast.Name):
            yield element.id
        elif isinstance(element, ast.Constant) and isinstance(element.value, str | int):
            yield str(element.value)


def _is_function(tree: ast.expr, child: ast.expr) -> bool:
    return isinstance(tree, ast.Call) and child is tree.func


def _check(tree: ast.expr, text: str) -> None:
    match tree:
        case ast.Name():
            return
        case ast.Constant(value=int() | float() as value) if _plain_number(value):
            return
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            _check(left, text)
            _check(right, text)
        case ast.UnaryOp(op=op, operand=operand) if isinstance(op, ast.USub | ast.UAdd):
            _check(operand, text)
        # a list of what is allowed, not of what is forbidden: new syntax of Python stays out
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            _check(argument, text)
        case ast.Subscript(value=ast.Name(), slice=labels) if _only_labels(labels):
            return
        case _:
            raise StructureError(
                message(
                    "fault.grammar.expression.not_allowed",
                    text=text,
                    part=ast.unparse(tree),
                    functions=listed(FUNCTIONS),
                )
            )


def _only_labels(tree: ast.expr) -> bool:
    elements = tree.elts if isinstance(tree, ast.Tuple) else [tree]
    return all(
        isinstance(element, ast.Name)
        or (isinstance(element, ast.Constant) and isinstance(element.value, str | int))
        for element in elements
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class StockPart:
    """A stock, its fixed labels by axis, and the axes left free."""

    stock: Stock
    fixed: Mapping[str, str]

    @property
    def free(self) -> tuple[str, ...]:
        """Axes of the stock on which no label is fixed."""
        return tuple(axis for axis in self.stock.axes if axis not in self.fixed)

    @property
    def watched(self) -> tuple[str, ...]:
        """Free axes along which the balance is kept."""
        return tuple(axis for axis in self.free if axis in self.stock.watched)

    def __str__(self) -> str:
        labels = ", ".join(self.fixed.values())
        return f"{self.stock.name}[{labels}]" if labels else self.stock.name


def resolve_part(found: Reference, stock: Stock, axes: Mapping[str, Axis]) -> StockPart:
    """Say which axis each label in brackets belongs to.

    Raises ``StructureError`` for a label on no axis of the stock, on two, or two on one axis.
    """
    fixed: dict[str, str] = {}
    for label in found.labels:
        axis = _axis_of(label, found, stock, axes)
        if axis in fixed:
            both = {"first": fixed[axis], "second": label}
            raise StructureError(
                message("fault.grammar.expression.two_labels", found=found, axis=axis, **both)
            )
        fixed[axis] = label
    # in the order of the axes, so that two ways to write one part are equal
    return StockPart(stock=stock, fixed={name: fixed[name] for name in stock.axes if name in fixed})


def _axis_of(label: str, found: Reference, stock: Stock, axes: Mapping[str, Axis]) -> str:
    if label == NEWEST:
        moving = [name for name in stock.axes if axes[name].windows is not None]
        if len(moving) != 1:
            raise StructureError(
                message("fault.grammar.expression.no_newest", found=found, stock=stock.name)
            )
        return moving[0]
    holders = [name for name in stock.axes if label in axes[name].labels]
    if not holders:
        known = "; ".join(
            f"{name}: {', '.join(axes[name].labels[:8])}{' …' * (axes[name].size > 8)}"
            for name in stock.axes
        )
        told = {"found": found, "label": label, "stock": stock.name, "known": known}
        raise StructureError(message("fault.grammar.expression.no_label", **told))
    # guessing an axis would move people to another place without a word
    if len(holders) > 1:
        raise StructureError(
            message(
                "fault.grammar.expression.two_axes",
                found=found,
                label=label,
                axes=listed(holders),
            )
        )
    return holders[0]
