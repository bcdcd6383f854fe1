"""Whether an expression of symbols is zero, decided exactly."""

import random
from collections.abc import Iterable
from typing import Any

import sympy

_SURELY = 1e-9


def is_zero(expression: Any) -> bool:  # noqa: ANN401
    """Whether an expression is zero whatever its symbols stand for.

    Multiplied out, equal products cancel; what is left is brought over one denominator. A value
    at one point tells at once where that would be in vain.
    """
    if expression == 0:
        return True
    whole = sympy.expand(expression)
    if whole == 0:
        return True
    if _differs_somewhere(whole):
        return False
    return bool(sympy.simplify(sympy.cancel(sympy.together(whole))) == 0)


def vanishes_without(expression: Any, symbol: Any) -> bool:  # noqa: ANN401
    """Whether an expression is zero where one symbol is."""
    rest = sympy.sympify(expression).xreplace({symbol: sympy.Integer(0)})
    if rest.has(sympy.nan, sympy.zoo, sympy.oo):
        rest = sympy.limit(expression, symbol, 0, "+")
    return is_zero(rest)


def multiple_of(expression: Any, candidates: Iterable[tuple[str, Any]]) -> tuple[str, Any] | None:  # noqa: ANN401
    """The first named candidate of which an expression is a constant multiple, and the factor."""
    point = _point(expression)
    value = expression.xreplace(point)
    for name, candidate in candidates:
        if candidate == 0 or not candidate.free_symbols <= expression.free_symbols:
            continue
        other = candidate.xreplace(point)
        if other == 0:
            continue
        factor = sympy.nsimplify(value / other, rational=True)
        if abs(factor) <= len(point) and is_zero(expression - factor * candidate):
            return name, factor
    return None


def _differs_somewhere(expression: Any) -> bool:  # noqa: ANN401
    value = expression.xreplace(_point(expression))
    scale = sum(abs(sympy.N(term.xreplace(_point(expression)), 30)) for term in _terms(expression))
    return bool(abs(sympy.N(value, 30)) > _SURELY * scale)


def _terms(expression: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return tuple(sympy.Add.make_args(expression))


def _point(expression: Any) -> dict[Any, Any]:  # noqa: ANN401
    """A fraction between 0 and 1 for every symbol, the same in every run."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: str(symbol.name))
    numbers = random.Random(len(symbols))  # noqa: S311
    return {symbol: sympy.Rational(numbers.randint(101, 899), 997) for symbol in symbols}
