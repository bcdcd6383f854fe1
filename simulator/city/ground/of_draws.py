"""What is said of many draws, for whoever writes a run: more columns, tables and a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.report.marks import Fan
from simulator.report.table import Table
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT


@dataclass(frozen=True, kw_only=True, slots=True)
class Ends:
    """Low and high (10 and 90 %) of a service in a place, shape (2, time), and the instants."""

    years: FloatArray
    demand: FloatArray
    supply: FloatArray

    def at(self, years: FloatArray) -> Fan:
        """The ends at some of the instants."""
        rows = np.searchsorted(self.years, years - SAME_INSTANT)
        return Fan(demand=self.demand[:, rows], supply=self.supply[:, rows])


class OfDraws(Protocol):
    """What all draws of a run say beside its tables."""

    @property
    def draws(self) -> int:
        """How many there are."""

    def ends(self, outcome: Outcome, service: str, place: str) -> Ends:
        """Low and high of demand and supply of a service in a catchment or the city."""

    def widened(self, table: Table) -> Table:
        """A table with what is said of all draws, if anything is."""

    def further(self, outcome: Outcome) -> tuple[Table, ...]:
        """Tables that only draws make."""

    def write(self, folder: Path, outcome: Outcome) -> None:
        """Write the draws themselves into a folder."""
