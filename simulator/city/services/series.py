"""Demand, supply and gap of every service, as aligned arrays, known where they are on record.

    gap = demand − supply = (norm − ratio) × users        ratio = supply ÷ users

A gap is told within a catchment, no lower: who finds a place elsewhere in it is not short. School
places stretch: classes take more than the standard, up to a limit. Of a shortage at the standard

    unplaced = max(demand − places × limit ÷ standard, 0)
    absorbed = max(demand − places, 0) − unplaced

are read off the expected curve, with draws draw by draw, and nothing follows from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome, choices_of_run, derived
from simulator.city.pack.services import Service
from simulator.city.services.capacity import class_limit, of_draw
from simulator.city.services.demanded import demanded, demanded_of_all, year_before
from simulator.city.services.year_of_use import used_of_all
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.calendar import SAME_INSTANT, first_september

SMALLEST = 0.5
"""Places or beds below which demand or a gap is rounding: nobody asks for, or lacks, half a one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceSeries:
    """One service through time, for every catchment and, last, the city.

    Arrays have shape (place, time), in places or beds as ``service.unit`` says; those of all draws
    of a run (``series_of_draws``) have the draws in front. What is not on record is NaN, never
    zero: supply and gap before the record starts, or where no start is known.
    ``users`` are the people, or the deliveries of a year, that the norm counts, ``norm`` is places
    for each of them. ``for_use`` are the beds that were used in the year before, at the occupancy
    aimed at, of the city alone; NaN where no use is on record. ``members`` are the districts of
    each place. Where somebody ``responds`` to a gap (a loop is closed) supply is no longer that of
    the plan: ``promised`` is what was promised first, and nothing is on paper. ``class_limits`` are
    the largest classes of all draws, shape (draws or 1,); of one draw it is that of ``service``.
    """

    service: Service
    places: tuple[str, ...]
    years: FloatArray
    demand: FloatArray
    promised: FloatArray
    risk_adjusted: FloatArray
    users: FloatArray
    norm: FloatArray
    for_use: FloatArray
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    responds: bool = False
    class_limits: FloatArray | None = None

    @property
    def gap(self) -> FloatArray:
        """Demand − risk-adjusted supply, shape (place, time); positive is shortage."""
        return self.demand - self.risk_adjusted

    @property
    def promised_gap(self) -> FloatArray:
        """Demand − promised supply, shape (place, time); positive is shortage."""
        return self.demand - self.promised

    @property
    def ratio(self) -> FloatArray:
        """Risk-adjusted supply ÷ users, what stands beside the norm; NaN where there are none."""
        unknown = np.full(self.users.shape, np.nan)
        np.divide(self.risk_adjusted, self.users, out=unknown, where=self.users > 0)
        return unknown

    @property
    def unplaced(self) -> FloatArray:
        """Demand beyond places × limit, shape (place, time); NaN for beds, and where unknown.

        The city's is the sum of its catchments: a seat in one is none for a child of another.
        """
        capacity = self.service.capacity
        if capacity is None:
            return np.full(self.demand.shape, np.nan)
        stretch: float | FloatArray = capacity.elasticity
        if self.class_limits is not None:
            stretch = (self.class_limits / capacity.standard)[:, np.newaxis, np.newaxis]
        return self._over_catchments(self.demand - self.risk_adjusted * stretch)

    @property
    def absorbed(self) -> FloatArray:
        """Shortage at the standard that fuller classes take, shape (place, time), as unplaced."""
        return self._over_catchments(self.gap) - self.unplaced

    def _over_catchments(self, beyond: FloatArray) -> FloatArray:
        """The positive part of each place, and of the city the sum over its catchments."""
        there = np.maximum(beyond, 0.0)
        if len(self.places) > 1:
            there[..., -1, :] = there[..., :-1, :].sum(axis=-2)
        return there

    @property
    def paper(self) -> FloatArray:
        """Places on paper: promised − risk-adjusted supply, shape (place, time); NaN if responds.

        What planners add was never promised, so that the difference would tell nothing.
        """
        if self.responds:
            return np.full(self.promised.shape, np.nan)
        return self.promised - self.risk_adjusted

    @property
    def coverage(self) -> FloatArray:
        """Risk-adjusted supply ÷ demand, shape (place, time); NaN where either is missing.

        It is where nobody asks: whatever there is, is there for nobody.
        """
        unknown = np.full(self.demand.shape, np.nan)
        np.divide(self.risk_adjusted, self.demand, out=unknown, where=self.demand > SMALLEST)
        return unknown

    @property
    def is_known(self) -> bool:
        """Whether supply is on record at any reading."""
        return bool(np.isfinite(self.risk_adjusted).any())

    def place(self, name: str) -> int:
        """Row of a catchment, or of ``CITY``; ``ValueError`` for a place that is neither."""
        return self.places.index(name)

    def within(self, district: str) -> str:
        """The catchment that a district, or the city, lies in."""
        return next((p for p in self.places if district in (p, *self.members.get(p, ()))), CITY)

    def between(self, first: float, last: float) -> "ServiceSeries":
        """The readings from one instant to another, both included."""
        kept = (self.years >= first - SAME_INSTANT) & (self.years <= last + SAME_INSTANT)
        cut = {name: getattr(self, name)[..., kept] for name in _ARRAYS}
        return replace(self, years=self.years[kept], **cut)

    def of_draw(self, service: Service, draw: int) -> "ServiceSeries":
        """One of all draws, with the service as it is in that draw."""
        own = {name: getattr(self, name)[draw] for name in _ARRAYS}
        return replace(self, service=service, class_limits=None, **own)


_ARRAYS = ("demand", "promised", "risk_adjusted", "users", "norm", "for_use")
"""What a series has by place and time."""


@derived
def service_series(outcome: Outcome, draw: int = 0) -> tuple[ServiceSeries, ...]:
    """Every service of the city pack, in its order; schools at 1 September, others by month.

    Raises ``UnitError`` where demand and supply of a service count unlike things.
    """
    return tuple(
        one.of_draw(_of_draw(outcome, one, draw), draw) for one in series_of_draws(outcome)
    )


@derived
def series_of_draws(outcome: Outcome, draw: int = 0) -> tuple[ServiceSeries, ...]:  # noqa: ARG001
    """The same of all draws at once, shapes (draws, place, time).

    Raises ``UnitError`` where demand and supply of a service count unlike things.
    """
    return tuple(_series(outcome, service) for service in outcome.pack.services)


def gaps_at_readings(outcome: Outcome, draw: int = 0) -> dict[tuple[str, str, str], FloatArray]:
    """Every gap there is: by timetable, service and catchment, at all readings, shape (time,).

    NaN where supply is not on record. Schools are told on 1 September alone; here are the readings
    in between, too.
    """
    run, sought = outcome.trajectory, demanded(outcome, draw)
    services, districts = run.system.axis["service"], run.system.axis["district"]
    timetables = run.system.axis["timetable"].labels
    found = {}
    for service in outcome.pack.services:
        service.refuse_gap_of_unlike()
        row, known = services.index(service.name), _is_known(service, run.readings)
        for place, members in outcome.pack.catchments(service.name).items():
            there = [districts.index(name) for name in members]
            demand = sought.demand[row, there].sum(axis=0)
            for number, timetable in enumerate(timetables):
                supply = run.measures["supply"][draw, number, row, there].sum(axis=0)
                found[timetable, service.name, place] = np.where(known, demand - supply, np.nan)
    return found


def supply_at_readings(outcome: Outcome, draw: int = 0) -> FloatArray:
    """Places or beds that serve, shape (timetable, service, district, time).

    NaN where supply is not on record: what is not known is not nothing.
    """
    run = outcome.trajectory
    found = np.array(run.measures["supply"][draw], dtype=float)
    for service in outcome.pack.services:
        row = run.system.axis["service"].index(service.name)
        found[:, row, :, ~_is_known(service, run.readings)] = np.nan
    return found


def _series(outcome: Outcome, service: Service) -> ServiceSeries:
    service.refuse_gap_of_unlike()
    run = outcome.trajectory
    row = run.system.axis["service"].index(service.name)
    timetable = run.system.axis["timetable"]
    promised, expected = timetable.index("promised"), timetable.index("expected")
    kept = _is_reading(tuple(run.readings.tolist()), is_school=service.is_school)
    years = run.readings[kept]
    known = _is_known(service, years)
    members, sought = outcome.pack.catchments(service.name), demanded_of_all(outcome)
    there = _by_place(run.system.axis["district"], members, kept)

    def recorded(label: int) -> FloatArray:
        return np.where(known, there(run.measures["supply"][:, label, row]), np.nan)

    demand = there(sought.demand[:, row])
    for_use = np.full(demand.shape, np.nan)
    if service.name in outcome.pack.bed_use:
        for_use[:, tuple(members).index(CITY)] = _beds_used(outcome, row)[:, kept]
    return ServiceSeries(
        service=service,
        places=tuple(members),
        members=members,
        years=years,
        demand=demand,
        promised=recorded(promised),
        risk_adjusted=recorded(expected),
        users=there(sought.users[:, row]),
        norm=np.broadcast_to(sought.norm[:, row][:, np.newaxis, kept], demand.shape),
        for_use=for_use,
        responds=bool(run.system.loops),
        class_limits=class_limit(choices_of_run(outcome), service),
    )


def _by_place(
    districts: Axis, members: Mapping[str, tuple[str, ...]], kept: BoolArray
) -> Callable[[FloatArray], FloatArray]:
    """What sums districts to places at the readings that are shown: (draws, place, time)."""
    rows = [districts.index(name) for names in members.values() for name in names]
    starts = np.cumsum([0, *(len(names) for names in members.values())])[:-1]

    def there(by_district: FloatArray) -> FloatArray:
        shown = np.compress(kept, by_district, axis=-1)
        return np.asarray(np.add.reduceat(shown[:, rows], starts, axis=1))

    return there


def _of_draw(outcome: Outcome, series: ServiceSeries, draw: int) -> Service:
    """The service of a series of all draws with the largest class of one."""
    limits = series.class_limits
    if limits is None:
        return series.service
    choices = choices_of_run(outcome)
    return of_draw(choices, series.service, limits[draw if len(limits) > 1 else 0])


def _beds_used(outcome: Outcome, row: int) -> FloatArray:
    """Beds used in the city in the year before each reading of the run, shape (draws, time)."""
    return year_before(used_of_all(outcome, row).beds, outcome.trajectory.readings)


@lru_cache(maxsize=8)
def _is_reading(readings: tuple[float, ...], *, is_school: bool) -> BoolArray:
    """Which readings a service is shown at: schools count on 1 September."""
    years = np.array(readings)
    if not is_school:
        return np.ones(years.shape, dtype=np.bool)
    september = np.array([first_september(int(year + SAME_INSTANT)) for year in readings])
    return np.asarray(np.abs(years - september) <= SAME_INSTANT)


def _is_known(service: Service, years: FloatArray) -> BoolArray:
    """Where supply is on record: from the start of the service's record on, if there is one."""
    if service.start is None:
        return np.zeros(years.shape, dtype=np.bool)
    return np.asarray(years >= service.start.year - SAME_INSTANT)
