"""What a scenario may choose about the world, the policy and the plan.

The tables of a scenario file keep apart what nobody here decides (``world``), the national policy
(``policy``) and what the city decides (``plan``); ``feedback`` says who answers to the gap.
"""

from simulator.city.feedback.settings import FEEDBACK
from simulator.stockflow.grammar.setting import Kind, Setting

Bounds = tuple[float, float | None]
_FROM_ZERO: Bounds = (0.0, None)
_ANY_SHARE: Bounds = (0.0, 1.0)


def _path(
    key: str, unit: str, meaning: str, axis: str | None = None, bounds: Bounds = _FROM_ZERO
) -> Setting:
    low, high = bounds
    return Setting(
        key=key, kind="path", unit=unit, meaning=meaning, axis=axis, minimum=low, maximum=high
    )


def _share(key: str, meaning: str, axis: str | None = None, bounds: Bounds = _ANY_SHARE) -> Setting:
    return _path(key, "1", meaning, axis, bounds)


def _field(key: str, kind: Kind, meaning: str, *, unit: str = "", required: bool = True) -> Setting:
    return Setting(key=key, kind=kind, meaning=meaning, unit=unit, required=required)


def _amount(key: str, meaning: str, unit: str, *, required: bool = True) -> Setting:
    """A field that holds a number of at least 0; in the unit "1" it is a share."""
    return Setting(
        key=key,
        kind="number",
        meaning=meaning,
        unit=unit,
        required=required,
        minimum=0.0,
        maximum=1.0 if unit == "1" else None,
    )


_STAGE = {
    "opens": _field("opens", "switch", "whether the stage happens"),
    "date": _field("date", "date", "day from which the stage admits couples"),
    "announced": _field("announced", "date", "day it was announced", required=False),
    "ramp": _amount("ramp", "time until all it admits are admitted", "year"),
    "registered": _amount(
        "registered",
        "share of registered couples allowed after it, in place of the fitted one",
        "1",
        required=False,
    ),
    "migrant": _amount(
        "migrant",
        "share of migrant couples allowed after it, in place of the fitted one",
        "1",
        required=False,
    ),
}

_NEWBORNS = {
    "date": _field("date", "date", "day"),
    "persons": _amount("persons", "newborns", "persons"),
}

_PROJECT = {
    "opens": _field("opens", "date", "promised opening, in place of the pack's", required=False),
    "delay": _field("delay", "number", "years added to the promise", unit="year", required=False),
    "cancelled": _field("cancelled", "switch", "given up", required=False),
    "places": _amount("places", "size, in place of the pack's", "places", required=False),
}

_CLOSURE = {
    "service": _field("service", "text", "service"),
    "district": _field("district", "text", "district"),
    "date": _field("date", "date", "day of the closure"),
    "share": _amount("share", "share of open places closed", "1"),
}

WORLD = (
    Setting(
        key="world.population_basis",
        kind="choice",
        meaning="which count of residents the run rests on: revised after the census of 2020, or "
        "planned, what the planners of 2016 saw",
        choices=("revised", "planned"),
        required=True,
    ),
    _path("world.arrivals", "persons/year", "people who move into the city to live"),
    _path("world.registered_arrivals", "persons/year", "of them, registered here at once"),
    _share("world.arrivals_under_15", "share of arrivals under 15"),
    _share("world.arrival_districts", "where arrivals settle; adds to one", axis="district"),
    _path("world.departures", "1", "level of departures of migrants"),
    _path("world.registered_departures", "1", "level of departures of registered people"),
    _path("world.registration_rate", "1/year", "migrants who obtain a registration (落户)"),
    _share("world.registered_newborn_share", "newborns of migrant mothers registered at birth"),
    _share(
        "world.presence_share", "people in the register who live in the city", bounds=(0.1, 1.0)
    ),
    _path("world.life_expectancy", "year", "life expectancy at birth", "sex", (40.0, 100.0)),
    _path("world.migrant_mortality", "1", "death rates of migrants against registered people"),
    _path("world.first_birth_level", "1", "level of first births"),
    _path(
        "world.first_birth_timing", "year", "shift of first births to later ages", None, (-10, 10)
    ),
    _path("world.second_birth_level", "1", "how fast waiting couples come forward"),
    _path("world.higher_birth_level", "1", "level of third and later births"),
    _path(
        "world.year_effect",
        "1",
        "births of all orders in a year of the zodiac against an ordinary year",
    ),
    _path("world.birth_seasonality", "1", "births of a month against the mean", axis="month"),
    _path("world.sex_ratio_at_birth", "1", "boys born for 100 girls", None, (50, 200)),
    _path("world.children_per_maternity", "1", "children born in one delivery", None, (1, 2)),
    _share(
        "world.mothers_from_outside",
        "deliveries by mothers from outside the city",
        bounds=(0.0, 0.95),
    ),
    _path("world.newborn_arrivals", "persons/year", "newborns brought in without their mothers"),
    _path("world.admissions", "1", "admissions to beds against the record", "bed_service"),
    Setting(
        key="world.newborns_on_dates",
        kind="records",
        meaning="newborns brought in on stated days",
        fields=_NEWBORNS,
    ),
)

POLICY = (
    _share(
        "policy.two_child.planning_share",
        "allowed couples who plan a second child",
        bounds=(0.0, 0.9),
    ),
    _path(
        "policy.two_child.mean_spacing",
        "year",
        "from a first birth to being ready again",
        None,
        (0.1, 20),
    ),
    Setting(
        key="policy.two_child.gestation",
        kind="number",
        unit="year",
        meaning="from a decision to the birth",
        minimum=0.0,
        maximum=2.0,
    ),
    Setting(
        key="policy.two_child.age_limit",
        kind="integer",
        unit="year",
        meaning="age from which a mother of one no longer answers to an opening",
        minimum=30,
        maximum=55,
    ),
    Setting(
        key="policy.two_child.eligible_before",
        kind="number",
        unit="1",
        meaning="share of couples allowed a second child before the first stage",
        axis="residency",
        minimum=0.0,
        maximum=1.0,
    ),
    Setting(
        key="policy.two_child.stages",
        kind="records",
        meaning="stages of the policy",
        fields=_STAGE,
    ),
    _path(
        "policy.three_child.higher_births",
        "1",
        "third and later births under the policy of 2021 against those without it",
    ),
)

PLAN = (
    Setting(
        key="plan.on_time",
        kind="switch",
        meaning="everything is delivered as promised: no delay, no cancellation",
        required=True,
    ),
    Setting(
        key="plan.delay_factor",
        kind="number",
        unit="1",
        meaning="all delays against the record: 1 as in the record, 1.5 half as slow again",
        minimum=0.05,
        maximum=20.0,
        required=True,
    ),
    Setting(
        key="plan.cancellation_rate",
        kind="number",
        unit="1/year",
        meaning="planned or approved places given up, per place and year",
        minimum=0.0,
        maximum=1.0,
    ),
    _share("plan.take_up", "people in scope who seek a service", axis="service"),
    _path(
        "plan.points_threshold",
        "1",
        "points a migrant child needs for a public school place, against those in force: at 2 the "
        "odds of reaching them halve",
        None,
        (0.01, 100.0),
    ),
    _path("plan.norm", "places/persons", "places or beds for each user", axis="service"),
    _path("plan.length_of_stay", "day", "mean stay in a bed", "bed_service", (0.01, 36500.0)),
    _share("plan.target_occupancy", "beds taken on an average day", "bed_service", (0.01, 1.0)),
    Setting(
        key="plan.programme_places",
        kind="number",
        unit="places",
        meaning="size of the programme of a service, named projects included",
        axis="service",
        minimum=0.0,
    ),
    Setting(
        key="plan.building_capacity",
        kind="number",
        unit="places",
        meaning="places under construction at which starts of building come half as fast; 0: no "
        "limit",
        axis="service",
        minimum=0.0,
    ),
    Setting(
        key="plan.opens_all_grades",
        kind="switch",
        meaning="new schools open every grade at once in place of filling upward",
        required=True,
    ),
    Setting(
        key="plan.projects",
        kind="records",
        meaning="changes to named projects of the pack, by id",
        fields=_PROJECT,
    ),
    Setting(
        key="plan.closures",
        kind="records",
        meaning="open places closed on a date",
        fields=_CLOSURE,
    ),
)

SETTINGS = (*WORLD, *POLICY, *PLAN, *FEEDBACK)
