"""Schools: the state of the programme on one day fitted by a chain with three free numbers.

All projects are planned when the period begins. They pass two stages of planning at a rate a each,
two of approval at a rate b, and k stages of building at a rate c:

    planned (2 stages) → approved (2 stages) → building (k stages) → finished

Three numbers meet the three free shares of the day exactly, whatever k is; what becomes of the
rest is then told by k alone, and its range is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.linalg import expm
from scipy.optimize import brentq

from simulator.city.pack.building import SUPPLY_STATES, Programme
from simulator.city.supply.equations import EARLY_STAGES
from simulator.city.supply.project_course import expected_states
from simulator.city.supply.projects import RunningProject
from simulator.city.supply.slippage import Slippage
from simulator.errors import CalibrationError
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

STATES = ("planned", "approved", "building", "finished")
_SHORTEST, _LONGEST = 1e-3, 1e3


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectSnapshot:
    """Projects by state on a day; ``begins`` is the day on which all were planned."""

    when: float
    begins: float
    projects: Mapping[str, float]

    @property
    def total(self) -> float:
        """All projects."""
        return sum(self.projects.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class PipelineChain:
    """Mean stays in the plan, in approval and in building, years, over ``stages`` of building."""

    planned: float
    approved: float
    building: float
    stages: int

    def shares(self, elapsed: float) -> FloatArray:
        """Share planned, approved, building and finished after a time, shape (4,)."""
        early = EARLY_STAGES
        rates = [
            *[early / self.planned] * early,
            *[early / self.approved] * early,
            *[self.stages / self.building] * self.stages,
        ]
        generator = np.diag([*(-rate for rate in rates), 0.0]) + np.diag(rates, k=1)
        # exact for any stays; the closed form has poles where two rates meet
        found = expm(generator * elapsed)[0]
        ends = (0, early, 2 * early, 2 * early + self.stages, None)
        return np.array([found[first:last].sum() for first, last in pairwise(ends)])


def fit_chain(snapshot: ProjectSnapshot, stages: int) -> PipelineChain:
    """The chain that meets a snapshot exactly, one number after another.

    Raises
    ------
    CalibrationError
        Where no stay between a thousandth and a thousand years does.
    """
    elapsed = snapshot.when - snapshot.begins
    wanted = np.array([snapshot.projects[state] for state in STATES]) / snapshot.total
    # Later stages don't touch those still planned, so each number is solved by itself in turn

    def planned_missing(stay: float) -> float:
        chain = PipelineChain(planned=stay, approved=1.0, building=1.0, stages=1)
        return float(chain.shares(elapsed)[0] - wanted[0])

    planned = _solve(planned_missing, "planned")

    def approved_missing(stay: float) -> float:
        # building only takes from what has left approval: any stay there gives the same share
        chain = PipelineChain(planned=planned, approved=stay, building=1.0, stages=1)
        return float(chain.shares(elapsed)[1] - wanted[1])

    approved = _solve(approved_missing, "approved")

    def building_missing(stay: float) -> float:
        chain = PipelineChain(planned=planned, approved=approved, building=stay, stages=stages)
        return float(chain.shares(elapsed)[2] - wanted[2])

    return PipelineChain(
        planned=planned,
        approved=approved,
        building=_solve(building_missing, "building"),
        stages=stages,
    )


def beside_named(
    snapshot: ProjectSnapshot, running: tuple[RunningProject, ...], enters: float
) -> ProjectSnapshot:
    """The snapshot less the named projects, each in the states expected of it on that day.

    ``enters`` is the day on which those without a name were all planned.
    """
    left = dict(snapshot.projects)
    for each in running:
        # Named projects run at dates of their own; the chain is left with what they don't explain.
        states = expected_states(each, np.array([snapshot.when]))[:, 0] / each.places
        for name, share in zip(SUPPLY_STATES, states, strict=True):
            state = "finished" if name == "open" else name
            left[state] = left.get(state, 0.0) - float(share) * each.project.facilities
    if min(left[state] for state in STATES) <= 0:
        raise CalibrationError(message("fault.snapshot"), estimate=left)
    kept = {state: left[state] for state in STATES}
    return ProjectSnapshot(when=snapshot.when, begins=enters, projects=kept)


def fit_median(
    snapshot: ProjectSnapshot, programmes: tuple[Programme, ...], on_time: float, spread: float
) -> float:
    """The median delay of schools: of what was promised by then, so many were finished.

    One equation: Σ projects promised × F(day − promised date) = projects finished. Share on time
    and spread are those of hospitals, since one number of the record tells but one.
    """

    def missing(median: float) -> float:
        slippage = Slippage(on_time=on_time, median=median, spread=spread)
        return promised_by(snapshot, programmes, slippage) - snapshot.projects["finished"]

    return _solve(missing, "median delay of schools")


def promised_by(
    snapshot: ProjectSnapshot, programmes: tuple[Programme, ...], slippage: Slippage
) -> float:
    """Projects finished on the day of the snapshot if all slip like this from their promise."""
    total = 0.0
    for programme in programmes:
        steps = np.diff(programme.promised_shares, prepend=0.0)
        since = snapshot.when - np.array(programme.promised_years)
        total += programme.projects * float(steps @ slippage.chance(since))
    return total


def _solve(missing: Callable[[float], float], name: str) -> float:
    """The root, looked for on a logarithmic scale."""

    def at(log: float) -> float:
        return missing(float(np.exp(log)))

    # Stays are positive and may be off by orders of magnitude: a bracket on the logarithm never
    # leaves the range, and a sign change at its ends proves that there is a root.
    low, high = float(np.log(_SHORTEST)), float(np.log(_LONGEST))
    if at(low) * at(high) > 0:
        raise CalibrationError(message("fault.no_stay", name=name), estimate=None)
    return float(np.exp(brentq(at, low, high, xtol=1e-12)))
