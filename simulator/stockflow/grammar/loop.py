"""Feedback loops of a system: which quantities act on each other in a circle, and which way.

A link is positive where more of the cause means more of the effect than there would have been, and
negative where it means less. A loop is reinforcing (R) where it has an even number of negative
links, balancing (B) where it has an odd number (Sterman 2000, *Business Dynamics*, ch. 5). Signs
are declared; the tests hold them to the derivatives of the generated programs.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import prod

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
            # the circle is closed here: what is last in the path acts on the first
            Link(cause=cause, effect=effect, sign=_SIGNS[step[0]])
            for cause, effect, step in zip((names[-1], *names), names, self.path, strict=False)
        )

    @property
    def sign(self) -> int:
        """1 for a reinforcing loop, -1 for a balancing one: the product of its links."""
        # going round once multiplies a small change by all its links: the sign of the product tells
        # whether it comes back larger or smaller
        return prod(link.sign for link in self.links)

    @property
    def kind(self) -> str:
        """``R`` or ``B``."""
        return "R" if self.sign > 0 else "B"

    def drawn(self, stocks: frozenset[str]) -> tuple[Link, ...]:
        """Links between the names shown: signs multiplied, delayed where a stock is passed by."""
        # the path goes through every formula, which nobody could read in a picture; leaving out
        # names must not change the sign of the loop, so signs multiply
        places = [self.names.index(name) for name in self.shown]
        found = []
        for first, last in pairwise([*places, places[0] + len(self.path)]):
            steps = [number % len(self.path) for number in range(first + 1, last + 1)]
            found.append(
                Link(
                    cause=self.names[first],
                    effect=self.names[last % len(self.path)],
                    sign=prod(self.links[step].sign for step in steps),
                    # a stock accumulates, so that its effect lags; a formula acts at once
                    delayed=any(self.names[step] in stocks for step in steps[:-1]),
                )
            )
        return tuple(found)
