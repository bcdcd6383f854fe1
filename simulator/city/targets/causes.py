"""Why two scoreboards differ: what of it each difference between two scenarios makes.

A scenario of the population that the plan was made for is read as the plan reckoned, any other as
figures are actually counted. Each setting in which two scenarios differ is a factor; the definition
is one more where the two are read by different ones, and none where both are read alike. The share
of a factor is its Shapley value (``simulator.stockflow.attribution``), so that the shares add up to
the whole difference exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.city.targets.board import ScoreRow
from simulator.city.targets.readings import ScoredValue
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.attribution import Chosen, shapley

DEFINITION = "definition"
PLANNED = "planned"
"""The population basis that the plan reckoned with."""

Reading = Literal["plan", "count"]
"""As the plan reckoned, or as figures are actually counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Causes:
    """One figure: its value in the first scenario and in the second, and the share of each factor.

    Each is read by the definition that belongs to its scenario; all in the target's unit.
    """

    row: ScoreRow
    first: float
    last: float
    shares: Mapping[str, float]


def reading_of(file: ScenarioFile) -> Reading:
    """By which definition the figures of a scenario are read."""
    return "plan" if file.values["world.population_basis"] == PLANNED else "count"


def find_causes(
    boards: Mapping[Chosen, Sequence[ScoreRow]], readings: tuple[Reading, Reading]
) -> tuple[Causes, ...]:
    """Every modelled figure whose value is known in all boards, in the order of the plan.

    Parameters
    ----------
    boards
        A scoreboard for every subset of the factors: those in it as in the second scenario, the
        others as in the first.
    readings
        The definition by which the first scenario is read, and the second.
    """
    return tuple(_causes(boards, readings))


def _causes(
    boards: Mapping[Chosen, Sequence[ScoreRow]], readings: tuple[Reading, Reading]
) -> Iterator[Causes]:
    settings = tuple(sorted(frozenset().union(*boards)))
    differs = readings[0] != readings[1]
    factors = (*settings, DEFINITION) if differs else settings
    for number, row in enumerate(boards[frozenset()]):
        known: dict[Chosen, float] = {}
        for chosen, rows in boards.items():
            for reading, changed in _read(readings, chosen):
                found = _reading(rows[number], reading)
                if found is not None and found.answer is not None:
                    known[changed] = found.answer.value
        # a Shapley value needs the worth of every subset; a figure unknown to one run has none
        if len(known) < 2 ** len(factors):
            continue
        yield Causes(
            row=row,
            first=known[frozenset()],
            last=known[frozenset(factors)],
            shares=shapley(factors, known),
        )


def _read(readings: tuple[Reading, Reading], chosen: Chosen) -> tuple[tuple[Reading, Chosen], ...]:
    """How a scoreboard is read: once where both scenarios are read alike, else in either way."""
    one, other = readings
    return ((one, chosen),) if one == other else ((one, chosen), (other, chosen | {DEFINITION}))


def _reading(row: ScoreRow, reading: Reading) -> ScoredValue | None:
    """The value of a row read as the plan reckoned, or as it is counted."""
    wanted = (reading, "both")
    return next((each for each in row.values if each.entry.reading in wanted), None)
