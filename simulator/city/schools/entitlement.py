"""School places in human terms: who has a right to one, who goes private or away, how full."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.services import Service
from simulator.city.schools.leavers import left_in_every_draw
from simulator.city.services.series import ServiceSeries
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitled:
    """One school service in one catchment on a 1 September, in children unless said.

    ``seekers`` are served or turned away; ``served`` are those in public and private places, with
    whom pupils on record are compared. ``turned_away`` are those who left that day for lack of
    points (``leaving``) and those ``unplaced`` beyond the class limit; ``absorbed`` sit in classes
    above the standard size.
    ``without_public`` are those who get no public place: turned away, or below the threshold of
    points in private places. ``classes_needed`` and
    ``classes_there`` count classes of the size limit; ``mean_class`` is how many sit in one
    if all who are served share the classes there are, NaN if there are none;
    ``classes_above_standard`` are those over it if the children too many are spread one to a class.
    """

    service: Service
    place: str
    when: float
    in_scope: float
    migrants: float
    seekers: float
    demand: float
    places: float
    entitled: float
    private: float
    private_places: float
    leaving: float
    absorbed: float
    unplaced: float
    served: float
    turned_away: float
    without_public: float
    classes_needed: float
    classes_there: float
    mean_class: float
    classes_above_standard: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceEntitled:
    """All numbers of ``Entitled`` by name, of one service: shape (…, date, place).

    Of all draws the draws come first. ``dates`` are those on which supply is on record.
    """

    service: Service
    places: tuple[str, ...]
    dates: FloatArray
    numbers: Mapping[str, FloatArray]


def entitlements(
    outcome: Outcome, series: tuple[ServiceSeries, ...], draw: int = 0
) -> tuple[Entitled, ...]:
    """Every school service whose supply is known, by date and catchment, the city last."""
    return tuple(
        row for found in entitled_of(outcome, series, draw) for row in _rows_of_one_draw(found)
    )


def entitled_of(
    outcome: Outcome, series: tuple[ServiceSeries, ...], draws: int | slice
) -> tuple[ServiceEntitled, ...]:
    """The same of one draw or of all (``slice(None)``), of which ``series`` are."""
    return tuple(
        _of_service(outcome, one, draws)
        for one in series
        if one.service.entitlement.class_size and one.is_known
    )


def _rows_of_one_draw(found: ServiceEntitled) -> Iterator[Entitled]:
    for number, when in enumerate(found.dates):
        for place, label in enumerate(found.places):
            here = {name: float(each[number, place]) for name, each in found.numbers.items()}
            yield Entitled(service=found.service, place=label, when=float(when), **here)


def _of_service(outcome: Outcome, series: ServiceSeries, draws: int | slice) -> ServiceEntitled:
    finite = np.isfinite(series.gap)
    known = np.flatnonzero(finite.all(axis=tuple(range(finite.ndim - 1))))
    dates = series.years[known]
    counted = _counted(outcome, series, dates, draws)
    there = {
        "demand": series.demand,
        "places": series.risk_adjusted,
        "absorbed": series.absorbed,
        "unplaced": series.unplaced,
    }
    stand = {name: np.swapaxes(each[..., known], -1, -2) for name, each in there.items()}
    limit = float(series.service.entitlement.class_size or 1.0)
    return ServiceEntitled(
        service=series.service,
        places=series.places,
        dates=dates,
        numbers=_with_derived({**counted, **stand}, limit),
    )


def _counted(
    outcome: Outcome, series: ServiceSeries, dates: FloatArray, draws: int | slice
) -> dict[str, FloatArray]:
    """Children by where they are, shape (…, date, place), as the run measures them."""
    run, service = outcome.trajectory, series.service
    row, district = run.system.axis["service"].index(service.name), run.system.axis["district"]
    members = [[district.index(each) for each in series.members[place]] for place in series.places]
    read = [int(np.argmin(np.abs(run.readings - year))) for year in dates]

    def by_place(by_district: FloatArray) -> FloatArray:
        return np.stack([by_district[..., rows].sum(axis=-1) for rows in members], axis=-1)

    found = {
        name: by_place(np.swapaxes(run.measures[measure][draws, row][..., read], -1, -2))
        for name, measure in _MEASURED.items()
    }
    left = [left_in_every_draw(outcome, service, float(when))[draws] for when in dates]
    leaving = by_place(np.stack(left, axis=-2))
    return {**found, "seekers": found["seekers"] + leaving, "leaving": leaving}


_MEASURED = {
    "in_scope": "in_scope",
    "migrants": "migrants_in_scope",
    "seekers": "seekers",
    "entitled": "public_entitled",
    "private": "in_private_places",
    "private_places": "private_places",
}
"""Numbers that the run has, and the measure of each; of seekers those who have not left."""


def _with_derived(of: Mapping[str, FloatArray], limit: float) -> dict[str, FloatArray]:
    """Who is served and who is not, and the classes of ``limit`` children that it takes."""
    served, turned_away = of["demand"] - of["unplaced"], of["leaving"] + of["unplaced"]
    there = of["places"] / limit
    mean = np.full(there.shape, np.nan)
    np.divide(served, there, out=mean, where=there != 0)
    return {
        **of,
        "served": served,
        "turned_away": turned_away,
        "without_public": of["private"] + turned_away,
        "classes_needed": of["demand"] / limit,
        "classes_there": there,
        "mean_class": mean,
        "classes_above_standard": np.minimum(of["absorbed"] + of["unplaced"], there),
    }


def entitlement_table(found: tuple[Entitled, ...], pack: CityPack) -> Table:
    """School places in human terms on every 1 September."""
    columns = {
        "children": [one.in_scope for one in found],
        "migrant_children": [one.migrants for one in found],
        "seekers": [one.seekers for one in found],
        "served": [one.served for one in found],
        "children_turned_away": [one.turned_away for one in found],
        "entitled": [one.entitled for one in found],
        "private": [one.private for one in found],
        "private_places": [one.private_places for one in found],
        "leaving": [one.leaving for one in found],
        "absorbed": [one.absorbed for one in found],
        "unplaced": [one.unplaced for one in found],
        "without_public": [one.without_public for one in found],
    }
    classes = {
        "classes_needed": [one.classes_needed for one in found],
        "classes_there": [one.classes_there for one in found],
        "classes_above_standard": [one.classes_above_standard for one in found],
    }
    return Table(
        name="school_entitlement",
        columns=(
            dates("date", [calendar_label(one.when) for one in found]),
            texts("service", [one.service.name for one in found]),
            texts("district", [one.place for one in found]),
            *(numbers(name, values, "persons", 1) for name, values in columns.items()),
            *(numbers(name, values, "classes", 1) for name, values in classes.items()),
            numbers("mean_class", [one.mean_class for one in found], "persons", 2),
            texts("entitlement_grade", [one.service.entitlement.grade for one in found]),
            levels(pack, [one.place for one in found]),
        ),
    )
