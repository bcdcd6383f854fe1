"""What the diagram shows: a box for every part of a stock that flows tell apart, and streams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import End, parse, references
from simulator.stockflow.grammar.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A box: a stock, or its part with one label; ``label`` is empty for the whole stock."""

    stock: str
    axis: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """A pipe from one box, or the outside (``None``), to another.

    ``where`` tells further labels at its ends, ``drivers`` what its rate depends on beside its
    source, ``dated`` whether it happens on stated dates only.
    """

    name: str
    source: Part | None
    target: Part | None
    where: tuple[str, ...]
    drivers: tuple[str, ...]
    dated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """Boxes that streams connect; drawn together."""

    parts: tuple[Part, ...]
    streams: tuple[Stream, ...]

    @property
    def stocks(self) -> tuple[str, ...]:
        """Stocks of the panel, in order."""
        return tuple(dict.fromkeys(part.stock for part in self.parts))

    @property
    def axes(self) -> tuple[str, ...]:
        """Axes along which its boxes are told apart."""
        return tuple(dict.fromkeys(part.axis for part in self.parts if part.axis))


def panels(system: System) -> tuple[Panel, ...]:
    """The boxes and streams of a system, what is connected kept together, in declared order."""
    streams = tuple(_streams(system))
    parts: dict[Part, None] = {}
    for stock in system.stocks:
        for stream in streams:
            for part in (stream.source, stream.target):
                if part is not None and part.stock == stock.name:
                    parts[part] = None
        if not any(part.stock == stock.name for part in parts):
            parts[Part(stock=stock.name)] = None
    groups = _merged(_connected(tuple(_in_label_order(system, parts)), streams))
    return tuple(
        Panel(
            parts=group,
            streams=tuple(s for s in streams if s.source in group or s.target in group),
        )
        for group in groups
    )


def _streams(system: System) -> Iterator[Stream]:
    principal = _principal_axes(system)
    declared: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in declared:
        source, target = system.end(stream.source), system.end(stream.target)
        where: dict[str, None] = {}
        for end in (source, target):
            if end is not None:
                chosen = _part(end, principal)
                where.update(dict.fromkeys(x for x in end.fixed.values() if x != chosen.label))
        yield Stream(
            name=stream.name,
            source=_part(source, principal) if source is not None else None,
            target=_part(target, principal) if target is not None else None,
            where=tuple(where),
            drivers=tuple(_drivers(stream)),
            dated=isinstance(stream, Transfer),
        )


def _drivers(stream: Flow | Transfer) -> Iterator[str]:
    """Names a rate depends on beside the stock it leaves."""
    if isinstance(stream, Flow):
        text = stream.rate
    else:
        text = str(stream.amount if stream.amount is not None else stream.share)
    found = dict.fromkeys(str(item) for item in references(parse(text)))
    yield from (name for name in found if name != stream.source)
    if stream.spread is not None:
        yield stream.spread.shares


def _principal_axes(system: System) -> Mapping[str, dict[str, int]]:
    """For every stock, how many labels of each axis its ends fix."""
    fixed: dict[str, dict[str, set[str]]] = {}
    declared: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in declared:
        for end in (system.end(stream.source), system.end(stream.target)):
            if end is not None:
                for axis, label in end.fixed.items():
                    fixed.setdefault(end.stock.name, {}).setdefault(axis, set()).add(label)
    return {
        stock: {axis: len(labels) for axis, labels in axes.items()} for stock, axes in fixed.items()
    }


def _part(end: End, principal: Mapping[str, dict[str, int]]) -> Part:
    """The box of an end: its label on the axis that is told apart most finely."""
    counts = principal.get(end.stock.name, {})
    fixed = {axis: label for axis, label in end.fixed.items() if label in _labels(end, axis)}
    if not fixed:
        return Part(stock=end.stock.name)
    axis = max(fixed, key=lambda name: counts[name])
    return Part(stock=end.stock.name, axis=axis, label=fixed[axis])


def _labels(end: End, axis: str) -> tuple[str, ...]:
    """Labels of an axis that make a box; the newest cohort is a place in time, not a box."""
    return () if end.fixed[axis] == "newest" else (end.fixed[axis],)


def _in_label_order(system: System, parts: Mapping[Part, None]) -> list[Part]:
    """By stock, the whole first, then by axis and label as declared."""
    stocks = [stock.name for stock in system.stocks]

    def key(part: Part) -> tuple[int, int, int]:
        if not part.axis:
            return stocks.index(part.stock), -1, -1
        axis = [axis.name for axis in system.axes].index(part.axis)
        return stocks.index(part.stock), axis, system.axis[part.axis].index(part.label)

    return sorted(parts, key=key)


def _merged(groups: list[tuple[Part, ...]]) -> list[tuple[Part, ...]]:
    """Groups that show one stock by one axis stand in one panel."""
    found: dict[tuple[str, str] | int, tuple[Part, ...]] = {}
    for number, group in enumerate(groups):
        views = {(part.stock, part.axis) for part in group}
        key = next(iter(views)) if len(views) == 1 else number
        found[key] = (*found.get(key, ()), *group)
    return list(found.values())


def _connected(parts: tuple[Part, ...], streams: tuple[Stream, ...]) -> list[tuple[Part, ...]]:
    """Groups of parts joined by streams, the largest group of a stock first."""
    group = {part: number for number, part in enumerate(parts)}
    for stream in streams:
        if stream.source is not None and stream.target is not None:
            kept, lost = sorted((group[stream.source], group[stream.target]))
            group = {part: kept if number == lost else number for part, number in group.items()}
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(group[part], []).append(part)
    order = {stock: place for place, stock in enumerate(dict.fromkeys(p.stock for p in parts))}
    return [
        tuple(members)
        for members in sorted(found.values(), key=lambda m: (order[m[0].stock], -len(m)))
    ]
