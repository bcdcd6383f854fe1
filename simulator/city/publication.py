"""Folders of results, published in one step: a run's, and a scoreboard's.

A run's holds tables, figures, the resolved scenario and a manifest.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from rich.console import Console

from simulator.city.figures import drawn
from simulator.city.ground.manifest import build_manifest
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.city.reporting import Reported, write_reports
from simulator.city.tables import dictionary_table, write_tables
from simulator.city.targets.causes import Causes
from simulator.city.targets.data import dump_data
from simulator.city.targets.screen import Board, print_scoreboard
from simulator.city.targets.table import (
    target_causes_table,
    target_needs_table,
    target_records_table,
    target_values_table,
    targets_table,
)
from simulator.city.targets.words import Words
from simulator.city.workbook.book import NAME as WORKBOOK
from simulator.city.workbook.book import write_results
from simulator.files.publishing import Content, publish
from simulator.files.records import Row
from simulator.files.resolved import dump_scenario
from simulator.files.result_names import owner_of
from simulator.files.results_folder import refuse_unusable
from simulator.files.results_mark import OWNER
from simulator.files.user_files import Aside
from simulator.report.characters import lacking, tell_lacking
from simulator.report.saving import save_page
from simulator.report.table import Table, save_tables, stacked
from simulator.words.catalogue import LANGUAGES, Language, spoken_alone


def draw_figures(subject: Subject, folder: Path, *, png: bool = False) -> tuple[Path, ...]:
    """Draw every figure into a folder, made where it is missing; return the files written.

    Figures are SVG for a page of A4, with ``png`` both. Of a subject in both languages each figure
    is drawn once a language, ``<name>.zh`` and ``<name>.en``. The same outcome gives the same
    bytes; a figure in which a run has nothing to show is left out (``city/figures.py``).
    """
    folder.mkdir(parents=True, exist_ok=True)
    absent: list[str] = []
    files: list[Path] = []
    for language in spoken_alone(subject.language):
        ending = f".{language}" if subject.language == "both" else ""
        for name, page in drawn(replace(subject, language=language)):
            absent += lacking(page.texts())
            files += page.save(folder, f"{name}{ending}", png=png)
    tell_lacking(absent)
    return tuple(files)


RESOLVED = "scenario.resolved.toml"
PNG = "png"
"""What ``report.figures`` says where PNG is wanted beside SVG."""


def publish_outcome(
    outcome: Outcome,
    folder: Path,
    owner: str = "",
    *,
    png: bool = False,
    of_draws: OfDraws | None = None,
) -> tuple[Aside, ...]:
    """Write everything of a run beside ``folder`` and move it into place; see ``publish``.

    Tables say what is said ``of_draws``, where there are any. Figures are drawn as
    ``report.figures`` says; with ``png`` as PNG in any case.
    """
    values = outcome.file.values

    def write(target: Path) -> Content:
        language = cast("Language", str(values["report.language"]))
        tables = write_tables(target / "tables", outcome, of_draws)
        manifest = build_manifest(outcome)
        if values.get("report.page", True):
            reported = Reported(
                outcome=outcome, tables=tables, manifest=manifest, of_draws=of_draws
            )
            write_reports(target, reported)
        if values.get("report.workbook", True):
            path = target / WORKBOOK
            write_results(path, outcome, tables, language=language, of_draws=of_draws)
        if png or values["report.figures"]:
            subject = Subject(outcome=outcome, language=language, of_draws=of_draws)
            draw_figures(subject, target / "figures", png=png or values["report.figures"] == PNG)
        text = dump_scenario(outcome.file)
        (target / RESOLVED).write_text(text, encoding="utf-8", newline="\n")
        return manifest

    return publish(folder, write, owner)


def refuse_occupied(folder: Path) -> None:
    """Refuse before a run, not after it, a folder that nothing can be published into."""
    refuse_unusable(folder)


DATA = "scoreboard.json"
_TEXT_WIDTH = 160


@dataclass(frozen=True, kw_only=True)
class Scoreboards:
    """Scoreboards of one plan side by side, and why the first and the last differ, where asked."""

    boards: tuple[Board, ...]
    causes: tuple[Causes, ...] = ()
    png: bool = False

    @property
    def sources(self) -> Mapping[str, Row]:
        """The sources of the pack by id."""
        return self.boards[0].outcome.pack.sources


def publish_scoreboards(found: Scoreboards, folder: Path, owner: str = "") -> tuple[Aside, ...]:
    """Write everything beside ``folder`` and move it into place; see ``publish``."""

    def write(target: Path) -> Content:
        save_tables(target / "tables", build_scoreboard_tables(found))
        data = dump_data(found.boards, found.causes, found.sources)
        (target / DATA).write_text(data, encoding="utf-8", newline="\n")
        _write_texts(target, found)
        if found.causes:
            _draw(target / "figures", found)
        return _manifest(found.boards)

    return publish(folder, write, owner)


def build_scoreboard_tables(found: Scoreboards) -> tuple[Table, ...]:
    """The tables of a folder, the dictionary last; a first column names the scenario."""
    by_scenario = {
        board.outcome.file.name: (
            targets_table(board.rows, found.sources),
            target_values_table(board.rows),
            target_needs_table(board.rows),
            target_records_table(board.rows, found.sources),
        )
        for board in found.boards
    }
    kinds = range(len(next(iter(by_scenario.values()))))
    tables = tuple(
        stacked("scenario", {name: each[kind] for name, each in by_scenario.items()})
        for kind in kinds
    )
    if found.causes:
        tables = (*tables, target_causes_table(found.causes))
    return (*tables, dictionary_table(found.boards[0].outcome, tables))


def _write_texts(folder: Path, found: Scoreboards) -> None:
    """The table of the screen, in both languages, for those who have no terminal."""
    for language in ("zh", "en"):
        written = io.StringIO()
        console = Console(file=written, width=_TEXT_WIDTH, highlight=False)
        print_scoreboard(found.boards, Words(language=language, sources=found.sources), console)
        lines = (line.rstrip() for line in written.getvalue().splitlines())
        path = folder / f"scoreboard.{language}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _draw(folder: Path, found: Scoreboards) -> None:
    from simulator.city.targets.figure import draw_causes

    folder.mkdir()
    first, last = found.boards[0].outcome, found.boards[-1].outcome
    for language in LANGUAGES:
        page = draw_causes(found.causes, first, last, language)
        save_page(page, folder, f"target_causes.{language}", png=found.png)


def _manifest(boards: Sequence[Board]) -> Content:
    """What went in: of the first scenario, and of those beside it."""
    kept = ("scenario", "inputs", "solver", "residuals")
    beside = [build_manifest(board.outcome) for board in boards[1:]]
    return {
        **build_manifest(boards[0].outcome),
        OWNER: owner_of(
            [Path(board.outcome.file.files[-1]) for board in boards],
            boards[0].outcome.file.overrides,
        ),
        "beside": [{name: each[name] for name in kept} for each in beside],
    }
