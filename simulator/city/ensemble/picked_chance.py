"""Chance that takes some groups of drivers from another seed: pick some, freeze the rest.

Two runs that share all numbers but those of one group differ by that group alone (Sobol' 1993).
"""

from dataclasses import dataclass, field

import numpy as np

from simulator.city.ensemble.drivers import driver_of
from simulator.stockflow.arrays import IntArray
from simulator.stockflow.values.chance import POSTERIOR_ROW, Chance


@dataclass(frozen=True, kw_only=True, slots=True)
class PickedChance(Chance):
    """Numbers of ``seed``; those of the groups ``picked`` are of the seed ``other``.

    ``heard`` collects the groups of which a number was asked for: what a scenario does not leave to
    chance need not be looked at.
    """

    other: int
    picked: frozenset[str] = frozenset()
    heard: set[str] = field(default_factory=set, compare=False)

    def seed_of(self, names: tuple[str, ...]) -> int:
        """The seed of the group that is named; ``StructureError`` for a name of none."""
        driver = driver_of(names[0]).name
        self.heard.add(driver)
        return self.other if driver in self.picked else self.seed

    def rows(self, number: int) -> IntArray:
        """Each row as likely as any other, and of two seeds independently, shape (draws,)."""
        return np.floor(self.uniform(POSTERIOR_ROW) * number).astype(np.int64)
