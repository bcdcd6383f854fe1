"""Feedback loops of a system: which quantities act on each other in a circle, and which way.

A link is positive where more of the cause means more of the effect than there would have been, and
negative where it means less. A loop is reinforcing (R) where it has an even number of negative
links, balancing (B) where it has an odd number (Sterman 2000, *Business Dynamics*, ch. 5). Signs
are declared; the tests hold them to the derivatives of the generated programs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from simulator.structure.elements import Flow, Transfer
from simulator.structure.expression import parse, references

if TYPE_CHECKING:
    from simulator.structure.system import System

_SIGNS = {"+": 1, "-": -1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """``effect`` rises (``sign`` 1) or falls (-1) with ``cause``.

    ``delayed`` where stocks that are not shown lie between the two.
    """

    cause: str
    effect: str
    sign: int
    delayed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Loop:
    """A circle of links.

    ``path`` names what it runs through, each with the sign of the link that leads to it
    (``"- planning_gap"``); the link to the first starts at the last. ``shown`` are the names that
    the diagram draws, in the order of the path.
    """

    name: str
    meaning: str
    path: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the loop runs through."""
        return tuple(step[2:] for step in self.path)

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link, from the one that leads to the first name on."""
        names = self.names
        return tuple(
            Link(cause=cause, effect=effect, sign=_SIGNS[step[0]])
            for cause, effect, step in zip((names[-1], *names), names, self.path, strict=False)
        )

    @property
    def sign(self) -> int:
        """1 for a reinforcing loop, -1 for a balancing one: the product of its links."""
        return prod(link.sign for link in self.links)

    @property
    def kind(self) -> str:
        """``R`` or ``B``."""
        return "R" if self.sign > 0 else "B"

    def drawn(self, stocks: frozenset[str]) -> tuple[Link, ...]:
        """Links between the names shown: signs multiplied, delayed where a stock is passed by."""
        places = [self.names.index(name) for name in self.shown]
        found = []
        for first, last in pairwise([*places, places[0] + len(self.path)]):
            steps = [number % len(self.path) for number in range(first + 1, last + 1)]
            found.append(
                Link(
                    cause=self.names[first],
                    effect=self.names[last % len(self.path)],
                    sign=prod(self.links[step].sign for step in steps),
                    delayed=any(self.names[step] in stocks for step in steps[:-1]),
                )
            )
        return tuple(found)


def faults_of_loops(system: "System") -> Iterator[str]:
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


def _declared_sign(system: "System", link: Link) -> int | None:
    """The sign a stream has on a stock; 0 where a formula decides it; ``None`` where no link is."""
    if link.effect in system.stock:
        stream = {item.name: item for item in system.streams}.get(link.cause)
        if stream is None:
            return None
        return _sign_on(system, stream, link.effect)
    return 0 if link.cause in _named(system, link.effect) else None


def _sign_on(system: "System", stream: Flow | Transfer, stock: str) -> int | None:
    for text, sign in ((stream.target, 1), (stream.source, -1)):
        end = system.end(text)
        if end is not None and end.stock.name == stock:
            return sign
    return None


def _named(system: "System", name: str) -> set[str]:
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
