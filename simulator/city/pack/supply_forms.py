"""The TOML files of supply in a city pack: what is promised, and what was built of it."""

from simulator.city.pack.entries import BED_KINDS, ID, NAMED, PLACE_KINDS, VERSION, by_district
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
    for_readers,
    integer,
    number,
    several,
    table,
    tables,
    text,
)

_SIZE = (
    number("places", 0.0, 1e9),
    integer("projects", 0.0),
    text("unit"),
    choice("place_kind", *PLACE_KINDS, required=False),
    choice("bed_kind", *BED_KINDS, required=False),
    for_readers(text("period", required=False)),
    day("begins"),
    day("ends", required=False),
    for_readers(several("target_ids", text("", names="target"), required=False)),
    text("definition"),
    SOURCE,
    STATUS,
    GRADE,
    *REASONS,
)

PROGRAMMES = Form(
    file="programmes.toml",
    entries=(
        VERSION,
        tables("total", ID, *_SIZE, unique=("id",)),
        tables(
            "programme",
            *NAMED,
            text("service", names="service"),
            text("total", names="total", required=False),
            *_SIZE,
            by_district("district_shares", 1.0),
            table("district_rule", *STATED),
            table(
                "promised",
                Entry(name="dates", kind="list", of=day(""), rising=True, least=1),
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
        tables(
            "continuation",
            text("service", names="service"),
            number("pace", 0.0, 1e9),
            integer("promised_after", 0, 50),
            *STATED,
            required=False,
            unique=("service",),
        ),
    ),
)

_PERIOD = Entry(name="", kind="list", of=day(""), rising=True, least=2, most=2)

SUPPLY_RECORD = Form(
    file="supply_record.toml",
    required=False,
    entries=(
        VERSION,
        tables(
            "figure",
            *NAMED,
            choice("asks", "built", "projects", "state", "open", "kind", required=False),
            several("services", text("", names="service"), required=False, least=1),
            several("periods", _PERIOD, required=False, least=1),
            several("sum_of", text("", names="figure"), required=False, least=1),
            several("state", text("", names="state"), required=False, least=1),
            day("date", required=False),
            number("base", required=False),
            text("programme", names="programme_or_none", required=False),
            number("value", 0.0, 1e9),
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
