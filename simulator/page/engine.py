"""A scenario kept warm: a state in, its run out, of which only what differs is made again."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from simulator.city.answer.answer import ServiceAnswer, answered_services
from simulator.city.ground.outcome import Outcome
from simulator.city.kept_parts import KeptParts
from simulator.city.loading import Loaded, load
from simulator.city.pack.city_pack import CityPack
from simulator.page.state import State
from simulator.stockflow.engine.kept_runs import KeptRuns, without_mixed_measures
from simulator.stockflow.engine.preconditions import COMPILABLE
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.scenario import Scenario

CUTS = tuple(year + 2 / 3 for year in (2013, 2015, 2017, 2020))
"""Instants (1 September) between legs: before policy changes, and before the record ends."""

_ALONE = "model.draws=0"
"""The page runs the expected course; what is drawn is drawn beside it."""

_WARM = 3
"""Scenarios kept warm at once."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A state, what was loaded for it, and its run."""

    state: State
    loaded: Loaded
    outcome: Outcome

    @cached_property
    def services(self) -> tuple[ServiceAnswer, ...]:
        """What the run answers of every service."""
        return answered_services(self.outcome)


@dataclass(kw_only=True)
class _Warm:
    """What is kept of the last run of a scenario."""

    runs: KeptRuns = field(default_factory=lambda: KeptRuns(cuts=CUTS))
    parts: KeptParts | None = None


@dataclass(kw_only=True)
class Engine:
    """Runs states of some scenarios, one at a time; not to be asked by two threads at once.

    ``scenarios`` are the files at hand, by name.
    """

    scenarios: Mapping[str, Path]
    pack: CityPack | None = None
    warm: OrderedDict[tuple[str, str], _Warm] = field(default_factory=OrderedDict)
    systems: dict[System, System] = field(default_factory=dict)

    def run(self, state: State) -> Ran:
        """Run a state.

        Raises ``ScenarioError`` or ``DataError`` with every fault of it, ``IntegrationError`` where
        the run had to stop.
        """
        # parts are of one city pack: a change of the city begins anew
        warm = self._warm(state.scenario, dict(state.changes).get("model.city", ""))
        path = self.scenarios[state.scenario]
        loaded = load(path, (*state.texts, _ALONE), self.pack, near=warm.parts)
        self.pack, warm.parts = loaded.pack, loaded.parts
        scenario = _in_machine_code(loaded.scenario)
        trajectory = warm.runs.simulate(self._system(loaded.system), scenario, checked=True)
        outcome = Outcome(
            trajectory=trajectory, scenario=scenario, file=loaded.file, pack=loaded.pack
        )
        return Ran(state=state, loaded=loaded, outcome=outcome)

    def _warm(self, *named: str) -> _Warm:
        name, city = named
        found = self.warm.setdefault((name, city), _Warm())
        self.warm.move_to_end((name, city))
        while len(self.warm) > _WARM:
            self.warm.popitem(last=False)
        return found

    def _system(self, system: System) -> System:
        if system not in self.systems:
            self.systems = {**dict(list(self.systems.items())[-_WARM:])}
            self.systems[system] = without_mixed_measures(system)
        return self.systems[system]


def _in_machine_code(scenario: Scenario) -> Scenario:
    """A run that is made again and again takes compiled steps, unless the scenario says no."""
    method = scenario.method
    pays = method.compiled == "auto" and method.name in COMPILABLE
    if not (pays and find_spec("numba") is not None):
        return scenario
    return replace(scenario, method=replace(method, compiled=True))
