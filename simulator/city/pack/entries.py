"""Entries that several files of a pack share: names, figures, shares of districts, kinds."""

from simulator.city.pack.definition import KINDS
from simulator.files.form import (
    STATED,
    Entry,
    choice,
    number,
    table,
    text,
)

POPULATIONS, BED_KINDS, PLACE_KINDS = (
    KINDS[kind] for kind in ("population", "bed_kind", "place_kind")
)

VERSION = Entry(name="schema_version", kind="integer", choices=(1,), minimum=1, maximum=1)
ID = Entry(name="id", kind="id")
NAMED = (ID, text("name_zh"), text("name_en"))
OPTIONAL_STATED = (text("unit", required=False), *STATED[1:])


def figure(name: str, minimum: float | None = 0.0, maximum: float | None = None) -> Entry:
    """A figure with all it says of itself."""
    return table(name, number("value", minimum, maximum), *STATED)


def by_district(name: str, total: float | None = None) -> Entry:
    """A number for each district; with ``total``, shares that add to it."""
    share = number("", 0.0, None if total is None else total)
    return Entry(name=name, kind="labelled", names="district", of=share, total=total)


def kinds(*, of_a_service: bool) -> tuple[Entry, ...]:
    """What a figure counts."""
    extra = (text("unit"), text("text")) if of_a_service else ()
    return (
        choice("population", *POPULATIONS),
        choice("bed_kind", *BED_KINDS, required=False),
        choice("place_kind", *PLACE_KINDS, required=False),
        text("age_range", required=False),
        text("date_rule", required=False),
        *extra,
    )
