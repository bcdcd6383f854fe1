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

RECORDED = (
    *("recorded_met", "recorded_missed", "recorded_depends"),
    *("met_before", "met_after", "open"),
)
"""What a record says alone: met or missed at the deadline; one of these by one definition or
source and another by another; met on a day before the deadline, or only on one after it, that of
the deadline not being on record; not met by the last record there is."""

VERDICTS = (*("met", "close", "missed", "depends", INDIRECT), *RECORDED, "no_number")
"""Met, close or missed by a run; one of these by one definition and another by another; a value,
but of what bounds or accompanies the figure; what the record says, where no run does; nothing to
say it by."""


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
        """The last record that compares: of a day up to the deadline, else the first after it."""
        deadline, found = end_of_year(self.target.year) + SAME_INSTANT, self.decisive
        before = [record for record in found if record.when <= deadline]
        if before:
            return max(before, key=lambda record: record.when)
        return min(found, key=lambda record: record.when, default=None)

    @property
    def reached(self) -> ScoredRecord | None:
        """The first record that meets it, where it is met only after the deadline."""
        if self.verdict != "met_after":
            return None
        met = [record for record in self.decisive if record.is_met]
        return min(met, key=lambda record: record.when)

    @property
    def decisive(self) -> tuple[ScoredRecord, ...]:
        """The records a verdict rests on: those that count as the plan does, else all others."""
        return _decisive(self.records)

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
    told = (_record(target, each) for each in entry.records)
    records = tuple(sorted(told, key=lambda record: record.when))
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
    """By what is on record: series by series, those that count as the plan does before others."""
    series: dict[str, list[ScoredRecord]] = {}
    for record in _decisive(records):
        series.setdefault(record.entry.series, []).append(record)
    found = {_of_series(target, each) for each in series.values()}
    if not found:
        return "no_number"
    return "recorded_depends" if len(found) > 1 else found.pop()


def _decisive(records: Sequence[ScoredRecord]) -> tuple[ScoredRecord, ...]:
    compared = tuple(record for record in records if record.is_met is not None)
    as_planned = tuple(record for record in compared if not record.entry.definition["zh"])
    return as_planned or compared


def _of_series(target: PlanTarget, records: Sequence[ScoredRecord]) -> str:
    """By the record of the deadline, else the last before it, else any after it.

    Where two sources tell of the same day and one of them meets the figure alone, it depends.
    """
    deadline = end_of_year(target.year)
    at = [each for each in records if abs(each.when - deadline) <= SAME_INSTANT]
    if at:
        return _agreed(at, "recorded_met", "recorded_missed")
    before = [each for each in records if each.when < deadline]
    last = max((each.when for each in before), default=deadline)
    told = [each for each in before if each.when == last]
    if any(each.is_met for each in told):
        return _agreed(told, "met_before", "open")
    return "met_after" if any(each.is_met for each in records if each not in before) else "open"


def _agreed(records: Sequence[ScoredRecord], met: str, missed: str) -> str:
    found = {each.is_met for each in records}
    return "recorded_depends" if len(found) > 1 else met if True in found else missed
