"""Where every promised place stands: planned, approved, being built, finished, open, given up.

And which projects decide a gap: what it does to it that one of them comes a year later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulator.city.axes import CITY, EXPECTED, PLACE
from simulator.city.ground.choices import Choices
from simulator.city.ground.outcome import Outcome, choices_of_run, derived, measured
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.services.series import ServiceSeries
from simulator.city.supply.inside import carried, counted_apart
from simulator.city.supply.programmes import named_places, remainder
from simulator.city.supply.project_course import expected_states, promised_states
from simulator.city.supply.projects import RunningProject, expected_serving, running_projects
from simulator.city.supply.whereabouts import spread
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT

MEASURES = {
    "planned": "planned_now",
    "approved": "approved_now",
    "building": "building_now",
    "finished": "finished_now",
    "open": "open_places",
    "cancelled": "cancelled_now",
    "closed": "closed_now",
}
"""The measure of each state, out of starting stock and programmes."""

COMPLETE = ("finished", "open", "closed")
"""States of what has been built."""


@dataclass(frozen=True, kw_only=True)
class NamedProject:
    """A named project and its places by state, shape (timetable, state, time)."""

    running: RunningProject
    shares: Mapping[str, float]
    states: FloatArray


@dataclass(frozen=True, kw_only=True)
class Building:
    """Places by state at every reading.

    ``stock`` holds starting stock and what of the programmes no project names, ``named`` the named
    projects, both of shape (timetable, service, district, state, time), states as in
    ``SUPPLY_STATES``. ``sizes`` is the mean size of an unnamed project by service, ``rests`` what
    no project names of each programme, and ``starts`` the starting stock by service and district;
    ``expanded`` is what has grown without a list, shape (timetable, service, district, time).
    """

    years: FloatArray
    services: tuple[str, ...]
    stock: FloatArray
    named: FloatArray
    projects: tuple[NamedProject, ...]
    sizes: Mapping[str, float]
    rests: Mapping[str, float]
    starts: FloatArray
    expanded: FloatArray

    @property
    def places(self) -> FloatArray:
        """All places by state, shape (timetable, service, district, state, time)."""
        return self.stock + self.named

    def counted(self, service: str) -> FloatArray:
        """Projects of a service by state in the whole city, shape (timetable, state, time).

        Unnamed ones are places ÷ their mean size; neither the starting stock nor what grows without
        a list is a project.
        """
        row = self.services.index(service)
        stock = self.stock[:, row].sum(axis=1).copy()
        begun = self.years >= self._start_of(row) - SAME_INSTANT
        unplanned = self.starts[row].sum() * begun + self.expanded[:, row].sum(axis=1)
        stock[:, SUPPLY_STATES.index("open")] -= unplanned
        size = self.sizes[service]
        total = stock / size if size > 0 else np.zeros_like(stock)
        for each in self.projects:
            if each.running.service.name == service:
                total = total + each.states / each.running.places * each.running.project.facilities
        return np.asarray(total)

    def _start_of(self, row: int) -> float:
        there = self.stock[EXPECTED, row].sum(axis=(0, 1)) > 0
        return float(self.years[np.argmax(there)]) if there.any() else float("inf")


@derived
def building_of(outcome: Outcome, draw: int = 0) -> Building:
    """The places of a run by state."""
    run = outcome.trajectory
    choices = choices_of_run(outcome)
    services, districts = outcome.pack.axes["service"], outcome.pack.axes["district"]
    stock = np.stack([measured(outcome, MEASURES[name], draw) for name in SUPPLY_STATES], axis=-2)
    projects = tuple(
        _named(choices, running, run.readings) for running in running_projects(choices)
    )
    named = np.zeros_like(stock)
    for each in projects:
        for name, own in carried(choices, each.running.service.name):
            for district, share in each.shares.items():
                cell = (slice(None), services.index(name), districts.index(district))
                named[cell] += own * share * each.states
    return Building(
        years=run.readings,
        services=services,
        stock=stock,
        named=named,
        projects=projects,
        sizes={name: unnamed_size(choices, name) for name in services},
        rests={each.name: remainder(choices, each).places for each in choices.plan.programmes},
        starts=_starts(outcome),
        expanded=_expanded(outcome, draw),
    )


def _named(choices: Choices, running: RunningProject, years: FloatArray) -> NamedProject:
    states = np.stack([promised_states(running, years), expected_states(running, years)])
    return NamedProject(running=running, shares=spread(choices, running), states=states)


def unnamed_size(choices: Choices, service: str) -> float:
    """Mean size of the projects no one has named, over the programmes of a service."""
    programmes = [each for each in choices.plan.programmes if each.service == service]
    rest = sum(remainder(choices, each).places for each in programmes)
    left = sum(
        each.projects
        - sum(
            project.facilities
            for project in choices.plan.projects
            if project.programme == each.name and project.is_dated
        )
        for each in programmes
        if remainder(choices, each).places > 0 or named_places(choices, each) == 0
    )
    return rest / left if left > 0 else 0.0


def _expanded(outcome: Outcome, draw: int) -> FloatArray:
    """Places grown so far without a list, in the order of the pack's labels."""
    run = outcome.trajectory
    found = run.arrived["unlisted_growth"][draw]
    for place, axis in enumerate(PLACE):
        known = choices_of_run(outcome).axis[axis].labels
        found = np.take(found, [run.system.axis[axis].index(label) for label in known], axis=place)
    return np.asarray(found)


def _starts(outcome: Outcome) -> FloatArray:
    table = np.zeros((len(outcome.pack.services), len(outcome.pack.districts)))
    for row, service in enumerate(outcome.pack.services):
        if service.start is not None:
            there = [service.start.places[name] for name in outcome.pack.axes["district"]]
            table[row] = np.array(there) * counted_apart(choices_of_run(outcome), service)
    return table


SLIP = 1.0
"""Years by which a project is moved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearsSlip:
    """One project a year later: what is missed, when most, and the gap then without and with it.

    ``place`` is its district, or the city where it is spread over several. ``lost`` is the largest
    number of places missing at a reading, ``place_years`` their sum over time.
    """

    project: NamedProject
    place: str
    when: float
    lost: float
    place_years: float
    gap: float
    gap_if_late: float

    @property
    def share(self) -> float:
        """Part of the later gap that the year makes; not a number where nothing is short then."""
        return self.lost / self.gap_if_late if self.gap > 0 else float("nan")


def years_slips(
    projects: tuple[NamedProject, ...], series: tuple[ServiceSeries, ...]
) -> tuple[YearsSlip, ...]:
    """Every named project of a service whose supply is known, the largest loss first.

    A project that is not expected to serve within the run either way is left out.
    """
    by_name = {one.service.name: one for one in series if one.is_known}
    found = [
        _slip(project, by_name[project.running.service.name])
        for project in projects
        if project.running.service.name in by_name
    ]
    return tuple(sorted((one for one in found if one.lost > 0.5), key=lambda one: -one.place_years))


def _slip(project: NamedProject, series: ServiceSeries) -> YearsSlip:
    running = project.running
    later = replace(running, announced=running.announced + SLIP, due=running.due + SLIP)
    lost = expected_serving(running, series.years) - expected_serving(later, series.years)
    place = next(iter(project.shares)) if len(project.shares) == 1 else CITY
    gap = series.gap[series.place(series.within(place))]
    worst = int(np.argmax(np.where(np.isfinite(gap), lost, -1.0)))
    return YearsSlip(
        project=project,
        place=place,
        when=float(series.years[worst]),
        lost=float(lost[worst]),
        place_years=float(np.trapezoid(lost, series.years)) if len(lost) > 1 else 0.0,
        gap=float(gap[worst]),
        gap_if_late=float(gap[worst] + lost[worst]),
    )
