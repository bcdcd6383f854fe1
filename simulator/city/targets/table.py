"""The figures of the plan as tables: one row a figure, values by year, needs, records, causes."""

from collections.abc import Mapping, Sequence

from simulator.city.targets.board import ScoredRecord, ScoreRow
from simulator.city.targets.causes import Causes
from simulator.city.targets.readings import INDIRECT
from simulator.city.targets.words import Words
from simulator.files.records import Row
from simulator.report.table import Table, dates, integers, numbers, texts
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import Language

_UNIT = "of_the_target"
_NAN = float("nan")
_STATED = "stated"
Sources = Mapping[str, Row]


def targets_table(rows: Sequence[ScoreRow], sources: Sources) -> Table:
    """Every figure of the plan: clause, promise, definition, verdict, and the result in words."""
    chinese = Words(language="zh", sources=sources)
    english = Words(language="en", sources=sources)
    return Table(
        name="targets",
        columns=(
            texts("target", [row.target.name for row in rows]),
            texts("sector", [row.target.sector for row in rows]),
            texts("section", [row.target.section for row in rows]),
            texts("quantity_zh", [row.target.title["zh"] for row in rows]),
            texts("quantity_en", [row.target.title["en"] for row in rows]),
            texts("comparator", [_compared(row.target.comparator) for row in rows]),
            numbers("promise", [row.target.value for row in rows], _UNIT, 2),
            texts("unit", [row.target.unit for row in rows]),
            integers("deadline", [row.target.year for row in rows], "year"),
            texts("standing", [row.entry.status for row in rows]),
            texts("verdict", [row.verdict for row in rows]),
            texts("source_kind", [row.entry.source_kind for row in rows]),
            texts("result_zh", [" | ".join(said(row, chinese)) for row in rows]),
            texts("result_en", [" | ".join(said(row, english)) for row in rows]),
            texts("definition_zh", [row.entry.definition["zh"] for row in rows]),
            texts("definition_en", [row.entry.definition["en"] for row in rows]),
            texts("driver", [row.target.driver for row in rows]),
            texts("source", [row.target.source for row in rows]),
        ),
    )


def said(row: ScoreRow, words: Words) -> list[str]:
    """Verdict, standing, results and record of a figure, a sentence each."""
    records = [words.record(row, record) for record in row.records]
    return [words.verdict(row), words.standing(row), *words.results(row), *records]


def target_values_table(rows: Sequence[ScoreRow]) -> Table:
    """Every modelled figure by reading and year; what is missing stands in the deadline's row."""
    found = [
        (row, value, year, answer)
        for row in rows
        for value in row.values
        for year, answer in value.answers.items()
    ]
    last = [year == row.target.year for row, _, year, _ in found]
    return Table(
        name="target_values",
        columns=(
            texts("target", [row.target.name for row, _, _, _ in found]),
            texts("reading", [value.entry.name for _, value, _, _ in found]),
            integers("year", [year for _, _, year, _ in found], "year"),
            dates("date", [calendar_label(answer.when) for _, _, _, answer in found]),
            numbers("value", [answer.value for _, _, _, answer in found], _UNIT, 4),
            numbers("promise", [row.target.value for row, _, _, _ in found], _UNIT, 2),
            texts("unit", [row.target.unit for row, _, _, _ in found]),
            texts("meets", [_MEETS[value.verdicts[year]] for _, value, year, _ in found]),
            texts("at_deadline", [_yes(each) for each in last]),
            numbers("numerator", [a.upper for _, _, _, a in found], _UNIT, 3),
            numbers("denominator", [_or_nan(a.lower) for _, _, _, a in found], _UNIT, 3),
            numbers("lacking", _at(last, [v.lacking for _, v, _, _ in found]), _UNIT, 3),
            numbers("fewer_people", _at(last, [v.fewer for _, v, _, _ in found]), _UNIT, 1),
            texts("grade", [value.entry.grade for _, value, _, _ in found]),
            texts("name_zh", [value.entry.title["zh"] for _, value, _, _ in found]),
            texts("name_en", [value.entry.title["en"] for _, value, _, _ in found]),
        ),
    )


def target_needs_table(rows: Sequence[ScoreRow]) -> Table:
    """Whom a figure is for at its deadline, and the number that would meet it."""
    found = [(row, need) for row in rows for need in row.needs]
    return Table(
        name="target_needs",
        columns=(
            texts("target", [row.target.name for row, _ in found]),
            numbers("people", [need.people for _, need in found], _UNIT, 1),
            numbers("number_needed", [_or_nan(need.number) for _, need in found], _UNIT, 2),
            texts("whom_zh", [need.entry.whom.title["zh"] for _, need in found]),
            texts("whom_en", [need.entry.whom.title["en"] for _, need in found]),
        ),
    )


def target_records_table(rows: Sequence[ScoreRow], sources: Sources) -> Table:
    """What is on record beside each figure, with source and grade."""
    found = [(row, record) for row in rows for record in row.records]
    cited = [_cited(record.row.text("source_id"), sources) for _, record in found]
    met = [record.is_met for _, record in found]
    return Table(
        name="target_records",
        columns=(
            texts("target", [row.target.name for row, _ in found]),
            texts("role", [record.entry.role for _, record in found]),
            texts("compares", [_yes(each is not None) for each in met]),
            texts("counts_by", [_counted_by(record) for _, record in found]),
            dates("date", [calendar_label(record.when) for _, record in found]),
            numbers("recorded", [record.value for _, record in found], _UNIT, 3),
            texts("unit", [record.row.text("unit") for _, record in found]),
            texts("meets", ["" if each is None else _yes(each) for each in met]),
            texts("status", [record.row.text("status") for _, record in found]),
            texts("grade", [record.row.text("grade") for _, record in found]),
            texts("source", [record.row.text("source_id") for _, record in found]),
            texts("title", [each[0] for each in cited]),
            texts("publisher", [each[1] for each in cited]),
            texts("published", [each[2] for each in cited]),
            texts("quote", [record.entry.quote for _, record in found]),
            texts("name_zh", [_named(record, "zh") for _, record in found]),
            texts("name_en", [_named(record, "en") for _, record in found]),
        ),
    )


def target_causes_table(causes: Sequence[Causes]) -> Table:
    """The share of every factor in the difference of two scenarios."""
    found = [(each, factor, share) for each in causes for factor, share in each.shares.items()]
    return Table(
        name="target_causes",
        columns=(
            texts("target", [each.row.target.name for each, _, _ in found]),
            numbers("promise", [each.row.target.value for each, _, _ in found], _UNIT, 2),
            texts("unit", [each.row.target.unit for each, _, _ in found]),
            numbers("first", [each.first for each, _, _ in found], _UNIT, 4),
            numbers("last", [each.last for each, _, _ in found], _UNIT, 4),
            texts("factor", [factor for _, factor, _ in found]),
            numbers("share", [share for _, _, share in found], _UNIT, 4),
        ),
    )


_MEETS = {"met": "yes", "close": "close", "missed": "no", INDIRECT: ""}
"""A value beside its promise as a cell; empty where it is not what is asked for."""


def _yes(answer: bool) -> str:  # noqa: FBT001 - the answer to a question
    return "yes" if answer else "no"


def _counted_by(record: ScoredRecord) -> str:
    """Whether a figure counts what the plan counts, as the plan does."""
    is_planned = record.is_met is not None and not record.entry.definition["zh"]
    return "plan" if is_planned else "other"


def _named(record: ScoredRecord, language: Language) -> str:
    """What a figure counts where that is its own, and what is remarked of it."""
    stroke = "；" if language == "zh" else "; "
    parts = (record.entry.definition[language], record.entry.note[language])
    return stroke.join(part for part in parts if part)


def _or_nan(value: float | None) -> float:
    return _NAN if value is None else value


def _at(places: Sequence[bool], values: Sequence[float | None]) -> list[float]:
    """Values where they belong; not a number elsewhere."""
    pairs = zip(places, values, strict=True)
    return [_or_nan(value) if there else _NAN for there, value in pairs]


def _cited(names: str, sources: Sources) -> tuple[str, str, str]:
    """Title, publisher and date of the sources of a figure."""
    found = [sources[name] for name in names.split(";") if name in sources]
    title, publisher, day = (
        "; ".join(row.text(column) for row in found) for column in ("title", "publisher", "date")
    )
    return title, publisher, day


def _compared(comparator: str) -> str:
    """A comparator as a cell; a bare = is the beginning of a formula to a spreadsheet."""
    return _STATED if comparator == "=" else comparator
