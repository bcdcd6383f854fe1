"""Keys of the plan that are no parameter: switches, the pace, what is built and what is closed."""

from dataclasses import replace

from simulator.city.ground.settings import amount, field, label_of, records, switch
from simulator.city.pack.building import SUPPLY_STATES
from simulator.stockflow.grammar.setting import Sense, Setting

_FEW_YEARS = Sense(low=0.0, high=10.0, of_record=False)


def _number(key: str, meaning: str) -> Setting:
    """A field that may hold a whole number of at least 1."""
    return Setting(key=key, kind="integer", meaning=meaning, minimum=1)


def _choice(key: str, meaning: str, choices: tuple[str, ...]) -> Setting:
    """A field that may hold one of some words."""
    return Setting(key=key, kind="choice", meaning=meaning, choices=choices)


def _called(setting: Setting, *words: str) -> Setting:
    """The field, with other words that people may write for it."""
    return replace(setting, also=words)


def _years(key: str, meaning: str) -> Setting:
    """A field that holds a delay: years, of which few are likely."""
    return replace(amount(key, meaning, "year", required=False), sense=_FEW_YEARS)


_STATES = SUPPLY_STATES[:4]
"""What a project that is still to open may be on the reference date."""

_WORDS = (
    field("title", "text", "name", required=False),
    field("note", "text", "where the figures come from", required=False),
    field("source", "text", "source of the figures", required=False),
    _choice("grade", "grade of the figures", ("A", "B", "C", "D")),
)

SETTINGS = (
    switch("plan.on_time", "everything is delivered as promised: no delay, no cancellation"),
    Setting(
        key="plan.delay_factor",
        kind="number",
        unit="1",
        meaning="all delays against the record: 1 as on record, 1.5 half as long again",
        minimum=0.05,
        maximum=20.0,
        required=True,
        sense=Sense(low=1 / 3, high=3.0, of_record=False),
    ),
    switch(
        "plan.opens_all_grades", "new schools open every grade at once in place of filling upward"
    ),
    switch(
        "plan.continues",
        "after the last programme of a service as many places enter the plan every year as opened "
        "a year on record",
    ),
    records(
        "plan.projects",
        "named projects, by id: changes to those of the pack, and the scenario's own",
        _called(
            field("promised", "date", "day it is promised to open", required=False),
            "promised_opening",
            "promised_completion",
            "announced",
        ),
        _called(_years("postponed", "time by which the promise itself is moved"), "delay"),
        _called(
            _years("late", "time by which it comes after its promise"),
            "delay",
            "delayed",
        ),
        _called(
            field("opens", "date", "day it opened", required=False),
            "opened",
            "opening",
            "actual_opening",
            "date",
        ),
        _called(field("closes", "date", "day it closes", required=False), "closed", "until"),
        field("cancelled", "switch", "given up", required=False),
        _called(
            amount("places", "size", "places", required=False),
            "capacity",
            "increment",
            "size",
            "beds",
        ),
        label_of("service", "service", required=False),
        field("district", "text", "district, or an area of the pack", required=False),
        field("programme", "text", "programme it is a part of", required=False),
        field("begun", "date", "day building began", required=False),
        _choice("state", "state on record on the reference date of the pack", _STATES),
        field("opens_all_grades", "switch", "every grade opens at once", required=False),
        _number("facilities", "houses it stands for"),
        *_WORDS,
    ),
    records(
        "plan.programmes",
        "programmes, by id: changes to those of the pack, and the scenario's own",
        label_of("service", "service", required=False),
        amount("places", "places in all, named projects included", "places", required=False),
        _number("projects", "projects in all"),
        field("begins", "date", "day it enters the plan", required=False),
        field(
            "promised",
            "schedule",
            "day by which what no named project holds of it is promised, or shares of it by day",
            required=False,
        ),
        field(
            "yearly",
            "switch",
            "as much is promised for the end of every year until the day promised",
            required=False,
        ),
        Setting(
            key="district_shares",
            kind="number",
            meaning="share of the district",
            unit="1",
            axis="district",
            minimum=0.0,
            maximum=1.0,
        ),
        *_WORDS,
    ),
    records(
        "plan.closures",
        "open places closed, or converted, on a date",
        label_of("service", "service"),
        label_of("district", "district"),
        field("date", "date", "day of the closure"),
        amount("share", "share of open places closed", "1", required=False),
        amount("places", "places closed", "places", required=False),
        label_of("service", "service they are converted to", key="to", required=False),
        amount(
            "places_each", "places of that service that one of them becomes", "1", required=False
        ),
        field("note", "text", "where the figures come from", required=False),
    ),
)
