"""Shares of women by children born, at every age, under the rule of a year."""

from dataclasses import dataclass

from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.paths import Path, at
from simulator.inputs.population.parity import mean_over_windows, parity_shares
from simulator.inputs.values.fertility import Schedules
from simulator.structure.arrays import FloatArray

RESIDENCY = ("registered", "migrant")


@dataclass(frozen=True, kw_only=True)
class Parities:
    """The synthetic cohort under no and under every plan for a second child.

    The shares are linear in the share that plans, so the two give those of any rule. Shapes
    (5, 1321): the statuses of women at the ages 0, 1/12, … 110 years.
    """

    nobody_plans: FloatArray
    everybody_plans: FloatArray
    planning: Path
    eligible: Path

    def by_month(self, who: str, year: float) -> FloatArray:
        """Shares at exact ages in months, shape (5, 1321)."""
        share = self._share(who, year)
        return self.nobody_plans * (1 - share) + self.everybody_plans * share

    def by_age(self, who: str, year: float) -> FloatArray:
        """Mean shares by single age, shape (5, 101)."""
        return mean_over_windows(self.by_month(who, year), 12)[:, :101]

    def _share(self, who: str, year: float) -> float:
        """Share who plan and may, q × e, of a residency at an instant."""
        eligible = float(at(self.eligible, year)[0, RESIDENCY.index(who)])
        return float(at(self.planning, year)[0]) * eligible


def build_parities(
    pack: CityPack, schedules: Schedules, planning: Path, eligible: Path, spacing: float
) -> Parities:
    """Let a cohort of women live through the schedules, at the level and timing of the past."""
    value = pack.parameters.value
    timing = float(value("start.parity_timing"))
    level = float(value("start.parity_past_level"))
    second = schedules.second * float(value("start.parity_second_level"))
    nobody, everybody = (
        parity_shares(schedules.first, second, share, spacing, timing, level)
        for share in (0.0, 1.0)
    )
    return Parities(
        nobody_plans=nobody, everybody_plans=everybody, planning=planning, eligible=eligible
    )
