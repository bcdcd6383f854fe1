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
from simulator.city.ensemble.order import CHUNK, Order, orders_of
from simulator.city.loading import Loaded


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


def run_chunk(block: Block) -> Chunk:
    """Run some draws and keep what is asked of them."""
    return Chunk(first=block.chance.first, numbers=numbers_of_draws(drawn_outcome(block)))


Runner = Callable[[Iterable[Order]], Iterator[Chunk]]
"""Runs chunks and hands them back in their order."""


def one_by_one(loaded: Loaded) -> Runner:
    """In this process, one chunk after another; a run of draws uses every processor by itself."""
    return lambda orders: (run_chunk(Block(loaded=loaded, chance=order.chance)) for order in orders)


def drawn_as_stated(
    loaded: Loaded,
    advance: Callable[[float], None] = lambda _: None,
    runner: Runner | None = None,
) -> Ensemble | None:
    """The draws that a scenario asks for (``model.draws``, ``model.seed``); ``None`` for none."""
    draws = draws_of(loaded)
    if not draws:
        return None
    seed = int(str(loaded.file.values["model.seed"]))
    return run_ensemble(loaded, draws, seed, runner, advance)


def draws_of(loaded: Loaded) -> int:
    """How many draws a scenario asks for."""
    return int(str(loaded.file.values.get("model.draws", 0)))


def run_ensemble(
    loaded: Loaded,
    draws: int,
    seed: int,
    runner: Runner | None = None,
    advance: Callable[[float], None] = lambda _: None,
    size: int = CHUNK,
) -> Ensemble:
    """Run all draws, ``size`` together; ``advance`` is told how many are done.

    Raises ``IntegrationError`` where a draw breaks a law, ``MissingDataError`` where the pack says
    nothing of how uncertain its people are.
    """
    found, run = [], one_by_one(loaded) if runner is None else runner
    for chunk in run(orders_of(loaded, draws, seed, size)):
        found.append(chunk)
        advance(min(chunk.first + size, draws))
    return Ensemble(seed=seed, chunks=tuple(found))
