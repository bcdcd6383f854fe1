"""An ensemble: the numbers of some tables in every draw of a scenario.

Draws are run in chunks of a fixed size, each by itself, so that no number depends on how many
draws there are beside it, nor on who runs a chunk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.city.ensemble.drawn import Block, drawn_outcome
from simulator.city.ensemble.kept import numbers_of_draws
from simulator.city.ensemble.numbers import Numbers
from simulator.city.loading import Loaded
from simulator.stockflow.values.chance import Chance

CHUNK = 50
"""Draws that are run together; a share of the draws of a posterior, so that rows stay whole."""


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """The numbers of some draws, by table and column, shape (draws, rows)."""

    first: int
    numbers: Mapping[str, Numbers]


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """The numbers of all draws of a scenario; chunks in order."""

    seed: int
    chunks: tuple[Chunk, ...]

    @property
    def draws(self) -> int:
        """How many draws there are."""
        first = next(iter(self.numbers.values()))
        return len(next(iter(first.values())))

    @cached_property
    def numbers(self) -> Mapping[str, Numbers]:
        """By table and column, shape (draws, rows)."""
        first = self.chunks[0].numbers
        return {
            table: {
                column: np.concatenate([each.numbers[table][column] for each in self.chunks])
                for column in columns
            }
            for table, columns in first.items()
        }


def chunks_of(loaded: Loaded, draws: int, seed: int) -> Iterator[Block]:
    """Every chunk of an ensemble, in order."""
    for first in range(0, draws, CHUNK):
        chance = Chance(seed=seed, first=first, draws=min(CHUNK, draws - first))
        yield Block(loaded=loaded, chance=chance)


def run_chunk(block: Block) -> Chunk:
    """Run some draws and keep what is asked of them."""
    return Chunk(first=block.chance.first, numbers=numbers_of_draws(drawn_outcome(block)))


Runner = Callable[[Iterable[Block]], Iterable[Chunk]]
"""Runs chunks and hands them back in their order."""


def one_by_one(blocks: Iterable[Block]) -> Iterator[Chunk]:
    """In this process, one chunk after another; a run of draws uses every processor by itself."""
    return map(run_chunk, blocks)


def drawn_as_stated(
    loaded: Loaded, advance: Callable[[float], None] = lambda _: None
) -> Ensemble | None:
    """The draws that a scenario asks for (``model.draws``, ``model.seed``); ``None`` for none."""
    draws = int(str(loaded.file.values.get("model.draws", 0)))
    if not draws:
        return None
    return run_ensemble(loaded, draws, int(str(loaded.file.values["model.seed"])), advance=advance)


def run_ensemble(
    loaded: Loaded,
    draws: int,
    seed: int,
    runner: Runner = one_by_one,
    advance: Callable[[float], None] = lambda _: None,
) -> Ensemble:
    """Run all draws; ``advance`` is told how many are done.

    Raises ``IntegrationError`` where a draw breaks a law, ``MissingDataError`` where the pack says
    nothing of how uncertain its people are.
    """
    found = []
    for chunk in runner(chunks_of(loaded, draws, seed)):
        found.append(chunk)
        advance(min(chunk.first + CHUNK, draws))
    return Ensemble(seed=seed, chunks=tuple(found))
