"""What may be wrong with the names, axes, labels and loops of a system."""

from collections import Counter
from collections.abc import Iterator
from keyword import iskeyword

from simulator.stockflow.grammar.axis import NEWEST, Axis
from simulator.stockflow.grammar.declaration import Declaration
from simulator.stockflow.grammar.elements import Flow, Formula, Measure, Parameter, Stock, Transfer
from simulator.stockflow.grammar.expression import FUNCTIONS, parse, references
from simulator.stockflow.grammar.loop import Link
from simulator.words.catalogue import listed, message

# a stock is a variable of this name in the generated text, beside the text's own variables
_TAKEN = {"y", "dy", "k", "at", "np", "contract", "flat", "wide", "moved", "arriving"}
_TAKEN_STARTS = ("d_", "v_", "to_")
# the generated sums name every axis by a letter of einsum, and draws take one
_MOST_AXES = 25


def faults_of_names(system: Declaration) -> Iterator[str]:
    """Names that are none, or stand for two things."""
    if not system.stocks:
        yield message("fault.grammar.no_stock", name=system.name)
    declared = [
        *(item.name for item in system.stocks),
        *(item.name for item in system.parameters),
        *(item.name for item in system.streams),
        *(item.name for item in system.formulas),
    ]
    for name, number in Counter(declared).items():
        if number > 1:
            yield message("fault.grammar.name_twice", name=name, number=number)
        if not name.isidentifier() or iskeyword(name) or name in FUNCTIONS:
            yield message("fault.grammar.no_name", name=name)
    for stock in system.stocks:
        if stock.name in _TAKEN or stock.name.startswith(_TAKEN_STARTS):
            yield message("fault.grammar.name_taken", name=stock.name)
    for axis in system.axes:
        yield from _labels(axis)


def _labels(axis: Axis) -> Iterator[str]:
    for label, number in Counter(axis.labels).items():
        if number > 1:
            yield message(
                "fault.grammar.axis.label_twice", axis=axis.name, label=label, number=number
            )
    if NEWEST in axis.labels:
        yield message("fault.grammar.axis.newest", axis=axis.name, label=NEWEST)
    if not axis.labels:
        yield message("fault.grammar.axis.no_labels", axis=axis.name)
    elif axis.windows is not None and axis.size != axis.windows.count + 1:
        windows = axis.windows.count
        counts = {"labels": axis.size, "windows": windows, "right": windows + 1}
        yield message("fault.grammar.axis.labels_of_windows", axis=axis.name, **counts)


def faults_of_symbols(system: Declaration) -> Iterator[str]:
    """Symbols that mean two things in print.

    A measure that reads off a stock or an auxiliary, and nothing else, goes by its symbol.
    """
    owner: dict[str, str] = {}
    for item in (*system.stocks, *system.parameters, *system.formulas):
        other = owner.setdefault(item.symbol, item.name)
        if other == item.name or (isinstance(item, Measure) and item.expression == other):
            continue
        yield message("fault.grammar.symbol_twice", name=item.name, symbol=item.symbol, other=other)


def faults_of_axes(system: Declaration) -> Iterator[str]:
    """Axes that are unknown, repeated or out of order."""
    order = [axis.name for axis in system.axes]
    for name, number in Counter(order).items():
        if number > 1:
            yield message("fault.grammar.axis.twice", axis=name, number=number)
    if len(system.axis) > _MOST_AXES:
        counts = {"number": len(system.axis), "most": _MOST_AXES}
        yield message("fault.grammar.axis.too_many", name=system.name, **counts)
    # with two clocks of birth *newest* would be ambiguous
    moving = [axis.name for axis in system.axes if axis.windows is not None]
    if len(moving) > 1:
        yield message("fault.grammar.axis.two_clocks", axes=listed(moving))
    items: tuple[Stock | Parameter | Formula, ...]
    items = (*system.stocks, *system.parameters, *system.formulas)
    for item in items:
        yield from _order(system, item.name, item.axes)
    for formula in system.formulas:
        yield from _over(system, formula)
    yield from _watched(system)


def _order(system: Declaration, name: str, axes: tuple[str, ...]) -> Iterator[str]:
    unknown = [axis for axis in axes if axis not in system.axis]
    if unknown:
        known = listed(axis.name for axis in system.axes)
        yield message("fault.grammar.axis.unknown", name=name, axes=listed(unknown), known=known)
    elif system.ordered(set(axes)) != axes:
        right = listed(system.ordered(set(axes)))
        yield message("fault.grammar.axis.order", name=name, right=right)


def _over(system: Declaration, formula: Formula) -> Iterator[str]:
    unknown = [axis for axis in formula.over if axis not in system.axis]
    if unknown:
        yield message("fault.grammar.axis.sum_unknown", name=formula.name, axes=listed(unknown))
    kept = [axis for axis in formula.over if axis in formula.axes]
    if kept:
        yield message("fault.grammar.axis.sum_kept", name=formula.name, axes=listed(kept))
    if len(set(formula.over)) < len(formula.over):
        yield message("fault.grammar.axis.sum_twice", name=formula.name)


def _watched(system: Declaration) -> Iterator[str]:
    watched: dict[str, tuple[str, ...]] = {}
    for stock in system.stocks:
        stray = [name for name in stock.watched if name not in stock.axes]
        own = [name for name in stock.axes if name not in {axis.name for axis in system.axes}]
        moving = [axis.name for axis in system.axes if axis.windows is not None]
        # where people are born into changes during a run: a balance by cohort would compare places
        # that are not the same
        if set(moving) & set(stock.watched):
            yield message("fault.grammar.watched.moving", name=stock.name, axes=listed(moving))
        if stray:
            yield message("fault.grammar.watched.stray", name=stock.name, axes=listed(stray))
        elif (right := [name for name in stock.axes if name in stock.watched]) != [*stock.watched]:
            yield message("fault.grammar.watched.order", name=stock.name, right=listed(right))
        if own:
            yield message("fault.grammar.axis.shares_alone", name=stock.name, axes=listed(own))
        # a flow between two stocks books on both sides: the balance needs one set of places a kind
        if watched.setdefault(stock.kind, stock.watched) != stock.watched:
            yield message("fault.grammar.watched.one_kind", name=stock.name, kind=stock.kind)


def faults_of_loops(system: Declaration) -> Iterator[str]:
    """Loops with a link that the declaration does not have, or that show what they do not pass."""
    for loop in system.loops:
        wrong = [step for step in loop.path if step[:2] not in ("+ ", "- ")]
        if wrong or len(loop.path) < 2:
            yield message("fault.grammar.loop.path", name=loop.name)
            continue
        for link in loop.links:
            sign = _declared_sign(system, link)
            # only what the declaration fixes is checked here; a sign inside a formula depends on
            # numbers, and the tests hold it to the derivatives of the generated program
            named = {"name": loop.name, "cause": link.cause, "effect": link.effect}
            if sign is None:
                yield message("fault.grammar.loop.link", **named)
            elif sign not in (0, link.sign):
                yield message("fault.grammar.loop.sign", **named)
        stray = [name for name in loop.shown if name not in loop.names]
        if stray or len(loop.shown) < 2:
            shown = {"found": listed(loop.shown), "names": listed(loop.names)}
            yield message("fault.grammar.loop.shown", name=loop.name, **shown)
        elif (right := [name for name in loop.names if name in loop.shown]) != [*loop.shown]:
            yield message("fault.grammar.loop.order", name=loop.name, right=listed(right))


def _declared_sign(system: Declaration, link: Link) -> int | None:
    """The sign a stream has on a stock; 0 where a formula decides it; ``None`` where no link is."""
    if link.effect in system.stock:
        stream = {item.name: item for item in system.streams}.get(link.cause)
        if stream is None:
            return None
        return _sign_on(system, stream, link.effect)
    return 0 if link.cause in _named(system, link.effect) else None


def _sign_on(system: Declaration, stream: Flow | Transfer, stock: str) -> int | None:
    for text, sign in ((stream.target, 1), (stream.source, -1)):
        part = system.part(text)
        if part is not None and part.stock.name == stock:
            return sign
    return None


def _named(system: Declaration, name: str) -> set[str]:
    """What the formula of a name names; of a share, the stock it is taken of too."""
    streams = {item.name: item for item in system.streams}
    formula = system.auxiliary.get(name)
    if formula is not None:
        texts = [formula.expression]
    elif name in streams:
        stream = streams[name]
        if isinstance(stream, Flow):
            texts = [stream.rate]
        elif stream.amount is not None:
            texts = [stream.amount]
        else:
            texts = [str(stream.share), str(stream.source)]
    else:
        return set()
    return {item.name for text in texts for item in references(parse(text))}
