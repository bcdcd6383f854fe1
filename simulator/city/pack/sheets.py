"""The CSV tables of a city pack, column by column: what may stand there, what must not repeat."""

from simulator.city.axes import SEX
from simulator.files.form import (
    GRADE,
    SOURCE,
    STATUS,
    Cover,
    Entry,
    Sheet,
    choice,
    day,
    integer,
    number,
    text,
)

_NOTE = text("note", required=False)
_STATED = (text("unit"), text("definition"), SOURCE, STATUS, GRADE, _NOTE)
_SEX = Entry(name="sex", choices=SEX)
_AGES = tuple(str(age) for age in range(101))
_MOST_PEOPLE = 1e9  # no city has more
_MOST = 1e10  # no country counts more of anything
_BIRTHS = tuple(str(age) for age in range(15, 50))
_YEAR = integer("year", 1900, 2200)
_REGION = text("area", names="region")
_BASIS = choice("basis", "estimate", "projection_low", "projection_medium", "projection_high")

_SERIES = (
    text("series"),
    Entry(name="year", kind="years"),
    day("date", required=False),
    Entry(name="date_rule", kind="date_rule"),
    text("district", names="place"),
    Entry(name="sex", choices=("both", *SEX)),
    Entry(name="age_group", kind="ages"),
)
_RECORDED = (
    choice("error_model", "tight", "medium", "loose", "shape", "none"),
    choice("use", "observation", "input", "reference", "aid", "outcome"),
)
_KEY = ("series", "year", "date", "date_rule", "district", "sex", "age_group", "source_id")
SIGNED = ("registered_moves", "migrants", "places_announced", "pupils", "districts")
"""Records that hold balances too, which may be negative."""

OVER_A_PERIOD = ("period", "calendar_year", "during_year", "year_start")
"""Rules of dates under which nothing was counted on a day."""

OF_TARGET = "target_id"
TARGET = text(OF_TARGET, names="target", required=False)
QUOTED = (text(OF_TARGET, names="target"), text("quote"))
"""Of a figure beside a target: whose, and the words of the source that bear it."""

RECORD = "observations/recorded.csv"
FIGURES = "observations/target_figures.csv"
SERIES_OF_TARGETS = (RECORD, FIGURES)
"""Where a reading of a target may take a series from that it divides."""


def _observations(name: str, *extra: Entry, read: bool = True) -> Sheet:
    """A record in the common form: what was counted where and when, and by whom."""
    value = number("value", -_MOST if name in SIGNED else 0.0, _MOST)
    return Sheet(
        file=f"observations/{name}.csv",
        columns=(*_SERIES, value, *_STATED, *_RECORDED, *extra),
        unique=_KEY,
        required=False,
        read=read,
    )


def _rates(name: str, columns: tuple[Entry, ...], cover: Cover, *, read: bool = True) -> Sheet:
    return Sheet(
        file=f"rates/{name}.csv",
        columns=columns,
        unique=cover.columns,
        cover=cover,
        required=read,
        read=read,
    )


PROJECTS = Sheet(
    file="projects.csv",
    columns=(
        text("id"),
        text("name_zh"),
        text("name_en", required=False),
        text("service", names="service", required=False),
        text("district", names="place_in_city"),
        number("capacity", required=False),
        number("increment", required=False),
        choice("unit", "places", "beds"),
        choice("kind", "planned", "designed", "built", "open", "served"),
        text("programme", names="programme", required=False),
        Entry(name="inside_programme", kind="switch"),
        Entry(name="in_starting_stock", kind="switch"),
        text("state", names="state"),
        *(
            day(name, required=False)
            for name in (
                *("start", "promised_completion", "promised_opening"),
                *("promised_by_plan", "revised_opening", "actual_opening"),
            )
        ),
        Entry(name="opens_all_grades", kind="switch", required=False),
        text("derived", names="project_field", many=";", required=False),
        text("rule", required=False),
        text("definition", required=False),
        SOURCE,
        STATUS,
        GRADE,
        _NOTE,
    ),
    unique=("id",),
)

SOURCES = Sheet(
    file="sources.csv",
    columns=(
        text("source_id"),
        text("title"),
        text("publisher"),
        text("date", required=False),
        text("address", required=False),
        choice("read_as", "publisher", "copy", "not read"),
        GRADE,
        text("gives"),
    ),
    unique=("source_id",),
)

TARGETS = Sheet(
    file="targets.csv",
    columns=(
        text("id"),
        text("sector", names="sector"),
        text("quantity_zh"),
        text("quantity_en"),
        number("value", None),
        text("unit"),
        choice("comparator", ">=", "<=", "="),
        integer("deadline_year", 1900, 2200),
        text("driver"),
        text("section", names="section"),
        SOURCE,
        _NOTE,
    ),
    unique=("id",),
    required=False,
)

CENSUS = Sheet(
    file="observations/census_2010.csv",
    columns=(
        _SEX,
        integer("age_from", 0, 120),
        integer("age_to", 0, 120, required=False),
        number("persons", 0.0, _MOST_PEOPLE),
        *_STATED,
    ),
    unique=("sex", "age_from"),
    cover=Cover(columns=("sex",), values={"sex": SEX}),
)

CENSUS_DISTRICTS = Sheet(
    file="observations/districts_2010.csv",
    columns=(
        text("district", names="district"),
        _SEX,
        number("persons", 0.0, _MOST_PEOPLE),
        *_STATED,
    ),
    unique=("district", "sex"),
    cover=Cover(columns=("sex",), values={"sex": SEX}),
)

_READ = (
    *("age_groups", "beds", "births", "births_by_order", "deaths", "deliveries", "districts"),
    *(
        "eldercare",
        "places_announced",
        "project_snapshot",
        "pupils",
        "registered",
        "registered_births",
    ),
    *("registered_by_area", "residents", "school_entry", "two_child_policy"),
)
_KEPT = ("fertility", "forecasts", "migrants", "norms", "registered_moves")

SHEETS = (
    PROJECTS,
    SOURCES,
    TARGETS,
    CENSUS,
    CENSUS_DISTRICTS,
    *(_observations(name) for name in _READ),
    _observations("recorded", TARGET),
    _observations("target_figures", *QUOTED),
    *(_observations(name, read=False) for name in _KEPT),
    Sheet(
        file="observations/unused.csv",
        columns=(
            *(text(name) for name in ("table", "quantity")),
            text("year", required=False),
            *(text(name, required=False) for name in ("district", "sex", "age_group", "value")),
            *(text(name, required=False) for name in ("unit", "source_id", "status", "grade")),
            text("reason"),
        ),
        required=False,
        read=False,
    ),
    _rates(
        "mortality",
        (_YEAR, _SEX, integer("age", 0, 100), number("mx", 0.0, 3.0), _BASIS),
        Cover(columns=("year", "sex", "age"), values={"sex": SEX, "age": _AGES}),
    ),
    _rates(
        "population",
        (_YEAR, _SEX, integer("age", 0, 100), number("persons", 1.0), _BASIS),
        Cover(columns=("year", "sex", "age"), values={"sex": SEX, "age": _AGES}),
    ),
    _rates(
        "infant",
        (_YEAR, _SEX, number("a0", 0.0, 1.0), *_STATED),
        Cover(columns=("year", "sex"), values={"sex": SEX}),
    ),
    _rates(
        "fertility_by_order",
        (
            integer("age", 10, 60),
            choice("order", "1", "2", "3+"),
            number("rate", 0.0, 1.0),
            *_STATED,
        ),
        Cover(columns=("age", "order"), values={"age": _BIRTHS, "order": ("1", "2", "3+")}),
    ),
    Sheet(
        file="rates/life_expectancy.csv",
        columns=(
            _REGION,
            _YEAR,
            Entry(name="sex", choices=("both", *SEX)),
            number("value", 0.0, 120.0),
            *_STATED,
        ),
        unique=("area", "year", "sex", "source_id"),
        required=False,
    ),
    Sheet(
        file="rates/migration_profile.csv",
        columns=(text("schedule"), integer("age", 0, 100), number("weight", 0.0, 1.0), *_STATED),
        unique=("schedule", "age"),
        cover=Cover(columns=("schedule", "age"), values={"age": _AGES}),
        required=False,
        read=False,
    ),
    Sheet(
        file="rates/sex_ratio_at_birth.csv",
        columns=(_REGION, _YEAR, number("value", 0.5, 2.0), *_STATED),
        unique=("area", "year", "source_id"),
        required=False,
        read=False,
    ),
    Sheet(
        file="rates/tables.csv",
        columns=(text("file"), text("column"), *_STATED),
        unique=("file", "column", "source_id", "definition"),
        required=False,
        read=False,
    ),
)
"""Every CSV table a pack may have."""

SHEET = {sheet.file: sheet for sheet in SHEETS}
"""Sheets by their file."""
