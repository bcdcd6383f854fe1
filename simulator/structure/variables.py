"""The sums of products that flows, auxiliaries, measures and transfers come down to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from simulator.structure.checks import reference_axes
from simulator.structure.elements import Flow, Transfer
from simulator.structure.ends import End
from simulator.structure.expression import Factor, parse, reference, references, terms
from simulator.structure.system import System


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

    def bare_source(self, name: str) -> bool:
        """Whether a flow's rate is a coefficient times its bare source."""
        flow = self.system.flow.get(name)
        if flow is None or flow.source is None or len(self[name].pieces) != 1:
            return False
        (piece,) = self[name].pieces
        return len(piece.live) == 1 and self._same_end(piece.live[0], flow.source)

    def limitable(self, name: str) -> bool:
        """Whether only the cohorts with a coefficient need computing: one product, one stock."""
        moving = self.system.moving
        pieces = self[name].pieces
        if moving is None or len(pieces) != 1 or moving.name not in pieces[0].axes:
            return False
        live = [reference(factor.tree) for factor in pieces[0].live]
        return len(live) == 1 and live[0] is not None and live[0].name in self.system.stock

    def end_of(self, factor: Factor) -> End | None:
        """The part of a stock a factor is, if it is one."""
        found = reference(factor.tree)
        if found is None or found.name not in self.system.stock:
            return None
        return self.system.end(str(found))

    def _same_end(self, factor: Factor, text: str) -> bool:
        return not factor.divides and self.end_of(factor) == self.system.end(text)

    @cached_property
    def _live(self) -> frozenset[str]:
        """Names that follow the stocks."""
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
        streams: tuple[Flow | Transfer, ...] = (*self.system.flows, *self.system.transfers)
        for stream in streams:
            text = stream.rate if isinstance(stream, Flow) else stream.amount or stream.share
            axes = self.system.rate_axes(stream)
            if isinstance(stream, Transfer) and stream.share is not None:
                text = f"({stream.share}) * {stream.source}"
            yield stream.name, str(text), axes, ()
        for item in (*self.system.auxiliaries, *self.system.measures):
            axes = self.system.ordered(set(item.axes) | set(item.over))
            yield item.name, item.expression, axes, item.over

    def _pieces(self, name: str, text: str) -> Iterator[Piece]:
        found = terms(parse(text))
        for number, term in enumerate(found):
            free = tuple(factor for factor in term.factors if not self._follows(factor))
            live = tuple(factor for factor in term.factors if self._follows(factor))
            axes = self.system.ordered(
                {
                    axis
                    for factor in free
                    for item in references(factor.tree)
                    for axis in reference_axes(self.system, item)
                }
            )
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
