"""The degree in time of the coefficients a program prepares, from that of the parameters.

Read off the generated text: a product adds degrees, a sum takes the largest, and any other function
of a time-varying number is no polynomial. The text itself is read, not the declaration, so that the
degree holds for what is run, and a line that is not understood is an error, never a guess.
"""

import ast
from collections.abc import Callable
from functools import lru_cache

# ``None`` of a number that is no polynomial in time
Degree = int | None


@lru_cache(maxsize=256)
def degrees(text: str, given: tuple[tuple[str, Degree], ...]) -> dict[str, Degree]:
    """Degree in time of every coefficient.

    Parameters
    ----------
    text
        Generated text of a program; its first function is ``prepare``.
    given
        Names and degrees of the parameters: 0 is constant, 1 linear, ``None`` neither.

    Raises
    ------
    TypeError
        For a text that is no program, or has a line of a kind that programs don't have.
    """
    prepare = ast.parse(text).body[0]
    if not isinstance(prepare, ast.FunctionDef):
        raise TypeError("the text of a program begins with its function prepare")
    reading = _Reading(dict(given))
    for statement in prepare.body:
        reading.follow(statement)
    return reading.coefficients


class _Reading:
    """Goes through the lines of ``prepare`` one after another."""

    def __init__(self, parameters: dict[str, Degree]) -> None:
        self.parameters = parameters
        self.coefficients: dict[str, Degree] = {}
        self.free: dict[str, Degree] = {}

    def follow(self, statement: ast.stmt) -> None:
        """Note what a line makes; ``TypeError`` for a line that programs don't have."""
        if isinstance(statement, ast.Assign) and not isinstance(statement.value, ast.Dict):
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                self.free[target.id] = self.degree(statement.value)
            else:
                self.coefficients[_name(target)] = self.degree(statement.value)
        elif isinstance(statement, ast.AugAssign):
            name, added = _name(statement.target), self.degree(statement.value)
            self.coefficients[name] = self._of_two(statement.op, self.coefficients[name], added)
        elif not isinstance(statement, ast.Assign | ast.Return):
            raise TypeError(f"a line of another kind: {ast.unparse(statement)}")

    def degree(self, node: ast.expr) -> Degree:
        """Degree of an expression."""
        found: Degree = None
        match node:
            case ast.Constant():
                found = 0
            case ast.Name(id=name):
                found = self.free[name]
            case ast.Subscript(value=ast.Name(id="p" | "k" as whose)):
                found = (self.parameters if whose == "p" else self.coefficients)[_name(node)]
            case ast.Subscript(value=inner) | ast.UnaryOp(operand=inner):
                found = self.degree(inner)
            case ast.BinOp(left=left, op=op, right=right):
                found = self._of_two(op, self.degree(left), self.degree(right))
            case ast.Call():
                found = self._of_call(node)
        return found

    def _of_two(self, op: ast.operator, left: Degree, right: Degree) -> Degree:
        if isinstance(op, ast.Add | ast.Sub):
            return _combined(max, left, right)
        if isinstance(op, ast.Mult):
            return _combined(lambda one, other: one + other, left, right)
        # only by a constant: one over a polynomial is none
        if isinstance(op, ast.Div) and right == 0:
            return left
        return 0 if left == right == 0 else None

    def _of_call(self, call: ast.Call) -> Degree:
        """A sum or another view of a number has its degree; of a function nothing is known."""
        match call.func:
            case ast.Name(id="zeros"):
                return 0
            case ast.Attribute(value=inner) if not _is_numpy(inner):
                return self.degree(inner)
        found = [self.degree(part) for part in call.args if not isinstance(part, ast.Tuple)]
        return 0 if all(each == 0 for each in found) else None


def _combined(how: Callable[[int, int], int], left: Degree, right: Degree) -> Degree:
    return None if left is None or right is None else how(left, right)


def _is_numpy(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "np"


def _name(node: ast.expr) -> str:
    """The name in quotes of ``k['name']``, however it is indexed."""
    while isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return node.slice.value
        node = node.value
    raise TypeError(f"no name in {ast.unparse(node)}")
