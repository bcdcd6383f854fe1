"""Schools at the grade of entrance: who comes, who leaves, what grade one can take.

A peak year is short in its first grade while the last one has room: children are followed by birth
cohort, and places of a grade are the designed places ÷ grades. On 1 September, of a catchment,

    entrants  = seekers × children of the first grade ÷ children of the stage + leaving
    leaving   = children who left on the day for lack of points
    unplaced  = max(entrants − leaving − places ÷ grades × limit ÷ standard, 0)
    turned away = leaving + unplaced
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.pack.city_pack import CityPack
from simulator.city.record.modelled import norm_of
from simulator.city.schools.entering import children_of_age
from simulator.city.schools.leavers import left_on_entry
from simulator.city.services.series import ServiceSeries, service_series
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label, place_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Entrance:
    """The first grade of a school service in a catchment, or the city, on a 1 September; children.

    ``places`` are designed ones. Of the city ``unplaced`` is the sum over its catchments.
    """

    service: str
    place: str
    when: float
    entrants: float
    leaving: float
    places: float
    unplaced: float

    @property
    def turned_away(self) -> float:
        """Children who seek a place in the first grade and get none."""
        return self.leaving + self.unplaced


@derived
def entrances(outcome: Outcome, draw: int = 0) -> tuple[Entrance, ...]:
    """Every school service whose supply is known, by date and catchment, the city last."""
    return tuple(
        found
        for series in service_series(outcome, draw)
        if series.service.is_school and series.service.capacity is not None and series.is_known
        for found in _of_service(outcome, series, draw)
    )


def _of_service(outcome: Outcome, series: ServiceSeries, draw: int) -> Sequence[Entrance]:
    found: list[Entrance] = []
    for number, when in enumerate(series.years):
        there = place_of(outcome.trajectory.snapshots, float(when))
        if there is None or not np.isfinite(series.gap[:, number]).all():
            continue
        parts = [
            _entrance(outcome, series, (place, number, there), draw)
            for place in series.places
            if place != CITY or len(series.places) == 1
        ]
        found += parts if len(series.places) == 1 else [*parts, _summed(parts)]
    return found


def _entrance(
    outcome: Outcome, series: ServiceSeries, chosen: tuple[str, int, int], draw: int
) -> Entrance:
    place, number, there = chosen
    run, service, capacity = outcome.trajectory, series.service, series.service.capacity
    districts = [run.system.axis["district"].index(name) for name in series.members[place]]
    row = run.system.axis["service"].index(service.name)
    reading = place_of(run.readings, float(series.years[number]))

    def measured(name: str) -> FloatArray:
        return np.asarray(run.measures[name][draw, row][districts, reading])

    children = children_of_age(outcome, service.scope.youngest, (there, draw))[districts]
    leaving = float(
        left_on_entry(outcome, service, float(series.years[number]), draw)[districts].sum()
    )
    entrants = _shared(measured("seekers"), children, measured("in_scope")) + leaving
    grades = (service.scope.oldest or service.scope.youngest + 1) - service.scope.youngest
    places = float(series.risk_adjusted[series.place(place), number]) / grades
    limit = places * (1.0 if capacity is None else capacity.elasticity)
    norm = norm_of(outcome, service.name, float(series.years[number]), draw)
    return Entrance(
        service=service.name,
        place=place,
        when=float(series.years[number]),
        entrants=entrants,
        leaving=leaving,
        places=places,
        unplaced=max((entrants - leaving) * norm - limit, 0.0),
    )


def _shared(whole: FloatArray, part: FloatArray, of: FloatArray) -> float:
    """Σ over districts of whole × part ÷ of; nothing where there is nobody."""
    return float((whole * np.divide(part, of, out=np.zeros_like(part), where=of > 0)).sum())


def _summed(parts: Sequence[Entrance]) -> Entrance:
    """The city, as the sum of its catchments."""
    names = ("entrants", "leaving", "places", "unplaced")
    total = {name: sum(getattr(part, name) for part in parts) for name in names}
    return Entrance(service=parts[0].service, place=CITY, when=parts[0].when, **total)


def entrance_table(found: Sequence[Entrance], pack: CityPack) -> Table:
    """The first grade of every school on every 1 September."""
    columns = {
        "entrants": [one.entrants for one in found],
        "leaving": [one.leaving for one in found],
        "places_grade_one": [one.places for one in found],
        "unplaced": [one.unplaced for one in found],
        "children_turned_away": [one.turned_away for one in found],
    }
    return Table(
        name="school_entrance",
        columns=(
            dates("date", [calendar_label(one.when) for one in found]),
            texts("service", [one.service for one in found]),
            texts("district", [one.place for one in found]),
            *(numbers(name, values, "persons", 1) for name, values in columns.items()),
            levels(pack, [one.place for one in found]),
        ),
    )
