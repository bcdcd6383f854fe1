"""The figures of the plan as it states them: ``targets.csv`` of a city pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.sheets import TARGETS
from simulator.files.records import Row

_SIGNS = {">=": "≥", "<=": "≤", "=": "="}
_DIGITS = 9
_SLACK = 1e-6
"""Relative: what floating point may take from a number that is just reached."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Close:
    """How near an expected value is to be: no farther off than ``per_cent`` of its target.

    ``none_for`` are the units in which nothing is close: a band in per cent says nothing there.
    """

    per_cent: int
    none_for: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanTarget:
    """One figure of the plan: so much of a quantity by the end of a year, and its clause.

    ``unit``, ``driver`` and ``note`` are the words of the table; ``line`` is where it stands.
    """

    name: str
    sector: str
    title: Mapping[str, str]
    value: float
    unit: str
    comparator: str
    year: int
    driver: str
    section: str
    source: str
    note: str
    line: int

    @property
    def sign(self) -> str:
        """The comparator as people write it."""
        return _SIGNS[self.comparator]

    def is_met(self, value: float) -> bool:
        """Whether a number meets it.

        ``=`` asks for at least so many: a programme that builds more than it promised keeps its
        promise. Of nothing (``= 0``) it asks for no more than nothing.
        """
        room = _SLACK * max(abs(self.value), 1.0)
        if self.comparator == "<=" or (self.comparator == "=" and self.value == 0):
            return value <= self.value + room
        return value >= self.value - room

    def verdict(self, value: float, close: Close) -> str:
        """*met*, *close* or *missed*: what an expected number comes to.

        Close is no farther off than ``close.per_cent`` of the target, whatever is counted: 3.2 %
        is not within 3. In a unit of ``close.none_for`` nothing is close, and nothing to none (0).
        """
        if self.is_met(value):
            return "met"
        is_near = 100 * self.distance(value) <= close.per_cent
        return "close" if is_near and self.unit not in close.none_for else "missed"

    def off(self, value: float) -> float:
        """How far a number is from it, in its unit."""
        return round(abs(self.value - value), _DIGITS)

    def distance(self, value: float) -> float:
        """How far a number is from it, as a share of it; infinite where it is zero."""
        return abs(value / self.value - 1) if self.value else inf


def read_plan(pack: CityPack) -> tuple[PlanTarget, ...]:
    """Every figure of the plan, in its order; none where the pack has no plan."""
    if not (pack.folder / TARGETS.file).is_file():
        return ()
    return tuple(_target(row) for row in pack.rows(TARGETS.file))


def _target(row: Row) -> PlanTarget:
    return PlanTarget(
        name=row.text("id"),
        sector=row.text("sector"),
        title={"zh": row.text("quantity_zh"), "en": row.text("quantity_en")},
        value=row.number("value"),
        unit=row.text("unit"),
        comparator=row.text("comparator"),
        year=row.integer("deadline_year"),
        driver=row.text("driver"),
        section=row.text("section"),
        source=row.text("source_id"),
        note=row.text("note"),
        line=row.line,
    )
