"""``results.xlsx``: what a run says, for those who work in a spreadsheet.

Every number is that of a table of the run; the sheets choose, name and order them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.city.answer.answer import answer_of
from simulator.city.answer.sentences import headline, sureness, two_answers
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.workbook.answer import answer_sheet
from simulator.city.workbook.evidence import inputs_sheet, observed_sheet
from simulator.city.workbook.people import (
    components_sheet,
    outlook_sheet,
    people_charts,
    population_sheet,
)
from simulator.city.workbook.plan import projects_sheet, targets_sheet
from simulator.city.workbook.services import (
    city_charts,
    city_sheet,
    gap_charts,
    gaps_sheet,
    index_of,
    results_sheet,
)
from simulator.city.workbook.source import Source, notes, own_field, words_of
from simulator.files.results_mark import program
from simulator.report.table import Table
from simulator.report.workbook.sheets import Charts, Cover, Field, Sheet
from simulator.report.workbook.writing import Page, write_workbook
from simulator.words.catalogue import Language, Pair, in_language, leading, pair, say

NAME = "results.xlsx"


def write_results(
    path: Path,
    outcome: Outcome,
    tables: Sequence[Table],
    *,
    language: Language,
    of_draws: OfDraws | None = None,
) -> None:
    """Write the workbook of a run.

    Parameters
    ----------
    path
        The file.
    outcome, of_draws
        The run, and what all draws say of it.
    tables
        Every table of the run, as written; the numbers are theirs.
    language
        Of heads and texts; ``both`` has Chinese heads with English beneath.
    """
    source = Source(
        outcome=outcome, tables={table.name: table for table in tables}, language=language
    )
    pages = [*_pages(source, _sentences(source, of_draws))]
    pages.append(_dictionary(pages, language))
    write_workbook(path, _cover(source, of_draws), pages, language)


def _sentences(source: Source, of_draws: OfDraws | None) -> tuple[str, ...]:
    """The answer in words, as on the screen and in the report: a paragraph each."""
    answer = answer_of(source.outcome, of_draws)
    said = (*headline(answer), two_answers(answer), sureness(answer))
    return tuple(source.told(*each) for each in said if each is not None)


def _pages(source: Source, sentences: Sequence[str]) -> Iterator[Page]:
    index = index_of(source)
    city, gaps = city_sheet(source, index), gaps_sheet(source, index)
    population, changes = population_sheet(source), components_sheet(source)
    whole_years = sum(1 for row in population.strong if row < len(source.years))
    charts = (
        *city_charts(source, city),
        *gap_charts(source, gaps),
        *people_charts(population, changes, min(whole_years, len(changes.strong))),
    )
    yield answer_sheet(source, index, sentences)
    yield Charts(called=words_of("charts"), charts=charts, notes=notes("gap", "charts"))
    yield city
    if gaps.length:
        yield gaps
    yield results_sheet(source, index)
    if source.tables["targets"].length:
        yield targets_sheet(source)
    yield population
    yield changes
    if "outlook" in source.tables:
        yield outlook_sheet(source)
    if source.tables["projects"].length:
        yield projects_sheet(source)
    yield inputs_sheet(source)
    if source.tables["observed"].length:
        yield observed_sheet(source)


def _cover(source: Source, of_draws: OfDraws | None) -> Cover:
    """What the workbook is of, where everything is, and how it came about."""
    file, pack = source.outcome.file, source.outcome.pack
    named = {"city": pack.title, "scenario": file.title or file.name}
    drawn = (
        pair("workbook.not_drawn")
        if of_draws is None
        else pair("workbook.drawn", draws=of_draws.draws)
    )
    lines: list[tuple[Pair, str]] = [
        (pair("workbook.scenario_file"), Path(file.files[-1]).name),
        (pair("workbook.draws"), source.line(drawn)),
        (pair("workbook.program"), " ".join(program().values())),
    ]
    if file.intent:
        lines.insert(0, (pair("workbook.question"), in_language(file.intent, source.language)))
    return Cover(
        name=pair("workbook.sheet.contents.name"),
        title=pair("workbook.title", **named),
        subtitle=say("workbook.subtitle", _one(source.language), span=source.subject.span, **named),
        heads=(pair("workbook.sheet_head"), pair("workbook.shows")),
        lines=lines,
        notes=notes("gap", "readings", "blank", "digits", "grades", "csv"),
    )


def _one(language: Language) -> Language:
    """One language, where there is room for one alone."""
    return "en" if language == "en" else "zh"


def _dictionary(pages: Sequence[Page], language: Language) -> Sheet:
    """Every column of every sheet that means something of its own."""
    told: list[tuple[Pair, Field]] = [
        (page.called.name, field)
        for page in pages
        if isinstance(page, Sheet)
        for field in page.fields
        if any(field.meaning)
    ]

    def lines(text: Pair) -> str:
        return leading(text, language) if language != "both" else "\n".join(dict.fromkeys(text))

    return Sheet(
        called=words_of("dictionary"),
        fields=(
            own_field("sheet", [leading(name, language) for name, _ in told], "text"),
            own_field("column", [lines(field.head) for _, field in told], "long"),
            own_field("meaning", [lines(field.meaning) for _, field in told], "long"),
            own_field("unit", [lines(field.unit) for _, field in told], "long"),
            own_field("origin", [field.origin for _, field in told], "text"),
        ),
        frozen=2,
    )
