"""Where every promised place stands: planned, approved, being built, finished, open, given up."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analysis.outcome import Outcome
from simulator.inputs.pack.building import SUPPLY_STATES
from simulator.inputs.values.build import choices_of
from simulator.inputs.values.choices import Choices
from simulator.inputs.values.programmes import named_places, remainder
from simulator.inputs.values.project_states import expected_states, promised_states
from simulator.inputs.values.projects import RunningProject, running_projects
from simulator.inputs.values.supply import spread
from simulator.structure.arrays import FloatArray

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
    """A named project and its places by state, shape (delivery, state, time)."""

    running: RunningProject
    shares: Mapping[str, float]
    states: FloatArray


@dataclass(frozen=True, kw_only=True)
class Building:
    """Places by state at every reading.

    ``stock`` holds starting stock and what of the programmes no project names, ``named`` the named
    projects, both of shape (delivery, service, district, state, time), states as in
    ``SUPPLY_STATES``. ``sizes`` is the mean size of an unnamed project by service, ``rests`` what
    no project names of each programme, and ``starts`` the starting stock by service and district.
    """

    years: FloatArray
    services: tuple[str, ...]
    stock: FloatArray
    named: FloatArray
    projects: tuple[NamedProject, ...]
    sizes: Mapping[str, float]
    rests: Mapping[str, float]
    starts: FloatArray

    @property
    def places(self) -> FloatArray:
        """All places by state, shape (delivery, service, district, state, time)."""
        return self.stock + self.named

    def counted(self, service: str) -> FloatArray:
        """Projects of a service by state in the whole city, shape (delivery, state, time).

        Unnamed ones are places ÷ their mean size; the starting stock is no project.
        """
        row = self.services.index(service)
        stock = self.stock[:, row].sum(axis=1).copy()
        begun = self.years >= self._start_of(row) - 1e-9
        stock[:, SUPPLY_STATES.index("open")] -= self.starts[row].sum() * begun
        size = self.sizes[service]
        total = stock / size if size > 0 else np.zeros_like(stock)
        for each in self.projects:
            if each.running.service.name == service:
                total = total + each.states / each.running.places * each.running.project.facilities
        return np.asarray(total)

    def _start_of(self, row: int) -> float:
        there = self.stock[1, row].sum(axis=(0, 1)) > 0
        return float(self.years[np.argmax(there)]) if there.any() else float("inf")


def building_of(outcome: Outcome, draw: int = 0) -> Building:
    """The places of a run by state."""
    run = outcome.trajectory
    choices = choices_of(run.system.settings, outcome.file, outcome.pack)
    services, districts = outcome.pack.axes["service"], outcome.pack.axes["district"]
    stock = np.stack([run.measures[MEASURES[name]][draw] for name in SUPPLY_STATES], axis=-2)
    projects = tuple(
        _named(choices, running, run.readings) for running in running_projects(choices)
    )
    named = np.zeros_like(stock)
    for each in projects:
        row = services.index(each.running.service.name)
        for district, share in each.shares.items():
            named[:, row, districts.index(district)] += share * each.states
    return Building(
        years=run.readings,
        services=services,
        stock=stock,
        named=named,
        projects=projects,
        sizes={name: _size(choices, name) for name in services},
        rests={each.name: remainder(choices, each).places for each in outcome.pack.programmes},
        starts=_starts(outcome),
    )


def _named(choices: Choices, running: RunningProject, years: FloatArray) -> NamedProject:
    states = np.stack([promised_states(running, years), expected_states(running, years)])
    return NamedProject(running=running, shares=spread(choices, running), states=states)


def _size(choices: Choices, service: str) -> float:
    """Mean size of the projects no one has named, over the programmes of a service."""
    programmes = [each for each in choices.pack.programmes if each.service == service]
    rest = sum(remainder(choices, each).places for each in programmes)
    left = sum(
        each.projects
        - sum(
            project.facilities
            for project in choices.pack.projects
            if project.programme == each.name and project.is_dated
        )
        for each in programmes
        if remainder(choices, each).places > 0 or named_places(choices, each) == 0
    )
    return rest / left if left > 0 else 0.0


def _starts(outcome: Outcome) -> FloatArray:
    table = np.zeros((len(outcome.pack.services), len(outcome.pack.districts)))
    for row, service in enumerate(outcome.pack.services):
        if service.start is not None:
            table[row] = [service.start.places[name] for name in outcome.pack.axes["district"]]
    return table
