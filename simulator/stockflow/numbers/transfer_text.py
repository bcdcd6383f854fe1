"""One transfer as text: what moves, out of the stock it leaves, into the one it enters.

A transfer of a few cohorts would work through all of them: those who leave on entering school are
of the cohorts that enter. So what it moves, and the sums it names, are cut along the cohort axis to
where their coefficient is not zero (``cuts.py``), as births are among the flows.
"""

from dataclasses import replace

from simulator.stockflow.grammar.elements import Transfer
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.numbers.emission import contraction, end_index, summed
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.numbers.program import Writer
from simulator.stockflow.numbers.variables import Piece, Variable, Variables


def write_transfer(writer: Writer, layout: Layout, transfer: Transfer) -> None:
    """Lines that change ``y`` in place; ``moved`` holds the moved numbers, cut where it is."""
    variables = writer.variables
    variable = variables[transfer.name]
    for name in variables.in_order((transfer.name,)):
        if name != transfer.name:
            text = _cut_sum(writer, variables[name])
            text = writer.sum_of_products(variables[name]) if text is None else text
            writer.body.append(f"v_{name} = {text}")
    # the plus makes an array of its own: the stock that is moved from may be the number moved
    text = writer.sum_of_products(variable) if variable.live else writer.free(variable)
    writer.body.append(f"moved = +({text})")
    _book(writer, layout, transfer)
    _cut(writer)


def is_cut(variables: Variables, transfer: Transfer) -> bool:
    """Whether a transfer moves a multiple of cohorts of its source, and nothing more varies by it.

    Where another factor follows the cohorts, one that is not finite has to be told of everywhere.
    """
    system, variable = variables.system, variables[transfer.name]
    source, target = system.part(transfer.source), system.part(transfer.target)
    moving = system.moving
    if moving is None or source is None or len(variable.pieces) != 1:
        return False
    if any(end is not None and moving.name not in end.free for end in (source, target)):
        return False
    if transfer.spread is not None and (
        transfer.spread.axis == moving.name
        or moving.name in system.parameter[transfer.spread.shares].axes
    ):
        return False
    (piece,) = variable.pieces
    along = [each for each in piece.live if moving.name in variables.factor_axes(each)]
    if moving.name not in piece.axes or len(along) != 1 or along[0].divides:
        return False
    return variables.end_of(along[0]) == source


def _cut_sum(writer: Writer, variable: Variable) -> str | None:
    """Text of a sum over cohorts of a coefficient times a stock, where it is one."""
    system, variables = writer.system, writer.variables
    moving = system.moving
    if moving is None or moving.name not in variable.over or len(variable.pieces) != 1:
        return None
    (piece,) = variable.pieces
    end = variables.end_of(piece.live[0]) if len(piece.live) == 1 else None
    if end is None or piece.live[0].divides or moving.name not in (set(end.free) & set(piece.axes)):
        return None
    if set(piece.axes) | set(end.free) != set(variable.axes):
        return None
    writer.prepared(variable, piece)
    return _contraction(writer, variable, piece, end)


def _contraction(writer: Writer, variable: Variable, piece: Piece, end: StockPart) -> str:
    name = str(piece.coefficient)
    writer.coefficients[name] = replace(writer.coefficients[name], limited=True)
    kept = tuple(axis for axis in end.free if axis in {*piece.axes, *variable.result_axes})
    stock = f"{end.stock.name}{end_index(writer.system, end, _cuts(writer, name))}"
    return contraction(
        writer.system,
        (f"k[{name!r}]", piece.axes),
        (summed(stock, end.free, kept), kept),
        variable.result_axes,
    )


def _cuts(writer: Writer, name: str) -> dict[str, str]:
    """Text of the cut of a coefficient by the axis it is along."""
    moving = writer.system.moving
    return {} if moving is None else {moving.name: f"at[{name!r}]"}


def _cut(writer: Writer) -> None:
    """A first line that cuts what is to be cut."""
    moving = writer.system.moving
    places = {
        item.name: item.axes.index(moving.name) + 1
        for item in writer.coefficients.values()
        if item.limited and moving is not None
    }
    if places:
        writer.body.insert(0, f"k, at = cut_to_live(k, at, {places})")


def _book(writer: Writer, layout: Layout, transfer: Transfer) -> None:
    system, totals = writer.system, layout.totals[transfer.name]
    axes = system.rate_axes(transfer)
    source, target = system.part(transfer.source), system.part(transfer.target)
    cuts = _cuts(writer, transfer.name) if transfer.name in writer.limited else {}
    if source is not None and totals.leaving is not None:
        index = end_index(system, source, cuts) or "[...]"
        writer.body.append(f"{source.stock.name}{index} -= moved")
        total = summed("moved", axes, source.watched)
        writer.body.append(f"y[:, {totals.leaving.start}:{totals.leaving.stop}] += flat({total})")
    if target is not None:
        arriving = "moved"
        if transfer.spread is not None:
            arriving = writer.spread(transfer, "moved", writer.shares(transfer))
        index = end_index(system, target, cuts) or "[...]"
        writer.body.append(f"arriving = {arriving}")
        writer.body.append(f"{target.stock.name}{index} += arriving")
        block = totals.arriving
        if block is not None and block is not totals.leaving:
            total = summed("arriving", axes, target.watched)
            writer.body.append(f"y[:, {block.start}:{block.stop}] += flat({total})")
