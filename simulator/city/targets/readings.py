"""A figure of the plan as a run answers it: value by year, met or missed, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.pack.definition import Converter, divide
from simulator.city.supply.building import Building
from simulator.city.targets.counts import Question, are_people, count, count_whom
from simulator.city.targets.entries import NeedEntry, ValueEntry
from simulator.city.targets.plan import PlanTarget
from simulator.stockflow.values.calendar import (
    end_of_year,
    first_september,
    years_between,
)


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
    (``is_for_nobody``), and then nothing is met or missed.
    ``lacking`` is what is missing of the numerator (beds, places, projects) to meet the figure,
    below zero what is to spare; ``fewer`` how many fewer people would do instead; ``since`` the
    year from which it is met and stays so until the deadline.
    """

    entry: ValueEntry
    answers: Mapping[int, Answer]
    answer: Answer | None
    is_met: bool | None
    lacking: float | None
    fewer: float | None
    since: int | None
    is_for_nobody: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredNeed:
    """How many a figure is for at its deadline, and the number that would meet it."""

    entry: NeedEntry
    people: float
    number: float | None


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """A run asked about the figures of a plan."""

    outcome: Outcome
    building: Building
    plan: dict[str, PlanTarget]
    converters: tuple[Converter, ...]

    def value(self, target: PlanTarget, entry: ValueEntry) -> ScoredValue:
        """A reading of a figure."""
        every = {year: self.answer(entry, year) for year in self._years(target)}
        answers = {year: found for year, found in every.items() if found is not None}
        last = answers.get(target.year)
        lacking = None if last is None else self._lacking(target, entry, last)
        return ScoredValue(
            entry=entry,
            answers=answers,
            answer=last,
            is_met=None if last is None else target.is_met(last.value),
            lacking=lacking,
            fewer=None if last is None else _fewer(target, entry, last),
            since=_since(target, answers),
            is_for_nobody=last is None and self._is_for_nobody(entry, target.year),
        )

    def answer(self, entry: ValueEntry, year: int) -> Answer | None:
        """The value of a year: on 1 September or at its end, as the entry says."""
        asked = self._asked(entry, year)
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
        asked = self._asked(entry, year)
        if entry.whom is None or count(asked, entry) is None:
            return False
        lower = count_whom(asked, entry.whom, self.plan)
        return lower is not None and lower.value <= 0

    def _asked(self, entry: ValueEntry, year: int) -> Question:
        is_school = entry.day == "september"
        return self._question(first_september(year) if is_school else end_of_year(year))

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
        is_school = entry.whom.group.kind == "pupils"
        return first_september(target.year) if is_school else end_of_year(target.year)

    def _question(self, when: float) -> Question:
        return Question(outcome=self.outcome, building=self.building, when=when)

    def _years(self, target: PlanTarget) -> tuple[int, ...]:
        first, last = shown_span(self.outcome)
        return tuple(sorted({*years_between(first, last), target.year}))

    def _lacking(self, target: PlanTarget, entry: ValueEntry, last: Answer) -> float:
        wanted = target.value
        if last.lower is not None:
            wanted *= last.lower / entry.per
        return last.upper - wanted if target.comparator == "<=" else wanted - last.upper


def _fewer(target: PlanTarget, entry: ValueEntry, last: Answer) -> float | None:
    """People too many for the numerator there is; ``None`` where it is met or not for people."""
    if entry.whom is None or last.lower is None or not are_people(entry.whom):
        return None
    if target.is_met(last.value) or target.comparator == "<=" or target.value <= 0:
        return None
    return last.lower - last.upper * entry.per / target.value


def _since(target: PlanTarget, answers: Mapping[int, Answer]) -> int | None:
    since = None
    for year in sorted((y for y in answers if y <= target.year), reverse=True):
        if not target.is_met(answers[year].value):
            break
        since = year
    return since if target.year in answers else None
