"""Sheets of the plan: every target of the Decision, and every named project."""

from simulator.city.ground.provenance import source_title
from simulator.city.targets.board import board_of
from simulator.city.targets.words import Words
from simulator.city.workbook.source import Source, notes, own_field, words_of
from simulator.report.workbook.sheets import Field, Form, Sheet
from simulator.words.catalogue import leading


def targets_sheet(source: Source) -> Sheet:
    """A row a target: promise, verdict, grounds and definition."""
    rows, board = source.rows("targets"), board_of(source.outcome)
    words = Words(
        language="en" if source.language == "en" else "zh", sources=source.outcome.pack.sources
    )

    def labels(column: str, kind: str) -> Field:
        cells = [source.label(column, row[column], "\n") for row in rows]
        return source.field(f"targets.{kind}", cells, "brief")

    def told(name: str, said: int = 0) -> list[str]:
        texts = ((row[f"{name}_zh"], row[f"{name}_en"]) for row in rows)
        if name != "quantity":  # long texts in the first language alone
            return ["\n".join(leading(text, source.language).split(" | ")[said:]) for text in texts]
        return [source.told(*text) for text in texts]

    sectors = [source.told(row.entry.sector["zh"], row.entry.sector["en"]) for row in board]
    sections = [source.told(row.entry.section["zh"], row.entry.section["en"]) for row in board]
    drawn = ("probability_met",) if source.has("targets", "probability_met") else ()
    chances = [source.field(f"targets.{name}", [r[name] for r in rows], "share") for name in drawn]
    first = "en" if source.language == "en" else "zh"
    return Sheet(
        called=words_of("targets", number=len(rows)),
        fields=(
            source.field("targets.target", [row["target"] for row in rows], "text"),
            source.field("targets.sector", sectors, "brief"),
            source.field(f"targets.quantity_{first}", told("quantity"), "brief", "name"),
            own_field("promise", [words.promise(row) for row in board], "brief"),
            source.field("targets.deadline", [row["deadline"] for row in rows], "year"),
            labels("verdict", "verdict"),
            *chances,
            labels("standing", "standing"),
            source.field(f"targets.result_{first}", told("result", 2), "long", "result"),
            source.field(f"targets.definition_{first}", told("definition"), "long", "definition"),
            source.field("targets.section", sections, "brief"),
        ),
        notes=notes("targets"),
        frozen=3,
        printed=9 + len(chances),
    )


def projects_sheet(source: Source) -> Sheet:
    """A row a named project: what is promised of it, what is expected, its source."""
    rows = source.rows("projects")

    def field(column: str, form: Form) -> Field:
        return source.field(f"projects.{column}", [row[column] for row in rows], form)

    names = [source.told(row["name_zh"], row["name_en"]) for row in rows]
    services = [source.service(row["service"], "\n") for row in rows]
    places = [source.place(row["district"], "\n") for row in rows]
    units = [source.unit(row["unit"], "\n") for row in rows]
    states = [source.label("state", row["state"], "\n") for row in rows]
    sources = [source_title(source.outcome.pack, row["source"]) for row in rows]
    return Sheet(
        called=words_of("projects"),
        fields=(
            field("project", "text"),
            source.field("projects.name_zh", names, "long", "name"),
            source.field("projects.service", services, "brief"),
            source.field("projects.district", places, "brief"),
            field("places", "whole"),
            source.field("projects.unit", units, "brief"),
            source.field("projects.state", states, "brief"),
            field("promised_opening", "date"),
            field("expected_opening", "date"),
            field("early_opening", "date"),
            field("late_opening", "date"),
            field("closes", "date"),
            field("chance_on_time", "share"),
            field("grade", "text"),
            source.field("projects.source", sources, "long"),
        ),
        notes=notes("projects", "grades"),
        frozen=2,
    )
