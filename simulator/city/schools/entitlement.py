"""School places in human terms: who has a right to one, who goes private or away, how full."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.services import Service
from simulator.city.schools.leavers import left_on_entry
from simulator.city.services.series import ServiceSeries
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitled:
    """One school service in one catchment on a 1 September, in children unless said.

    ``seekers`` are served or turned away; turned away are those who left that day for lack of
    points (``leaving``) and those ``unplaced`` beyond the class limit; ``absorbed`` sit in classes
    above the standard size.
    ``without_public`` are those who get no public place: turned away, or below the threshold of
    points in private places. ``classes_needed`` and
    ``classes_there`` count classes of the size limit; ``mean_class`` is how many sit in one
    if all who are served share the classes there are.
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
    classes_needed: float
    classes_there: float

    @property
    def served(self) -> float:
        """Children in public and private places: what pupils on record are compared with."""
        return self.demand - self.unplaced

    @property
    def turned_away(self) -> float:
        """Children who seek a place and get none."""
        return self.leaving + self.unplaced

    @property
    def without_public(self) -> float:
        """Children who seek a place and get no public one."""
        return self.private + self.turned_away

    @property
    def mean_class(self) -> float:
        """Children in a class if all who are served share the classes there are."""
        return self.served / self.classes_there if self.classes_there else np.nan

    @property
    def classes_above_standard(self) -> float:
        """Classes over the standard if the children too many are spread one to a class."""
        return min(self.absorbed + self.unplaced, self.classes_there)


def entitlements(
    outcome: Outcome, series: tuple[ServiceSeries, ...], draw: int = 0
) -> tuple[Entitled, ...]:
    """Every school service whose supply is known, by date and catchment, the city last."""
    return tuple(
        found
        for one in series
        if one.service.entitlement.class_size and one.is_known
        for found in _of_service(outcome, one, draw)
    )


def _of_service(outcome: Outcome, series: ServiceSeries, draw: int) -> Iterator[Entitled]:
    run, service = outcome.trajectory, series.service
    row = run.system.axis["service"].index(service.name)
    limit = float(service.entitlement.class_size or 1.0)
    district = run.system.axis["district"]
    kept = [int(np.argmin(np.abs(run.readings - year))) for year in series.years]

    def measured(name: str) -> FloatArray:
        found = run.measures[name][draw, row][:, kept]
        rows = ([district.index(each) for each in series.members[place]] for place in series.places)
        return np.stack([found[each].sum(axis=0) for each in rows])

    names = ("in_scope", "migrants_in_scope", "seekers", "public_entitled", "in_private_places",
             "private_places")  # fmt: skip
    scope, migrants, seekers, entitled, private, private_places = map(measured, names)
    absorbed, unplaced = series.absorbed, series.unplaced
    for number, when in enumerate(series.years):
        if not np.isfinite(series.gap[:, number]).all():
            continue
        left = left_on_entry(outcome, service, float(when), draw)
        for place, label in enumerate(series.places):
            leaving = float(left[[district.index(each) for each in series.members[label]]].sum())
            yield Entitled(
                service=service,
                place=label,
                when=float(when),
                in_scope=float(scope[place, number]),
                migrants=float(migrants[place, number]),
                seekers=float(seekers[place, number]) + leaving,
                demand=float(series.demand[place, number]),
                places=float(series.risk_adjusted[place, number]),
                entitled=float(entitled[place, number]),
                private=float(private[place, number]),
                private_places=float(private_places[place, number]),
                leaving=leaving,
                absorbed=float(absorbed[place, number]),
                unplaced=float(unplaced[place, number]),
                classes_needed=float(series.demand[place, number]) / limit,
                classes_there=float(series.risk_adjusted[place, number]) / limit,
            )


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
