"""Groups of inputs that a planner can name, and which group each key of a scenario belongs to.

What explains a difference are groups, not single keys: that a project comes late is said by three
fields of its record, that people are counted otherwise by thirty values of the pack. Every key of
the schema belongs to one group, or to those that change no number (``SILENT``); a test holds that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.errors import StructureError


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A group of inputs; words are ``group.<name>``. ``keys`` are keys, or the tables they lie in.

    The people come first: what differs in supply alone is then run on people followed once.
    """

    name: str
    keys: tuple[str, ...]


GROUPS: tuple[Group, ...] = (
    Group(name="basis", keys=("world.population_basis",)),
    Group(name="people", keys=("world.presence_share",)),
    Group(
        name="first_births",
        keys=("world.first_birth_level", "world.first_birth_timing", "world.future.first_births"),
    ),
    Group(name="later_births", keys=("world.second_birth_level", "world.higher_birth_level")),
    Group(name="policy", keys=("policy",)),
    Group(
        name="all_births",
        keys=(
            "world.birth_seasonality",
            "world.children_per_maternity",
            "world.mothers_from_outside",
            "world.sex_ratio_at_birth",
            "world.year_effect",
        ),
    ),
    Group(
        name="mortality",
        keys=("world.life_expectancy", "world.migrant_mortality", "world.future.life_expectancy"),
    ),
    Group(
        name="migration",
        keys=(
            "world.adults_with_child",
            "world.arrival_districts",
            "world.arrivals",
            "world.arrivals_under_15",
            "world.departures",
            "world.future.net_arrivals",
            "world.moves_out",
            "world.net_arrivals",
            "world.newborn_arrivals",
            "world.newborns_on_dates",
            "world.registered_arrivals",
            "world.registered_departures",
        ),
    ),
    Group(
        name="registration",
        keys=(
            "world.future.registration",
            "world.registered_newborn_share",
            "world.registration_rate",
            "world.registration_women",
        ),
    ),
    Group(
        name="enrolment",
        keys=(
            "plan.length_of_stay",
            "plan.points_threshold",
            "plan.take_up",
            "plan.target_occupancy",
            "world.admissions",
            "world.enrolment_ratio",
            "world.future.enrolment_ratios",
        ),
    ),
    Group(name="norm", keys=("plan.norm",)),
    Group(
        name="supply_size",
        keys=(
            "plan.cancellation_rate",
            "plan.closures",
            "plan.continues",
            "plan.private_places",
            "plan.programme_places",
            "plan.programmes",
            "plan.projects",
            "plan.unlisted_expansion",
        ),
    ),
    Group(
        name="supply_timing",
        keys=(
            "plan.building_capacity",
            "plan.delay_factor",
            "plan.on_time",
            "plan.opens_all_grades",
        ),
    ),
    Group(name="feedback", keys=("feedback",)),
    Group(
        name="rest",
        keys=(
            "model.absolute_tolerance",
            "model.building_stages",
            "model.cohorts_per_year",
            "model.method",
            "model.relative_tolerance",
            "model.start",
            "model.stop",
            "plan.home_building_time",
            "plan.home_delay",
            "plan.homes_allocated",
            "plan.homes_started",
            "world.headship",
            "world.households_in_need",
        ),
    ),
)
"""In the order in which they are joined and told."""

SILENT = (
    *("schema_version", "extends", "overlays", "title", "intent", "notes", "report"),
    *("model.city", "model.compiled", "model.draws", "model.seed"),
)
"""Keys that change no number of the expected course; another city is refused."""

BY_FIELD = ("plan.projects", "plan.programmes")
"""Lists whose records belong to several groups, each field to its own."""

TIMING_FIELDS = (
    *("promised", "postponed", "late", "opens", "closes", "begun", "state", "opens_all_grades"),
    *("begins", "yearly"),
)
"""Fields of such a record that say when; the others say how much, and whether there is any."""

SIZE, TIMING = "supply_size", "supply_timing"


def group_of(key: str) -> str | None:
    """The group of a complete key; ``None`` for one that changes no number.

    Raises
    ------
    StructureError
        For a key of no group: a difference could not be explained without a rest.
    """
    owners = {each: group.name for group in GROUPS for each in group.keys}
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        head = ".".join(parts[:length])
        if head in owners:
            return owners[head]
        if head in SILENT:
            return None
    raise StructureError(f"{key}: in no group of city/why/groups.py")


def group_of_field(field: str) -> str:
    """The group of a field of a record that belongs to several."""
    return TIMING if field in TIMING_FIELDS else SIZE


def in_order(named: Mapping[str, object]) -> tuple[str, ...]:
    """Groups by their names, in the order in which they are told."""
    return tuple(group.name for group in GROUPS if group.name in named)
