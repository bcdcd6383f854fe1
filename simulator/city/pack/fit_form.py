"""``fit.toml`` of a city pack: what is fitted, from which prior, to which series of the record."""

from simulator.city.pack.entries import VERSION
from simulator.files.form import (
    GRADE,
    SOURCE,
    Entry,
    Form,
    choice,
    day,
    number,
    several,
    tables,
    text,
)

QUANTITIES = (
    *(
        "residents",
        "register",
        "registered_men",
        "births",
        "registered_births",
        "first_births",
        "second_births",
    ),
    *("first_birth_share", "second_birth_share", "crude_death_rate"),
    *("pupils_primary", "pupils_junior"),
    *("mothers_of_one_born_1960s", "mothers_of_one_born_1970s"),
    *("mothers_of_one_born_1980s", "mothers_of_one_born_1990s"),
    *("child_dependency_ratio", "old_dependency_ratio", "share_0_14", "share_65", "waiting"),
)
"""What a run can be asked for beside a series of the record."""

SERVED = "served_share."
"""Keys of the share of children of school age who are served, by service: fitted, not stated."""

_FREE = tables(
    "free",
    text("name"),
    several("keys", text("", names="fitted_key"), least=1),
    several("dates", text(""), required=False),
    choice("transform", "plain", "log", "logit", "rest"),
    number("centre", None, required=False),
    number("centre_planned", None, required=False),
    number("centre_revised", None, required=False),
    text("after", names="free", required=False),
    number("drift", None, required=False),
    text("above", names="free", required=False),
    text("over", names="free", required=False),
    number("high", 1e-4, required=False),
    number("spread", 1e-4),
    text("unit"),
    text("meaning"),
    text("meaning_zh"),
    SOURCE,
    GRADE,
    text("why"),
    unique=("name",),
)

GROUPS = ("age_group", "sex")
"""Columns by which a series of the fit may be told from the rest of its rows."""

_SERIES = tables(
    "series",
    text("file", names="observations"),
    text("series"),
    choice("quantity", *QUANTITIES),
    *(text(name, required=False) for name in GROUPS),
    several("bases", text("", names="basis"), least=1),
    choice("use", "observation", "reference", "aid", "outcome", required=False),
    day("to", required=False),
    Entry(name="condition", kind="switch", required=False),
    choice("scale", "relative", "absolute"),
    number("spread", 1e-4),
    choice("error_model", "tight", "medium", "loose"),
    text("why"),
    unique=("file", "series", "quantity", *GROUPS),
)

FIT = Form(
    file="fit.toml",
    required=False,
    entries=(
        VERSION,
        day("window_end"),
        tables(
            "path",
            text("key", names="fitted_key"),
            choice("interpolation", "step", "linear"),
            Entry(name="fixed", kind="labelled", of=number("", None), required=False),
            unique=("key",),
        ),
        _FREE,
        _SERIES,
    ),
)
