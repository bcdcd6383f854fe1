"""``scoreboard.toml`` of a city pack: what each figure of the plan counts, and who answers it."""

from simulator.city.pack.entries import BED_KINDS, PLACE_KINDS, POPULATIONS, VERSION
from simulator.files.form import (
    GRADE,
    Entry,
    Form,
    both,
    choice,
    for_readers,
    integer,
    number,
    several,
    table,
    tables,
    text,
)

STATUSES = ("modelled", "recorded", "unknown")
"""Whether a run answers a figure, the record does, or nobody."""

OF_SERVICES = (
    *("serving", "serving_added", "built", "added", "begun", "projects", "projects_begun"),
)
OF_PROGRAMMES = ("facilities", "facilities_a_year")
OF_RECORDS = ("recorded",)
COUNTED = (*OF_SERVICES, *OF_PROGRAMMES, *OF_RECORDS)
"""What a reading may count, by what it is counted of."""

PEOPLE = (
    *("resident", "registered", "planned", "deliveries", "resident_deliveries", "births"),
    *("in_scope", "pupils"),
)
"""Whom a figure may be for, or a ratio be taken of."""

_AGES = Entry(
    name="ages",
    kind="list",
    of=Entry(name="", kind="list", of=integer("", 0, 120), rising=True, least=1, most=2),
    required=False,
)
_SERVICES = text("", names="service")
_FACTOR = (number("factor", required=False), for_readers(text("factor_rule", required=False)))
_WHOM = (
    choice("people", *PEOPLE, "districts", "beds", "target", required=False),
    _AGES,
    *_FACTOR,
    text("target", names="target", required=False),
    Entry(name="source_id", names="source", many=";", required=False),
)

_VALUE = tables(
    "value",
    text("id"),
    both("name"),
    choice("counts", *COUNTED),
    several("of", _SERVICES, required=False),
    text("programme", names="programme", required=False),
    text("series", names="recorded", required=False),
    number("base", required=False),
    for_readers(text("base_rule", required=False)),
    choice("reading", "plan", "count", "both", required=False),
    choice("day", "year_end", "september", required=False),
    text("ratio", names="ratio", required=False),
    both("whom", required=False),
    *_WHOM,
    several("scope", _SERVICES, required=False),
    number("per", required=False),
    table(
        "as",
        choice("population", *POPULATIONS, required=False),
        choice("bed_kind", *BED_KINDS, required=False),
        choice("place_kind", *PLACE_KINDS, required=False),
        text("age_range", required=False),
        required=False,
    ),
    GRADE,
    table(
        "driver",
        text("key", names="driver"),
        number("to", None),
        choice("direction", "up", "down"),
    ),
    unique=("id",),
    required=False,
)

_NEED = tables(
    "need",
    both("whom"),
    *_WHOM,
    several("of", _SERVICES, required=False),
    number("per", required=False),
    Entry(name="only", kind="switch", required=False),
    both("limit", required=False),
    choice("grade", "A", "B", "C", "D", required=False),
    unique=(),
    required=False,
)

_RECORD = tables(
    "record",
    choice("role", "base", "outcome"),
    text("table", names="table"),
    Entry(name="where", kind="labelled", of=text("")),
    Entry(name="compares", kind="switch", required=False),
    both("note", required=False),
    unique=(),
    required=False,
)

SCOREBOARD = Form(
    file="scoreboard.toml",
    required=False,
    needs="targets.csv",
    entries=(
        VERSION,
        Entry(name="sector", kind="labelled", names="sector_of_targets", of=both("")),
        Entry(name="section", kind="labelled", names="section_of_targets", of=text("")),
        tables(
            "target",
            text("id", names="target"),
            choice("status", *STATUSES),
            both("unit"),
            both("lacking", required=False),
            both("definition"),
            _VALUE,
            _NEED,
            _RECORD,
            unique=("id",),
        ),
    ),
)
