"""Sheets of evidence: what the run was made from, and what it is held against."""

from simulator.city.ground.held import held_inputs
from simulator.city.workbook.source import Source, notes, own_field, words_of
from simulator.report.workbook.sheets import Field, Form, Sheet
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import is_known, pair
from simulator.words.declared import chinese


def inputs_sheet(source: Source) -> Sheet:
    """A row an input, from the tables ``inputs`` and ``held``."""
    rows = source.rows("inputs")
    held = {one.key: calendar_label(one.since) for one in held_inputs(source.outcome)}

    def field(column: str, form: Form, head: str | None = None) -> Field:
        return source.field(f"inputs.{column}", [row[column] for row in rows], form, head)

    names = [source.told(row["name_zh"], row["name_en"]) for row in rows]
    units = [source.told(*chinese().pair("measured_in", row["unit"], row["unit"])) for row in rows]
    statuses = [_status(source, row["status"]) for row in rows]
    stated = [_yes_or_no(source, row["stated"]) for row in rows]
    since = [held.get(row["key"], "") for row in rows]
    return Sheet(
        called=words_of("inputs"),
        fields=(
            source.field("inputs.name_zh", names, "long", "name"),
            field("value", "long"),
            source.field("inputs.unit", units, "brief"),
            field("grade", "text"),
            source.field("inputs.stated", stated, "brief"),
            source.field("held.since", since, "date"),
            source.field("inputs.status", statuses, "brief"),
            field("source", "long"),
            field("key", "text"),
            field("stands_in", "text"),
            field("stated_in", "text"),
        ),
        notes=notes("inputs", "grades"),
        printed=8,
    )


def _yes_or_no(source: Source, cell: str) -> str:
    return source.told(*pair(f"word.{cell}")) if cell in ("yes", "no") else cell


def _status(source: Source, name: str) -> str:
    """How a value came about; itself where a pack uses a word of its own."""
    key = f"status.{name}"
    return source.told(*pair(key)) if is_known(key) else name


def observed_sheet(source: Source) -> Sheet:
    """A row a record: what was counted, what the model says, and whether it is a test."""
    rows = source.rows("observed")

    def field(column: str, form: Form) -> Field:
        return source.field(f"observed.{column}", [row[column] for row in rows], form)

    def labels(column: str) -> Field:
        cells = [source.label(column, row[column], "\n") if row[column] else "" for row in rows]
        return source.field(f"observed.{column}", cells, "brief")

    series = [source.label("series", row["series"], "\n") for row in rows]
    places = [source.place(row["district"], "\n") for row in rows]
    units = [source.unit(row["unit"], "\n") for row in rows]
    return Sheet(
        called=words_of("observed"),
        fields=(
            source.field("observed.series", series, "long"),
            own_field("place", places, "brief"),
            field("date", "date"),
            source.field("observed.unit", units, "brief"),
            *(field(name, "number") for name in ("observed", "modelled")),
            *(field(name, "share") for name in ("error", "tolerance")),
            labels("result"),
            labels("use"),
            field("grade", "text"),
            field("source", "long"),
        ),
        notes=notes("observed", "grades"),
        frozen=3,
    )
