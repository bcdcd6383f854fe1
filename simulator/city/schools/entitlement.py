"""School places in human terms: who has a right to one, who goes private or away, how full."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome, with_city
from simulator.city.pack.services import Service
from simulator.city.services.series import ServiceSeries
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitled:
    """One school service in one place on a 1 September, in children unless said.

    ``served`` is demand: public and private places, those who left not among them. ``short`` is
    the shortage by the risk-adjusted supply, ``without_public`` those who get no public place:
    short, below the threshold of points in private places, or gone. ``classes_needed`` and
    ``classes_there`` count classes of the size limit; ``mean_class`` is how many would sit in one
    if all served children came into the classes there are.
    """

    service: Service
    place: str
    when: float
    in_scope: float
    migrants: float
    served: float
    entitled: float
    private: float
    leaving: float
    short: float
    classes_needed: float
    classes_there: float

    @property
    def without_public(self) -> float:
        """Children who seek a place and get no public one."""
        return self.private + self.leaving + self.short

    @property
    def mean_class(self) -> float:
        """Children in a class if all served children share the classes there are."""
        limit = self.service.entitlement.class_size or float("nan")
        return self.classes_needed / self.classes_there * limit if self.classes_there else np.nan

    @property
    def classes_above_limit(self) -> float:
        """Classes over the limit if the children too many are spread one to a class."""
        return min(self.short, self.classes_there)


def entitlements(
    outcome: Outcome, series: tuple[ServiceSeries, ...], draw: int = 0
) -> tuple[Entitled, ...]:
    """Every school service whose supply is known, by date and district, the city last."""
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
    kept = [int(np.argmin(np.abs(run.readings - year))) for year in series.years]

    def measured(name: str) -> FloatArray:
        return with_city(run.measures[name][draw, row][:, kept])

    names = ("in_scope", "migrants_in_scope", "public_entitled", "in_private_places",
             "leaving_for_want_of_points")  # fmt: skip
    scope, migrants, entitled, private, leaving = (measured(name) for name in names)
    for number, when in enumerate(series.years):
        if not np.isfinite(series.gap[:, number]).all():
            continue
        # by district and then added: a free place in one district seats no child of another, so the
        # shortage of the city is more than the gap of its sums
        short = np.maximum(series.gap[:-1, number], 0.0)
        for place, label in enumerate(series.places):
            yield Entitled(
                service=service,
                place=label,
                when=float(when),
                in_scope=float(scope[place, number]),
                migrants=float(migrants[place, number]),
                served=float(series.demand[place, number]),
                entitled=float(entitled[place, number]),
                private=float(private[place, number]),
                leaving=float(leaving[place, number]),
                short=float(short.sum() if label == CITY else short[place]),
                classes_needed=float(series.demand[place, number]) / limit,
                classes_there=float(series.risk_adjusted[place, number]) / limit,
            )


def entitlement_table(found: tuple[Entitled, ...]) -> Table:
    """School places in human terms on every 1 September."""
    columns = {
        "children": [one.in_scope for one in found],
        "migrant_children": [one.migrants for one in found],
        "served": [one.served for one in found],
        "entitled": [one.entitled for one in found],
        "private": [one.private for one in found],
        "leaving": [one.leaving for one in found],
        "short": [one.short for one in found],
        "without_public": [one.without_public for one in found],
    }
    classes = {
        "classes_needed": [one.classes_needed for one in found],
        "classes_there": [one.classes_there for one in found],
        "classes_above_limit": [one.classes_above_limit for one in found],
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
        ),
    )
