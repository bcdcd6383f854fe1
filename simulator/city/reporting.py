"""The report of a run, written: one page a language, from the tables that lie beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from simulator.city.answer.answer import answer_of
from simulator.city.document.material import Material
from simulator.city.document.report import build_report
from simulator.city.figures import NothingShownError, draw
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.errors import MissingExtraError
from simulator.report.document.html import write_html
from simulator.report.document.parts import Document
from simulator.report.table import Table
from simulator.words.catalogue import LANGUAGES, message

Spoken = Literal["zh", "en"]
Kind = Literal["html", "docx", "pdf"]


def languages_of(outcome: Outcome) -> tuple[Spoken, ...]:
    """The languages in which a run is reported, each by itself."""
    return spoken_in(outcome.file.values["report.language"])


def spoken_in(stated: object) -> tuple[Spoken, ...]:
    """The languages that a choice means: both of them, or the one that it names."""
    return tuple(each for each in LANGUAGES if stated in (each, "both"))


def report_name(language: Spoken, kind: str = "html") -> str:
    """What the file of a report is called."""
    return f"report.{language}.{kind}"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A run and what a report is made from: its tables and manifest, what is said of its draws."""

    outcome: Outcome
    tables: Sequence[Table]
    manifest: Mapping[str, object]
    of_draws: OfDraws | None = None

    def subject(self, language: Spoken) -> Subject:
        """The run as figures take it."""
        return Subject(outcome=self.outcome, language=language, of_draws=self.of_draws)

    def document(self, language: Spoken, *, together: bool = True) -> Document:
        """The report in a language; letters of its pictures are defined once ``together``."""
        subject = self.subject(language)
        return build_report(
            Material(
                subject=subject,
                language=language,
                answer=answer_of(self.outcome, self.of_draws),
                tables={table.name: table for table in self.tables},
                drawn=_Pictures(subject, together=together),
                manifest=self.manifest,
            )
        )


def write_reports(
    folder: Path, reported: Reported, kind: Kind = "html", languages: Sequence[Spoken] = ()
) -> tuple[Path, ...]:
    """Write the report in some languages, else in those that ``report.language`` means.

    For ``pdf`` its extra has to be installed (``refuse_missing``).
    """
    written = []
    for language in languages or languages_of(reported.outcome):
        path = folder / report_name(language, kind)
        path.write_bytes(_WRITERS[kind](reported, language))
        written.append(path)
    return tuple(written)


def _html(reported: Reported, language: Spoken) -> bytes:
    return write_html(reported.document(language)).encode()


def _word(reported: Reported, language: Spoken) -> bytes:
    from simulator.report.document.word import write_word
    from simulator.report.painted import png_of
    from simulator.report.style import drawing_style

    subject = reported.subject(language)
    with drawing_style():
        return write_word(
            reported.document(language), lambda name: png_of(draw(subject, name).figure())
        )


def _print(reported: Reported, language: Spoken) -> bytes:
    from simulator.report.document.print_out import write_print

    return write_print(reported.document(language, together=False))


def refuse_missing(kind: Kind) -> None:
    """Refuse, before a run, a form whose extra is not installed.

    Raises ``MissingExtraError``.
    """
    if kind == "pdf" and find_spec("typst") is None:
        command = 'pip install "minsheng[pdf]"'
        raise MissingExtraError(message("report.needs_typst", command=command))


_WRITERS: Mapping[str, Callable[[Reported, Spoken], bytes]] = {
    "html": _html,
    "docx": _word,
    "pdf": _print,
}
KINDS = tuple(_WRITERS)
"""The forms of a report."""


class _Pictures:
    """Figures of a run as SVG; ``together`` on one page, a letter is defined in one of them."""

    def __init__(self, subject: Subject, *, together: bool) -> None:
        self._subject = subject
        self._known: set[int] | None = set() if together else None

    def __call__(self, name: str) -> str:
        """A figure by name; empty where the run has nothing to show in it."""
        try:
            page = draw(self._subject, name)
        except NothingShownError:
            return ""
        return page.svg(self._known)
