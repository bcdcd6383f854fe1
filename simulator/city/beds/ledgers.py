"""Three ledgers for beds, year by year: what a norm asks for, what people use, what queues ask for.

As yearbooks count: people and open beds at the end of the year, deliveries and admissions of the
year. All figures are of the whole city, beds are nobody's district's. What is of the year is its
integral (``services/year_of_use.py``); how full beds were is bed-days over open bed-days:

    occupancy = ∫ in bed dt ÷ ∫ open dt
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.beds.erlang import beds_needed, load_carried, turned_away
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.pack.beds import BedUse
from simulator.city.pack.services import Service
from simulator.city.services.series import SMALLEST, ServiceSeries, series_of_draws
from simulator.city.services.year_of_use import used_of_all
from simulator.stockflow.arrays import FloatArray, IntArray
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
    day of it, ``None`` where that is unknown. ``occupancy`` is bed-days ÷ open bed-days.
    """

    service: Service
    year: int
    norm: float
    admissions: float | None
    in_bed: float | None
    for_use: float | None
    open: float | None
    open_mean: float | None
    occupancy: float | None
    use: BedUse | None

    @property
    def queue(self) -> Queue | None:
        """The ledger of queues; ``None`` where no use is on record."""
        if self.use is None or self.in_bed is None:
            return None
        return queue_for(self.in_bed, self.use)

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """The numbers of ``BedYear`` by name, of one service in all draws: shape (draws, year).

    NaN where one is not on record.
    """

    service: Service
    years: tuple[int, ...]
    numbers: Mapping[str, FloatArray]
    use: BedUse | None


@derived
def bed_years(outcome: Outcome, draw: int = 0) -> tuple[BedYear, ...]:
    """Every service counted in beds in every whole year of a run, services in order of the pack."""
    return tuple(year for one in ledgers(outcome) for year in _of_draw(one, draw))


def _of_draw(ledger: Ledger, draw: int) -> Iterator[BedYear]:
    for place, year in enumerate(ledger.years):
        here = {name: float(each[draw, place]) for name, each in ledger.numbers.items()}
        norm = here.pop("norm")
        known = {name: None if np.isnan(value) else value for name, value in here.items()}
        yield BedYear(service=ledger.service, year=year, norm=norm, use=ledger.use, **known)


@derived
def ledgers(outcome: Outcome, draw: int = 0) -> tuple[Ledger, ...]:  # noqa: ARG001 - all draws
    """The same of all draws at once, by service."""
    return tuple(
        _of_service(outcome, one) for one in series_of_draws(outcome) if one.service.unit == "beds"
    )


def _of_service(outcome: Outcome, series: ServiceSeries) -> Ledger:
    run, service = outcome.trajectory, series.service
    years = tuple(_whole_years(run.readings))
    ends = np.array([_at(run.readings, end_of_year(year)) for year in years], dtype=np.int64)
    demand, supply = (
        values[:, series.place(CITY)] for values in (series.demand, series.risk_adjusted)
    )
    used = _used(outcome, service, ends)
    open_mean = _means(supply, run.readings, ends)
    occupancy = np.full(open_mean.shape, np.nan)
    np.divide(used["in_bed"], open_mean, out=occupancy, where=open_mean != 0)
    return Ledger(
        service=service,
        years=years,
        numbers={
            "norm": demand[:, ends],
            **used,
            "open": supply[:, ends],
            "open_mean": open_mean,
            "occupancy": occupancy,
        },
        use=outcome.pack.bed_use.get(service.name),
    )


_OF_USE = ("admissions", "in_bed", "for_use")


def _used(outcome: Outcome, service: Service, ends: IntArray) -> dict[str, FloatArray]:
    """Admissions, people in bed and beds by use of the years that end, shape (draws, year)."""
    if service.name not in outcome.pack.bed_use:
        return dict.fromkeys(_OF_USE, np.full((outcome.scenario.draws, ends.size), np.nan))
    row = outcome.trajectory.system.axis["service"].index(service.name)
    every = used_of_all(outcome, row)
    each = (since[:, ends] - since[:, ends - _MONTHS] for since in every)
    return dict(zip(_OF_USE, each, strict=True))


def _means(supply: FloatArray, readings: FloatArray, ends: IntArray) -> FloatArray:
    """Beds open on an average day of the years that end, shape (draws, year)."""
    months = ends[:, np.newaxis] + np.arange(-_MONTHS, 1)
    return np.asarray(np.trapezoid(np.take(supply, months, axis=1), readings[months], axis=-1))


def _whole_years(readings: FloatArray) -> Iterator[int]:
    """The calendar years of which every month, and the end, is read."""
    for year in range(int(np.ceil(readings[0] - SAME_INSTANT)), int(readings[-1] + SAME_INSTANT)):
        inside = (readings > year - SAME_INSTANT) & (readings < year + 1 + SAME_INSTANT)
        if inside.sum() == _MONTHS + 1:
            yield year


def _at(readings: FloatArray, when: float) -> int:
    return int(np.argmin(np.abs(readings - when)))
