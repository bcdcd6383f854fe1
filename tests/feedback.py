"""A city at rest whose demand jumps once: what planners who respond to the gap make of it.

Nobody is born, dies or moves; beds and demand are equal until the norm of beds rises by a fifth at
one instant. Stages of building and ramp are those of hospitals in the pack of Xiamen, so that what
is seen is the answer of the loop alone, by delay and by how much of what is under way is counted.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.city.feedback.loops import Feedback, close_loops
from simulator.city.supply.slippage import stays
from simulator.city.whole import build_city
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant, Steps
from simulator.stockflow.values.scenario import Method, Occasion, Scenario
from tests.city import choices, city_pack

START, JUMP, STOP = 2000.0, 2002.0, 2045.0
BEDS, RISE = 10_000.0, 0.2
EXPECTED, HOSPITAL = 1, 1
PEOPLE = 1_000_000.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """Supply as a share of the demand before the jump, and when: arrays of shape (time,)."""

    years: FloatArray
    supply: FloatArray

    @property
    def overshoot(self) -> float:
        """How far supply ends above the demand it was to meet, as a share of that demand."""
        return float(self.supply.max() / (1 + RISE) - 1)

    @property
    def reached(self) -> float:
        """Years after the jump until supply meets demand; infinite where it never does."""
        there = np.flatnonzero(self.supply >= 1 + RISE)
        return float(self.years[there[0]] - JUMP) if there.size else float("inf")


@cache
def resting_city() -> System:
    """Two districts, a school that nobody goes to, and a hospital."""
    city = build_city(
        districts=("here", "there"),
        services=("primary", "hospital"),
        cohorts_per_year=1,
        building_stages=2,
        start=START,
        stop=STOP,
    )
    return close_loops(city, Feedback(planners=True))


@cache
def step_response(delay: float, supply_line: float, adjustment: float = 3.3) -> Step:
    """What becomes of supply after the jump."""
    run = simulate(resting_city(), resting_scenario(delay, supply_line, adjustment))
    supply = run.measures["supply"][0, EXPECTED, HOSPITAL].sum(axis=0) / BEDS
    return Step(years=np.asarray(run.readings), supply=supply)


def run_step(delay: float, supply_line: float) -> Trajectory:
    """The whole run."""
    return simulate(resting_city(), resting_scenario(delay, supply_line, 3.3))


def resting_scenario(delay: float, supply_line: float, adjustment: float) -> Scenario:
    """The values of the jump."""
    system = resting_city()
    paths = {
        p.name: Constant(np.zeros((1, *system.shape(p.axes))), p.axes) for p in system.parameters
    }
    given = {
        "scope": np.ones(system.shape(system.parameter["scope"].axes)),
        "take_up": np.ones(2),
        "presence_share": 1.0,
        "mean_spacing": 1.0,
        "children_per_maternity": 1.0,
        "target_occupancy": np.ones(2),
        "enrolment_ratio": np.ones(2),
        "catchment_ratio": np.ones((2, 2)),
        "points_share": np.ones(2),
        "points_threshold": 1.0,
        "newborn_residency": np.eye(2),
        "grade_shift": _shift(),
        "is_expected": [0.0, 1.0],
        "watching": [0.0, 1.0],
        "waits_for_september": [1.0, 0.0],
        "ramp_rate": [0.0, 1.0],
        "width": [45.0, 10.0],
        "lies_in": np.broadcast_to(np.eye(2), (2, 2, 2)),
        "district_share": np.ones((2, 2)),
        "planners_delay": delay,
        "planners_adjustment": adjustment,
        "planners_supply_line": supply_line,
        **_pipeline(),
    }
    for name, value in given.items():
        paths[name] = Constant(np.asarray(value, dtype=float)[np.newaxis], paths[name].axes)
    before = np.array([[0.0, BEDS / PEOPLE]])
    norm = Steps(
        name="norm",
        years=(START, JUMP),
        values=np.stack([before, before * (1 + RISE)]),
        axes=("service",),
    )
    people = np.zeros((1, *system.shape(system.stock["people"].axes)))
    people[:, 0, 1] = PEOPLE / 4  # men of one cohort, on either residency, in either district
    places = np.zeros((1, *system.shape(system.parameter["starting_places"].axes)))
    places[..., 1, :, -1] = BEDS / 2
    at_first = {
        t.name: (Occasion(START),) for t in system.transfers if t.name.endswith("_at_first")
    }
    return Scenario(
        name="step",
        start=START,
        stop=STOP,
        initial={"people": people},
        paths={**paths, "norm": norm},
        occasions={"starting_stock": (Occasion(START, {"starting_places": places}),), **at_first},
        readings=tuple(np.arange(START, STOP + 0.01, 0.25)),
        method=Method(relative=1e-6, absolute=1e-9),
    )


def _pipeline() -> dict[str, FloatArray]:
    """Rates of leaving each stage, and shares that serve, of hospitals in the pack."""
    stay = stays(choices(), "hospital")
    rates = {
        "approval_rate": 2 / stay.planned,
        "starting_rate": 2 / stay.approved,
        "building_rate": 2 / stay.building,
    }
    shares = city_pack().service["hospital"].serving_shares
    serving = np.ones((2, 2, 6))
    serving[EXPECTED, HOSPITAL, : len(shares)] = shares
    found = {name: np.array([[0.0, 0.0], [0.0, rate]]) for name, rate in rates.items()}
    return {**found, "serving_share": serving}


def _shift() -> FloatArray:
    shift = np.eye(6, k=1)
    shift[-1, -1] = 1.0
    return shift
