"""What makes a system ill-formed, each fault named."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from simulator.errors import StructureError
from simulator.structure.elements import Auxiliary, Flow, Measure, Transfer
from simulator.structure.ends import End, resolve_end
from simulator.structure.expression import (
    FUNCTIONS,
    Reference,
    parse,
    parse_reference,
    references,
)

if TYPE_CHECKING:
    from simulator.structure.system import System


def check_system(system: "System") -> None:
    """Raise ``StructureError`` with every fault of a declaration, one to a line.

    The later checks need what the earlier ones establish, so a system is refused at the first
    group that has faults.
    """
    for group in (_names, _axes, _ends, _expressions, _streams, _order, _unused):
        faults = list(group(system))
        if faults:
            raise StructureError("\n".join(faults))


def _names(system: "System") -> Iterator[str]:
    declared = [
        item.name
        for item in chain(
            system.stocks,
            system.parameters,
            system.auxiliaries,
            system.flows,
            system.transfers,
            system.measures,
        )
    ]
    for name, number in Counter(declared).items():
        if number > 1:
            yield f"{name}: declared {number} times; every name stands for one thing"
        if not name.isidentifier() or name in FUNCTIONS:
            yield f"{name!r}: not a name; letters, digits and underscores are"
    for axis in system.axes:
        for label, number in Counter(axis.labels).items():
            if number > 1:
                yield f"axis {axis.name}: label {label!r} stands {number} times"


def _axes(system: "System") -> Iterator[str]:
    order = [axis.name for axis in system.axes]
    for name, number in Counter(order).items():
        if number > 1:
            yield f"axis {name}: declared {number} times"
    for item in chain(system.stocks, system.parameters, system.auxiliaries, system.measures):
        unknown = [name for name in item.axes if name not in system.axis]
        if unknown:
            yield f"{item.name}: no axis {', '.join(unknown)}; the axes are {', '.join(order)}"
        elif system.ordered(set(item.axes)) != item.axes:
            right = ", ".join(system.ordered(set(item.axes)))
            yield f"{item.name}: axes are out of order; the order of the system is {right}"
    for stock in system.stocks:
        stray = [name for name in stock.watched if name not in stock.axes]
        if stray:
            yield f"{stock.name}: watched axis {', '.join(stray)} is not an axis of the stock"
    watched: dict[str, tuple[str, ...]] = {}
    for stock in system.stocks:
        if watched.setdefault(stock.kind, stock.watched) != stock.watched:
            yield f"{stock.name}: stocks of one kind ({stock.kind}) are watched on the same axes"


def _ends(system: "System") -> Iterator[str]:
    for stream in chain(system.flows, system.transfers):
        if stream.source is None and stream.target is None:
            yield f"{stream.name}: leads from outside to outside; give it a source or a target"
        for text in (stream.source, stream.target):
            if text is None:
                continue
            try:
                _end(system, text)
            except StructureError as error:
                yield f"{stream.name}: {error}"


def _end(system: "System", text: str) -> End:
    found = parse_reference(text)
    if found.name not in system.stock:
        raise StructureError(
            f"{found.name} is not a stock; the stocks are {', '.join(system.stock)}"
        )
    return resolve_end(found, system.stock[found.name], system.axis)


def _expressions(system: "System") -> Iterator[str]:
    for name, text, allowed, may in _texts(system):
        try:
            found = list(references(parse(text)))
        except StructureError as error:
            yield f"{name}: {error}"
            continue
        for item in found:
            try:
                axes = reference_axes(system, item)
            except StructureError as error:
                yield f"{name}: {error}"
                continue
            stray = [axis for axis in axes if axis not in allowed]
            if stray:
                yield f"{name}: {item} has the axis {', '.join(stray)}, which {name} has not"
            if item.name in system.flow and not may:
                yield f"{name}: the rate of a flow can't name the flow {item.name}; name an auxiliary"


def _texts(system: "System") -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    for flow in system.flows:
        yield flow.name, flow.rate, system.rate_axes(flow), False
    for transfer in system.transfers:
        if (transfer.amount is None) == (transfer.share is None):
            raise StructureError(f"{transfer.name}: give exactly one of amount and share")
        text = transfer.amount if transfer.amount is not None else transfer.share
        yield transfer.name, str(text), system.rate_axes(transfer), False
    for item in chain(system.auxiliaries, system.measures):
        yield item.name, item.expression, item.axes + item.over, True


def reference_axes(system: "System", found: Reference) -> tuple[str, ...]:
    """The axes a reference leaves free; ``StructureError`` where the name is unknown."""
    if found.name in system.stock:
        return resolve_end(found, system.stock[found.name], system.axis).free
    if found.labels:
        raise StructureError(f"{found}: only a stock takes labels in brackets")
    if found.name in system.parameter:
        return system.parameter[found.name].axes
    if found.name in system.auxiliary:
        return system.auxiliary[found.name].axes
    if found.name in system.flow:
        return system.rate_axes(system.flow[found.name])
    raise StructureError(f"{found.name} is not declared")


def _streams(system: "System") -> Iterator[str]:
    for stream in chain(system.flows, system.transfers):
        source, target = system.end(stream.source), system.end(stream.target)
        if source and target:
            if source.stock.kind != target.stock.kind:
                yield (
                    f"{stream.name}: leads from {source.stock.kind} to {target.stock.kind}; "
                    "a flow keeps its kind"
                )
            if source.free != target.free:
                yield (
                    f"{stream.name}: {source} leaves {', '.join(source.free)} free, "
                    f"{target} leaves {', '.join(target.free)}; both must be the same"
                )
        yield from _spread(system, stream, target)
        if isinstance(stream, Transfer) and stream.share is not None and source is None:
            yield f"{stream.name}: a share is taken of a source; give it one"


def _spread(system: "System", stream: Flow | Transfer, target: End | None) -> Iterator[str]:
    if stream.spread is None:
        return
    axis, shares = stream.spread.axis, stream.spread.shares
    if target is None or axis not in target.free:
        yield f"{stream.name}: spread along {axis}, which its target does not leave free"
    if shares not in system.parameter:
        yield f"{stream.name}: the shares {shares} are not a declared parameter"
    elif not {axis, f"to_{axis}"} <= set(system.parameter[shares].axes):
        yield f"{stream.name}: the shares {shares} need the axes {axis} and to_{axis}"


def _order(system: "System") -> Iterator[str]:
    """Auxiliaries must not wait for each other in a circle."""
    state: dict[str, int] = {}

    def visit(name: str, path: tuple[str, ...]) -> Iterator[str]:
        if state.get(name) == 2:
            return
        if state.get(name) == 1:
            yield f"{' → '.join((*path, name))}: a circle of auxiliaries; break it with a stock"
            return
        state[name] = 1
        for item in references(parse(_formula(system, name))):
            if item.name in system.auxiliary or item.name in system.flow:
                yield from visit(item.name, (*path, name))
        state[name] = 2

    for name in chain(system.auxiliary, system.flow):
        yield from visit(name, ())


def _formula(system: "System", name: str) -> str:
    item: Auxiliary | Flow | Measure = system.auxiliary.get(name) or system.flow[name]
    return item.rate if isinstance(item, Flow) else item.expression


def _unused(system: "System") -> Iterator[str]:
    used = {item.name for _, text, _, _ in _texts(system) for item in references(parse(text))}
    used |= {
        stream.spread.shares
        for stream in chain(system.flows, system.transfers)
        if stream.spread is not None
    }
    for item in chain(system.parameters, system.auxiliaries):
        if item.name not in used:
            yield f"{item.name}: declared but named nowhere; remove it or use it"
