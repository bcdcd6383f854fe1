"""A block of points as one run: the parameters of a city pack with one value a draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np

from calibration.fit.fit_plan import FitPlan
from calibration.fit.transform import natural
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.pack.city_pack import CityPack
from simulator.city.people_alone import build_population, build_population_scenario
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.scenario import Compiled, Method, Scenario

CITY = "city"


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """Runs of the whole city as one region, for points of a fit plan.

    ``file`` gives every choice that is not fitted (policy stages and their dates), ``readings`` and
    ``snapshots`` the instants that are asked for.
    """

    plan: FitPlan
    pack: CityPack
    file: ScenarioFile
    services: tuple[str, ...]
    span: tuple[float, float]
    readings: tuple[float, ...]
    snapshots: tuple[float, ...]
    tolerance: float = 1e-6

    @cached_property
    def system(self) -> System:
        """The people of the city in one region, one birth window a year."""
        return build_population(
            districts=(CITY,),
            services=self.services,
            cohorts_per_year=1,
            start=self.span[0],
            stop=self.span[1],
        )

    def run(self, block: FloatArray) -> Trajectory:
        """One run of all points, shape (draws, free)."""
        return simulate(self.system, self.scenario(block))

    def scenario(self, block: FloatArray) -> Scenario:
        """The values of all points."""
        choices = self.choices(block)
        built = build_population_scenario(
            self.system, choices, self.span, draws=len(block), whole=True
        )
        # Much tighter than the error models of the record and looser than a run: the slope needs
        # residuals that are smooth to a thousandth of a spread, not their last digits.
        method = Method(
            relative=self.tolerance,
            absolute=self.tolerance * 1e-3,
            compiled=cast("Compiled", self.file.values["model.compiled"]),
        )
        return replace(built, readings=self.readings, snapshots=self.snapshots, method=method)

    def choices(self, block: FloatArray) -> Choices:
        """What holds of every key, fitted ones with one value a draw."""
        # The pack itself is asked as in any run; only its table holds arrays, one value a draw. So
        # a fit can't read a parameter in another way than a run does.
        table = {**self.pack.parameters.table}
        for key, entry in drawn_entries(self.plan, block).items():
            table[key, self.plan.basis] = entry
        pack = replace(self.pack, parameters=replace(self.pack.parameters, table=table))
        return choices_of(self.file, pack)


def drawn_entries(plan: FitPlan, block: FloatArray) -> dict[str, Mapping[str, Any]]:
    """What every fitted key says, its numbers with one value a draw."""
    numbers = natural(plan, block)
    entries: dict[str, dict[str, Any]] = {
        key: {
            "values": dict(path.fixed),
            "interpolation": path.interpolation,
            "before": "hold",
            "after": "hold",
        }
        for key, path in plan.paths.items()
    }
    for free in plan.free:
        for key in free.keys:
            if free.dates:
                entries[key]["values"] |= dict.fromkeys(free.dates, numbers[free.name])
            else:
                entries[key] = {"value": np.asarray(numbers[free.name])}
    return dict(entries)
