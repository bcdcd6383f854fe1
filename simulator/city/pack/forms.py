"""The TOML files of a city pack, key by key: what may stand there, what must agree.

Whoever adds a key adds it here; the readers beside this file may then rely on it.
"""

from simulator.city.axes import RESIDENCY
from simulator.city.pack.definition import KINDS
from simulator.files.form import (
    GRADE,
    REASONS,
    SOURCE,
    STATED,
    STATUS,
    Entry,
    Form,
    choice,
    day,
    integer,
    number,
    several,
    table,
    tables,
    text,
)

POPULATIONS, BED_KINDS, PLACE_KINDS = (
    KINDS[kind] for kind in ("population", "bed_kind", "place_kind")
)

_VERSION = Entry(name="schema_version", kind="integer", choices=(1,), minimum=1, maximum=1)
_ID = text("id")
_NAMED = (_ID, text("name_zh"), text("name_en"))
_OPTIONAL_STATED = (text("unit", required=False), *STATED[1:])
_YEAR = integer("year", 1900, 2200)


def _figure(name: str, minimum: float | None = 0.0, maximum: float | None = None) -> Entry:
    """A figure with all it says of itself."""
    return table(name, number("value", minimum, maximum), *STATED)


def _by_district(name: str, total: float | None = None) -> Entry:
    share = number("", 0.0, None if total is None else total)
    return Entry(name=name, kind="labelled", names="district", of=share, total=total)


def _kinds(*, of_a_service: bool) -> tuple[Entry, ...]:
    """What a figure counts (口径)."""
    extra = (text("unit"), text("text")) if of_a_service else ()
    return (
        choice("population", *POPULATIONS),
        choice("bed_kind", *BED_KINDS, required=False),
        choice("place_kind", *PLACE_KINDS, required=False),
        text("age_range", required=False),
        text("date_rule", required=False),
        *extra,
    )


CITY = Form(
    file="city.toml",
    entries=(
        _VERSION,
        *_NAMED,
        text("plan_title", required=False),
        text("plan_source_id", names="source", required=False),
        day("reference_date"),
        tables("district", *_NAMED, text("area", names="area"), unique=("id",)),
        tables("area", *_NAMED, several("districts", text("", names="district")), unique=("id",)),
        table(
            "start",
            day("date"),
            day("census_date"),
            day("supply_date"),
            _figure("residents", 1.0),
            _figure("migrants_present"),
        ),
        table("register", _figure("presence_share", 0.1, 1.0)),
        tables(
            "basis",
            Entry(name="id", choices=("revised", "planned")),
            text("name_zh"),
            text("name_en"),
            text("residents_series"),
            text("births_series", required=False),
            day("residents_until", required=False),
            day("residents_goal_date", required=False),
            number("residents_goal", 1.0, required=False),
            *_OPTIONAL_STATED,
            unique=("id",),
        ),
    ),
)

SERVICES = Form(
    file="services.toml",
    entries=(
        _VERSION,
        tables(
            "service",
            *_NAMED,
            text("unit"),
            text("part_of", names="service", required=False),
            table("definition", *_kinds(of_a_service=True)),
            table(
                "scope",
                choice("kind", "school_age", "age", "residents", "deliveries"),
                integer("grade_one_age", 0, 30, required=False),
                integer("grades", 1, 20, required=False),
                integer("from", 0, 120, required=False),
                integer("to", 0, 120, required=False),
                several("residency", Entry(name="", choices=RESIDENCY)),
                choice("sex", "men", "women", required=False),
                text("unit"),
                text("definition"),
            ),
            table(
                "take_up",
                number("value", 0.0, 1.0),
                number("low", 0.0, 1.0, required=False),
                number("high", 0.0, 1.0, required=False),
                text("target_id", names="target", required=False),
                *STATED,
            ),
            table(
                "norm",
                number("value", 0.0, 1000.0),
                Entry(name="per", kind="integer", choices=(1, 100, 1000, 10000)),
                text("target_id", names="target", required=False),
                *STATED,
            ),
            table(
                "entitlement",
                *(number(name, 0.0, 1.0) for name in ("points_share", "private_share")),
                number("registered_private", 0.0, 1.0),
                integer("class_size", 1, 200),
                *STATED,
                required=False,
            ),
            table(
                "serving_shares",
                choice("rule", "grade_by_grade", "ramp", required=False),
                choice("step", "school_year", "year", required=False),
                Entry(name="values", kind="list", of=number("", 0.0, 1.0), rising=True),
                *(each for each in STATED if each.name != "rule"),
            ),
            table(
                "start",
                choice("status", "published", "revised", "derived", "estimated", "unknown"),
                day("date", required=False),
                number("total", 0.0, required=False),
                Entry(
                    name="districts",
                    kind="labelled",
                    names="district",
                    of=number(""),
                    required=False,
                ),
                choice("place_kind", *PLACE_KINDS, required=False),
                choice("bed_kind", *BED_KINDS, required=False),
                text("unit"),
                text("definition"),
                SOURCE,
                GRADE,
                *REASONS,
            ),
            unique=("id",),
        ),
    ),
)

_SIZE = (
    number("places", 0.0),
    integer("projects", 0.0),
    text("unit"),
    choice("place_kind", *PLACE_KINDS, required=False),
    choice("bed_kind", *BED_KINDS, required=False),
    text("period", required=False),
    day("begins"),
    day("ends", required=False),
    several("target_ids", text("", names="target"), required=False),
    text("definition"),
    SOURCE,
    STATUS,
    GRADE,
    *REASONS,
)

PROGRAMMES = Form(
    file="programmes.toml",
    entries=(
        _VERSION,
        tables("total", _ID, *_SIZE, unique=("id",)),
        tables(
            "programme",
            *_NAMED,
            text("service", names="service"),
            text("total", names="total", required=False),
            *_SIZE,
            _by_district("district_shares", 1.0),
            table("district_rule", *STATED),
            table(
                "promised",
                Entry(name="dates", kind="list", of=day(""), rising=True),
                Entry(name="shares", kind="list", of=number("", 0.0, 1.0), beside="dates"),
                choice("of", "programme", "remainder"),
                *STATED,
            ),
            table("enters", day("date"), *STATED, required=False),
            table("under_way", number("pace"), *STATED, required=False),
            table(
                "yearly",
                Entry(name="years", kind="list", of=integer("", 1900, 2200), rising=True),
                *STATED,
                required=False,
            ),
            unique=("id",),
        ),
    ),
)

PARAMETERS = Form(
    file="parameters.toml",
    entries=(
        _VERSION,
        tables(
            "parameter",
            text("key", names="key"),
            text("basis", names="basis", required=False),
            Entry(name="value", kind="free", required=False),
            Entry(name="values", kind="free", required=False),
            Entry(name="interval", kind="free", required=False),
            choice("interpolation", "step", "linear", required=False),
            choice("before", "hold", "error", required=False),
            choice("after", "hold", "error", required=False),
            day("fitted_on", required=False),
            text("data_hash", required=False),
            *STATED,
            unique=("key", "basis"),
        ),
    ),
)

DEFINITIONS = Form(
    file="definitions.toml",
    required=False,
    entries=(
        _VERSION,
        Entry(
            name="series",
            kind="labelled",
            of=table("", *_kinds(of_a_service=False)),
        ),
        tables(
            "converter",
            choice("kind", "population", "bed_kind", "place_kind"),
            text("from"),
            text("to"),
            text("age_range"),
            number("factor", 0.0),
            *STATED,
            unique=("kind", "from", "to", "age_range"),
            required=False,
        ),
        tables(
            "ratio",
            *_NAMED,
            text("service", names="service"),
            text("people", names="people"),
            integer("from", 0, 120, required=False),
            Entry(name="per", kind="integer", choices=(1, 100, 1000, 10000)),
            text("unit"),
            text("note", required=False),
            table(
                "as",
                choice("population", *POPULATIONS, required=False),
                choice("bed_kind", *BED_KINDS, required=False),
                choice("place_kind", *PLACE_KINDS, required=False),
                required=False,
            ),
            unique=("id",),
            required=False,
        ),
    ),
)

SUPPLY_RECORD = Form(
    file="supply_record.toml",
    required=False,
    entries=(
        _VERSION,
        tables(
            "figure",
            *_NAMED,
            choice("asks", "built", "projects", "state", "open", "kind", required=False),
            Entry(name="services", kind="list", of=text("", names="service"), required=False),
            Entry(
                name="periods",
                kind="list",
                of=Entry(name="", kind="list", of=day(""), rising=True),
                required=False,
            ),
            Entry(name="sum_of", kind="list", of=text("", names="figure"), required=False),
            Entry(name="state", kind="list", of=text("", names="state"), required=False),
            day("date", required=False),
            number("base", required=False),
            text("programme", names="programme_or_none", required=False),
            number("value", 0.0),
            choice("use", "input", "fitted", "test", "held_out"),
            number("tolerance", 0.0, 1.0, required=False),
            text("unit"),
            SOURCE,
            STATUS,
            GRADE,
            *REASONS,
            unique=("id",),
        ),
    ),
)

FORMS = (CITY, SERVICES, PROGRAMMES, PARAMETERS, DEFINITIONS, SUPPLY_RECORD)
"""Every TOML file of a pack but ``beds.toml`` and ``scoreboard.toml``: their readers check them."""
