"""Shares of women by children born, at every age, under the rule of a year."""

from dataclasses import dataclass

import numpy as np

from simulator.inputs.paths import Path, at
from simulator.inputs.population.parity import mean_over_windows, parity_shares
from simulator.inputs.values.choices import Choices
from simulator.inputs.values.fertility import Schedules
from simulator.structure.arrays import FloatArray

RESIDENCY = ("registered", "migrant")


@dataclass(frozen=True, kw_only=True)
class Parities:
    """The synthetic cohort under no and under every plan for a second child.

    The shares are linear in the share that plans, so the two give those of any rule. Shapes
    (draws or 1, 5, 1321): the statuses of women at the ages 0, 1/12, … 110 years.
    """

    nobody_plans: FloatArray
    everybody_plans: FloatArray
    planning: Path
    eligible: Path

    def by_month(self, who: str, year: float) -> FloatArray:
        """Shares at exact ages in months, shape (draws or 1, 5, 1321)."""
        share = self._share(who, year)[:, np.newaxis, np.newaxis]
        return self.nobody_plans * (1 - share) + self.everybody_plans * share

    def by_age(self, who: str, year: float) -> FloatArray:
        """Mean shares by single age, shape (draws or 1, 5, 101)."""
        return mean_over_windows(self.by_month(who, year), 12)[..., :101]

    def _share(self, who: str, year: float) -> FloatArray:
        """Share who plan and may, q × e, of a residency at an instant, shape (draws or 1,)."""
        eligible = at(self.eligible, year)[:, RESIDENCY.index(who)]
        return np.asarray(at(self.planning, year) * eligible)


def build_parities(
    choices: Choices, schedules: Schedules, planning: Path, eligible: Path, spacing: FloatArray
) -> Parities:
    """Let a cohort of women live through the schedules, at the level and timing of the past."""
    names = ("timing", "past_level", "second_level")
    past = [choices.pack_numbers(f"start.parity_{name}") for name in names]
    draws = np.broadcast_arrays(spacing, *past)

    mean, timing, level, second = draws

    def lived(share: float) -> FloatArray:
        pace = schedules.second * second[:, np.newaxis]
        return parity_shares(schedules.first, pace, share, mean, timing, level)

    nobody, everybody = lived(0.0), lived(1.0)
    return Parities(
        nobody_plans=nobody, everybody_plans=everybody, planning=planning, eligible=eligible
    )
