"""An outcome: a run together with what it was made from, as analysis and reports take it."""

from dataclasses import dataclass

from simulator.engine.trajectory import Trajectory
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.scenario import Scenario
from simulator.inputs.scenario_file import ScenarioFile


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Trajectory, values, scenario file and city pack of one run."""

    trajectory: Trajectory
    scenario: Scenario
    file: ScenarioFile
    pack: CityPack
