"""Needs of a service, catchment by catchment, of a scenario and its draws."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ensemble.need import Criterion, Draws, Need, Standing, need_of, standing_of
from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.pack.services import Service
from simulator.city.services.capacity import stretch
from simulator.city.services.series import ServiceSeries, service_series
from simulator.city.services.table import rows_of_place
from simulator.city.supply.lead_time import lead_time
from simulator.stockflow.arrays import BoolArray
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.chance import Chance

CERTAIN = 0.9
"""How likely it is to be that what is decided by the day is open when it is needed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is asked: of which service, where, with what risk.

    ``place`` is a catchment, ``None`` for each of them; ``since`` the instant from which on places
    can still be had. ``at_standard``: nobody is to sit in a class above the standard size.
    """

    service: Service
    place: str | None
    risk: float
    criterion: Criterion
    since: float
    at_standard: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceNeed:
    """What a catchment needs, what kind of building that asks for, and how many years it takes."""

    place: str
    need: Need
    standing: Standing
    lead: float


def needs(outcome: Outcome, ensemble: Ensemble, wish: Wish) -> tuple[PlaceNeed, ...]:
    """The need of every catchment asked for; of a city of several catchments none is told whole."""
    return tuple(_needs(outcome, ensemble, wish))


def _needs(outcome: Outcome, ensemble: Ensemble, wish: Wish) -> Iterator[PlaceNeed]:
    series = next(one for one in service_series(outcome) if one.service.name == wish.service.name)
    lead = lead_time(choices_of_run(outcome), wish.service.name, CERTAIN)
    for place in series.places:
        asked = wish.place in (None, place)
        # a seat in one catchment is none for a child of another: the city's need is theirs
        if not asked or (place == CITY and len(series.places) > 1):
            continue
        draws = draws_of_place(outcome, ensemble, series, place, wish)
        if not draws.years.size:
            continue
        need = need_of(draws, wish.risk, wish.criterion, wish.service.school_sizes)
        standing = standing_of(draws, need, wish.risk)
        yield PlaceNeed(place=place, need=need, standing=standing, lead=lead)


def draws_of_place(
    outcome: Outcome, ensemble: Ensemble, series: ServiceSeries, place: str, wish: Wish
) -> Draws:
    """Demand and places of a service in a place in every draw, where known, from an instant on."""
    rows, _ = rows_of_place(service_series(outcome), series.service.name, place)
    values = ensemble.numbers["services"]
    known = np.isfinite(values["risk_adjusted"][:, rows]).all(axis=0)
    # what stands on the day a record starts is given: places can only be had after it
    start = series.service.start
    first = wish.since if start is None else max(wish.since, start.year + 2 * SAME_INSTANT)
    shown = (series.years >= first - SAME_INSTANT) & _yearly(series) & known
    chance = Chance(seed=ensemble.seed, draws=ensemble.draws)
    drawn = replace(choices_of_run(outcome), chance=chance)
    return Draws(
        years=series.years[shown],
        demand=values["demand"][:, rows[shown]],
        places=values["risk_adjusted"][:, rows[shown]],
        stretch=np.ones(1) if wish.at_standard else stretch(drawn, series.service),
    )


def _yearly(series: ServiceSeries) -> BoolArray:
    """Readings at which a need is told: 1 September of schools, the end of the year of beds."""
    if series.service.is_school:
        return np.full(series.years.shape, fill_value=True)
    return np.asarray(np.abs(series.years - np.round(series.years)) < SAME_INSTANT)
