"""A figure of the plan as a run answers it: value by year, met or missed, and by how much."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.pack.definition import Converter, divide
from simulator.city.supply.city_places import CityPlaces
from simulator.city.targets.counts import Question, are_people, count, count_whom
from simulator.city.targets.entries import NeedEntry, ValueEntry
from simulator.city.targets.plan import Close, PlanTarget
from simulator.stockflow.values.calendar import (
    end_of_year,
    first_september,
    years_between,
)

INDIRECT = "indirect"
"""Verdict on a value that bounds or accompanies what is asked for, which is not on record."""

DAYS: Mapping[str, Callable[[int], float]] = {
    "year_end": end_of_year,
    "september": first_september,
    "school_year": lambda year: first_september(year - 1),
}
"""The day of a year on which a reading is taken; a school year is that which ends in the year."""

_DAY_OF = {"pupils": "september", "entrants": "school_year"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A value at an instant, in the unit of the target, and what was divided by what."""

    when: float
    value: float
    upper: float
    lower: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredValue:
    """One reading of a figure: its answers by year, and what they say at the deadline.

    ``answers`` holds the years that are shown, and the deadline's, where known; ``answer`` the one
    at the deadline, ``None`` where the run does not reach it or there is nobody to divide by
    (``is_for_nobody``), and then there is no verdict. ``verdicts`` of the years and ``verdict`` of
    the deadline are *met*, *close*, *missed*, or *indirect* where what the figure asks for is not
    on record.
    ``lacking`` is what is missing of the numerator (beds, places, projects) to meet the figure,
    below zero what is to spare, ``None`` for people, whom nobody adds; ``fewer`` how many fewer
    people would do instead; ``since`` the year from which it is met and stays so until the
    deadline.
    """

    entry: ValueEntry
    answers: Mapping[int, Answer]
    verdicts: Mapping[int, str]
    answer: Answer | None
    verdict: str | None
    lacking: float | None
    fewer: float | None
    since: int | None
    is_for_nobody: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether it meets the figure; ``None`` where that can't be said."""
        return None if self.verdict in (None, INDIRECT) else self.verdict == "met"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredNeed:
    """How many a figure is for at its deadline, and the number that would meet it."""

    entry: NeedEntry
    people: float
    number: float | None


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """A run asked about the figures of a plan; ``close``: how near one is close."""

    outcome: Outcome
    places: CityPlaces
    plan: dict[str, PlanTarget]
    close: Close
    converters: tuple[Converter, ...]

    def value(self, target: PlanTarget, entry: ValueEntry) -> ScoredValue:
        """A reading of a figure."""
        every = {year: self.answer(entry, year) for year in self.years(target)}
        answers = {year: found for year, found in every.items() if found is not None}
        verdicts = {y: self._verdict(target, entry, found) for y, found in answers.items()}
        last = answers.get(target.year)
        lacking = None if last is None else self._lacking(target, entry, last)
        return ScoredValue(
            entry=entry,
            answers=answers,
            verdicts=verdicts,
            answer=last,
            verdict=verdicts.get(target.year),
            lacking=lacking,
            fewer=None if last is None else _fewer(target, entry, last),
            since=_since(target, verdicts),
            is_for_nobody=last is None and self._is_for_nobody(entry, target.year),
        )

    def _verdict(self, target: PlanTarget, entry: ValueEntry, answer: Answer) -> str:
        return INDIRECT if entry.unrecorded else target.verdict(answer.value, self.close)

    def answer(self, entry: ValueEntry, year: int) -> Answer | None:
        """The value of a year: on the day the entry says."""
        asked = self.asked(entry, year)
        when, upper = asked.when, count(asked, entry)
        if upper is None:
            return None
        if entry.whom is None:
            return Answer(when=when, value=upper.value, upper=upper.value, lower=None)
        lower = count_whom(asked, entry.whom, self.plan)
        if lower is None or lower.value <= 0:
            return None
        value = divide(upper, lower, self.converters) * entry.per
        return Answer(when=when, value=value, upper=upper.value, lower=lower.value)

    def _is_for_nobody(self, entry: ValueEntry, year: int) -> bool:
        """Whether the figure is known of a year but for whom it is divided by, who are nobody."""
        asked = self.asked(entry, year)
        if entry.whom is None or count(asked, entry) is None:
            return False
        lower = count_whom(asked, entry.whom, self.plan)
        return lower is not None and lower.value <= 0

    def asked(self, entry: ValueEntry, year: int) -> Question:
        """The question of a year: on the day the entry says."""
        return self._question(DAYS[entry.day](year))

    def need(self, target: PlanTarget, entry: NeedEntry) -> ScoredNeed | None:
        """How many a figure is for at the end of its last year; ``None`` where not known."""
        people = count_whom(self._question(self._day(target, entry)), entry.whom, self.plan)
        if people is None:
            return None
        share = None if entry.per is None else target.value / entry.per
        number = target.value if share is None else share * people.value
        return ScoredNeed(entry=entry, people=people.value, number=None if entry.only else number)

    def _day(self, target: PlanTarget, entry: NeedEntry) -> float:
        """Pupils are counted on 1 September, everyone else at the end of the year."""
        return DAYS[_DAY_OF.get(entry.whom.group.kind, "year_end")](target.year)

    def _question(self, when: float) -> Question:
        return Question(outcome=self.outcome, places=self.places, when=when)

    def years(self, target: PlanTarget) -> tuple[int, ...]:
        """The years of which a figure is told: those that are shown, and its deadline."""
        first, last = shown_span(self.outcome)
        return tuple(sorted({*years_between(first, last), target.year}))

    def _lacking(self, target: PlanTarget, entry: ValueEntry, last: Answer) -> float | None:
        if entry.counts == "last_grade":
            return None
        wanted = target.value
        if last.lower is not None:
            wanted *= last.lower / entry.per
        return last.upper - wanted if target.comparator == "<=" else wanted - last.upper


def _fewer(target: PlanTarget, entry: ValueEntry, last: Answer) -> float | None:
    """People too many for the numerator there is; ``None`` where it is met or not for people."""
    if entry.whom is None or last.lower is None or not are_people(entry.whom) or entry.unrecorded:
        return None
    if target.is_met(last.value) or target.comparator == "<=" or target.value <= 0:
        return None
    return last.lower - last.upper * entry.per / target.value


def _since(target: PlanTarget, verdicts: Mapping[int, str]) -> int | None:
    since = None
    for year in sorted((y for y in verdicts if y <= target.year), reverse=True):
        if verdicts[year] != "met":
            break
        since = year
    return since if target.year in verdicts else None
