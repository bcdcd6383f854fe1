"""The scoreboard on a screen: a coloured table, one row a figure, one column a scenario.

Colours go where there is a terminal and ``NO_COLOR`` is not set; a file or pipe gets the same table
without them, as wide as ``COLUMNS`` says.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAVY
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.city.ground.outcome import Outcome
from simulator.city.pack.scoreboard_form import STATUSES
from simulator.city.targets.board import VERDICTS, ScoreRow
from simulator.city.targets.chosen import ALL, Section, Wanted, sections_of
from simulator.city.targets.reading import read_close
from simulator.city.targets.readings import INDIRECT
from simulator.city.targets.words import Words
from simulator.report.grid import broken_to

if TYPE_CHECKING:
    from rich.console import RenderableType

_STYLES = {
    "met": "bold green",
    "close": "bold yellow",
    "missed": "bold red",
    "depends": "bold magenta",
    INDIRECT: "bold cyan",
    "recorded_met": "bold green",
    "recorded_missed": "bold red",
    "recorded_depends": "bold magenta",
    "met_before": "green",
    "met_after": "yellow",
    "open": "red",
    "no_number": "dim",
}
_MARKS = {"met": "green", "close": "yellow", "missed": "red", INDIRECT: "cyan", None: "dim"}
_PIPE_WIDTH = 160
_NUMBER, _BETWEEN, _EDGES, _NARROWEST = 4, 3, 2, 14
_INDENT = "  "


@dataclass(frozen=True, kw_only=True)
class Board:
    """A run and its scoreboard."""

    outcome: Outcome
    rows: tuple[ScoreRow, ...]

    @property
    def title(self) -> object:
        """Name of the scenario, in the languages it is given in."""
        return self.outcome.file.title or self.outcome.file.name


def scoreboard_console() -> Console:
    """A console as wide as the terminal; a pipe has no width of its own."""
    console = Console(highlight=False)
    if console.is_terminal or "COLUMNS" in os.environ:
        return console
    return Console(highlight=False, width=_PIPE_WIDTH)


def print_scoreboard(
    boards: Sequence[Board],
    words: Words,
    console: Console | None = None,
    wanted: Wanted = ALL,
) -> None:
    """Show one scoreboard, or several of the same plan side by side, and what they add up to.

    ``wanted`` leaves rows out; what they add up to is always of the whole plan.
    """
    console = scoreboard_console() if console is None else console
    for part in _parts(boards, words, console.width, wanted):
        console.print(part)


def tally(board: Board, words: Words) -> str:
    """How many figures are met, missed and neither in a scenario."""
    found = Counter(row.verdict for row in board.rows)
    stroke = "；" if words.language == "zh" else "; "
    counts = stroke.join(
        f"{words.say(f'verdict.{verdict}')} {found[verdict]}"
        for verdict in VERDICTS
        if found[verdict]
    )
    return f"{words.of(board.title)}{words.colon}{counts}"


def _parts(
    boards: Sequence[Board], words: Words, width: int, wanted: Wanted
) -> Iterator["RenderableType"]:
    first = boards[0]
    city, names = first.outcome.pack.title, [words.of(board.title) for board in boards]
    title = words.say(
        "targets.title", city=city, scenario=" | ".join(names), plan=str(len(first.rows))
    )
    yield Text(title, style="bold")
    sections = sections_of([board.rows for board in boards], wanted)
    yield _table(boards, words, width, sections)
    shown = sum(len(places) for _, places in sections)
    if shown < len(first.rows):
        yield Text(words.say("targets.shown", shown=shown, all=len(first.rows)), style="bold")
    standing = Counter(row.entry.status for row in first.rows)
    yield Text(
        words.say("targets.tally", all=len(first.rows), **{s: standing[s] for s in STATUSES})
    )
    for board in boards:
        yield Text(tally(board, words))
    close = read_close(first.outcome.pack).per_cent
    yield Text(words.say("targets.note_value", close=close), style="dim")


def _table(boards: Sequence[Board], words: Words, width: int, sections: Sequence[Section]) -> Table:
    table = Table(box=SIMPLE_HEAVY, show_lines=True, pad_edge=False)
    what, promise, result = _widths(width, len(boards))
    headings = ("number", "what", "promise")
    for name, cells in zip(headings, (_NUMBER, what, promise), strict=True):
        table.add_column(
            words.say(f"targets.{name}"), width=cells, min_width=cells, overflow="fold"
        )
    for board in boards:
        title = words.of(board.title)
        table.add_column(title, width=result, min_width=result, overflow="fold")
    for clause, places in sections:
        heading = words.say("targets.without_number") if clause is None else words.of(clause)
        table.add_row("", _lines([(heading, "bold reverse")], what))
        for place in places:
            same = [board.rows[place] for board in boards]
            table.add_row(
                same[0].target.name,
                _what(same[0], words, what),
                _promise(same[0], words, promise, clause=clause is None),
                *(_result(each, words, result) for each in same),
            )
    return table


def _widths(width: int, boards: int) -> tuple[int, int, int]:
    """Columns for what a figure counts, its promise, and each scenario; none too narrow to read."""
    promise = min(max(width // 8, 14), 24)
    left = width - _NUMBER - promise - _BETWEEN * (2 + boards) - _EDGES
    each = max(left // (boards + 1), _NARROWEST)
    return each, promise, each


def _what(row: ScoreRow, words: Words, width: int) -> Text:
    """Name, definition, and what is on record: the same in every scenario."""
    lines = [(words.of(row.target.title), "bold"), (words.of(row.entry.definition), "")]
    lines += [(words.record(row, record), "dim") for record in row.records]
    return _lines(lines, width)


def _promise(row: ScoreRow, words: Words, width: int, *, clause: bool) -> Text:
    """The promise; with its clause, where no heading says it."""
    lines = [(words.promise(row), "bold")]
    if clause:
        lines.append((words.of(row.entry.section), "dim"))
    return _lines(lines, width)


def _result(row: ScoreRow, words: Words, width: int) -> Text:
    """The verdict, then every sentence; each reading has a mark of its own colour."""
    text = _lines([(words.verdict(row), _STYLES[row.verdict])], width)
    text.append("\n").append_text(_lines([(words.standing(row), "dim")], width))
    marks = [value.verdict for value in row.values]
    for number, sentence in enumerate(words.results(row)):
        verdict = marks[number] if number < len(marks) else None
        text.append("\n• ", style=_MARKS[verdict])
        text.append_text(_lines([(sentence, "")], width - len(_INDENT), indent=_INDENT))
    return text


def _lines(parts: Sequence[tuple[str, str]], width: int, *, indent: str = "") -> Text:
    """Texts one below the other, each broken to a width, in a style each."""
    return Text("\n").join(
        Text(f"\n{indent}".join(broken_to(text, width)), style=style) for text, style in parts
    )
