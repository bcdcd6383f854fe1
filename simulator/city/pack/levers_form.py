"""``levers.toml`` of a city pack: what the page offers to move, each in the words of scenarios."""

from simulator.city.pack.entries import ID, VERSION
from simulator.files.form import Form, both, choice, day, integer, number, several, tables, text

MOST = 12
"""Levers that are shown at once; whatever else a scenario may say is searched for."""

PICKS = ("service", "district", "year")
"""What may be picked beside the number."""

VALUE = "value"

LEVERS = Form(
    file="levers.toml",
    required=False,
    entries=(
        VERSION,
        tables(
            "lever",
            ID,
            both("name"),
            both("unit", required=False),
            choice("kind", "number", "switch", required=False),
            text("key"),
            text("says"),
            number("low", None, required=False),
            number("high", None, required=False),
            number("step", 1e-6, required=False),
            number("times", 1e-6, required=False),
            number("rest", None, required=False),
            day("acts_from", required=False),
            several("service", text("", names="service"), required=False, least=1),
            several("district", text("", names="district"), required=False, least=1),
            several("year", integer("", 1900, 2200), required=False, least=3, most=3),
            unique=("id",),
        ),
    ),
)
"""``year`` is the one picked at first, then the first and the last that may be."""
