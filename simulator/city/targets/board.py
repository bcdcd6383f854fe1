"""The scoreboard: every figure of the plan, each met, missed or neither, never without a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.city.ground.outcome import Outcome, derived
from simulator.city.record.ratios import read_definitions
from simulator.city.supply.building import Building, building_of
from simulator.city.supply.city_places import CityPlaces, places_of
from simulator.city.targets.counts import date_of
from simulator.city.targets.entries import RecordEntry, TargetEntry, ValueEntry
from simulator.city.targets.plan import PlanTarget
from simulator.city.targets.reading import Pairs, read_close, read_entries
from simulator.city.targets.readings import INDIRECT, ScoredNeed, ScoredValue, Scorer
from simulator.files.records import Row
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year

VERDICTS = (
    *("met", "close", "missed", "depends", INDIRECT),
    *("met_before", "open", "no_number"),
)
"""Met, close or missed; one of these by one definition and another by another; a value, but of
what bounds or accompanies the figure; met by a record from before the deadline; not met by such a
record, the deadline's own not known; nothing to say it by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredRecord:
    """A recorded figure beside the target; ``is_met`` is ``None`` for one that is not compared."""

    entry: RecordEntry
    value: float
    when: float
    is_met: bool | None

    @property
    def row(self) -> Row:
        """The row of the record."""
        return self.entry.row


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreRow:
    """One figure of the plan with all that a run and the record say of it."""

    target: PlanTarget
    entry: TargetEntry
    values: tuple[ScoredValue, ...]
    needs: tuple[ScoredNeed, ...]
    records: tuple[ScoredRecord, ...]
    verdict: str

    @property
    def latest(self) -> ScoredRecord | None:
        """The last record that compares."""
        compared = [record for record in self.records if record.is_met is not None]
        return max(compared, key=lambda record: record.when, default=None)

    @property
    def in_use(self) -> ScoredValue | None:
        """The reading as it is actually counted, else the first one."""
        used = reading_in_use([each.entry for each in self.values])
        return None if used is None else self.value(used.name)

    def value(self, name: str) -> ScoredValue | None:
        """A reading by name."""
        return next((each for each in self.values if each.entry.name == name), None)


def reading_in_use(entries: Sequence[ValueEntry]) -> ValueEntry | None:
    """The reading as it is actually counted, else the first one."""
    counted = (each for each in entries if each.reading in ("count", "both"))
    return next(counted, next(iter(entries), None))


def score(outcome: Outcome, building: Building, pairs: Pairs | None = None) -> tuple[ScoreRow, ...]:
    """The scoreboard of a run, in the order of the plan; empty where the pack has none.

    Raises ``DataError`` where the pack's scoreboard is not well formed, ``UnitError`` where a
    reading divides unlike definitions. ``pairs`` are its entries, where they have been read.
    """
    found = read_entries(outcome.pack) if pairs is None else pairs
    if not found:
        return ()
    scorer = scorer_of(outcome, places_of(building), found)
    return tuple(_row(scorer, target, entry) for target, entry in found)


def scorer_of(outcome: Outcome, places: CityPlaces, pairs: Pairs) -> Scorer:
    """Who asks a run about the figures of its plan."""
    return Scorer(
        outcome=outcome,
        places=places,
        plan={target.name: target for target, _ in pairs},
        close=read_close(outcome.pack),
        converters=read_definitions(outcome.pack).converters,
    )


@derived
def board_of(outcome: Outcome, draw: int = 0) -> tuple[ScoreRow, ...]:  # noqa: ARG001 - the first
    """The scoreboard of a run, worked out once."""
    return score(outcome, building_of(outcome))


def _row(scorer: Scorer, target: PlanTarget, entry: TargetEntry) -> ScoreRow:
    values = tuple(scorer.value(target, each) for each in entry.values)
    needs = (scorer.need(target, each) for each in entry.needs)
    records = tuple(_record(target, each) for each in entry.records)
    return ScoreRow(
        target=target,
        entry=entry,
        values=values,
        needs=tuple(need for need in needs if need is not None),
        records=records,
        verdict=_of_values(values) if entry.values else _of_records(target, records),
    )


def _record(target: PlanTarget, entry: RecordEntry) -> ScoredRecord:
    value = entry.row.number("value")
    return ScoredRecord(
        entry=entry,
        value=value,
        when=date_of(entry.row),
        is_met=target.is_met(value) if entry.compares else None,
    )


def _of_values(values: tuple[ScoredValue, ...]) -> str:
    found = {value.verdict for value in values if value.verdict is not None}
    if not found:
        return "no_number"
    return "depends" if len(found) > 1 else found.pop()


def _of_records(target: PlanTarget, records: tuple[ScoredRecord, ...]) -> str:
    """By the last record: of the deadline itself, or of a day before it."""
    compared = [record for record in records if record.is_met is not None]
    if not compared:
        return "no_number"
    last = max(compared, key=lambda record: record.when)
    if last.when >= end_of_year(target.year) - SAME_INSTANT:
        return "met" if last.is_met else "missed"
    return "met_before" if last.is_met else "open"
