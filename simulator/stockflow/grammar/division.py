"""Parts of a system that do not act on each other: each can be followed through time by itself.

People do not ask how many places there are, nor places how many people, unless a loop is closed.
Followed alone, each part has the segments, the steps and the error of its own, and what is the same
in every draw is followed once. What reads several parts, a gap, is read with the largest of them:
there the numbers of the others are given, as parameters are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import prod

from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import (
    Flow,
    Formula,
    Measure,
    Parameter,
    Stock,
    Stream,
    Transfer,
)
from simulator.stockflow.grammar.expression import parse, references
from simulator.stockflow.grammar.system import System

LENT = "_lent"


_NEXT_TO_NOTHING = 100
"""How many times as many numbers the largest part has, where a part has next to none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a system, itself a system.

    ``borrowed`` maps each parameter that stands for a number of another part to the measure of that
    part which holds it. ``lent`` are its own measures that are there for others alone. ``is_small``
    says that its numbers are next to nothing beside those of the largest part.
    """

    system: System
    borrowed: Mapping[str, str] = field(default_factory=dict)
    lent: tuple[str, ...] = ()
    is_small: bool = False


@lru_cache(maxsize=32)
def divide(system: System) -> tuple[Part, ...]:
    """The parts of a system, those that lend before the one that borrows; often only itself.

    Two stocks belong together where a stream ties them, one decides on a stream of the other, they
    are of one kind, or a measure reads both directly. Everything declared lies in exactly one part,
    but for parameters and auxiliaries that several need, which each has.
    """
    ties = _Ties(system)
    groups = ties.groups()
    if len(groups) == 1:
        return (Part(system=system),)
    sizes = {group: sum(map(ties.size, group)) for group in groups}
    host = max(groups, key=lambda group: sizes[group])
    guests = [group for group in groups if group is not host]
    # in the order declared, so that a run does not depend on anything else
    mixed = [m for m in system.measures if ties.stocks(m.name) and not ties.is_within_one(m.name)]
    lent = dict.fromkeys(name for m in mixed for name in _borrowed(ties, m.name, host))
    parts = [
        replace(
            _guest(ties, group, tuple(lent)),
            is_small=sizes[group] * _NEXT_TO_NOTHING < sizes[host],
        )
        for group in guests
    ]
    return (*parts, _host(ties, host, tuple(lent)))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Item:
    """Something declared with a formula: its text, and what its streams touch besides."""

    text: str
    ends: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


class _Ties:
    """What names what in a system, and which stocks belong together."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.items = dict(_items(system))
        self._stocks: dict[str, frozenset[str]] = {}

    def named(self, name: str) -> Iterator[str]:
        """Names in the formula of a stream, auxiliary or measure, shares included."""
        item = self.items[name]
        yield from (found.name for found in references(parse(item.text)))
        yield from item.shares

    def stocks(self, name: str) -> frozenset[str]:
        """The stocks that a name follows, by what it names; of a stream, its ends too."""
        if name in self.system.stock:
            return frozenset({name})
        if name not in self.items:
            return frozenset()
        if name not in self._stocks:
            found = [self.stocks(each) for each in self.named(name)]
            self._stocks[name] = frozenset(self.items[name].ends).union(*found)
        return self._stocks[name]

    def groups(self) -> tuple[frozenset[str], ...]:
        """Stocks that belong together, in the order declared."""
        home = {stock.name: frozenset({stock.name}) for stock in self.system.stocks}
        for tied in self._tied():
            whole = frozenset[str]().union(*(home[name] for name in tied))
            home |= dict.fromkeys(whole, whole)
        return tuple(dict.fromkeys(home.values()))

    def _tied(self) -> Iterator[frozenset[str]]:
        for stream in self.system.streams:
            yield self.stocks(stream.name)
        kinds = {stock.kind for stock in self.system.stocks}
        for kind in sorted(kinds):
            yield frozenset(stock.name for stock in self.system.stocks if stock.kind == kind)
        for formula in self.system.formulas:
            # a number that is neither of one part nor made of such numbers
            direct = {name for name in self.named(formula.name) if name in self.system.stock}
            if direct:
                yield self.stocks(formula.name)

    def size(self, stock: str) -> int:
        """Cells of a stock."""
        return prod(self.system.shape(self.system.stock[stock].axes))

    def is_within_one(self, name: str) -> bool:
        """Whether all that a name follows lies in one part."""
        found = self.stocks(name)
        return any(found <= group for group in self.groups())


def _items(system: System) -> Iterator[tuple[str, _Item]]:
    for stream in system.streams:
        texts = (stream.source, stream.target)
        parts = [system.part(text) for text in texts if text is not None]
        shares = () if stream.spread is None else (stream.spread.shares,)
        ends = tuple(part.stock.name for part in parts if part is not None)
        yield stream.name, _Item(text=_text(stream), ends=ends, shares=shares)
    for formula in system.formulas:
        yield formula.name, _Item(text=formula.expression)


def _text(stream: Stream) -> str:
    if isinstance(stream, Flow):
        return stream.rate
    return str(stream.amount if stream.amount is not None else stream.share)


def _borrowed(ties: _Ties, name: str, host: frozenset[str]) -> Iterator[str]:
    """Auxiliaries and flows of other parts that a name of several parts is made of."""
    for each in ties.named(name):
        found = ties.stocks(each)
        if not found or found <= host:
            continue
        if ties.is_within_one(each):
            yield each
        else:
            yield from _borrowed(ties, each, host)


def _guest(ties: _Ties, group: frozenset[str], lent: tuple[str, ...]) -> Part:
    """A part that lends; its measures are those that read nothing else."""
    system = ties.system
    own = [m for m in system.measures if ties.stocks(m.name) and ties.stocks(m.name) <= group]
    lending = [_lending(ties, name) for name in lent if ties.stocks(name) <= group]
    part = _system(ties, group, (*own, *lending), ())
    return Part(system=part, lent=tuple(measure.name for measure in lending))


def _host(ties: _Ties, group: frozenset[str], lent: tuple[str, ...]) -> Part:
    """The part that borrows; it has every measure that is not wholly another's."""
    others = [each for each in ties.groups() if each != group]
    measures = [
        m
        for m in ties.system.measures
        if not ties.stocks(m.name) or not any(ties.stocks(m.name) <= each for each in others)
    ]
    part = _system(ties, group, tuple(measures), lent)
    return Part(system=part, borrowed={name: f"{name}{LENT}" for name in lent})


def _lending(ties: _Ties, name: str) -> Measure:
    """A measure that reads an auxiliary, or the rate of a flow, for others."""
    given = _given(ties.system, name)
    return Measure(
        name=f"{name}{LENT}",
        axes=given.axes,
        expression=name,
        unit=given.unit,
        meaning=given.meaning,
        symbol=given.symbol,
    )


def _given(system: System, name: str) -> Parameter:
    """An auxiliary, or the rate of a flow, of another part as a parameter."""
    flow = system.flow.get(name)
    if flow is None:
        of = system.auxiliary[name]
        return Parameter(
            name=name, axes=of.axes, unit=of.unit, meaning=of.meaning, symbol=of.symbol
        )
    end = system.part(flow.source) or system.part(flow.target)
    unit = "" if end is None else f"{end.stock.unit}/year"
    axes, symbol = system.rate_axes(flow), f"v({name})"
    return Parameter(name=name, axes=axes, unit=unit, meaning=flow.meaning, symbol=symbol)


def _system(
    ties: _Ties, group: frozenset[str], measures: tuple[Measure, ...], given: tuple[str, ...]
) -> System:
    """What is declared of some stocks, with some measures and all that both are made of."""
    system = ties.system
    flows = tuple(f for f in system.flows if _touches(ties, f, group))
    transfers = tuple(t for t in system.transfers if _touches(ties, t, group))
    needed = _needed(ties, (*flows, *transfers), measures, given)
    auxiliaries = tuple(each for each in system.auxiliaries if each.name in needed)
    parameters = tuple(each for each in system.parameters if each.name in needed)
    parameters += tuple(_given(system, name) for name in given)
    stocks = tuple(stock for stock in system.stocks if stock.name in group)
    return replace(
        system,
        axes=_axes(system, (*stocks, *parameters, *auxiliaries, *measures)),
        stocks=stocks,
        parameters=parameters,
        auxiliaries=auxiliaries,
        flows=flows,
        transfers=transfers,
        measures=measures,
        settings=(),
        loops=(),
    )


def _touches(ties: _Ties, stream: Flow | Transfer, group: frozenset[str]) -> bool:
    return bool(set(ties.items[stream.name].ends) & group)


def _needed(
    ties: _Ties, streams: tuple[Stream, ...], measures: tuple[Measure, ...], given: tuple[str, ...]
) -> set[str]:
    """Auxiliaries and parameters that streams and measures are made of, but for what is given."""
    found: set[str] = set()
    waiting = [name for stream in streams for name in ties.named(stream.name)]
    waiting += [found.name for m in measures for found in references(parse(m.expression))]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in given:
            found.add(name)
            waiting += ties.named(name) if name in ties.items else ()
    return found


def _axes(system: System, items: tuple[Stock | Parameter | Formula, ...]) -> tuple[Axis, ...]:
    """Axes that something is declared on, in the order of the system."""
    used = {axis for item in items for axis in item.axes}
    used |= {axis for item in items if isinstance(item, Formula) for axis in item.over}
    return tuple(axis for axis in system.axes if used & {axis.name, f"to_{axis.name}"})
