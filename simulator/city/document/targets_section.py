"""The scoreboard of the Decision: every figure, its promise and what becomes of it."""

from collections import Counter

from simulator.city.document.material import Material
from simulator.city.targets.board import VERDICTS, ScoreRow, board_of
from simulator.city.targets.words import Words
from simulator.report.document.parts import Cell, Rows, Section, Tone
from simulator.words.catalogue import listed

_TONES: dict[str, Tone] = {
    "met": "met",
    "met_before": "met",
    "close": "close",
    "missed": "missed",
    "open": "missed",
    "no_number": "unknown",
}


_EMPTY = "no_number"


def targets_section(material: Material) -> Section | None:
    """Figures in the order of the plan, those without a number last; ``None`` without a plan."""
    board = board_of(material.outcome)
    if not board:
        return None
    told = tuple(row for row in board if row.verdict != _EMPTY)
    empty = tuple(row for row in board if row.verdict == _EMPTY)
    unknown = material.say("report.scoreboard_empty", number=len(empty))
    blocks = (
        _rows(material, told, _finding(material, board)),
        *((_rows(material, empty, unknown, folded=True),) if empty else ()),
    )
    return Section(name="scoreboard", title=material.say("report.scoreboard"), blocks=blocks)


def _rows(
    material: Material, board: tuple[ScoreRow, ...], title: str, *, folded: bool = False
) -> Rows:
    """Rows under the sections of the plan, each in the group of its verdict."""
    words = Words(language=material.language, sources=material.outcome.pack.sources)
    body: list[tuple[Cell, ...]] = []
    groups: list[str] = []
    section = ""
    for row in board:
        if row.target.section != section:
            section = row.target.section
            body.append((_clause(material, row),))
            groups.append("")
        body.append(_row(material, row, words))
        groups.append(material.say(f"verdict.{row.verdict}"))
    return Rows(
        name="scoreboard-empty" if folded else "scoreboard-rows",
        title=title,
        head=material.head("number", "figure", "promise", "verdict", "result"),
        body=body,
        numeric=(False,) * 5,
        widths=(0.45, 1.1, 0.9, 1.0, 3.2),
        groups=() if folded else groups,
        data=None if folded else material.tables["targets"],
        folded=folded,
        notes=() if folded else _of_translation(material, board),
    )


def _clause(material: Material, row: ScoreRow) -> Cell:
    """The clause of a figure; below a translation stands what the plan says."""
    said, original = material.title(row.entry.section), row.target.section
    return Cell(text=said, more="" if said == original else original)


def _of_translation(material: Material, board: tuple[ScoreRow, ...]) -> tuple[str, ...]:
    """Whose the words of the clauses are, where the report is not in the language of the plan."""
    if material.language == "zh" or not board:
        return ()
    translated = any(row.entry.section["en"] != row.target.section for row in board)
    key = "clauses_translated" if translated else "clauses_not_translated"
    return (material.say(f"report.{key}"),)


def _finding(material: Material, board: tuple[ScoreRow, ...]) -> str:
    found = Counter(row.verdict for row in board)
    counts = [_counted(material, verdict, found[verdict]) for verdict in VERDICTS if found[verdict]]
    return material.say("report.scoreboard_finding", all=len(board), counts=listed(counts))


def _counted(material: Material, verdict: str, number: int) -> str:
    return f"{material.say(f'verdict.{verdict}')} {number}"


def _row(material: Material, row: ScoreRow, words: Words) -> tuple[Cell, ...]:
    brief = words.brief(row)
    said = [*words.results(row), *(words.record(row, record) for record in row.records)]
    return (
        Cell(text=row.target.name),
        Cell(text=material.title(row.target.title)),
        Cell(text=words.promise(row)),
        Cell(
            text=words.verdict(row),
            tone=_TONES.get(row.verdict, ""),
            more=words.standing(row),
        ),
        Cell(text=brief, folded=tuple(each for each in said if each != brief)),
    )
