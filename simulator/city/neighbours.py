"""A scenario and its neighbours: the same one but for a statement, built to see what that does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.city.ground.choices import Choices, choices_of
from simulator.city.kept_parts import KeptParts
from simulator.city.loading import Loaded, city_system
from simulator.city.supply.project_course import expected_states, promised_states
from simulator.city.supply.projects import RunningProject, running_projects
from simulator.city.supply.whereabouts import spread
from simulator.city.whole import build_scenario
from simulator.errors import DataError, IntegrationError, ScenarioError
from simulator.files.scenario_file import ScenarioFile
from simulator.files.stated_layers import Statement
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.alike import are_alike
from simulator.stockflow.values.scenario import Scenario

Projects = dict[str, tuple[RunningProject, Mapping[str, float]]]
"""Every named project, and its share of each district."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """A scenario file with what is made of it."""

    file: ScenarioFile
    system: System
    scenario: Scenario
    projects: Projects
    parts: KeptParts


@dataclass(kw_only=True)
class Neighbours:
    """The neighbours of one scenario, each built once at most.

    A neighbour builds anew only what differs from the parts of the scenario itself.
    """

    loaded: Loaded
    parts: KeptParts = field(init=False, repr=False)
    built: dict[int, Built | None] = field(init=False, default_factory=dict, repr=False)
    files: list[ScenarioFile] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.parts = self.loaded.parts
        own = self.of(self.loaded.file)
        if own is not None:
            self.parts = own.parts

    def of(self, file: ScenarioFile) -> Built | None:
        """A neighbour built; ``None`` where it is no valid scenario."""
        for number, known in enumerate(self.files):
            if known == file:
                return self.built[number]
        self.files.append(file)
        self.built[len(self.files) - 1] = found = self._try(file)
        return found

    def is_alike(self, one: ScenarioFile, other: ScenarioFile) -> bool:
        """Whether two neighbours would run alike; no invalid one is like another."""
        first, second = self.of(one), self.of(other)
        if first is None or second is None:
            return False
        if first is second:
            return True
        if first.system is not second.system and _form(one) != _form(other):
            return False
        years = np.array(first.scenario.readings)
        return are_alike(first.system, first.scenario, second.scenario) and _same_projects(
            first.projects, second.projects, years
        )

    def around(self, file: ScenarioFile) -> "Neighbours":
        """The neighbours of a neighbour; of the scenario itself where it is no valid scenario."""
        built = self.of(file)
        if built is None:
            return self
        loaded = replace(
            self.loaded,
            file=file,
            system=built.system,
            scenario=built.scenario,
            parts=built.parts,
        )
        return Neighbours(loaded=loaded)

    def _try(self, file: ScenarioFile) -> Built | None:
        is_same = _form(file) == _form(self.loaded.file)
        try:
            system = self.loaded.system if is_same else city_system(file, self.loaded.pack)
            return self._build(file, system)
        except (ScenarioError, DataError, IntegrationError):
            return None

    def _build(self, file: ScenarioFile, system: System) -> Built:
        parts = self.parts.following()
        scenario = build_scenario(system, file, self.loaded.pack, parts)
        choices = choices_of(file, self.loaded.pack).along(system.axis)
        projects = parts.part("projects", choices, _projects)
        return Built(file=file, system=system, scenario=scenario, projects=projects, parts=parts)


def _projects(choices: Choices) -> Projects:
    return {each.project.name: (each, spread(choices, each)) for each in running_projects(choices)}


def without(file: ScenarioFile, left_out: Sequence[Statement]) -> ScenarioFile | None:
    """A scenario without some statements; ``None`` where that is no valid scenario."""
    found: ScenarioFile | None = file
    for one in left_out:
        found = found.without(one) if found is not None else None
    return found


def _form(file: ScenarioFile) -> tuple[object, ...]:
    """What the system of a scenario is built from."""
    keys = sorted(
        key
        for key in file.values
        if key.startswith("model.") or (key.startswith("feedback.") and key.endswith(".on"))
    )
    return tuple((key, file.values[key]) for key in keys)


def _same_projects(one: Projects, other: Projects, years: FloatArray) -> bool:
    """Whether projects are listed alike: their states at the readings of a run, and where."""
    return one is other or (
        one.keys() == other.keys()
        and all(
            shares == other[name][1] and _same_states(running, other[name][0], years)
            for name, (running, shares) in one.items()
        )
    )


def _same_states(one: RunningProject, other: RunningProject, years: FloatArray) -> bool:
    return one == other or all(
        np.array_equal(states(one, years), states(other, years))
        for states in (promised_states, expected_states)
    )
