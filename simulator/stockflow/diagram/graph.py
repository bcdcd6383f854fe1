"""What the diagram shows: a box for every part of a stock that flows distinguish, and pipes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import StockPart, parse, references
from simulator.stockflow.grammar.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A box: a stock, or its part with one label; ``label`` is empty for the whole stock."""

    stock: str
    axis: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Connection:
    """A pipe from one box, or the outside (``None``), to another.

    ``where`` names further labels that it leaves or enters, ``drivers`` what its rate depends on
    beside its source, ``dated`` whether it happens on stated dates only.
    """

    name: str
    source: Box | None
    target: Box | None
    where: tuple[str, ...]
    drivers: tuple[str, ...]
    dated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """Boxes and what connects them; drawn together."""

    boxes: tuple[Box, ...]
    connections: tuple[Connection, ...]

    @property
    def stocks(self) -> tuple[str, ...]:
        """Stocks of the panel, in order."""
        return tuple(dict.fromkeys(box.stock for box in self.boxes))

    @property
    def axes(self) -> tuple[str, ...]:
        """Axes whose labels its boxes distinguish."""
        return tuple(dict.fromkeys(box.axis for box in self.boxes if box.axis))


def panels(system: System) -> tuple[Panel, ...]:
    """The boxes and streams of a system, what is connected kept together, in declared order."""
    connections = tuple(_connections(system))
    boxes: dict[Box, None] = {}
    for stock in system.stocks:
        for stream in connections:
            for box in (stream.source, stream.target):
                if box is not None and box.stock == stock.name:
                    boxes[box] = None
        if not any(box.stock == stock.name for box in boxes):
            boxes[Box(stock=stock.name)] = None
    # what never meets is drawn apart: one large graph of independent parts only has more crossings
    groups = _merged(_connected(tuple(_in_label_order(system, boxes)), connections))
    return tuple(
        Panel(
            boxes=group,
            connections=tuple(s for s in connections if s.source in group or s.target in group),
        )
        for group in groups
    )


def _connections(system: System) -> Iterator[Connection]:
    principal = _principal_axes(system)
    declared: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in declared:
        source, target = system.part(stream.source), system.part(stream.target)
        where: dict[str, None] = {}
        for part in (source, target):
            if part is not None:
                chosen = _box_of(part, principal)
                where.update(dict.fromkeys(x for x in part.fixed.values() if x != chosen.label))
        yield Connection(
            name=stream.name,
            source=_box_of(source, principal) if source is not None else None,
            target=_box_of(target, principal) if target is not None else None,
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
    # that a rate follows the stock it leaves goes without saying
    yield from (name for name in found if name != stream.source)
    if stream.spread is not None:
        yield stream.spread.shares


def _principal_axes(system: System) -> Mapping[str, dict[str, int]]:
    """For every stock, how many labels of each axis flows and transfers fix."""
    fixed: dict[str, dict[str, set[str]]] = {}
    declared: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in declared:
        for part in (system.part(stream.source), system.part(stream.target)):
            if part is not None:
                for axis, label in part.fixed.items():
                    fixed.setdefault(part.stock.name, {}).setdefault(axis, set()).add(label)
    return {
        stock: {axis: len(labels) for axis, labels in axes.items()} for stock, axes in fixed.items()
    }


def _box_of(part: StockPart, principal: Mapping[str, dict[str, int]]) -> Box:
    """The box of a part: its label on the axis of which flows fix most labels."""
    counts = principal.get(part.stock.name, {})
    fixed = {axis: label for axis, label in part.fixed.items() if label in _labels(part, axis)}
    if not fixed:
        return Box(stock=part.stock.name)
    # A box can stand for one label only, or there would be one for every combination. The axis of
    # which flows fix most labels is the one the flows are about; the rest stands at the pipe.
    axis = max(fixed, key=lambda name: counts[name])
    return Box(stock=part.stock.name, axis=axis, label=fixed[axis])


def _labels(part: StockPart, axis: str) -> tuple[str, ...]:
    """Labels of an axis that make a box; the newest cohort is a place in time, not a box."""
    # it is another cohort in every window
    return () if part.fixed[axis] == "newest" else (part.fixed[axis],)


def _in_label_order(system: System, boxes: Mapping[Box, None]) -> list[Box]:
    """By stock, the whole first, then by axis and label as declared."""
    stocks = [stock.name for stock in system.stocks]

    def key(box: Box) -> tuple[int, int, int]:
        if not box.axis:
            return stocks.index(box.stock), -1, -1
        axis = [axis.name for axis in system.axes].index(box.axis)
        return stocks.index(box.stock), axis, system.axis[box.axis].index(box.label)

    return sorted(boxes, key=key)


def _merged(groups: list[tuple[Box, ...]]) -> list[tuple[Box, ...]]:
    """Groups that show one stock by one axis stand in one panel."""
    found: dict[tuple[str, str] | int, tuple[Box, ...]] = {}
    for number, group in enumerate(groups):
        views = {(box.stock, box.axis) for box in group}
        key = next(iter(views)) if len(views) == 1 else number
        found[key] = (*found.get(key, ()), *group)
    return list(found.values())


def _connected(
    boxes: tuple[Box, ...], connections: tuple[Connection, ...]
) -> list[tuple[Box, ...]]:
    """Groups of parts joined by streams, the largest group of a stock first."""
    group = {box: number for number, box in enumerate(boxes)}
    for stream in connections:
        if stream.source is not None and stream.target is not None:
            # the lower number wins, so that the order of panels is that of the declaration
            kept, lost = sorted((group[stream.source], group[stream.target]))
            group = {box: kept if number == lost else number for box, number in group.items()}
    found: dict[int, list[Box]] = {}
    for box in boxes:
        found.setdefault(group[box], []).append(box)
    order = {stock: place for place, stock in enumerate(dict.fromkeys(p.stock for p in boxes))}
    return [
        tuple(members)
        for members in sorted(found.values(), key=lambda m: (order[m[0].stock], -len(m)))
    ]
