"""Writes the right-hand side: flows into changes of stocks and into their own running totals.

The right-hand side is evaluated millions of times, its coefficients are prepared once a segment.
So whatever depends on parameters alone is moved into the prepared part, and what is left touches
the arrays of stocks as few times as possible.
"""

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Flow, Stock
from simulator.stockflow.grammar.expression import Factor, StockPart
from simulator.stockflow.numbers.emission import aligned, end_index, summed
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.program import Writer
from simulator.stockflow.numbers.variables import Variables


def write_dynamics(writer: Writer, layout: Layout) -> None:
    """Write every flow of the system.

    Rates on the same bare stock are collected into one coefficient ``<stock>.rate`` on the axes
    they follow, and inflows free of stocks into ``<stock>.gain``, both prepared: d(stock)/dt =
    rate × stock + gain + the flows that need more. An inflow that is a product over separate axes
    stays one: its factors are prepared, the product is formed where it arrives. A loss that nothing
    else names is never worked out cell by cell: only its total is, as a contraction.
    """
    system, variables = writer.system, writer.variables
    _collect(writer, layout)
    for name in variables.in_order(tuple(system.flow)):
        flow = system.flow.get(name)
        if flow is None:
            writer.body.append(f"v_{name} = {writer.sum_of_products(variables[name])}")
        elif is_outer_gain(variables, flow):
            _write_outer_gain(writer, flow)
            _write_booking(writer, layout.totals[name].arriving, f"k['{name}.total']")
        elif is_gain(variables, flow):
            _write_booking(writer, layout.totals[name].arriving, f"k['{name}.total']")
        elif variables.only_lost(name):
            _write_booking(writer, layout.totals[name].leaving, _loss_total(writer, flow))
        else:
            _write_flow(writer, layout, flow)


def is_gain(variables: Variables, flow: Flow) -> bool:
    """An inflow from outside that follows no stock and has a fixed place.

    Births into the newest cohort are none: which cohort that is changes from segment to segment.
    """
    target = variables.system.part(flow.target)
    if flow.source is not None or target is None or variables[flow.name].live:
        return False
    return NEWEST not in target.fixed.values()


def is_outer_gain(variables: Variables, flow: Flow) -> bool:
    """Such an inflow that is one product of factors on separate axes, and nothing more."""
    return is_gain(variables, flow) and len(outer_factors(variables, flow)) > 1


def outer_factors(variables: Variables, flow: Flow) -> tuple[tuple[Factor, ...], ...]:
    """The factors of a rate in groups that share no axis; one group where they can't be parted."""
    variable = variables[flow.name]
    together = tuple(factor for piece in variable.pieces for factor in piece.free)
    (piece, *others) = variable.pieces
    if others or flow.spread is not None or set(piece.axes) != set(variable.axes):
        return (together,)
    groups: list[tuple[set[str], list[Factor]]] = []
    for factor in piece.free:
        own = variables.factor_axes(factor)
        # a factor that shares axes with several groups makes them one
        joined = [group for group in groups if group[0] & own]
        for group in joined:
            groups.remove(group)
        parts = [part for group in joined for part in group[1]]
        groups.append((own.union(*(group[0] for group in joined)), [*parts, factor]))
    scalars = [factor for own, parts in groups if not own for factor in parts]
    wide = [parts for own, parts in groups if own]
    # a sign would have to go to one of the factors; such an inflow is rare, so it is prepared whole
    if len(wide) < 2 or piece.sign < 0:
        return (together,)
    return ((*wide[0], *scalars), *(tuple(parts) for parts in wide[1:]))


def _collect(writer: Writer, layout: Layout) -> None:
    """Prepare the collected coefficients and start every change of stock from them."""
    system, variables = writer.system, writer.variables
    losses = [flow for flow in system.flows if variables.bare_source(flow.name)]
    gains = [
        flow
        for flow in system.flows
        if is_gain(variables, flow) and not is_outer_gain(variables, flow)
    ]
    for stock in system.stocks:
        lost = [flow for flow in losses if _stock(writer, flow.source) == stock.name]
        gained = [flow for flow in gains if _stock(writer, flow.target) == stock.name]
        if lost:
            _collect_losses(writer, stock, lost)
        else:
            writer.body.append(f"d_{stock.name}[...] = 0")
        if gained:
            name = f"{stock.name}.gain"
            for flow in gained:
                _prepare_free(writer, flow)
            given = [f"free_{flow.name}" for flow in gained]
            writer.coefficient(name, stock.axes, _empty(layout, stock.axes, given))
            for flow in gained:
                _prepare_gain(writer, flow, name)
            writer.body.append(f"d_{stock.name} += k[{name!r}]")


def _collect_losses(writer: Writer, stock: Stock, lost: list[Flow]) -> None:
    """One rate for all that leaves a stock, on the axes that any of it follows."""
    name, given = f"{stock.name}.rate", []
    followed: set[str] = set()
    for flow in lost:
        variable, end = writer.variables[flow.name], writer.system.part(flow.source)
        (piece,) = variable.pieces
        writer.prepared(variable, piece)
        followed |= set(piece.axes) | set(end.fixed if end is not None else ())
        if piece.coefficient is not None:
            given.append(f"k[{piece.coefficient!r}]")
    axes = tuple(axis for axis in stock.axes if axis in followed)
    writer.coefficient(name, axes, _empty(Layout(writer.system), axes, given))
    for flow in lost:
        _prepare_loss(writer, flow, name, axes)
    text = aligned(f"k[{name!r}]", axes, stock.axes)
    writer.body.append(f"np.multiply({text}, {stock.name}, out=d_{stock.name})")


def _empty(layout: Layout, axes: tuple[str, ...], given: list[str]) -> str:
    """Text of zeros on axes as they lie in memory, with the draws of what will be added."""
    block = layout.block(0, axes)
    turn = "" if block.memory == block.shape else f".transpose({block.turn})"
    return f"zeros({', '.join((str(block.memory), *given))}){turn}"


def _stock(writer: Writer, text: str | None) -> str | None:
    end = writer.system.part(text)
    return end.stock.name if end is not None else None


def _prepare_loss(writer: Writer, flow: Flow, name: str, axes: tuple[str, ...]) -> None:
    (piece,) = writer.variables[flow.name].pieces
    end = writer.system.part(flow.source)
    index = _index_of(writer, end, axes)
    if piece.coefficient is None:
        writer.prepare.append(f"k[{name!r}]{index} -= {float(piece.sign)}")
    elif end is not None:
        free = tuple(axis for axis in axes if axis not in end.fixed)
        text = aligned(f"k[{piece.coefficient!r}]", piece.axes, free)
        writer.prepare.append(f"k[{name!r}]{index} -= {text}")


def _prepare_free(writer: Writer, flow: Flow) -> None:
    """Compute an inflow where it arrives, under ``free_<flow>``."""
    variable = writer.variables[flow.name]
    writer.coefficient_free(variable)
    if flow.spread is not None:
        arriving = writer.spread(flow, f"free_{flow.name}", f"p[{flow.spread.shares!r}]")
        writer.prepare.append(f"free_{flow.name} = {arriving}")


def _prepare_gain(writer: Writer, flow: Flow, name: str) -> None:
    variable, target = writer.variables[flow.name], writer.system.part(flow.target)
    if target is None:
        return
    text = f"free_{flow.name}"
    index = _index_of(writer, target, target.stock.axes)
    writer.prepare.append(f"k[{name!r}]{index} += {text}")
    watched = target.watched
    writer.coefficient(f"{flow.name}.total", watched, summed(text, variable.axes, watched))


def _write_outer_gain(writer: Writer, flow: Flow) -> None:
    """Σ over separate axes stays separate: the total is the product of the factors' sums."""
    variable, target = writer.variables[flow.name], writer.system.part(flow.target)
    moving = writer.system.moving
    if target is None:
        return
    products, totals, spans = [], [], {}
    for number, factors in enumerate(outer_factors(writer.variables, flow), start=1):
        name = f"{flow.name}.factor_{number}"
        axes = writer.system.ordered(
            {axis for factor in factors for axis in writer.variables.factor_axes(factor)}
        )
        limited = moving is not None and moving.name in axes
        writer.factor(name, axes, factors, limited=limited)
        if limited and moving is not None:
            spans[moving.name] = f"at[{name!r}]"
        products.append(aligned(f"k[{name!r}]", axes, variable.axes))
        kept = tuple(axis for axis in axes if axis in target.watched)
        totals.append(aligned(summed(f"k[{name!r}]", axes, kept), kept, target.watched))
    writer.coefficient(f"{flow.name}.total", target.watched, " * ".join(totals))
    writer.body.append(f"add_product({_change(writer, target, spans)}, {', '.join(products)})")


def _index_of(writer: Writer, end: StockPart | None, axes: tuple[str, ...]) -> str:
    """Index of an end in an array that has some of the axes of its stock."""
    if end is None:
        return "[...]"
    return end_index(writer.system, end, axes=axes) or "[...]"


def _write_flow(writer: Writer, layout: Layout, flow: Flow) -> None:
    system, variable = writer.system, writer.variables[flow.name]
    totals = layout.totals[flow.name]
    source, target = system.part(flow.source), system.part(flow.target)
    rate, spans = f"v_{flow.name}", _spans(writer, flow.name)
    text = writer.sum_of_products(variable) if variable.live else writer.free(variable)
    writer.body.append(f"{rate} = {text}")
    if source is not None:
        # a bare source already loses it by its collected rate
        if not writer.variables.bare_source(flow.name):
            writer.body.append(f"{_change(writer, source, spans)} -= {rate}")
        total = (
            _loss_total(writer, flow)
            if _is_summed_first(writer, flow, source)
            else writer.sum_of(flow.name, source.watched)
        )
        _write_booking(writer, totals.leaving, total)
    if target is not None:
        arriving = rate
        if flow.spread is not None:
            arriving = f"to_{flow.name}"
            writer.body.append(f"{arriving} = {writer.spread(flow, rate, writer.shares(flow))}")
        writer.body.append(f"{_change(writer, target, spans)} += {arriving}")
        if totals.arriving is not totals.leaving:
            spread = flow.spread is not None
            total = (
                summed(arriving, variable.axes, target.watched)
                if spread
                else writer.sum_of(flow.name, target.watched)
            )
            _write_booking(writer, totals.arriving, total)


def _spans(writer: Writer, name: str) -> dict[str, str]:
    moving = writer.system.moving
    if name not in writer.limited or moving is None:
        return {}
    return {moving.name: f"at[{name!r}]"}


def _change(writer: Writer, end: StockPart, spans: dict[str, str]) -> str:
    return f"d_{end.stock.name}{end_index(writer.system, end, spans) or '[...]'}"


def _write_booking(writer: Writer, block: Block | None, text: str) -> None:
    if block is not None:
        writer.body.append(f"dy[:, {block.start}:{block.stop}] = flat({text})")


def _is_summed_first(writer: Writer, flow: Flow, source: StockPart) -> bool:
    """Whether the total is the same coefficient for cells along several axes, summed before it."""
    if not writer.variables.bare_source(flow.name) or flow.name in writer.limited:
        return False
    (piece,) = writer.variables[flow.name].pieces
    away = set(source.free) - set(source.watched)
    return piece.coefficient is not None and len(away) > 1 and not away & set(piece.axes)


def _loss_total(writer: Writer, flow: Flow) -> str:
    """Total of a flow from a bare source: Σ coefficient × stock, never element by element."""
    variable, source = writer.variables[flow.name], writer.system.part(flow.source)
    (piece,) = variable.pieces
    if source is None:
        return ""
    if piece.coefficient is None:
        sign = "-" if piece.sign < 0 else ""
        stock = f"{source.stock.name}{end_index(writer.system, source)}"
        return summed(f"({sign}{stock})", source.free, source.watched)
    return writer.total(piece, source, source.watched)
