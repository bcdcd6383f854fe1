"""Stocks that no flow touches: within a segment they stand, and transfers alone change them.

What is made of them is a number of a draw for a segment, as a level of its parameters is; the steps
of the other stocks need not ask for it at every stage.
"""

from collections.abc import Sequence

from simulator.stockflow.grammar.elements import Stock
from simulator.stockflow.grammar.expression import references
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.variables import Variables

LEVEL = ".standing"
"""What the name of a level ends with that is a standing stock, or made of such."""


def standing_stocks(system: System) -> tuple[str, ...]:
    """Stocks that no flow touches and that do not follow the cohorts, in the order declared."""
    ends = {end for flow in system.flows for end in (flow.source, flow.target) if end is not None}
    parts = (system.part(end) for end in ends)
    moved = {part.stock.name for part in parts if part is not None}
    moving = system.moving
    return tuple(
        stock.name
        for stock in system.stocks
        if stock.name not in moved and (moving is None or moving.name not in stock.axes)
    )


def moved_stocks(system: System) -> tuple[Stock, ...]:
    """The other stocks: those that flows move, or that follow the cohorts."""
    still = standing_stocks(system)
    return tuple(stock for stock in system.stocks if stock.name not in still)


def made_of_standing(variables: Variables, names: Sequence[str]) -> tuple[str, ...]:
    """Those of some variables, each after what it needs, that follow standing stocks alone."""
    standing = set(standing_stocks(variables.system))
    found: list[str] = []
    for name in names:
        variable = variables[name]
        named = {
            each.name
            for piece in variable.pieces
            for factor in piece.live
            for each in references(factor.tree)
            if each.name in variables.system.stock or each.name in names
        }
        if named and named <= {*standing, *found} and not variable.over:
            found.append(name)
    return tuple(found)
