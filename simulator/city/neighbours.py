"""A scenario and its neighbours: the same one but for a statement, built to see what that does."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.city.ground.choices import choices_of
from simulator.city.kept_parts import KeptParts
from simulator.city.loading import Loaded, city_system
from simulator.city.supply.project_course import expected_states, promised_states
from simulator.city.supply.projects import running_projects
from simulator.city.supply.values import spread
from simulator.city.whole import build_scenario
from simulator.errors import DataError, IntegrationError, ScenarioError
from simulator.files.scenario_file import ScenarioFile
from simulator.files.stated_layers import Statement
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.alike import are_alike
from simulator.stockflow.values.scenario import Scenario

Projects = dict[str, tuple[FloatArray, tuple[tuple[str, float], ...]]]
"""Places of every named project by state and reading, and its share of each district."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """A scenario file with what is made of it."""

    file: ScenarioFile
    system: System
    scenario: Scenario
    projects: Projects


@dataclass(kw_only=True)
class Neighbours:
    """The neighbours of one scenario, each built once at most.

    A neighbour builds anew only what differs from the parts of the scenario itself.
    """

    loaded: Loaded
    built: dict[int, Built | None] = field(init=False, default_factory=dict, repr=False)
    files: list[ScenarioFile] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.of(self.loaded.file)

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
        if first.system is not second.system and _form(one) != _form(other):
            return False
        return _same_projects(first.projects, second.projects) and are_alike(
            first.system, first.scenario, second.scenario
        )

    def _try(self, file: ScenarioFile) -> Built | None:
        is_same = _form(file) == _form(self.loaded.file)
        try:
            if is_same:
                return self._build(file, self.loaded.system, self.loaded.parts.following())
            return self._build(file, city_system(file, self.loaded.pack), KeptParts())
        except (ScenarioError, DataError, IntegrationError):
            return None

    def _build(self, file: ScenarioFile, system: System, parts: KeptParts) -> Built:
        scenario = build_scenario(system, file, self.loaded.pack, parts)
        choices = choices_of(file, self.loaded.pack).along(system.axis)
        years = np.array(scenario.readings)
        projects = parts.part(
            "projects",
            choices,
            lambda own: {
                each.project.name: (
                    np.stack([promised_states(each, years), expected_states(each, years)]),
                    tuple(spread(own, each).items()),
                )
                for each in running_projects(own)
            },
        )
        return Built(file=file, system=system, scenario=scenario, projects=projects)


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


def _same_projects(one: Projects, other: Projects) -> bool:
    return one.keys() == other.keys() and all(
        shares == other[name][1] and np.array_equal(states, other[name][0])
        for name, (states, shares) in one.items()
    )
