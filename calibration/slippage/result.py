"""What the step ``supply`` found: delays of hospitals, and the state of schools through time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.slippage.evidence import Delay
from calibration.slippage.posterior import Posterior
from calibration.slippage.schools import PipelineChain, ProjectSnapshot
from simulator.stockflow.arrays import FloatArray

END_OF_PERIOD = 5.0
"""Years from the beginning of the programmes to the day they are promised for."""


@dataclass(frozen=True, kw_only=True)
class SchoolFit:
    """Schools: ``whole`` are chains of all projects from the first day of the period, ``chains``
    those of the projects without a name (``rest``), by number of stages; ``in_use`` is written.
    """

    snapshot: ProjectSnapshot | None
    median: float
    whole: tuple[PipelineChain, ...]
    rest: ProjectSnapshot | None
    chains: tuple[PipelineChain, ...]
    in_use: PipelineChain

    def outcomes(self) -> Mapping[int, tuple[float, float]]:
        """Share finished at the end of the period: of all projects, and of those without a name."""
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
    """Everything the step found."""

    title: Mapping[str, str]
    standing: str | None
    delays: tuple[Delay, ...]
    prior: Posterior
    hospitals: Posterior
    schools: SchoolFit
    planned_stay: float | None

    def lines(self) -> tuple[str, ...]:
        """The result in a few lines."""
        hospital, chain = self.hospitals, self.schools.in_use
        shares = [whole for whole, _ in self.schools.outcomes().values()]
        return (
            (
                f"医院 / hospitals: {len(self.delays)} 个项目 / projects; "
                f"按期 / on time {hospital.on_time.value:.2f}, "
                f"延期中位数 / median delay {hospital.median.value:.2f} 年 / years, "
                f"离散 / spread {hospital.spread.value:.2f}"
            ),
            (
                f"学校 / schools: 策划 / planned {chain.planned:.2f}, 前期 / approved "
                f"{chain.approved:.2f}, 在建 / building {chain.building:.2f} 年 / years"
            ),
            (
                "到期末竣工 / finished by the end of the period: "
                f"{min(shares):.0%} - {max(shares):.0%}"
            ),
        )


def path_of(chain: PipelineChain, elapsed: FloatArray) -> FloatArray:
    """Shares planned, approved, building and finished through time, shape (4, time)."""
    return np.stack([chain.shares(float(time)) for time in elapsed], axis=1)
