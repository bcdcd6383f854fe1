"""The TOML files of a city pack, key by key: what may stand there, what must agree.

Whoever adds a key adds it here; the readers beside this file may then rely on it.
"""

from simulator.city.axes import RESIDENCY
from simulator.city.pack.entries import (
    BED_KINDS,
    NAMED,
    OPTIONAL_STATED,
    PLACE_KINDS,
    POPULATIONS,
    VERSION,
    figure,
    kinds,
)
from simulator.city.pack.housing import HOUSING
from simulator.city.pack.services import COUNTED_BY
from simulator.city.pack.supply_forms import PROGRAMMES, SUPPLY_RECORD
from simulator.files.form import (
    GRADE,
    REASONS,
    SOURCE,
    STATED,
    Entry,
    Form,
    choice,
    day,
    for_readers,
    integer,
    number,
    several,
    table,
    tables,
    text,
)

CITY = Form(
    file="city.toml",
    entries=(
        VERSION,
        *NAMED,
        for_readers(text("plan_title", required=False)),
        for_readers(text("plan_source_id", names="source", required=False)),
        day("reference_date"),
        tables("district", *NAMED, text("area", names="area"), unique=("id",)),
        tables(
            "area",
            *NAMED,
            several("districts", text("", names="district"), least=1),
            unique=("id",),
        ),
        table(
            "start",
            day("date"),
            day("census_date"),
            day("supply_date"),
            figure("residents", 0.0, 1e9),
            figure("migrants_present", 0.0, 1e9),
        ),
        table("horizon", day("date"), *STATED[1:]),
        table("register", figure("presence_share", 0.1, 1.0)),
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
            *OPTIONAL_STATED,
            unique=("id",),
        ),
    ),
)


def _bounded(name: str, low: float, high: float, *more: Entry) -> Entry:
    """A figure of some services with the interval it lies in, and what it needs beside it."""
    return table(
        name,
        *more,
        number("value", low, high),
        number("low", low, high),
        number("high", low, high),
        *STATED,
        required=False,
    )


SERVICES = Form(
    file="services.toml",
    entries=(
        VERSION,
        tables(
            "service",
            *NAMED,
            text("unit"),
            text("part_of", names="service", required=False),
            choice("catchment", "district", "area", "city"),
            table("definition", *kinds(of_a_service=True)),
            table(
                "scope",
                choice("kind", "school_age", "age", "residents", "deliveries"),
                integer("grade_one_age", 0, 25, required=False),
                integer("grades", 1, 20, required=False),
                integer("from", 0, 120, required=False),
                integer("to", 0, 120, required=False),
                several("residency", Entry(name="", choices=RESIDENCY), least=1),
                choice("counts", *COUNTED_BY, required=False),
                choice("sex", "men", "women", required=False),
                text("unit"),
                text("definition"),
            ),
            table(
                "take_up",
                number("value", 0.0, 1.0),
                number("low", 0.0, 1.0, required=False),
                number("high", 0.0, 1.0, required=False),
                for_readers(text("target_id", names="target", required=False)),
                *STATED,
            ),
            table(
                "norm",
                number("value", 0.0, 1000.0),
                Entry(name="per", kind="integer", choices=(1, 100, 1000, 10000)),
                for_readers(text("target_id", names="target", required=False)),
                *STATED,
            ),
            table(
                "entitlement",
                *(number(name, 0.0, 1.0) for name in ("points_share", "private_share")),
                *(number(name, 0.0, 1.0) for name in ("registered_private", "private_places")),
                Entry(name="leave_on_entry", kind="switch"),
                integer("class_size", 1, 200),
                *STATED,
                required=False,
            ),
            _bounded("class_limit", 1.0, 200.0),
            _bounded("starting_load", 0.1, 3.0),
            table(
                "school_sizes",
                Entry(name="classes", kind="list", of=number("", 1.0, 200.0), rising=True, least=1),
                *STATED,
                required=False,
            ),
            _bounded("share_of_new", 0.0, 1.0, number("whole", 1.0)),
            table(
                "serving_shares",
                choice("rule", "at_once", "grade_by_grade", "ramp", required=False),
                choice("step", "school_year", "year", required=False),
                Entry(name="values", kind="list", of=number("", 0.0, 1.0), rising=True, least=1),
                number("low", 0.0, 1.0, required=False),
                number("high", 0.0, 1.0, required=False),
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

_MOST_STAYS = 5.0  # nobody is admitted more often a year: a percentage stands there
_DAYS_OF_STAY = (0.01, 36_500.0)
_ADMISSIONS = number("", 0.0, _MOST_STAYS)


def _interval(low: float, high: float) -> tuple[Entry, ...]:
    """The 80 % interval of a figure that draws take, with what it rests on."""
    ends = (number(name, low, high, required=False) for name in ("low", "high"))
    return (*ends, text("interval_reason", required=False))


BEDS = Form(
    file="beds.toml",
    required=False,
    entries=(
        VERSION,
        tables(
            "use",
            text("service", names="service"),
            table(
                "admissions",
                Entry(
                    name="from", kind="list", of=integer("", 0, 120), rising=True, required=False
                ),
                Entry(name="values", kind="list", of=_ADMISSIONS, beside="from", required=False),
                number("per_delivery", 0.0, _MOST_STAYS, required=False),
                *_interval(0.01, 10.0),
                *STATED,
            ),
            figure("from_outside", 0.0, 0.95),
            table(
                "length_of_stay",
                number("value", *_DAYS_OF_STAY),
                *_interval(*_DAYS_OF_STAY),
                *STATED,
            ),
            figure("target_occupancy", 0.01, 1.0),
            figure("ward", 1.0, 10_000.0),
            figure("season", 1.0, 12.0),
            unique=("service",),
        ),
    ),
)

PARAMETERS = Form(
    file="parameters.toml",
    entries=(
        VERSION,
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

_KINDS = tuple(dict.fromkeys((*POPULATIONS, *BED_KINDS, *PLACE_KINDS)))

DEFINITIONS = Form(
    file="definitions.toml",
    required=False,
    entries=(
        VERSION,
        Entry(
            name="series",
            kind="labelled",
            of=table("", *kinds(of_a_service=False)),
        ),
        tables(
            "converter",
            choice("kind", "population", "bed_kind", "place_kind"),
            choice("from", *_KINDS),
            choice("to", *_KINDS),
            text("age_range", required=False),
            number("factor", 1e-6, 1e6),
            *STATED,
            unique=("kind", "from", "to", "age_range"),
            required=False,
        ),
        tables(
            "ratio",
            *NAMED,
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

FORMS = (CITY, SERVICES, BEDS, HOUSING, PROGRAMMES, PARAMETERS, DEFINITIONS, SUPPLY_RECORD)
"""Every TOML file of a pack but ``scoreboard.toml``, whose reader checks it."""
