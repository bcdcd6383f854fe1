"""Three ledgers for beds, year by year: what a norm asks for, what people use, what queues ask for.

As yearbooks count: people and open beds at the end of the year, deliveries and admissions of the
year. All figures are of the whole city, beds are nobody's district's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.beds.erlang import beds_needed, load_carried, turned_away
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.pack.beds import BedUse
from simulator.city.pack.services import Service
from simulator.city.services.series import ServiceSeries, service_series
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year

OFTEN, SELDOM = 0.05, 0.01
"""Shares turned away for which the ledger of queues is computed."""

_MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """Beds so that at most 5 %, and 1 %, are turned away in the busiest month.

    ``wards_…``: every ward on its own; ``pool_…``: every bed of the city stands in for every other.
    """

    wards_5: float
    wards_1: float
    pool_5: float
    pool_1: float


@dataclass(frozen=True, kw_only=True, slots=True)
class BedYear:
    """The ledgers of one service in one year, in beds unless said.

    ``admissions`` a year and ``in_bed``, the people in a bed on an average day, are ``None`` where
    the use of the beds is not on record, and with them the ledgers of use and of queues. ``open``
    are the beds open at the end of the year (risk-adjusted), ``None`` where that is unknown.
    """

    service: Service
    year: int
    norm: float
    admissions: float | None
    in_bed: float | None
    for_use: float | None
    queue: Queue | None
    open: float | None
    use: BedUse | None

    @property
    def occupancy(self) -> float | None:
        """People in bed on an average day ÷ beds open at the end of the year."""
        return self.in_bed / self.open if self.in_bed is not None and self.open else None

    @property
    def turned_away(self) -> float | None:
        """Share turned away in the busiest month by the open beds, in wards of the size on record.

        What all patients of the year would have met; those turned away are among them.
        """
        if self.in_bed is None or self.use is None or not self.open:
            return None
        return turned_away(self.use.ward, self.in_bed * self.use.season * self.use.ward / self.open)


def queue_for(in_bed: float, use: BedUse) -> Queue:
    """The ledger of queues for a load of ``in_bed`` people on an average day.

    A ward of w beds that turns away a share p carries the load a with B(w, a) = p, so a load A
    takes A ÷ a wards, w × A ÷ a beds; as one pool it takes n beds with B(n, A) = p.
    """
    peak = in_bed * use.season

    def wards(share: float) -> float:
        return use.ward * peak / load_carried(use.ward, share)

    return Queue(
        wards_5=wards(OFTEN),
        wards_1=wards(SELDOM),
        pool_5=beds_needed(peak, OFTEN),
        pool_1=beds_needed(peak, SELDOM),
    )


@derived
def bed_years(outcome: Outcome, draw: int = 0) -> tuple[BedYear, ...]:
    """Every service counted in beds in every whole year of a run, services in order of the pack."""
    found = (one for one in service_series(outcome, draw) if one.service.unit == "beds")
    return tuple(year for one in found for year in _of_service(outcome, one, draw))


def _of_service(outcome: Outcome, series: ServiceSeries, draw: int) -> Iterator[BedYear]:
    run, service = outcome.trajectory, series.service
    row = run.system.axis["service"].index(service.name)
    use = outcome.pack.bed_use.get(service.name)
    demand, supply = (
        values[series.place(CITY)] for values in (series.demand, series.risk_adjusted)
    )
    for year in _whole_years(run.readings):
        end = _at(run.readings, end_of_year(year))
        months = slice(end - _MONTHS, end)
        by_deliveries = service.scope.kind == "deliveries"
        admissions, in_bed, for_use = (
            float(run.measures[name][draw, row, :, months].sum(axis=0).mean())
            for name in ("admissions", "in_bed", "beds_for_use")
        )
        yield BedYear(
            service=service,
            year=year,
            norm=float(demand[months].mean() if by_deliveries else demand[end]),
            admissions=admissions if use else None,
            in_bed=in_bed if use else None,
            for_use=for_use if use else None,
            queue=queue_for(in_bed, use) if use else None,
            open=float(supply[end]) if np.isfinite(supply[end]) else None,
            use=use,
        )


def _whole_years(readings: FloatArray) -> Iterator[int]:
    """The calendar years of which every month, and the end, is read."""
    for year in range(int(np.ceil(readings[0] - SAME_INSTANT)), int(readings[-1] + SAME_INSTANT)):
        inside = (readings > year - SAME_INSTANT) & (readings < year + 1 + SAME_INSTANT)
        if inside.sum() == _MONTHS + 1:
            yield year


def _at(readings: FloatArray, when: float) -> int:
    return int(np.argmin(np.abs(readings - when)))
