"""The sums of products that flows, auxiliaries, measures and transfers come down to.

Each product is parted into factors free of stocks, which are prepared once a segment, and factors
that follow the stocks. Some products need computing only for the cohorts where their coefficient is
not zero (``limited_variables``), e.g. births for women of the fertile ages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.checks import reference_axes
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import (
    Factor,
    Reference,
    StockPart,
    parse,
    reference,
    references,
    resolve_part,
    terms,
)
from simulator.stockflow.grammar.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One product of a sum: a coefficient free of stocks times factors that follow the stocks.

    ``coefficient`` names the prepared array (``None`` where there is none), ``free`` the factors
    it is made of, ``axes`` its axes; ``live`` are the other factors.
    """

    coefficient: str | None
    sign: int
    free: tuple[Factor, ...]
    axes: tuple[str, ...]
    live: tuple[Factor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """A named sum of products on ``axes``; ``over`` are summed away at the end."""

    name: str
    axes: tuple[str, ...]
    over: tuple[str, ...]
    text: str
    pieces: tuple[Piece, ...]

    @property
    def live(self) -> bool:
        """Whether it follows the stocks."""
        return any(piece.live for piece in self.pieces)

    @property
    def result_axes(self) -> tuple[str, ...]:
        """Axes of the result."""
        return tuple(axis for axis in self.axes if axis not in self.over)


@dataclass(frozen=True)
class Variables:
    """Every variable of a system, and what each needs."""

    system: System

    def __getitem__(self, name: str) -> Variable:
        return self._all[name]

    def needs(self, name: str) -> tuple[str, ...]:
        """Auxiliaries and flows a variable names in factors that follow the stocks."""
        return tuple(
            item.name
            for piece in self[name].pieces
            for factor in piece.live
            for item in references(factor.tree)
            if item.name not in self.system.stock and item.name not in self.system.parameter
        )

    def in_order(self, roots: tuple[str, ...]) -> tuple[str, ...]:
        """The roots and all they need, each after what it needs."""
        order: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in order:
                for needed in self.needs(name):
                    if self[needed].live:
                        visit(needed)
                order[name] = None

        for root in roots:
            visit(root)
        return tuple(order)

    def axes_of(self, piece: Piece) -> tuple[str, ...]:
        """Axes that any factor of a product follows."""
        own = set(piece.axes)
        for factor in piece.live:
            own |= self.factor_axes(factor)
        return self.system.ordered(own)

    def factor_axes(self, factor: Factor) -> set[str]:
        """Axes that a factor follows."""
        return {
            axis for item in references(factor.tree) for axis in reference_axes(self.system, item)
        }

    def covered(self, variable: Variable) -> tuple[str, ...]:
        """Axes that any product of a variable follows; along the others it is the same."""
        own = {axis for piece in variable.pieces for axis in self.axes_of(piece)}
        return self.system.ordered(own)

    def bare_source(self, name: str) -> bool:
        """Whether a flow's rate is a coefficient times its bare source, which does not move."""
        flow = self.system.flow.get(name)
        if flow is None or flow.source is None or len(self[name].pieces) != 1:
            return False
        (piece,) = self[name].pieces
        (end, *others) = [self.end_of(factor) for factor in piece.live] or [None]
        if end is None or others or piece.live[0].divides or NEWEST in end.fixed.values():
            return False
        return end == self.system.part(flow.source)

    def only_lost(self, name: str) -> bool:
        """Whether a flow is a bare loss to the outside that nothing else names."""
        flow = self.system.flow[name]
        return self.bare_source(name) and flow.target is None and name not in self._named

    def end_of(self, factor: Factor) -> StockPart | None:
        """The part of a stock a factor is, if it is one."""
        found = reference(factor.tree)
        if found is None or found.name not in self.system.stock:
            return None
        return self.part(found)

    def named(self, name: str) -> Iterator[Reference]:
        """What the factors of a variable that follow the stocks name."""
        for piece in self[name].pieces:
            for factor in piece.live:
                yield from references(factor.tree)

    def parts(self, name: str) -> Iterator[StockPart]:
        """Parts of stocks that they name."""
        stocks = self.system.stock
        return (self.part(found) for found in self.named(name) if found.name in stocks)

    def part(self, found: Reference) -> StockPart:
        """The part of a stock that a reference is."""
        return resolve_part(found, self.system.stock[found.name], self.system.axis)

    @cached_property
    def _named(self) -> frozenset[str]:
        """What flows, and all they need, name."""
        names = self.in_order(tuple(self.system.flow))
        return frozenset(needed for name in names for needed in self.needs(name))

    @cached_property
    def _live(self) -> frozenset[str]:
        """Names that follow the stocks, directly or through other names."""
        found: set[str] = set(self.system.stock)
        grown = True
        while grown:
            more = {
                name
                for name, text, _, _ in self._texts()
                if any(item.name in found for item in references(parse(text)))
            }
            grown = not more <= found
            found |= more
        return frozenset(found)

    @cached_property
    def _all(self) -> dict[str, Variable]:
        return {
            name: Variable(
                name=name, axes=axes, over=over, text=text, pieces=tuple(self._pieces(name, text))
            )
            for name, text, axes, over in self._texts()
        }

    def _texts(self) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
        for stream in self.system.streams:
            text = stream.rate if isinstance(stream, Flow) else stream.amount or stream.share
            axes = self.system.rate_axes(stream)
            if isinstance(stream, Transfer) and stream.share is not None:
                text = f"({stream.share}) * {stream.source}"
            yield stream.name, str(text), axes, ()
        for item in self.system.formulas:
            axes = self.system.ordered(set(item.axes) | set(item.over))
            yield item.name, item.expression, axes, item.over

    def _pieces(self, name: str, text: str) -> Iterator[Piece]:
        found = terms(parse(text))
        for number, term in enumerate(found):
            free = tuple(factor for factor in term.factors if not self._follows(factor))
            live = tuple(factor for factor in term.factors if self._follows(factor))
            axes = self.system.ordered({axis for each in free for axis in self.factor_axes(each)})
            label = name if len(found) == 1 else f"{name}.{number + 1}"
            yield Piece(
                coefficient=label if free else None,
                sign=term.sign,
                free=free,
                axes=axes,
                live=live,
            )

    def _follows(self, factor: Factor) -> bool:
        return any(item.name in self._live for item in references(factor.tree))


def limited_variables(
    system: System, variables: Variables, names: tuple[str, ...]
) -> frozenset[str]:
    """Variables that may be cut along the cohort axis.

    A cut variable may be named only where the cohort axis is summed away, as a factor, one cut to
    a product: elsewhere the zeros that were cut off would be missing.
    """
    moving = system.moving
    if moving is None:
        return frozenset()
    cut = {name for name in names if _limitable(system, variables, name, moving.name)}
    for name in names:
        for piece in variables[name].pieces:
            named = {item.name for factor in piece.live for item in references(factor.tree)} & cut
            plain = all(
                reference(factor.tree) is not None and not factor.divides for factor in piece.live
            )
            if len(named) > 1 or not plain or moving.name not in variables[name].over:
                cut -= named
    return frozenset(cut)


def _limitable(system: System, variables: Variables, name: str, moving: str) -> bool:
    """One product on all axes of one coefficient and one stock, kept on the cohort axis."""
    variable = variables[name]
    if len(variable.pieces) != 1 or variable.over:
        return False
    (piece,) = variable.pieces
    ends = [variables.end_of(factor) for factor in piece.live]
    if moving not in piece.axes or len(ends) != 1 or ends[0] is None:
        return False
    if set(piece.axes) | set(ends[0].free) != set(variable.axes):
        return False
    flow = system.flow.get(name)
    if flow is None:
        return True
    shares = flow.spread.shares if flow.spread is not None else None
    whole = shares is not None and moving in system.parameter[shares].axes
    return not whole and not variables.only_lost(name)
