"""What may be wrong with the loops of a system: a link that is not declared, or its sign."""

from collections.abc import Iterator

from simulator.stockflow.grammar.declaration import Declaration
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import parse, references
from simulator.stockflow.grammar.loop import Link


def faults_of_loops(system: Declaration) -> Iterator[str]:
    """Loops with a link that the declaration does not have, or that show what they do not pass."""
    for loop in system.loops:
        wrong = [step for step in loop.path if step[:2] not in ("+ ", "- ")]
        if wrong or len(loop.path) < 2:
            yield f"{loop.name}: a path is two or more names, each after its sign, like '+ planned'"
            continue
        for link in loop.links:
            sign = _declared_sign(system, link)
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
        end = system.end(text)
        if end is not None and end.stock.name == stock:
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
