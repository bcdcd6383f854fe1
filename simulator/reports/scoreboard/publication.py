"""The folder of a scoreboard: tables, data, text, figure and manifest, published in one step."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from simulator.analysis.scoreboard.causes import Causes
from simulator.inputs.pack.reading import Row
from simulator.reports.folder import MARK, publish
from simulator.reports.manifest import build_manifest
from simulator.reports.parquet import write_parquet
from simulator.reports.scoreboard.data import dump_data
from simulator.reports.scoreboard.screen import Board, print_scoreboard
from simulator.reports.scoreboard.words import Words
from simulator.reports.tables.dictionary import dictionary_table
from simulator.reports.tables.table import Table, beside
from simulator.reports.tables.targets import (
    target_causes_table,
    target_needs_table,
    target_records_table,
    target_values_table,
    targets_table,
)

DATA = "scoreboard.json"
_TEXT_WIDTH = 160


@dataclass(frozen=True, kw_only=True)
class Scoreboards:
    """Scoreboards of one plan side by side, and why the first and the last differ, where asked."""

    boards: tuple[Board, ...]
    causes: tuple[Causes, ...] = ()

    @property
    def sources(self) -> Mapping[str, Row]:
        """The sources of the pack by id."""
        return self.boards[0].outcome.pack.sources


def publish_scoreboards(found: Scoreboards, folder: Path) -> None:
    """Write everything beside ``folder`` and move it into place."""

    def write(target: Path) -> None:
        _write_tables(target / "tables", found)
        data = dump_data(found.boards, found.causes, found.sources)
        (target / DATA).write_text(data, encoding="utf-8", newline="\n")
        _write_texts(target, found)
        if found.causes:
            _draw(target / "figures", found)
        (target / MARK).write_text(_manifest(target, found.boards), encoding="utf-8", newline="\n")

    publish(folder, write)


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
        beside("scenario", {name: each[kind] for name, each in by_scenario.items()})
        for kind in kinds
    )
    if found.causes:
        tables = (*tables, target_causes_table(found.causes))
    return (*tables, dictionary_table(found.boards[0].outcome, tables))


def _write_tables(folder: Path, found: Scoreboards) -> None:
    folder.mkdir()
    tables = build_scoreboard_tables(found)
    for table in tables:
        (folder / f"{table.name}.csv").write_bytes(table.text().encode())
    write_parquet(folder, tables)


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
    from simulator.reports.charts.causes import draw_causes
    from simulator.reports.style import drawing_style

    folder.mkdir()
    first, last = found.boards[0].outcome, found.boards[-1].outcome
    with drawing_style():
        draw_causes(found.causes, first, last).save(folder, "target_causes")


def _manifest(folder: Path, boards: Sequence[Board]) -> str:
    """What went in: of the first scenario, and of those beside it."""
    content = dict(build_manifest(folder, boards[0].outcome))
    content["beside"] = [
        {
            name: value
            for name, value in build_manifest(folder, board.outcome).items()
            if name in ("scenario", "inputs", "solver", "residuals")
        }
        for board in boards[1:]
    ]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
