"""What a draw is like, in numbers a planner knows: the terms in which a shortage is described.

Each has one number a draw and a unit; words are ``trait.<name>``. What is the same in all draws
describes nothing and is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.city.ensemble.outlook import net_arrivals
from simulator.city.ground.choices import Choices
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.services import Service
from simulator.city.record.modelled import Counts
from simulator.city.services.capacity import starting_load
from simulator.city.services.series import service_series
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, years_between
from simulator.stockflow.values.paths import at


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A gap by name: of a service in a catchment (or the city) at a reading."""

    service: Service
    place: str
    when: float


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Runs of a block of draws, with what held of every key in them."""

    choices: Choices
    outcome: Outcome
    gap: Gap


def readings_of_gap(drawn: Drawn) -> Mapping[str, FloatArray]:
    """Demand, supply promised and expected, and the gap in every draw, each of shape (draws,)."""
    names = ("demand", "promised", "risk_adjusted", "gap")
    found: dict[str, list[float]] = {name: [] for name in names}
    for draw in range(drawn.outcome.scenario.draws):
        series = service_series(drawn.outcome, draw)
        one = next(each for each in series if each.service.name == drawn.gap.service.name)
        at_day = int(np.argmin(np.abs(one.years - drawn.gap.when)))
        for name in names:
            found[name].append(float(getattr(one, name)[one.place(drawn.gap.place), at_day]))
    return {name: np.array(values) for name, values in found.items()}


def _mean_of_years(of_year: Callable[[Counts, float], FloatArray], drawn: Drawn) -> FloatArray:
    """The mean of all whole years of the run up to the day of the gap."""
    run = drawn.outcome.trajectory
    first, counts = float(run.readings[0]), Counts(trajectory=run)
    whole = [
        end_of_year(year)
        for year in years_between(first, drawn.gap.when)
        if year >= first - SAME_INSTANT and end_of_year(year) <= drawn.gap.when + SAME_INSTANT
    ]
    return np.asarray(np.mean([of_year(counts, stop) for stop in whole], axis=0))


def _net_arrivals(drawn: Drawn) -> FloatArray:
    return _mean_of_years(net_arrivals, drawn)


def _births(drawn: Drawn) -> FloatArray:
    return _mean_of_years(Counts.births, drawn)


def _planning_share(drawn: Drawn) -> FloatArray:
    return 100 * drawn.choices.numbers("policy.two_child.planning_share")


def _enrolment(drawn: Drawn) -> FloatArray:
    key = f"world.enrolment_ratio.{drawn.gap.service.name}"
    if not drawn.choices.is_known(key):
        return np.ones(1)
    return 100 * at(drawn.choices.path(key), drawn.gap.when)


def _take_up(drawn: Drawn) -> FloatArray:
    return 100 * drawn.choices.numbers(f"plan.take_up.{drawn.gap.service.name}")


def _open_share(drawn: Drawn) -> FloatArray:
    read = readings_of_gap(drawn)
    return 100 * read["risk_adjusted"] / read["promised"]


def _starting_load(drawn: Drawn) -> FloatArray:
    return 100 * starting_load(drawn.choices, drawn.gap.service)


TRAITS: Mapping[str, Callable[[Drawn], FloatArray]] = {
    "net_arrivals": _net_arrivals,
    "births": _births,
    "planning_share": _planning_share,
    "enrolment": _enrolment,
    "take_up": _take_up,
    "open_share": _open_share,
    "starting_load": _starting_load,
}
"""In the order in which they are told."""


def traits_of(drawn: Drawn) -> Mapping[str, FloatArray]:
    """Every trait of every draw, each of shape (draws,)."""
    draws = drawn.outcome.scenario.draws
    return {name: np.broadcast_to(make(drawn), draws) for name, make in TRAITS.items()}


def telling(traits: Mapping[str, FloatArray]) -> Mapping[str, FloatArray]:
    """Those that differ from draw to draw."""
    return {name: values for name, values in traits.items() if np.ptp(values) > 0}
