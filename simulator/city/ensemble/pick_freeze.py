"""A gap in draws A, in independent draws B, and in A with one group of drivers after another of B.

Draws are run in chunks of one size. More of them go on where the last ended: draw i is the same
however many there are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.ensemble.drawn import Block, drawn_choices, drawn_outcome
from simulator.city.ensemble.drivers import DRIVERS
from simulator.city.ensemble.picked_chance import PickedChance
from simulator.city.ensemble.traits import Drawn, Gap, readings_of_gap, traits_of
from simulator.city.ensemble.variance_shares import VarianceShares, variance_shares
from simulator.city.loading import Loaded
from simulator.stockflow.arrays import FloatArray

CHUNK = 64
"""Draws that are run together; numbers of draws are powers of two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """The gap of a scenario, and the seed of draws A; that of B is the next one."""

    loaded: Loaded
    gap: Gap
    seed: int

    def chance(self, first: int, draws: int, picked: Sequence[str] = ()) -> PickedChance:
        """Some draws of A, with the groups ``picked`` of B."""
        return PickedChance(
            seed=self.seed,
            other=self.seed + 1,
            picked=frozenset(picked),
            first=first,
            draws=draws,
        )


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The gap in all draws: ``a``, ``b`` of shape (n,), ``ab`` of shape (drivers, n).

    ``traits`` are those of A, and then of B, each of shape (2 n,).
    """

    drivers: tuple[str, ...]
    a: FloatArray
    b: FloatArray
    ab: FloatArray
    traits: Mapping[str, FloatArray]

    @property
    def draws(self) -> int:
        """How many draws of A there are."""
        return len(self.a)

    @property
    def independent(self) -> FloatArray:
        """The gap in all draws that are independent of each other, shape (2 n,)."""
        return np.concatenate([self.a, self.b])

    def shares(self) -> VarianceShares:
        """Which share of the variance each driver explains."""
        return variance_shares(self.a, self.b, self.ab)


@dataclass(frozen=True, kw_only=True)
class _Part:
    gap: FloatArray
    traits: Mapping[str, FloatArray]
    heard: frozenset[str]


Advance = Callable[[float], None]


def answered(
    question: Question,
    draws: int,
    before: Answered | None = None,
    advance: Advance = lambda _: None,
) -> Answered:
    """Run ``draws`` draws (a power of two), less those ``before``; ``advance`` is told of all runs.

    Raises ``IntegrationError`` where a draw breaks a law, ``MissingDataError`` where the pack says
    nothing of how uncertain its people are, ``StructureError`` for what is drawn and in no group.
    """
    parts = [] if before is None else [before]
    first = 0 if before is None else before.draws
    for start in range(first, draws, CHUNK):
        parts.append(_chunk(question, start, min(CHUNK, draws - start)))
        advance(sum(map(runs_of, parts)))
    return _joined(parts)


def runs_of(found: Answered) -> int:
    """How many runs there were."""
    return found.draws * (2 + len(found.drivers))


def _chunk(question: Question, first: int, draws: int) -> Answered:
    a = _run(question, question.chance(first, draws))
    b = _run(question, question.chance(first, draws, [each.name for each in DRIVERS]))
    drivers = tuple(each.name for each in DRIVERS if each.name in a.heard)
    mixed = [_run(question, question.chance(first, draws, [name])).gap for name in drivers]
    both = {name: np.concatenate([a.traits[name], b.traits[name]]) for name in a.traits}
    return Answered(drivers=drivers, a=a.gap, b=b.gap, ab=np.array(mixed), traits=both)


def _run(question: Question, chance: PickedChance) -> _Part:
    block = Block(loaded=question.loaded, chance=chance)
    drawn = Drawn(choices=drawn_choices(block), outcome=drawn_outcome(block), gap=question.gap)
    return _Part(
        gap=readings_of_gap(drawn)["gap"],
        traits=traits_of(drawn),
        heard=frozenset(chance.heard),
    )


def _joined(parts: Sequence[Answered]) -> Answered:
    """Draws in order; of traits first those of A, then those of B."""
    return Answered(
        drivers=parts[0].drivers,
        a=np.concatenate([each.a for each in parts]),
        b=np.concatenate([each.b for each in parts]),
        ab=np.concatenate([each.ab for each in parts], axis=1),
        traits={name: np.concatenate(list(_halves(parts, name))) for name in parts[0].traits},
    )


def _halves(parts: Sequence[Answered], name: str) -> Iterator[FloatArray]:
    for half in (0, 1):
        yield from (np.split(each.traits[name], 2)[half] for each in parts)
