"""``scoreboard.toml`` of a city pack: what each figure of the plan counts, and who answers it."""

from simulator.city.pack.entries import BED_KINDS, PLACE_KINDS, POPULATIONS, VERSION
from simulator.files.form import (
    GRADE,
    STATED,
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

STATUSES = ("modelled", "input", "recorded", "unknown")
"""Whether a run answers a figure, what is put into it does, the record does, or nobody."""

SOURCE_KINDS = (
    *("census", "resident_survey", "travel_survey"),
    *("education_statistics", "recognition_list", "graduate_report", "approval_register"),
    *("health_statistics", "public_health_report", "sector_plan", "inspection_report"),
    *("housing_statistics", "construction_yearbook", "transport_statistics", "vehicle_register"),
    *("completion_notice", "environment_bulletin", "civil_affairs_statistics"),
    *("culture_sport_statistics", "labour_statistics", "disability_statistics"),
)
"""What kind of source would give the number of a figure that has none; words at ``source_kind``."""

UNRECORDED = (
    *("enrolment", "dropping_out"),
    *("other_institutions", "other_private_hospitals", "gas_use", "housing_programme"),
)
"""What a figure asks for and nothing records, so that its value is neither met nor missed."""

OF_SERVICES = (
    *("serving", "serving_added", "built", "added", "begun", "projects", "projects_begun"),
    "last_grade",
)
OF_PROGRAMMES = ("facilities", "facilities_a_year")
OF_RECORDS = ("recorded",)
OF_HOUSING = ("homes", "homes_added", "homes_let")
OF_INPUTS = ("life_expectancy", "infant_mortality")
COUNTED = (*OF_SERVICES, *OF_PROGRAMMES, *OF_RECORDS, *OF_HOUSING, *OF_INPUTS)
"""What a reading may count, by what it is counted of."""

PEOPLE = (
    *("resident", "registered", "planned", "deliveries", "resident_deliveries", "births"),
    *("in_scope", "pupils", "entrants"),
)
"""Whom a figure may be for, or a ratio be taken of."""

HOUSEHOLDS = ("households", "urban_households", "households_in_need")
"""Households a figure may be for, where the pack has ``housing.toml``."""

_AGES = Entry(
    name="ages",
    kind="list",
    of=Entry(name="", kind="list", of=integer("", 0, 120), rising=True, least=1, most=2),
    required=False,
)
_SERVICES = text("", names="service")
_FACTOR = (number("factor", required=False), for_readers(text("factor_rule", required=False)))
_WHOM = (
    choice("people", *PEOPLE, *HOUSEHOLDS, "districts", "beds", "target", required=False),
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
    choice("population", "resident", "registered", required=False),
    choice("unrecorded", *UNRECORDED, required=False),
    choice("day", "year_end", "september", "school_year", required=False),
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

ROLES = ("base", "way", "outcome", "later", "aim")
"""When a recorded figure is of: the start, the years to the deadline, the deadline, after it; or
what somebody aimed at, which is no record of anything."""

_RECORD = tables(
    "record",
    choice("role", *ROLES),
    text("table", names="table"),
    Entry(name="where", kind="labelled", of=text("")),
    Entry(name="compares", kind="switch", required=False),
    both("definition", required=False),
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
        table(
            "close",
            integer("value", 1, 100),
            several("none_for", text("", names="unit_of_targets")),
            *STATED,
        ),
        Entry(name="sector", kind="labelled", names="sector_of_targets", of=both("")),
        Entry(
            name="section",
            kind="labelled",
            names="section_of_targets",
            of=text(""),
            required=False,
        ),
        tables(
            "target",
            text("id", names="target"),
            choice("status", *STATUSES),
            choice("source_kind", *SOURCE_KINDS, required=False),
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
