"""Writes the right-hand side: flows into changes of stocks and into their own running totals."""

from simulator.structure.axis import NEWEST
from simulator.structure.elements import Flow
from simulator.structure.emission import aligned, end_index, summed
from simulator.structure.ends import End
from simulator.structure.layout import Block, Layout
from simulator.structure.program import Writer


def write_dynamics(writer: Writer, layout: Layout) -> None:
    """Write every flow of the system.

    Rates on the same bare stock are collected into one coefficient ``<stock>.rate`` and inflows
    free of stocks into ``<stock>.gain``, both prepared: d(stock)/dt = rate × stock + gain + the
    flows that need more.
    """
    system, variables = writer.system, writer.variables
    _collect(writer, layout)
    for name in variables.in_order(tuple(system.flow)):
        flow = system.flow.get(name)
        if flow is None:
            writer.body.append(f"v_{name} = {writer.sum_of_products(variables[name])}")
        elif _is_gain(writer, flow):
            _write_booking(writer, layout.totals[name].arriving, f"k['{name}.total']")
        elif variables.only_lost(name):
            _write_booking(writer, layout.totals[name].leaving, _loss_total(writer, flow))
        else:
            _write_flow(writer, layout, flow)


def _is_gain(writer: Writer, flow: Flow) -> bool:
    """An inflow from outside that follows no stock and has a fixed place."""
    target = writer.system.end(flow.target)
    if flow.source is not None or target is None or writer.variables[flow.name].live:
        return False
    return NEWEST not in target.fixed.values()


def _collect(writer: Writer, layout: Layout) -> None:
    """Prepare the collected coefficients and start every change of stock from them."""
    system = writer.system
    losses = [flow for flow in system.flows if writer.variables.bare_source(flow.name)]
    gains = [flow for flow in system.flows if _is_gain(writer, flow)]
    for stock in system.stocks:
        lost = [flow for flow in losses if _stock(writer, flow.source) == stock.name]
        gained = [flow for flow in gains if _stock(writer, flow.target) == stock.name]
        empty = _empty(layout.stocks[stock.name])
        if lost:
            name = f"{stock.name}.rate"
            writer.coefficient(name, stock.axes, empty)
            for flow in lost:
                _prepare_loss(writer, flow, name)
            writer.body.append(f"np.multiply(k[{name!r}], {stock.name}, out=d_{stock.name})")
        else:
            writer.body.append(f"d_{stock.name}[...] = 0")
        if gained:
            name = f"{stock.name}.gain"
            writer.coefficient(name, stock.axes, empty)
            for flow in gained:
                _prepare_gain(writer, flow, name)
            writer.body.append(f"d_{stock.name} += k[{name!r}]")


def _empty(block: Block) -> str:
    """Text of zeros laid out like a stock."""
    turn = "" if block.memory == block.shape else f".transpose({block.turn})"
    return f"zeros({block.memory}){turn}"


def _stock(writer: Writer, text: str | None) -> str | None:
    end = writer.system.end(text)
    return end.stock.name if end is not None else None


def _prepare_loss(writer: Writer, flow: Flow, name: str) -> None:
    variable = writer.variables[flow.name]
    (piece,) = variable.pieces
    writer.prepared(variable, piece)
    index = _index(writer, flow.source)
    if piece.coefficient is None:
        writer.prepare.append(f"k[{name!r}]{index} -= {float(piece.sign)}")
    else:
        text = aligned(f"k[{piece.coefficient!r}]", piece.axes, variable.axes)
        writer.prepare.append(f"k[{name!r}]{index} -= {text}")


def _prepare_gain(writer: Writer, flow: Flow, name: str) -> None:
    variable, target = writer.variables[flow.name], writer.system.end(flow.target)
    writer.coefficient_free(variable)
    text = f"free_{flow.name}"
    if flow.spread is not None:
        arriving = writer.spread(flow, text, f"p[{flow.spread.shares!r}]")
        text = f"to_{flow.name}"
        writer.prepare.append(f"{text} = {arriving}")
    writer.prepare.append(f"k[{name!r}]{_index(writer, flow.target)} += {text}")
    watched = target.watched if target is not None else ()
    writer.coefficient(f"{flow.name}.total", watched, summed(text, variable.axes, watched))


def _index(writer: Writer, text: str | None) -> str:
    end = writer.system.end(text)
    return (end_index(writer.system, end) if end is not None else "") or "[...]"


def _write_flow(writer: Writer, layout: Layout, flow: Flow) -> None:
    system, variable = writer.system, writer.variables[flow.name]
    totals = layout.totals[flow.name]
    source, target = system.end(flow.source), system.end(flow.target)
    rate, spans = f"v_{flow.name}", _spans(writer, flow.name)
    text = writer.sum_of_products(variable) if variable.live else writer.free(variable)
    writer.body.append(f"{rate} = {text}")
    if source is not None:
        if not writer.variables.bare_source(flow.name):
            writer.body.append(f"{_change(writer, source, spans)} -= {rate}")
        _write_booking(writer, totals.leaving, summed(rate, variable.axes, source.watched))
    if target is not None:
        arriving = rate
        if flow.spread is not None:
            arriving = f"to_{flow.name}"
            writer.body.append(f"{arriving} = {writer.spread(flow, rate, writer.shares(flow))}")
        writer.body.append(f"{_change(writer, target, spans)} += {arriving}")
        if totals.arriving is not totals.leaving:
            total = summed(arriving, variable.axes, target.watched)
            _write_booking(writer, totals.arriving, total)


def _spans(writer: Writer, name: str) -> dict[str, str]:
    moving = writer.system.moving
    if name not in writer.limited or moving is None:
        return {}
    return {moving.name: f"at[{name!r}]"}


def _change(writer: Writer, end: End, spans: dict[str, str]) -> str:
    return f"d_{end.stock.name}{end_index(writer.system, end, spans) or '[...]'}"


def _write_booking(writer: Writer, block: Block | None, text: str) -> None:
    if block is not None:
        writer.body.append(f"dy[:, {block.start}:{block.stop}] = flat({text})")


def _loss_total(writer: Writer, flow: Flow) -> str:
    """Total of a flow that leaves for outside: Σ coefficient × stock, never element by element."""
    variable, source = writer.variables[flow.name], writer.system.end(flow.source)
    (piece,) = variable.pieces
    if source is None:
        return ""
    watched, own = source.watched, set(piece.axes)
    stock = f"{source.stock.name}{end_index(writer.system, source)}"
    if piece.coefficient is None:
        sign = "-" if piece.sign < 0 else ""
        return summed(f"({sign}{stock})", source.free, watched)
    coefficient = f"k[{piece.coefficient!r}]"
    if own and own == set(source.free) - set(watched):
        return writer.contraction((coefficient, piece.axes), (stock, source.free), watched)
    axes = source.free
    if not own & set(watched):
        axes = tuple(axis for axis in source.free if axis in own or axis in watched)
        stock = summed(stock, source.free, axes)
    return summed(f"({aligned(coefficient, piece.axes, axes)} * {stock})", axes, watched)
