"""What is kept of every draw: the numbers of some tables, in the order of their rows.

Each is what the table of that draw alone would say, found by the same functions. The city's rows
are made from the city of each draw, so that nothing has to be added up afterwards.
"""

from collections.abc import Callable, Mapping
from math import inf, nan

import numpy as np

from simulator.city.ensemble.age_groups import groups_numbers
from simulator.city.ensemble.further_numbers import (
    beds_numbers,
    components_numbers,
    entitlement_numbers,
)
from simulator.city.ensemble.numbers import Numbers
from simulator.city.ensemble.outlook import outlook_numbers
from simulator.city.ensemble.target_numbers import target_values_numbers, targets_numbers
from simulator.city.ground.outcome import Outcome
from simulator.city.services.gaps import GapSummary, Side, summarise_gaps
from simulator.city.services.series import service_series
from simulator.city.services.table import rows_of_services

NEVER = inf
"""The first day of what never comes; where nothing is on record it is NaN."""

_SERIES = ("demand", "promised", "risk_adjusted", "gap", "unplaced", "for_use")
_SIDES = ("shortage", "surplus", "unplaced")


def services_numbers(outcome: Outcome) -> Numbers:
    """Demand, supply, gap and beds by use at every reading, in the rows of ``services``."""
    every = [service_series(outcome, draw) for draw in range(outcome.scenario.draws)]
    return {name: rows_of_services(every, name) for name in _SERIES}


def gaps_numbers(outcome: Outcome, draw: int) -> Numbers:
    """First, worst and total of each side of a gap, as in the table ``gaps``; days as years."""
    until = float(outcome.trajectory.readings[-1])
    found = summarise_gaps(service_series(outcome, draw), until)
    numbers = {}
    for name in _SIDES:
        sides = [_side(summary, name) for summary in found]
        numbers[f"first_{name}"] = np.array([each[0] for each in sides])
        numbers[f"worst_{name}"] = np.array([each[1] for each in sides])
        numbers[f"{name}_years"] = np.array([each[2] for each in sides])
    highest = [summary.highest_coverage for summary in found]
    numbers["highest_coverage"] = np.array([nan if each is None else each for each in highest])
    return numbers


def _side(summary: GapSummary, name: str) -> tuple[float, float, float]:
    side: Side | None = getattr(summary, name)
    if side is None:
        return nan, nan, nan
    return NEVER if side.first is None else side.first, side.worst, side.place_years


def _each_draw(make: Callable[[Outcome, int], Numbers]) -> Callable[[Outcome], Numbers]:
    """The numbers of every draw of a block from those of one, shape (draws, rows)."""

    def all_draws(outcome: Outcome) -> Numbers:
        each = [make(outcome, draw) for draw in range(outcome.scenario.draws)]
        return {name: np.stack([one[name] for one in each]) for name in each[0]}

    return all_draws


KEPT: Mapping[str, Callable[[Outcome], Numbers]] = {
    "services": services_numbers,
    "gaps": _each_draw(gaps_numbers),
    "beds": _each_draw(beds_numbers),
    "components": _each_draw(components_numbers),
    "school_entitlement": _each_draw(entitlement_numbers),
    "outlook": outlook_numbers,
    "population_groups": groups_numbers,
    "targets": targets_numbers,
    "target_values": target_values_numbers,
}
"""The tables of which every draw is kept."""


def numbers_of_draws(outcome: Outcome) -> Mapping[str, Numbers]:
    """What is kept of every draw of a block, by table and column, shape (draws, rows)."""
    return {table: make(outcome) for table, make in KEPT.items()}
