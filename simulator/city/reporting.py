"""The report of a run, written: one page a language, from the tables that lie beside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from simulator.city.answer.answer import answer_of
from simulator.city.document.material import Material
from simulator.city.document.report import build_report
from simulator.city.figures import NothingShownError, draw
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.report.document.html import write_html
from simulator.report.document.parts import Document
from simulator.report.table import Table
from simulator.words.catalogue import LANGUAGES

Spoken = Literal["zh", "en"]


def languages_of(outcome: Outcome) -> tuple[Spoken, ...]:
    """The languages in which a run is reported, each by itself."""
    return spoken_in(outcome.file.values["report.language"])


def spoken_in(stated: object) -> tuple[Spoken, ...]:
    """The languages that a choice means: both of them, or the one that it names."""
    return tuple(each for each in LANGUAGES if stated in (each, "both"))


def report_name(language: Spoken, kind: str = "html") -> str:
    """What the file of a report is called."""
    return f"report.{language}.{kind}"


def report_of(
    outcome: Outcome,
    language: Spoken,
    tables: Sequence[Table],
    manifest: Mapping[str, object],
    of_draws: OfDraws | None = None,
) -> Document:
    """The report of a run in a language, from its tables and its manifest."""
    subject = Subject(outcome=outcome, language=language, of_draws=of_draws)
    return build_report(
        Material(
            subject=subject,
            language=language,
            answer=answer_of(outcome, of_draws),
            tables={table.name: table for table in tables},
            drawn=_Pictures(subject),
            manifest=manifest,
        )
    )


def write_reports(
    folder: Path,
    outcome: Outcome,
    tables: Sequence[Table],
    manifest: Mapping[str, object],
    of_draws: OfDraws | None = None,
) -> tuple[Path, ...]:
    """Write the report in every language that ``report.language`` means; the files."""
    written = []
    for language in languages_of(outcome):
        document = report_of(outcome, language, tables, manifest, of_draws)
        path = folder / report_name(language)
        path.write_text(write_html(document), encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


class _Pictures:
    """Figures of a run as SVG for one page: a letter is defined once in all of them."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._known: set[int] = set()

    def __call__(self, name: str) -> str:
        """A figure by name; empty where the run has nothing to show in it."""
        try:
            page = draw(self._subject, name)
        except NothingShownError:
            return ""
        return page.svg(self._known)
