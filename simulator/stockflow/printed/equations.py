"""The equations of a system as Markdown with LaTeX: the reading for people."""

from collections.abc import Iterator

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Stock, Transfer
from simulator.stockflow.grammar.expression import StockPart, parse
from simulator.stockflow.grammar.loop import Loop
from simulator.stockflow.grammar.system import System
from simulator.stockflow.printed.latex import Notation, words

_HOW_TO_READ = """\
Written from the declaration of the system, which also gives the numbers, the proof and the
diagram. Rates are per year; whatever is not a stock may move in time. $[\\cdot]$ is 1 where the
condition in it holds and 0 elsewhere; *newest* is the cohort being born. An index in upright
letters is one label, a slanted one stands for any label of its axis:
"""


def write_equations(system: System) -> str:
    """Every stock, flow, transfer, auxiliary and measure of a system, as Markdown.

    The change of a stock is put together from the flows that name it, so the page can't say
    anything that the numbers do not.
    """
    notation = Notation(system)
    sections = (
        [f"# Equations of {system.name}", _HOW_TO_READ + "\n" + _axes_table(notation)],
        ["## Stocks", *(_stock(notation, stock) for stock in system.stocks)],
        _section("Flows", (_stream(notation, flow) for flow in system.flows)),
        _section("On stated dates", (_stream(notation, each) for each in system.transfers)),
        _section("Auxiliaries", (_quantity(notation, item) for item in system.auxiliaries)),
        _section("Measures", (_quantity(notation, item) for item in system.measures)),
        _section("Feedback loops", (_loop(loop) for loop in system.loops)),
    )
    return "\n\n".join(part for section in sections for part in section) + "\n"


def _loop(loop: Loop) -> str:
    """What a loop does, whether it balances or reinforces, and the way round with its signs."""
    steps = " ".join(f"→{step[0].replace('-', '−')} `{step[2:]}`" for step in loop.path)
    kind = {"B": "balancing", "R": "reinforcing"}[loop.kind]
    name = loop.name.replace("_", " ")
    return f"**{name}** ({kind}): {loop.meaning}\n\n`{loop.names[-1]}` {steps}"


def _section(title: str, parts: Iterator[str]) -> list[str]:
    found = list(parts)
    return [f"## {title}", *found] if found else []


def _axes_table(notation: Notation) -> str:
    lines = ["| index | axis | labels |", "|---|---|---|"]
    for axis in notation.system.axes:
        labels = ", ".join(label.replace("_", " ") for label in axis.labels[:12])
        if axis.windows is not None:
            labels = f"{axis.size} birth cohorts, {axis.labels[0]}, {axis.labels[1]} to "
            labels += axis.labels[-1]
        # a hundred labels would push the equations off the page
        elif axis.size > 12:
            labels += f" … ({axis.size})"
        letter = notation.letters[axis.name]
        primed = f", ${letter}'$ where it arrives" if f"to_{axis.name}" in notation.letters else ""
        lines.append(f"| ${letter}${primed} | {axis.name.replace('_', ' ')} | {labels} |")
    return "\n".join(lines)


def _stock(notation: Notation, stock: Stock) -> str:
    """The change of a stock: what arrives less what leaves, flow by flow."""
    system = notation.system
    changes = []
    # from the flows and not from a text of its own: the page can't disagree with the program
    for flow in system.flows:
        source, target = system.part(flow.source), system.part(flow.target)
        if source is not None and source.stock.name == stock.name:
            rate = notation.flow(flow.name, source.free, {})
            changes.append(rf"-\; {_condition(notation, source)}{rate}")
        if target is not None and target.stock.name == stock.name:
            arriving = _arriving(notation, flow)
            # an Iverson bracket says in which cells a flow with fixed labels arrives
            changes.append(rf"+\; {_condition(notation, target)}{arriving}")
    whole = notation.indexed(stock.symbol, stock.axes, {})
    left = rf"\frac{{\mathrm{{d}}}}{{\mathrm{{d}}t}}\, {whole} ={{}}&"
    body = "\\\\\n&".join(changes) if changes else "0"
    return (
        f"### `{stock.name}`: {stock.meaning} ({stock.unit})\n\n"
        f"$$\n\\begin{{aligned}}\n{left} {body}\n\\end{{aligned}}\n$$"
        f"{_on_dates(system, stock)}"
    )


def _on_dates(system: System, stock: Stock) -> str:
    """Transfers that move the stock, with their signs."""
    found = []
    for transfer in system.transfers:
        source, target = system.part(transfer.source), system.part(transfer.target)
        leaves = source is not None and source.stock.name == stock.name
        arrives = target is not None and target.stock.name == stock.name
        if leaves or arrives:
            # a transfer between two parts of one stock does both
            sign = "±" if leaves and arrives else "−" if leaves else "+"
            found.append(f"{sign} {transfer.name.replace('_', ' ')}")
    return f"\n\nOn stated dates also {', '.join(found)}." if found else ""


def _condition(notation: Notation, part: StockPart) -> str:
    """Where a part lies: ``[s = childless]`` for every label it fixes."""
    parts = (f"[{notation.letters[axis]} = {words(label)}]" for axis, label in part.fixed.items())
    text = "".join(parts)
    return text + r"\; " if text else ""


def _arriving(notation: Notation, stream: Flow | Transfer) -> str:
    """A rate where it arrives; a spread one as a sum over where it comes from."""
    system = notation.system
    axes = system.rate_axes(stream)
    if stream.spread is None:
        return notation.flow(stream.name, axes, {})
    axis = stream.spread.axis
    letter = notation.letters[axis]
    shares = system.parameter[stream.spread.shares]
    # summed over where it comes from: the equation of a cell is about what arrives there
    names = {axis: f"{letter}'", f"to_{axis}": letter}
    share = notation.indexed(shares.symbol, shares.axes, names)
    rate = notation.flow(stream.name, axes, {axis: f"{letter}'"})
    return rf"\sum_{{{letter}'}} {share}\, {rate}"


def _stream(notation: Notation, stream: Flow | Transfer) -> str:
    """A flow or transfer: where from, where to, and how much."""
    system = notation.system
    left = notation.flow(stream.name, system.rate_axes(stream), {})
    if isinstance(stream, Flow):
        right = notation.expression(parse(stream.rate))
    elif stream.amount is not None:
        right = notation.expression(parse(stream.amount))
    else:
        right = notation.expression(parse(f"({stream.share}) * {stream.source}"))
    way = f"{_place(stream.source)} → {_place(stream.target)}"
    if stream.spread is not None:
        shares = system.parameter[stream.spread.shares]
        symbol = notation.indexed(shares.symbol, shares.axes, {})
        way += f", spread by ${symbol}$"
    return (
        f"**{stream.name.replace('_', ' ')}** ({way}): {stream.meaning}\n\n$$\n{left} = {right}\n$$"
    )


def _place(text: str | None) -> str:
    return "outside" if text is None else f"`{text}`"


def _quantity(notation: Notation, item: Auxiliary | Measure) -> str:
    left = notation.quantity(item)
    right = notation.sum_over(item.over, parse(item.expression))
    return (
        f"**{item.name.replace('_', ' ')}** ({item.unit}): {item.meaning}\n\n"
        f"$$\n{left} = {right}\n$$"
    )
