"""What the step ``supply`` found: how late hospitals are, and how far schools get through time.

No table and no figure is made here; ``report.py`` and ``chart.py`` tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.slippage.evidence import Delay
from calibration.slippage.posterior import Posterior
from calibration.slippage.schools import PipelineChain, ProjectSnapshot
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import say

END_OF_PERIOD = 5.0
"""Years from the beginning of the programmes to the day they are promised for."""


@dataclass(frozen=True, kw_only=True)
class SchoolFit:
    """What was found of schools; of chains one for every number of stages of building.

    ``snapshot`` is the day on record (``None`` where it was still to come), ``rest`` the same less
    the named projects. ``median`` is the median delay of named schools, years. ``whole`` are chains
    of all projects from the first day of the period, ``chains`` those of the projects without a
    name; ``in_use`` is the one of them that is written down.
    """

    snapshot: ProjectSnapshot | None
    median: float
    whole: tuple[PipelineChain, ...]
    rest: ProjectSnapshot | None
    chains: tuple[PipelineChain, ...]
    in_use: PipelineChain

    def outcomes(self) -> Mapping[int, tuple[float, float]]:
        """Share finished at the end of the period: of all projects, and of those without a name.

        By number of stages of building.
        """
        # those without a name are followed from the day on which they were all planned, which may
        # be later than the first day of the period
        entered = 0.0
        if self.snapshot is not None and self.rest is not None:
            entered = self.rest.begins - self.snapshot.begins
        return {
            rest.stages: (
                float(whole.shares(END_OF_PERIOD)[-1]),
                float(rest.shares(END_OF_PERIOD - entered)[-1]),
            )
            for whole, rest in zip(self.whole, self.chains, strict=True)
        }


@dataclass(frozen=True, kw_only=True)
class SupplyFit:
    """Everything the step found.

    ``standing`` is the day the fit stands at, as text (``None``: today); ``planned_stay`` the mean
    stay of homes in the plan, years (``None`` where two counts are missing).
    """

    title: Mapping[str, str]
    standing: str | None
    delays: tuple[Delay, ...]
    prior: Posterior
    hospitals: Posterior
    schools: SchoolFit
    planned_stay: float | None

    def summary(self) -> tuple[str, ...]:
        """The result in a few lines, for the terminal."""
        hospital, chain = self.hospitals, self.schools.in_use
        shares = [whole for whole, _ in self.schools.outcomes().values()]
        return (
            say(
                "slippage.hospitals_short",
                "both",
                number=len(self.delays),
                on_time=f"{hospital.on_time.value:.2f}",
                median=f"{hospital.median.value:.2f}",
                spread=f"{hospital.spread.value:.2f}",
            ),
            say(
                "slippage.schools_short",
                "both",
                planned=f"{chain.planned:.2f}",
                approved=f"{chain.approved:.2f}",
                building=f"{chain.building:.2f}",
            ),
            say(
                "slippage.finished_short",
                "both",
                low=f"{min(shares):.0%}",
                high=f"{max(shares):.0%}",
            ),
        )


def shares_through_time(chain: PipelineChain, elapsed: FloatArray) -> FloatArray:
    """Shares planned, approved, building and finished, shape (4, time), ``elapsed`` in years."""
    return np.stack([chain.shares(float(time)) for time in elapsed], axis=1)
