"""What of a city's places has been begun, is complete, or stands: of one run, or draw by draw.

Places of the whole city alone, and as they can be expected, delays included: what a target counts
that asks for what is built. Draw by draw it is the places of the stocks, which hold what is not
drawn one by one; of every named project by the delay of the draw; and of every project without a
name by the instants at which its stages end. A project of either kind is drawn with the numbers
that say when it serves (``samples``, ``unnamed_projects``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import EXPECTED
from simulator.city.ground.choices import Choices
from simulator.city.ground.outcome import Outcome, choices_of_run, derived
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.services.capacity import starting_places
from simulator.city.supply.building import (
    COMPLETE,
    MEASURES,
    Building,
    building_of,
    unnamed_size,
)
from simulator.city.supply.closed_samples import left_open
from simulator.city.supply.inside import carried, counted_apart
from simulator.city.supply.project_course import delayed_states
from simulator.city.supply.projects import running_projects
from simulator.city.supply.samples import named_delays
from simulator.city.supply.unnamed_projects import Unnamed, unnamed_projects
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.values.calendar import SAME_INSTANT

STEPS: Mapping[str, tuple[str, ...]] = {
    "begun": ("building", *COMPLETE),
    "complete": COMPLETE,
    "standing": ("finished", "open"),
}
"""What is counted, and the states of places it holds; what is complete may have closed since."""


GROWTH = "unlisted_growth"
"""The stream of places that have grown without a list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CityPlaces:
    """Places and projects of a city at some instants, by step (``STEPS``).

    ``places`` and ``projects`` have shape (draw or 1, service, time): projects without a name are
    places ÷ their mean size. ``houses`` are the complete facilities of the named projects of a
    programme, shape (draw or 1, time). ``unplanned`` is what no plan has added, the starting stock
    and what has grown without a list, shape (draw or 1, service, time).
    """

    years: FloatArray
    services: tuple[str, ...]
    places: Mapping[str, FloatArray]
    projects: Mapping[str, FloatArray]
    houses: Mapping[str, FloatArray]
    unplanned: FloatArray

    def of(self, what: FloatArray, services: Sequence[str], place: int) -> FloatArray:
        """Something of some services together at an instant by its number, shape (draw or 1,)."""
        rows = [self.services.index(name) for name in services]
        return np.asarray(what[:, rows, place].sum(axis=1))


def places_of(building: Building) -> CityPlaces:
    """Those of one run, of shape (1, …)."""
    rows = {step: [SUPPLY_STATES.index(each) for each in STEPS[step]] for step in STEPS}
    places = building.places[EXPECTED].sum(axis=1)
    counted = np.stack([building.counted(name)[EXPECTED] for name in building.services])
    houses: dict[str, FloatArray] = {}
    for each in building.projects:
        project = each.running.project
        if project.programme is not None:
            share = each.states[EXPECTED, rows["complete"]].sum(axis=0) / each.running.places
            before = houses.get(project.programme, np.zeros(share.shape))
            houses[project.programme] = before + share * project.facilities
    starts = building.starts.sum(axis=1)[:, np.newaxis]
    return CityPlaces(
        years=building.years,
        services=building.services,
        places={step: places[np.newaxis][:, :, rows[step]].sum(axis=2) for step in STEPS},
        projects={step: counted[np.newaxis][:, :, rows[step]].sum(axis=2) for step in STEPS},
        houses={name: share[np.newaxis] for name, share in houses.items()},
        unplanned=(starts + building.expanded[EXPECTED].sum(axis=1))[np.newaxis],
    )


@derived
def city_places(outcome: Outcome, draw: int = 0) -> CityPlaces:  # noqa: ARG001 - of all draws
    """Those of a run: of every draw where there are any."""
    if not outcome.chance.is_drawn:
        return places_of(building_of(outcome))
    return _drawn(outcome)


def _drawn(outcome: Outcome) -> CityPlaces:
    choices, kept = choices_of_run(outcome), _days(outcome)
    years, services = outcome.trajectory.readings[kept], outcome.pack.axes["service"]
    stock = _stock(outcome, kept)
    unplanned = _unplanned(outcome, kept)
    there = np.array([_is_there(choices, name, years) for name in services])
    sizes = np.array([unnamed_size(choices, name) for name in services])[:, np.newaxis]
    draws = choices.chance.draws
    named, projects, houses = _named(choices, years)
    span = choices.date("model.start"), choices.date("model.stop")
    unnamed = _unnamed(choices, left_open(choices, unnamed_projects(choices, span)), years)
    listed = {step: stock[step] + unnamed[step] - unplanned * there for step in STEPS}
    counted = {
        step: np.divide(listed[step], sizes, out=np.zeros_like(listed[step]), where=sizes > 0)
        for step in STEPS
    }
    shape = (draws, len(services), len(years))
    return CityPlaces(
        years=years,
        services=services,
        places={step: np.broadcast_to(stock[step] + unnamed[step] + named[step], shape)
                for step in STEPS},
        projects={step: np.broadcast_to(counted[step] + projects[step], shape) for step in STEPS},
        houses=houses,
        unplanned=unplanned,
    )  # fmt: skip


def _days(outcome: Outcome) -> IntArray:
    """Numbers of the readings at which a year ends or is counted: 1 January and 1 September."""
    months = np.round(outcome.trajectory.readings * 12)
    found = np.abs(outcome.trajectory.readings * 12 - months) < SAME_INSTANT * 12
    return np.flatnonzero(found & np.isin(months % 12, (0, 8)))


def _stock(outcome: Outcome, kept: IntArray) -> Mapping[str, FloatArray]:
    """Expected places of the stocks by step, each of shape (draw or 1, service, time).

    ``kept`` are the numbers of the readings.
    """
    run = outcome.trajectory
    expected = run.system.axis["timetable"].index("expected")
    states = {state for names in STEPS.values() for state in names}
    every = {
        state: run.measures[MEASURES[state]][:, expected][..., kept].sum(axis=2) for state in states
    }
    return {
        step: _ordered(outcome, np.sum([every[state] for state in names], axis=0))
        for step, names in STEPS.items()
    }


def _ordered(outcome: Outcome, by_service: FloatArray) -> FloatArray:
    """Services in the order of the pack, of an array of shape (draw, service, time)."""
    labels = outcome.trajectory.system.axis["service"]
    return np.asarray(by_service[:, [labels.index(name) for name in outcome.pack.axes["service"]]])


def _unplanned(outcome: Outcome, kept: IntArray) -> FloatArray:
    """Starting stock and what has grown without a list, shape (draw or 1, service, time)."""
    choices, run = choices_of_run(outcome), outcome.trajectory
    expected = run.system.axis["timetable"].index("expected")
    grown = run.arrived[GROWTH][:, expected][..., kept].sum(axis=2)
    starts = [
        starting_places(choices, service).sum(axis=1) * counted_apart(choices, service)
        for service in outcome.pack.services
    ]
    stated = np.stack(np.broadcast_arrays(*starts), axis=1)
    return np.asarray(_ordered(outcome, grown) + stated[..., np.newaxis])


def _is_there(choices: Choices, name: str, years: FloatArray) -> FloatArray:
    """1 from the start of a service's record on, shape (time,)."""
    start = choices.pack.service[name].start
    since = np.inf if start is None else start.year - SAME_INSTANT
    return np.asarray(years >= since, dtype=np.float64)


def _named(
    choices: Choices, years: FloatArray
) -> tuple[Mapping[str, FloatArray], Mapping[str, FloatArray], Mapping[str, FloatArray]]:
    """Places and projects by step, and houses by programme, of the named projects."""
    services = choices.pack.axes["service"]
    shape = (choices.chance.draws, len(services), len(years))
    places, projects = ({step: np.zeros(shape) for step in STEPS} for _ in range(2))
    houses: dict[str, FloatArray] = {}
    for running in running_projects(choices):
        states = delayed_states(running, named_delays(choices, running), years)
        for step, names in STEPS.items():
            there = states[[SUPPLY_STATES.index(name) for name in names]].sum(axis=0)
            for name, own in carried(choices, running.service.name):
                places[step][:, services.index(name)] += own * there
            facilities = there / running.places * running.project.facilities
            projects[step][:, services.index(running.service.name)] += facilities
            if step == "complete" and running.project.programme is not None:
                programme = running.project.programme
                houses[programme] = houses.get(programme, np.zeros(shape[::2])) + facilities
    return places, projects, houses


def _unnamed(
    choices: Choices, projects: Sequence[Unnamed], years: FloatArray
) -> Mapping[str, FloatArray]:
    """Places by step of the projects that are drawn one by one, shape (draw, service, time)."""
    services = choices.pack.axes["service"]
    found = {
        step: np.zeros((choices.chance.draws, len(services), len(years) + 1)) for step in STEPS
    }
    draws = np.arange(choices.chance.draws)
    for each in projects:
        row = services.index(each.service)
        for step in STEPS:
            if each.closes and step != "standing":
                continue
            instants = each.begun if step == "begun" else each.finished
            booked = np.searchsorted(years, instants - SAME_INSTANT)
            np.add.at(found[step][:, row], (draws, booked), each.places)
    return {step: np.cumsum(table[..., :-1], axis=2) for step, table in found.items()}
