"""Why two scoreboards differ: what of it each difference between two scenarios makes.

A figure is taken from one scenario, as its plan reckoned, to another, as it is counted or serves.
Each setting in which the scenarios differ is a factor, and the definition is one more. The share of
a factor is its Shapley value (``simulator.stockflow.attribution``), so that the shares add up to
the whole difference exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.city.targets.board import ScoreRow
from simulator.city.targets.readings import ScoredValue
from simulator.stockflow.attribution import Chosen, shapley

DEFINITION = "definition"


@dataclass(frozen=True, kw_only=True, slots=True)
class Causes:
    """One figure: its value in the first scenario and in the second, and the share of each factor.

    ``first`` is read as the plan reckoned, ``last`` as it is counted; all in the target's unit.
    """

    row: ScoreRow
    first: float
    last: float
    shares: Mapping[str, float]


def find_causes(boards: Mapping[Chosen, Sequence[ScoreRow]]) -> tuple[Causes, ...]:
    """Every modelled figure whose value is known in all boards, in the order of the plan.

    Parameters
    ----------
    boards
        A scoreboard for every subset of the factors: those in it as in the second scenario, the
        others as in the first.
    """
    return tuple(_causes(boards))


def _causes(boards: Mapping[Chosen, Sequence[ScoreRow]]) -> Iterator[Causes]:
    factors = sorted(frozenset().union(*boards))
    for number, row in enumerate(boards[frozenset()]):
        known: dict[Chosen, float] = {}
        for chosen, rows in boards.items():
            for reading, changed in (("plan", chosen), ("count", chosen | {DEFINITION})):
                found = _reading(rows[number], reading)
                if found is not None and found.answer is not None:
                    known[changed] = found.answer.value
        # a Shapley value needs the worth of every subset; a figure unknown to one run has none
        if len(known) < 2 * len(boards):
            continue
        yield Causes(
            row=row,
            first=known[frozenset()],
            last=known[frozenset((*factors, DEFINITION))],
            shares=shapley((*factors, DEFINITION), known),
        )


def _reading(row: ScoreRow, reading: str) -> ScoredValue | None:
    """The value of a row read as the plan reckoned, or as it is counted."""
    wanted = (reading, "both")
    return next((each for each in row.values if each.entry.reading in wanted), None)
