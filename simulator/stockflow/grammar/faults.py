"""What may be wrong with the names, axes, labels and loops of a system."""

from collections import Counter
from collections.abc import Iterator
from keyword import iskeyword

from simulator.stockflow.grammar.axis import NEWEST, Axis
from simulator.stockflow.grammar.declaration import Declaration
from simulator.stockflow.grammar.elements import Flow, Formula, Measure, Parameter, Stock, Transfer
from simulator.stockflow.grammar.expression import FUNCTIONS, parse, references
from simulator.stockflow.grammar.loop import Link

# a stock is a variable of this name in the generated text, beside the text's own variables
_TAKEN = {"y", "dy", "k", "at", "np", "contract", "flat", "wide", "moved", "arriving"}
_TAKEN_STARTS = ("d_", "v_", "to_")
# the generated sums name every axis by a letter of einsum, and draws take one
_MOST_AXES = 25


def faults_of_names(system: Declaration) -> Iterator[str]:
    """Names that are none, or stand for two things."""
    if not system.stocks:
        yield f"{system.name}: has no stock"
    declared = [
        *(item.name for item in system.stocks),
        *(item.name for item in system.parameters),
        *(item.name for item in system.streams),
        *(item.name for item in system.formulas),
    ]
    for name, number in Counter(declared).items():
        if number > 1:
            yield f"{name}: declared {number} times; every name stands for one thing"
        if not name.isidentifier() or iskeyword(name) or name in FUNCTIONS:
            yield f"{name!r}: not a name; letters, digits and underscores are"
    for stock in system.stocks:
        if stock.name in _TAKEN or stock.name.startswith(_TAKEN_STARTS):
            yield f"{stock.name}: this name is taken by the generated text; give the stock a word"
    for axis in system.axes:
        yield from _labels(axis)


def _labels(axis: Axis) -> Iterator[str]:
    for label, number in Counter(axis.labels).items():
        if number > 1:
            yield f"axis {axis.name}: label {label!r} stands {number} times"
    if NEWEST in axis.labels:
        yield f"axis {axis.name}: the label {NEWEST!r} means the cohort being born; choose another"
    if not axis.labels:
        yield f"axis {axis.name}: has no labels"
    elif axis.windows is not None and axis.size != axis.windows.count + 1:
        yield f"axis {axis.name}: {axis.size} labels for {axis.windows.count} windows and the older"


def faults_of_symbols(system: Declaration) -> Iterator[str]:
    """Symbols that mean two things in print.

    A measure that reads off a stock or an auxiliary, and nothing else, goes by its symbol.
    """
    owner: dict[str, str] = {}
    for item in (*system.stocks, *system.parameters, *system.formulas):
        other = owner.setdefault(item.symbol, item.name)
        if other == item.name or (isinstance(item, Measure) and item.expression == other):
            continue
        yield (
            f"{item.name}: has the symbol {item.symbol} of {other}; every symbol means one thing"
        )


def faults_of_axes(system: Declaration) -> Iterator[str]:
    """Axes that are unknown, repeated or out of order."""
    order = [axis.name for axis in system.axes]
    for name, number in Counter(order).items():
        if number > 1:
            yield f"axis {name}: declared {number} times"
    if len(system.axis) > _MOST_AXES:
        yield f"{system.name}: {len(system.axis)} axes; at most {_MOST_AXES} can be distinguished"
    # with two clocks of birth *newest* would be ambiguous
    moving = [axis.name for axis in system.axes if axis.windows is not None]
    if len(moving) > 1:
        yield f"axes {' and '.join(moving)}: both are cohort axes; a system has one"
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
        known = ", ".join(axis.name for axis in system.axes)
        yield f"{name}: no axis {', '.join(unknown)}; the axes are {known}"
    elif system.ordered(set(axes)) != axes:
        right = ", ".join(system.ordered(set(axes)))
        yield f"{name}: axes are out of order; the order of the system is {right}"


def _over(system: Declaration, formula: Formula) -> Iterator[str]:
    unknown = [axis for axis in formula.over if axis not in system.axis]
    if unknown:
        yield f"{formula.name}: summed over {', '.join(unknown)}, which is no axis"
    kept = [axis for axis in formula.over if axis in formula.axes]
    if kept:
        yield f"{formula.name}: summed over {', '.join(kept)}, which it keeps"
    if len(set(formula.over)) < len(formula.over):
        yield f"{formula.name}: summed twice over one axis"


def _watched(system: Declaration) -> Iterator[str]:
    watched: dict[str, tuple[str, ...]] = {}
    for stock in system.stocks:
        stray = [name for name in stock.watched if name not in stock.axes]
        own = [name for name in stock.axes if name not in {axis.name for axis in system.axes}]
        moving = [axis.name for axis in system.axes if axis.windows is not None]
        # where people are born into changes during a run: a balance by cohort would compare places
        # that are not the same
        if set(moving) & set(stock.watched):
            yield f"{stock.name}: watched along {', '.join(moving)}, where the newest cohort moves"
        if stray:
            yield f"{stock.name}: watched axis {', '.join(stray)} is not an axis of the stock"
        elif tuple(name for name in stock.axes if name in stock.watched) != stock.watched:
            yield f"{stock.name}: watched axes are out of order"
        if own:
            yield f"{stock.name}: the axis {', '.join(own)} is for shares alone"
        # a flow between two stocks books on both sides: the balance needs one set of places a kind
        if watched.setdefault(stock.kind, stock.watched) != stock.watched:
            yield f"{stock.name}: stocks of one kind ({stock.kind}) are watched on the same axes"


def faults_of_loops(system: Declaration) -> Iterator[str]:
    """Loops with a link that the declaration does not have, or that show what they do not pass."""
    for loop in system.loops:
        wrong = [step for step in loop.path if step[:2] not in ("+ ", "- ")]
        if wrong or len(loop.path) < 2:
            yield f"{loop.name}: a path is two or more names, each after its sign, like '+ planned'"
            continue
        for link in loop.links:
            sign = _declared_sign(system, link)
            # only what the declaration fixes is checked here; a sign inside a formula depends on
            # numbers, and the tests hold it to the derivatives of the generated program
            if sign is None:
                yield f"{loop.name}: {link.effect} does not follow {link.cause} directly"
            elif sign not in (0, link.sign):
                yield f"{loop.name}: {link.cause} acts on {link.effect} with the other sign"
        stray = [name for name in loop.shown if name not in loop.names]
        if stray or len(loop.shown) < 2:
            yield f"{loop.name}: shows two or more of the names on its path; not {stray}"
        elif list(loop.shown) != [name for name in loop.names if name in loop.shown]:
            yield f"{loop.name}: what is shown is out of the order of the path"


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
