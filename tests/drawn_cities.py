"""Cities to draw: one made up and small, and Xiamen with made-up figures in its arrays."""

from datetime import date
from pathlib import Path

import numpy as np

from simulator.city.ground.future import FOLLOWED
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import all_settings
from simulator.city.whole import build_city, months, snapshots
from simulator.files.scenario_file import ScenarioFile
from simulator.files.schema import build_schema
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Scenario
from tests.city import city_pack
from tests.outcomes import READINGS, MadeUp


def small(folder: Path) -> Outcome:
    """The made-up city with shortage, surplus and unknown supply, growing."""
    growing = 1 + (READINGS - READINGS[0]) / 4
    base = np.array([[60.0, 40.0], [30.0, 20.0], [9.0, 6.0]])
    demand = base[..., np.newaxis] * growing
    supply = np.stack([base[..., np.newaxis] * growing**1.3, base[..., np.newaxis] * growing**0.7])
    return MadeUp(
        folder=folder,
        measures={"demand": demand, "supply": supply},
    ).outcome()


def xiamen(stop: float, first: int, language: str = "both", future: str = "trend") -> Outcome:
    """The city as it is, ten services and six districts, with made-up figures in its arrays."""
    pack = city_pack()
    system = build_city(
        districts=pack.axes["district"],
        services=pack.axes["service"],
        cohorts_per_year=3,
        building_stages=1,
        start=2011.0,
        stop=stop,
    )
    readings, kept = np.array(months(2011.0, stop)), np.array(snapshots(2011.0, stop))
    return Outcome(
        trajectory=Trajectory(
            system=system,
            name="trial",
            readings=readings,
            measures=_measures(system, readings),
            snapshots=kept,
            stocks={"people": _people(system, kept)},
            arrived=_totals(system, readings, "arriving"),
            left=_totals(system, readings, "leaving"),
            balances=(),
            final={},
            segments=1,
            evaluations=1,
        ),
        scenario=Scenario(name="trial", start=2011.0, stop=stop, initial={}, paths=_paths()),
        file=ScenarioFile(
            name="trial",
            title={"zh": "试算方案", "en": "A trial"},
            values={
                "world.population_basis": "revised",
                **{f"world.future.{law}": future for law in FOLLOWED},
                "model.stop": date(int(stop), 1, 1),
                "report.language": language,
                "report.from_year": first,
                "report.to_year": int(stop) - 1,
                "plan.on_time": False,
                "plan.opens_all_grades": False,
                "plan.delay_factor": 1.0,
                "plan.cancellation_rate": 0.0,
            },
            origin={},
            files=(),
            schema=build_schema(all_settings(), pack.axes),
        ),
        pack=pack,
    )


def _measures(system, readings):
    time = readings - readings[0]
    shape = (10, 6)
    level = np.array([2e5, 4e5, 1.5e5, 6e4, 5e4, 3e4, 2e3, 3e3, 3e3, 1.4e4])
    wave = np.sin(np.arange(60.0).reshape(shape)[..., np.newaxis] + time / 3)
    demand = level[:, np.newaxis, np.newaxis] / 6 * (1.5 + 0.4 * wave + 0.02 * time)
    supply = demand[..., :1] * np.stack([1 + 0.06 * time, 1 + 0.05 * time])[:, None, None, :]
    return {
        "demand": demand[np.newaxis],
        "supply": supply[np.newaxis],
        "counted_users": demand[np.newaxis],
        "deliveries": np.ones((1, 6, 1)) + 0.0 * time,
        "admissions": 30 * demand[np.newaxis],
        "in_bed": 0.7 * demand[np.newaxis],
        "beds_for_use": 0.8 * demand[np.newaxis],
        "residents": np.full((1, 2, 6, 1), 3e5) * (1 + 0.04 * time),
        "register": np.full((1, 6, 1), 3e5) * (1 + 0.04 * time),
        **_housing(time),
    }


def _housing(time):
    """Households that grow, and homes begun twice as fast as they are finished."""
    households = np.full((1, 6, 1), 2e5) * (1 + 0.04 * time)
    return {
        "households": households,
        "urban_households": 0.9 * households,
        "households_in_need": 0.2 * households,
        "homes_under_construction": np.array([[1e4]]) + 8e3 * time,
        "homes_finished": np.array([[2e4]]) + 8e3 * time,
        "homes_allocated": np.array([[1.8e4]]) + 8e3 * time,
    }


def _paths():
    """One for everything that stands in the way from births and people to places and beds."""
    of_services = ("norm", "take_up", "admission_level", "length_of_stay", "target_occupancy")
    return {
        **{name: Constant(np.ones((1, 10)), ("service",)) for name in of_services},
        "admitted_deliveries": Constant(np.zeros((1, 10)), ("service",)),
        "children_per_maternity": Constant(np.ones(1)),
        "mothers_from_outside": Constant(np.zeros(1)),
    }


def _people(system, kept):
    shape = system.shape(system.stock["people"].axes)
    waves = 1 + 0.4 * np.sin(np.arange(shape[1]) / 4)
    return np.broadcast_to(200 * waves[None, None, :, None, None, None], (1, *shape, kept.size))


def _totals(system, readings, side):
    found = {}
    for name, totals in Layout(system=system).totals.items():
        block = getattr(totals, side)
        if block is not None:
            pace = {"newborn_boys": 3.0, "newborn_girls": 3.0, "second_births": 2.0}.get(name, 1.0)
            found[name] = np.ones((1, *block.shape, 1)) * 900 * pace * (readings - readings[0])
    return found
