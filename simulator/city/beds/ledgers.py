"""Three ledgers for beds, year by year: what a norm asks for, what people use, what queues ask for.

As yearbooks count: people and open beds at the end of the year, deliveries and admissions of the
year. All figures are of the whole city, beds are nobody's district's. What is of the year is its
integral (``services/year_of_use.py``); how full beds were is bed-days over open bed-days:

    occupancy = ∫ in bed dt ÷ ∫ open dt
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.beds.erlang import beds_needed, load_carried, turned_away
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.pack.beds import BedUse
from simulator.city.pack.services import Service
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.city.services.year_of_use import used_since
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
    are the beds open at the end of the year (risk-adjusted), ``open_mean`` those open on an average
    day of it, ``None`` where that is unknown.
    """

    service: Service
    year: int
    norm: float
    admissions: float | None
    in_bed: float | None
    for_use: float | None
    open: float | None
    open_mean: float | None
    use: BedUse | None

    @property
    def queue(self) -> Queue | None:
        """The ledger of queues; ``None`` where no use is on record."""
        if self.use is None or self.in_bed is None:
            return None
        return queue_for(self.in_bed, self.use)

    @property
    def occupancy(self) -> float | None:
        """Bed-days ÷ open bed-days of the year."""
        if self.in_bed is None or not self.open_mean:
            return None
        return self.in_bed / self.open_mean

    def lacking(self, wanted: float | None) -> float:
        """So many wanted less the beds open at the end of the year; NaN where either is unknown."""
        return np.nan if wanted is None or self.open is None else wanted - self.open

    @property
    def disagrees(self) -> bool:
        """Whether beds are short by the norm and to spare by use, or the other way round."""
        norm, use = self.lacking(self.norm), self.lacking(self.for_use)
        return norm * use < 0 and min(abs(norm), abs(use)) > SMALLEST

    @property
    def turned_away(self) -> float | None:
        """Share turned away in the busiest month by the open beds, in wards of the size on record.

        What all patients of the year would have met; those turned away are among them.
        """
        if self.use is None or self.occupancy is None:
            return None
        return turned_away(self.use.ward, self.occupancy * self.use.season * self.use.ward)


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
    used = None if use is None else used_since(outcome, row, draw)
    for year in _whole_years(run.readings):
        end = _at(run.readings, end_of_year(year))
        first = end - _MONTHS
        admissions, in_bed, for_use = (
            (None, None, None)
            if used is None
            else (float(each[end] - each[first]) for each in used)
        )
        yield BedYear(
            service=service,
            year=year,
            norm=float(demand[end]),
            admissions=admissions,
            in_bed=in_bed,
            for_use=for_use,
            open=_known(supply[end]),
            open_mean=_known(np.trapezoid(supply[first : end + 1], run.readings[first : end + 1])),
            use=use,
        )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole_years(readings: FloatArray) -> Iterator[int]:
    """The calendar years of which every month, and the end, is read."""
    for year in range(int(np.ceil(readings[0] - SAME_INSTANT)), int(readings[-1] + SAME_INSTANT)):
        inside = (readings > year - SAME_INSTANT) & (readings < year + 1 + SAME_INSTANT)
        if inside.sum() == _MONTHS + 1:
            yield year


def _at(readings: FloatArray, when: float) -> int:
    return int(np.argmin(np.abs(readings - when)))
