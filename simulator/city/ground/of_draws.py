"""What is said of many draws, for whoever writes a run: more columns, tables and a file."""

from pathlib import Path
from typing import Protocol

from simulator.city.ground.outcome import Outcome
from simulator.report.table import Table


class OfDraws(Protocol):
    """What all draws of a run say beside its tables."""

    def widened(self, table: Table) -> Table:
        """A table with what is said of all draws, if anything is."""

    def further(self, outcome: Outcome) -> tuple[Table, ...]:
        """Tables that only draws make."""

    def write(self, folder: Path, outcome: Outcome) -> None:
        """Write the draws themselves into a folder."""
