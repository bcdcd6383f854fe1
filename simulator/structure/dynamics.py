"""Writes the right-hand side: flows into changes of stocks and into their own running totals."""

from simulator.structure.ends import End
from simulator.structure.elements import Flow
from simulator.structure.emission import aligned, end_index, summed
from simulator.structure.layout import Block, Layout
from simulator.structure.program import Writer
from simulator.structure.variables import Variable


def write_dynamics(writer: Writer, layout: Layout) -> None:
    """Write every flow of the system.

    Rates on the same bare stock are collected into one coefficient ``<stock>.rate`` and inflows
    free of stocks into ``<stock>.gain``, both prepared: d(stock)/dt = rate × stock + gain + the
    flows that need more.
    """
    system = writer.system
    order = writer.variables.in_order(tuple(flow.name for flow in system.flows))
    collected = {name for name in order if writer.variables.bare_source(name)}
    gains = {flow.name for flow in system.flows if _is_gain(writer, flow)}
    _collect(writer, layout, collected, gains)
    for name in order:
        if name in gains:
            _write_gain_total(writer, layout, system.flow[name])
        elif name in system.flow:
            _write_flow(writer, layout, system.flow[name], name in collected)
        elif writer.variables[name].live:
            writer.body.append(f"v_{name} = {writer.sum_of_products(writer.variables[name])}")


def _is_gain(writer: Writer, flow: Flow) -> bool:
    """An inflow from outside that follows no stock and has a fixed place."""
    target = writer.system.end(flow.target)
    follows = writer.variables[flow.name].live
    return flow.source is None and target is not None and not follows and not _newest(target)


def _newest(end: End) -> bool:
    return "newest" in end.fixed.values()


def _collect(writer: Writer, layout: Layout, collected: set[str], gains: set[str]) -> None:
    """Prepare the collected coefficients and start every change of stock from them."""
    system = writer.system
    for stock in system.stocks:
        losses = [
            flow
            for flow in system.flows
            if flow.name in collected and _stock(writer, flow.source) == stock.name
        ]
        inflows = [
            flow
            for flow in system.flows
            if flow.name in gains and _stock(writer, flow.target) == stock.name
        ]
        name = f"{stock.name}.rate"
        if losses:
            writer.coefficient(name, stock.axes, f"zeros({system.shape(stock.axes)})", False)
            for flow in losses:
                _prepare_loss(writer, flow, name)
            writer.body.append(f"np.multiply(k[{name!r}], {stock.name}, out=d_{stock.name})")
        else:
            writer.body.append(f"d_{stock.name}[...] = 0")
        if inflows:
            gain = f"{stock.name}.gain"
            writer.coefficient(gain, stock.axes, f"zeros({system.shape(stock.axes)})", False)
            for flow in inflows:
                _prepare_gain(writer, flow, gain)
            writer.body.append(f"d_{stock.name} += k[{gain!r}]")


def _stock(writer: Writer, text: str | None) -> str | None:
    end = writer.system.end(text)
    return end.stock.name if end is not None else None


def _prepare_loss(writer: Writer, flow: Flow, name: str) -> None:
    variable = writer.variables[flow.name]
    end = writer.system.end(flow.source)
    assert end is not None
    (piece,) = variable.pieces
    writer.prepared(variable, piece)
    if piece.coefficient is None:
        writer.prepare.append(f"k[{name!r}]{end_index(writer.system, end)} -= 1.0")
        return
    text = aligned(f"k[{piece.coefficient!r}]", piece.axes, variable.axes)
    index = end_index(writer.system, end) or "[...]"
    writer.prepare.append(f"k[{name!r}]{index} -= {text}")


def _prepare_gain(writer: Writer, flow: Flow, name: str) -> None:
    variable = writer.variables[flow.name]
    writer.coefficient_free(variable)
    end = writer.system.end(flow.target)
    assert end is not None
    text = f"free_{flow.name}"
    if flow.spread is not None:
        text = _spread(writer, flow, text, f"p[{flow.spread.shares!r}]")
        writer.prepare.append(f"free_{flow.name} = {text}")
    index = end_index(writer.system, end) or "[...]"
    writer.prepare.append(f"k[{name!r}]{index} += free_{flow.name}")
    total = summed(f"free_{flow.name}", variable.axes, end.watched)
    writer.coefficient(f"{flow.name}.total", end.watched, total, False)


def _write_gain_total(writer: Writer, layout: Layout, flow: Flow) -> None:
    block = layout.totals[flow.name].arriving
    assert block is not None
    writer.body.append(_booked(block, f"k['{flow.name}.total']"))


def _write_flow(writer: Writer, layout: Layout, flow: Flow, collected: bool) -> None:
    system, variable = writer.system, writer.variables[flow.name]
    totals = layout.totals[flow.name]
    source, target = system.end(flow.source), system.end(flow.target)
    if collected and target is None and not _named_elsewhere(writer, flow.name):
        assert totals.leaving is not None
        writer.body.append(_booked(totals.leaving, _outside_total(writer, variable, source)))
        return
    rate = f"v_{flow.name}"
    text = writer.sum_of_products(variable) if variable.live else _free_rate(writer, flow)
    writer.body.append(f"{rate} = {text}")
    spans = _spans(writer, flow.name)
    if source is not None:
        if not collected:
            writer.body.append(f"{_change(writer, source, spans)} -= {rate}")
        assert totals.leaving is not None
        total = summed(rate, variable.axes, source.watched)
        writer.body.append(_booked(totals.leaving, total))
    if target is not None:
        arriving = rate
        if flow.spread is not None:
            writer.coefficient(
                f"{flow.name}.shares",
                system.parameter[flow.spread.shares].axes,
                f"p[{flow.spread.shares!r}]",
                False,
            )
            arriving = f"to_{flow.name}"
            spread = _spread(writer, flow, rate, f"k['{flow.name}.shares']")
            writer.body.append(f"{arriving} = {spread}")
        writer.body.append(f"{_change(writer, target, spans)} += {arriving}")
        if totals.arriving is not None and totals.arriving is not totals.leaving:
            total = summed(arriving, variable.axes, target.watched)
            writer.body.append(_booked(totals.arriving, total))


def _free_rate(writer: Writer, flow: Flow) -> str:
    """A rate that follows no stock but whose place moves with the newest cohort."""
    variable = writer.variables[flow.name]
    writer.coefficient_free(variable)
    shape = writer.system.shape(variable.axes)
    writer.coefficient(flow.name, variable.axes, f"zeros({shape}) + free_{flow.name}", False)
    return f"k[{flow.name!r}]"


def _named_elsewhere(writer: Writer, name: str) -> bool:
    return any(
        name in writer.variables.needs(other)
        for other in writer.variables.in_order(tuple(writer.system.flow))
    )


def _spans(writer: Writer, name: str) -> dict[str, str]:
    moving = writer.system.moving
    if name not in writer.limited or moving is None:
        return {}
    return {moving.name: f"at[{name!r}]"}


def _change(writer: Writer, end: End, spans: dict[str, str]) -> str:
    return f"d_{end.stock.name}{end_index(writer.system, end, spans) or '[...]'}"


def _booked(block: Block, text: str) -> str:
    return f"dy[:, {block.start}:{block.stop}] = flat({text})"


def _outside_total(writer: Writer, variable: Variable, source: End | None) -> str:
    """Total of a flow that leaves for outside: Σ coefficient × stock, never element by element."""
    assert source is not None
    (piece,) = variable.pieces
    writer.prepared(variable, piece)
    stock = f"{source.stock.name}{end_index(writer.system, source)}"
    own = set(piece.axes)
    if piece.coefficient is not None and not own & set(source.watched):
        lacking = tuple(axis for axis in variable.axes if axis not in source.watched)
        if set(lacking) == own and own:
            return writer.contraction(
                (f"k[{piece.coefficient!r}]", piece.axes), (stock, source.free), source.watched
            )
        sums = summed(stock, source.free, piece.axes + source.watched)
        axes = tuple(a for a in source.free if a in piece.axes + source.watched)
        text = f"{aligned(f'k[{piece.coefficient!r}]', piece.axes, axes)} * {sums}"
        return summed(f"({text})", axes, source.watched)
    factor = (
        aligned(f"k[{piece.coefficient!r}]", piece.axes, variable.axes) + " * "
        if piece.coefficient is not None
        else ""
    )
    return summed(f"({factor}{stock})", variable.axes, source.watched)


def _spread(writer: Writer, flow: Flow, rate: str, shares: str) -> str:
    """Text of a rate sent along an axis: Σ over the axis of rate × shares."""
    assert flow.spread is not None
    axis = flow.spread.axis
    axes = writer.system.rate_axes(flow)
    arriving = tuple(f"to_{axis}" if name == axis else name for name in axes)
    return writer.contraction(
        (rate, axes), (shares, writer.system.parameter[flow.spread.shares].axes), arriving
    )
