"""What is kept of every draw: the numbers of some tables, in the order of their rows.

Each is what the table of that draw alone would say, found by the same functions. The city's rows
are made from the city of each draw, so that nothing has to be added up afterwards.
"""

from collections.abc import Callable, Mapping
from functools import partial
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
from simulator.city.services.gaps import ServiceGaps, Sides, gaps_of
from simulator.city.services.series import series_of_draws
from simulator.city.services.table import rows_of_services
from simulator.stockflow.arrays import FloatArray

NEVER = inf
"""The first day of what never comes (``Sides.first``); where nothing is on record it is NaN."""

_SERIES = ("demand", "promised", "risk_adjusted", "gap", "unplaced", "for_use")
_SIDES = ("shortage", "surplus", "unplaced")
_COLUMNS = (("first_{side}", "first"), ("worst_{side}", "worst"), ("{side}_years", "place_years"))


def services_numbers(outcome: Outcome) -> Numbers:
    """Demand, supply, gap and beds by use at every reading, in the rows of ``services``."""
    return {name: rows_of_services(series_of_draws(outcome), name) for name in _SERIES}


def gaps_numbers(outcome: Outcome) -> Numbers:
    """First, worst and total of each side of a gap, as in the table ``gaps``; days as years."""
    until = float(outcome.trajectory.readings[-1])
    every = series_of_draws(outcome)
    found = [gaps_of(one, until) for one in every]
    unknown = [np.full(one.demand.shape[:-1], nan) for one in every]

    def column(read: Callable[[ServiceGaps], FloatArray | None]) -> FloatArray:
        each = [None if one is None else read(one) for one in found]
        filled = [blank if one is None else one for one, blank in zip(each, unknown, strict=True)]
        return np.concatenate(filled, axis=-1)

    numbers = {}
    for name in _SIDES:
        for label, of in _COLUMNS:
            numbers[label.format(side=name)] = column(partial(_of_side, side=name, of=of))
    numbers["highest_coverage"] = column(lambda one: one.highest_coverage)
    return numbers


def _of_side(gaps: ServiceGaps, side: str, of: str) -> FloatArray | None:
    sides: Sides | None = getattr(gaps, side)
    return None if sides is None else np.asarray(getattr(sides, of))


KEPT: Mapping[str, Callable[[Outcome], Numbers]] = {
    "services": services_numbers,
    "gaps": gaps_numbers,
    "beds": beds_numbers,
    "components": components_numbers,
    "school_entitlement": entitlement_numbers,
    "outlook": outlook_numbers,
    "population_groups": groups_numbers,
    "targets": targets_numbers,
    "target_values": target_values_numbers,
}
"""The tables of which every draw is kept."""


def numbers_of_draws(outcome: Outcome) -> Mapping[str, Numbers]:
    """What is kept of every draw of a block, by table and column, shape (draws, rows)."""
    return {table: make(outcome) for table, make in KEPT.items()}
