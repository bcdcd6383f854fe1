"""What the scoreboard says of one figure, in Chinese or English: each sentence stands by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor

from simulator.city.targets.board import RECORDED, ScoredRecord, ScoreRow
from simulator.city.targets.citation import cited
from simulator.city.targets.numbers_said import figure, number, printed
from simulator.city.targets.plan import PlanTarget
from simulator.city.targets.readings import INDIRECT, ScoredNeed, ScoredValue
from simulator.files.records import Row
from simulator.words.catalogue import Language, in_language, say

FLAG = "flag"
"""Unit of a figure that is either done or not: 1 or 0 in the tables, never in a sentence."""

PER_CENT = "percent"
"""Unit of a share: its differences are in percentage points."""

_WHEN = {
    "pupils": "in_september",
    "births": "in_year",
    "deliveries": "in_year",
    "entrants": "of_class",
}
_ENOUGH = 0.05
_MILLION, _HUNDRED_MILLION = 1e6, 1e8


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A language, and the sources of the pack by id."""

    language: Language
    sources: Mapping[str, Row]

    def promise(self, row: ScoreRow) -> str:
        """≥ 6 beds per 1,000 by the end of 2020."""
        return self.promise_of(row.target, row.entry.unit)

    def promise_of(self, target: PlanTarget, unit: Mapping[str, str]) -> str:
        """The same of a target whose unit is called so."""
        if target.unit == FLAG:
            promise = self.say("targets.done")
        else:
            promise = f"{target.sign} {self._with(unit, printed(target.value))}"
        return self.say("targets.by", promise=promise, year=target.year)

    def standing(self, row: ScoreRow) -> str:
        """Modelled, recorded or unknown."""
        return self.say(f"standing.{row.entry.status}")

    def verdict(self, row: ScoreRow) -> str:
        """The verdict of the whole row; of what is not on record, what stands in its place."""
        told = row.in_use if row.verdict == INDIRECT else None
        if told is None or told.answer is None:
            said = self.say(f"verdict.{row.verdict}")
            rests = row.decisive if row.verdict in RECORDED else ()
            is_other = any(self.of(each.entry.definition) for each in rests)
            return self.say("targets.by_another_definition", verdict=said) if is_other else said
        value = self._in_unit(row, figure(told.answer.value))
        return self.say(f"targets.instead_of.{told.entry.unrecorded}", value=value)

    def source_kind(self, row: ScoreRow) -> str:
        """What kind of source would give the number that is not there."""
        return self.say(
            "targets.would_come_from", source=self.say(f"source_kind.{row.entry.source_kind}")
        )

    def results(self, row: ScoreRow) -> Iterator[str]:
        """Every sentence about a row but the record: values, or what the record comes to, needs."""
        for value in row.values:
            yield self.value(row, value)
        if row.entry.status == "recorded":
            yield from self._of_record(row)
        elif row.entry.status == "unknown":
            key = "no_numerator" if row.needs else "related" if row.records else "nothing"
            yield self.say(f"targets.{key}")
        for need in row.needs:
            yield self.need(row, need)
        if row.entry.source_kind:
            yield self.source_kind(row)

    def brief(self, row: ScoreRow) -> str:
        """What a row comes to at its deadline: the reading in use; all where it depends on them."""
        every = row.values if row.verdict == "depends" else (row.in_use,)
        told = [self._at_deadline(row, each) for each in every if each is not None and each.answer]
        return self._join(told) or next(self.results(row), "")

    def _at_deadline(self, row: ScoreRow, value: ScoredValue) -> str:
        """A reading without its years."""
        found = "" if value.answer is None else self._in_unit(row, figure(value.answer.value))
        named = f"{self.of(value.entry.title)}{self.colon}{found}"
        return self._join([named, self._ending(row, value)])

    def value(self, row: ScoreRow, value: ScoredValue) -> str:
        """A reading: its name, its years, and how it ends."""
        name = self.of(value.entry.title)
        years = " · ".join(
            f"{year}:{figure(answer.value)}" for year, answer in value.answers.items()
        )
        said = [f"{name}{self.colon}{years}" if years else name, self._ending(row, value)]
        return self._join(said)

    def need(self, row: ScoreRow, need: ScoredNeed) -> str:
        """Whom a figure is for and what would meet it."""
        entry, target = need.entry, row.target
        values = {
            "whom": entry.whom.title,
            "people": number(need.people, up=False),
            "when": self._when(target, entry.whom.group.kind),
        }
        if need.number is None:
            return self.say("targets.only", **values)
        if entry.limit is not None:
            most = f"{floor(need.number):,d}"
            return self.say("targets.limit", number=most, what=entry.limit, **values)
        what = row.entry.lacking if row.entry.lacking["zh"] else row.entry.unit
        key = "targets.own" if entry.per is None else "targets.need"
        return self.say(key, number=number(need.number), what=what, **values)

    def record(self, row: ScoreRow, record: ScoredRecord) -> str:
        """A recorded figure with day, definition, source and grade."""
        return self.say(
            "targets.aim" if record.entry.role == "aim" else "targets.record",
            when=self._day(record.row),
            what=self._join(self._recorded(row, record)),
            source=self.source(record.row.text("source_id")),
            grade=record.row.text("grade"),
        )

    def _recorded(self, row: ScoreRow, record: ScoredRecord) -> list[str]:
        """The figure, by what it counts where that is another way than the plan's, its note."""
        note = self.of(record.entry.note)
        if record.is_met is None:
            return [f"{note}{self.colon}{self._related(record)}"]
        value = self._compared(row, record)
        other = self.of(record.entry.definition)
        counted = self.say("targets.counts_otherwise", definition=other) if other else ""
        return [value, counted, note]

    def _related(self, record: ScoredRecord) -> str:
        """A figure of another quantity, whose note names it: yes or no, a share, or a number."""
        unit = record.row.text("unit")
        if unit == FLAG:
            return self.say("targets.yes" if record.value else "targets.no")
        shown = self._printed(record.value)
        return f"{shown}%" if unit == PER_CENT else shown

    def _compared(self, row: ScoreRow, record: ScoredRecord) -> str:
        """A figure of the quantity that is promised, in its unit; done or not."""
        if row.target.unit == FLAG:
            return self.say("targets.done" if record.value else "targets.not_done")
        return self._in_unit(row, self._printed(record.value))

    def _printed(self, value: float) -> str:
        """A number with all its digits; from a hundred million on in the language's own measure."""
        if abs(value) < _HUNDRED_MILLION:
            return printed(value)
        measure = _HUNDRED_MILLION if self.language == "zh" else _MILLION
        return self.say("targets.large", number=printed(value / measure))

    def source(self, names: str) -> str:
        """Publisher and date of the sources of a figure; in Chinese the title, if it has one."""
        found = [self.sources[name] for name in names.split(";") if name in self.sources]
        return self._join([cited(row, self.language) for row in found])

    def of(self, title: object) -> str:
        """A title in the language, or a plain text, as the name of a scenario may be."""
        return in_language(title, self.language)

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue in the language."""
        return say(key, self.language, **values)

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return "：" if self.language == "zh" else ": "

    def _join(self, parts: list[str]) -> str:
        stroke = "；" if self.language == "zh" else "; "
        return stroke.join(part for part in parts if part)

    def _in_unit(self, row: ScoreRow, text: str) -> str:
        """A number with the unit of its target; a percent sign stands close."""
        return self._with(row.entry.unit, text)

    def _with(self, unit_title: Mapping[str, str], text: str) -> str:
        unit = self.of(unit_title)
        return f"{text}{unit}" if unit[0] in "%‰/" else f"{text} {unit}"

    def _gap(self, row: ScoreRow, value: float) -> str:
        """By how much a value misses the promise, in the unit of the target or in points."""
        gap = figure(row.target.off(value))
        return self._points(gap) if row.target.unit == PER_CENT else self._in_unit(row, gap)

    def _points(self, gap: str) -> str:
        """A difference of two shares."""
        return f"{gap} {self.say('targets.points')}"

    def _ending(self, row: ScoreRow, value: ScoredValue) -> str:
        if value.is_for_nobody:
            return self.say("targets.nobody")
        if value.answer is None:
            return self.say("targets.beyond")
        if value.lacking is None:
            return ""
        if value.verdict == INDIRECT:
            return self._room(row, value.lacking)
        if value.is_met:
            return self._met(row, value, value.lacking)
        return self._short(row, value, (value.answer.value, value.lacking))

    def _short(self, row: ScoreRow, value: ScoredValue, found: tuple[float, float]) -> str:
        """Missed, or close: by how much, and what is lacking; ``found``: the value and that."""
        told, lacking = self._missed(row, value, found[0]), self._lacking(row, found[1])
        if value.entry.whom is None:
            return f"{told}{self.colon}{lacking}"
        key = "over_by" if row.target.comparator == "<=" else "missed_by"
        parts = [self.say(f"targets.{key}", verdict=told, gap=self._gap(row, found[0])), lacking]
        if value.fewer is not None:
            fewer = number(value.fewer)
            parts.append(self.say("targets.fewer", whom=value.entry.whom.title, number=fewer))
        return self._comma(parts)

    def _missed(self, row: ScoreRow, value: ScoredValue, found: float) -> str:
        """Missed; or close, with how far it is from the promise."""
        told = self.say(f"verdict.{value.verdict}")
        if value.verdict != "close":
            return told
        off = 100 * row.target.distance(found)
        return self.say("targets.off", verdict=told, off=f"{off:.1f}")

    def _room(self, row: ScoreRow, lacking: float) -> str:
        """What the target would take of what is counted, where it says nothing of the target."""
        promise = self._in_unit(row, printed(row.target.value))
        spare = lacking <= 0
        return self.say(
            "targets.room_enough" if spare else "targets.room_short",
            promise=promise,
            number=number(abs(lacking), up=not spare),
            what=row.entry.lacking,
        )

    def _met(self, row: ScoreRow, value: ScoredValue, lacking: float) -> str:
        told = self.say("targets.since", verdict=self.say("verdict.met"), year=value.since)
        if -lacking < _ENOUGH:
            return told
        spare = number(-lacking, up=False)
        return self._comma([told, self.say("targets.spare", number=spare, what=row.entry.lacking)])

    def _lacking(self, row: ScoreRow, lacking: float) -> str:
        return self.say("targets.lacking", number=number(lacking), what=row.entry.lacking)

    def _comma(self, parts: list[str]) -> str:
        return ("，" if self.language == "zh" else ", ").join(parts)

    def _of_record(self, row: ScoreRow) -> Iterator[str]:
        """What the last record that compares comes to; of one met later, the first that meets."""
        last, reached = row.latest, row.reached
        if last is None:
            yield self.say("targets.related")
            return
        yield self._last(row, last)
        if reached is not None and reached is not last:
            value = self._compared(row, reached)
            yield self.say("targets.reached_at", value=value, when=self._day(reached.row))

    def _last(self, row: ScoreRow, last: ScoredRecord) -> str:
        """A recorded figure beside the promise."""
        said = {"value": self._compared(row, last), "when": self._day(last.row)}
        if row.target.unit == FLAG:
            return self.say("targets.state_at", **said)
        said["promise"] = self._in_unit(row, printed(row.target.value))
        if last.is_met:
            return self.say("targets.met_at", **said)
        key = "over_at" if last.value > row.target.value else "short_at"
        gap = printed(row.target.off(last.value))
        said["gap"] = self._points(gap) if row.target.unit == PER_CENT else gap
        return self.say(f"targets.{key}", **said)

    def _when(self, target: PlanTarget, kind: str) -> str:
        key = _WHEN.get(kind, "at_end")
        return self.say(f"targets.{key}", year=target.year)

    def _day(self, row: Row) -> str:
        """The day of a record: the end of a year, a year or years, else the date."""
        day, year = row.cells.get("date", ""), row.text("year")
        if day.endswith("-01-01"):
            return self.say("targets.at_end", year=year)
        if day:
            return self.say("targets.on_day", day=day)
        dash = "—" if self.language == "zh" else "-"
        return self.say("targets.in_year", year=year.replace("-", dash))
