"""One row of the record beside what a run says of it."""

from dataclasses import dataclass
from typing import Literal

from simulator.files.records import Row

Role = Literal["input", "fitted", "test"]
"""Whether a row tests a run: what a value is made from, or fitted to, does not."""

TOLERANCES = {"tight": 0.03, "medium": 0.08, "loose": 0.15}
"""How far a run may be off, relative to the record, by the row's own error model."""

UNSTATED = {"A": 0.08, "B": 0.08}
OTHERS = 0.15
"""The same by grade, where a row states no error model."""


COUNTS = 0.05
"""Of a difference of two counts, such as children short of a place: the error of the larger one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One observation and what the model says of it, in the unit of the observation.

    ``when`` is the instant, or the end of the calendar year that is counted; ``date`` the day it is
    known by (31 December for the end of a year and for a year's count). ``tolerance`` is ``None``
    where the run is not scored. Of a ``bound`` the record may be anything up to what is modelled:
    pupils at most what schools can take.
    """

    series: str
    place: str
    when: float
    date: str
    observed: float
    modelled: float
    tolerance: float | None
    record: Row
    role: Role = "test"
    bound: bool = False

    @property
    def error(self) -> float:
        """(modelled − observed) ÷ observed."""
        return self.modelled / self.observed - 1

    @property
    def is_within(self) -> bool | None:
        """Whether the error is inside the tolerance; ``None`` where there is none."""
        if self.tolerance is None:
            return None
        return self.error >= 0.0 if self.bound else abs(self.error) <= self.tolerance

    @property
    def excess(self) -> float:
        """The error against its tolerance, the worst highest; of a bound what is beyond it."""
        beyond = -self.error if self.bound else abs(self.error)
        return beyond / (self.tolerance or 1.0)


def tolerance_of(row: Row) -> float:
    """How far the model may be off a row, relative to it."""
    by_grade = UNSTATED.get(row.text("grade"), OTHERS)
    return TOLERANCES.get(row.text("error_model"), by_grade)
