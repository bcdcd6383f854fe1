"""What makes a system ill-formed, each fault named."""

from collections.abc import Iterator

from simulator.errors import StructureError
from simulator.stockflow.grammar.declaration import Declaration
from simulator.stockflow.grammar.elements import Flow, Formula, Stream, Transfer
from simulator.stockflow.grammar.expression import (
    Reference,
    StockPart,
    parse,
    parse_reference,
    references,
    resolve_part,
)
from simulator.stockflow.grammar.faults import (
    faults_of_axes,
    faults_of_loops,
    faults_of_names,
    faults_of_symbols,
)
from simulator.words.catalogue import listed, message


def check_system(system: Declaration) -> None:
    """Raise ``StructureError`` with every fault of a declaration, one to a line.

    The later checks need what the earlier ones establish, so a system is refused at the first
    group that has faults.
    """
    # in this order: names must be unique before anything is looked up by name, axes known before
    # labels are resolved, expressions sound before they are followed for circles or unused names
    groups = (
        faults_of_names,
        faults_of_axes,
        _faults_of_parts,
        _faults_of_expressions,
        _faults_of_streams,
        _faults_of_order,
        _faults_of_unused,
        faults_of_loops,
        faults_of_symbols,
    )
    for group in groups:
        faults = list(group(system))
        if faults:
            # all faults of a group at once, so that a declaration is mended in one go
            raise StructureError("\n".join(faults))


def _faults_of_parts(system: Declaration) -> Iterator[str]:
    for stream in system.streams:
        if stream.source is None and stream.target is None:
            yield message("fault.grammar.stream.outside", name=stream.name)
        # with both, or none, it would be open how much moves
        if isinstance(stream, Transfer) and (stream.amount is None) == (stream.share is None):
            yield message("fault.grammar.stream.amount_or_share", name=stream.name)
        for text in (stream.source, stream.target):
            if text is None:
                continue
            try:
                _stock_part(system, text)
            except StructureError as error:
                yield f"{stream.name}: {error}"


def _stock_part(system: Declaration, text: str) -> StockPart:
    found = parse_reference(text)
    if found.name not in system.stock:
        raise StructureError(
            message(
                "fault.grammar.expression.not_a_stock", name=found.name, names=listed(system.stock)
            )
        )
    return resolve_part(found, system.stock[found.name], system.axis)


def _faults_of_expressions(system: Declaration) -> Iterator[str]:
    for name, text, allowed, flows_allowed in _texts(system):
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
                yield message("fault.grammar.axis.stray", name=name, found=item, axes=listed(stray))
            # what two rates share has a name of its own, with unit and meaning: an auxiliary
            if item.name in system.flow and not flows_allowed:
                yield message("fault.grammar.stream.names_a_flow", name=name, found=item.name)


def _texts(system: Declaration) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    for flow in system.flows:
        yield flow.name, flow.rate, system.rate_axes(flow), False
    for transfer in system.transfers:
        text = transfer.amount if transfer.amount is not None else transfer.share
        yield transfer.name, str(text), system.rate_axes(transfer), False
    for item in system.formulas:
        yield item.name, item.expression, item.axes + item.over, True


def reference_axes(system: Declaration, found: Reference) -> tuple[str, ...]:
    """The axes a reference leaves free.

    ``StructureError`` for an unknown name, and for labels in brackets that do not fit it.
    """
    if found.name in system.stock:
        return resolve_part(found, system.stock[found.name], system.axis).free
    if found.labels:
        raise StructureError(message("fault.grammar.expression.labels_of_none", found=found))
    if found.name in system.parameter:
        return system.parameter[found.name].axes
    if found.name in system.auxiliary:
        return system.auxiliary[found.name].axes
    if found.name in system.flow:
        return system.rate_axes(system.flow[found.name])
    raise StructureError(message("fault.grammar.undeclared", name=found.name))


def _faults_of_streams(system: Declaration) -> Iterator[str]:
    for stream in system.streams:
        source, target = system.part(stream.source), system.part(stream.target)
        if source and target:
            # a balance is kept by kind: what changed kind on the way would be lost in one and made
            # in the other
            if source.stock.kind != target.stock.kind:
                kinds = {"source": source.stock.kind, "target": target.stock.kind}
                yield message("fault.grammar.stream.two_kinds", name=stream.name, **kinds)
            # cell by cell: a rate on other axes than its target has no cell to arrive in
            if source.free != target.free:
                yield message(
                    "fault.grammar.stream.free_axes",
                    name=stream.name,
                    source=source,
                    target=target,
                    left=listed(source.free),
                    right=listed(target.free),
                )
        yield from _faults_of_spread(system, stream, target)
        if isinstance(stream, Transfer) and stream.share is not None and source is None:
            yield message("fault.grammar.stream.share_of_nothing", name=stream.name)


def _faults_of_spread(
    system: Declaration, stream: Stream, target: StockPart | None
) -> Iterator[str]:
    if stream.spread is None:
        return
    axis, shares = stream.spread.axis, stream.spread.shares
    named = {"name": stream.name, "shares": shares, "axis": axis}
    if target is None or axis not in target.free:
        yield message("fault.grammar.stream.spread_not_free", **named)
    if shares not in system.parameter:
        yield message("fault.grammar.stream.shares_undeclared", **named)
        return
    own = set(system.parameter[shares].axes)
    # a matrix from where to where; its rows sum to one, which a run checks, the proof assumes
    if not {axis, f"to_{axis}"} <= own:
        yield message("fault.grammar.stream.shares_axes", **named)
    stray = own - {*system.rate_axes(stream), f"to_{axis}"}
    if stray:
        yield message("fault.grammar.stream.shares_stray", axes=listed(sorted(stray)), **named)
    if axis in system.axis and system.axis[axis].windows is not None:
        yield message("fault.grammar.stream.spread_cohorts", **named)


def _faults_of_order(system: Declaration) -> Iterator[str]:
    """Auxiliaries must not wait for each other in a circle."""
    # depth first, with 1 for what is on the path and 2 for what is done: meeting a 1 closes a
    # circle
    state: dict[str, int] = {}

    def visit(name: str, path: tuple[str, ...]) -> Iterator[str]:
        if state.get(name) == 2:
            return
        if state.get(name) == 1:
            yield message("fault.grammar.stream.circle", path=" → ".join((*path, name)))
            return
        state[name] = 1
        for item in references(parse(_formula(system, name))):
            if item.name in system.auxiliary or item.name in system.flow:
                yield from visit(item.name, (*path, name))
        state[name] = 2

    for name in (*system.auxiliary, *system.flow):
        yield from visit(name, ())


def _formula(system: Declaration, name: str) -> str:
    item: Formula | Flow = system.auxiliary.get(name) or system.flow[name]
    return item.rate if isinstance(item, Flow) else item.expression


def _faults_of_unused(system: Declaration) -> Iterator[str]:
    # what nothing names changes nothing, however a scenario states it: most often a typo
    used = {item.name for _, text, _, _ in _texts(system) for item in references(parse(text))}
    used |= {stream.spread.shares for stream in system.streams if stream.spread is not None}
    names = [item.name for item in system.parameters] + list(system.auxiliary)
    for name in names:
        if name not in used:
            yield message("fault.grammar.unused", name=name)
