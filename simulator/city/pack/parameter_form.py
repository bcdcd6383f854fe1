"""Values of ``parameters.toml`` that no scenario states: the shape of each, by its key."""

from collections.abc import Iterator
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.errors import Fault
from simulator.files.form import Entry, integer, number, several, table
from simulator.files.form_check import FormCheck
from simulator.files.hints import show
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile

_STEPS = several("", several("", number(""), least=2, most=2), least=1)
_BY_YEAR = several("", several("", number("", 0.0), least=2, most=2), least=2)
_SHARE = number("", 0.0, 1.0)
_POSITIVE = number("", 0.001)
_SLIPPAGE = table("", number("on_time", 0.0, 1.0), number("median", 0.001), number("spread", 0.001))

SHAPES: dict[str, Entry] = {
    "arrivals.peak_location": number("", 0.0, 100.0),
    "arrivals.descent": number(""),
    "arrivals.ascent": _POSITIVE,
    "arrivals.background": number(""),
    "arrivals.share_0_5_of_under_15": _SHARE,
    "arrivals.share_men": _SHARE,
    "departures.steps": _STEPS,
    "leavers.parents": Entry(
        name="", kind="list", of=integer("", 0, 100), rising=True, least=2, most=2
    ),
    "mortality.migrant_ages": _STEPS,
    "registration.steps": _STEPS,
    "start.parity_timing": number("", None),
    "start.parity_past_level": number(""),
    "start.parity_second_level": number(""),
    "start.infant_undercount": _POSITIVE,
    "start.registered_share_by_age.men": _STEPS,
    "start.registered_share_by_age.women": _STEPS,
    "start.registered_area_shares": Entry(
        name="", kind="labelled", names="area_of_districts", of=_SHARE, total=1.0
    ),
    "slippage.common_share": _SHARE,
    "future.first_births": table(
        "",
        number("damping", 0.0, 1.0),
        number("slope_years", 0.5),
        *(number(name, 0.0) for name in ("level", "trend")),
    ),
    "nation.fertility": _BY_YEAR,
    "future.first_births_by_nation": table(
        "",
        integer("since", 1900, 2200),
        *(number(name, 0.0) for name in ("speed", "spread", "national_spread")),
    ),
    "future.net_arrivals": table("", *(number(n, 0.0) for n in ("speed", "spread", "mean_error"))),
    "future.registration": table("", number("spread", 0.0)),
    "future.life_expectancy": table("", integer("since", 1900, 2200), number("spread", 0.0)),
    "future.enrolment_ratios": Entry(
        name="",
        kind="labelled",
        names="school",
        of=table("", integer("since", 1900, 2200), number("walk", 0.0, 1.0)),
    ),
    "feedback.width_places": _POSITIVE,
    "feedback.width_beds": _POSITIVE,
    "feedback.private_edge": _POSITIVE,
}
"""Every key that only the pack states, and the shape of its value."""

FUTURE = "future."
"""Before a law: its numbers, of what follows the record (``city.ground.future``)."""

CATCHMENT_RATIO = "enrolment.catchment."
"""Before a service: its enrolment ratio in each district against the one of the city."""

PRIOR = "enrolment.prior."
"""Before a service: what its enrolment ratio is taken to be before pupils are counted."""

COUNTING_ERROR = "enrolment.counting_error"
"""Standard error of a count of pupils, relative."""

MOVES_OUT = "world.moves_out."
"""Before a district: who moves from it to another one."""

_FAMILIES = {
    PRIOR: table(
        "",
        number("mean", 0.1, 10.0),
        number("level", 0.0001, 1.0),
        number("change", 0.0, 1.0),
    ),
    COUNTING_ERROR: table("", *(number(name, 0.0001, 1.0) for name in ("yearbook", "others"))),
    CATCHMENT_RATIO: Entry(name="", kind="labelled", names="district", of=_POSITIVE),
    "slippage.": _SLIPPAGE,
    "pipeline.": _POSITIVE,
    "policy.two_child.stages.": _SHARE,
}


def shape_of(key: str) -> Entry | None:
    """The shape of a value; ``None`` for a key of scenarios, which have their own bounds."""
    families = (entry for prefix, entry in _FAMILIES.items() if key.startswith(prefix))
    return SHAPES.get(key) or next(families, None)


def pack_values_have_their_shape(pack: PackContents) -> Iterator[Fault]:
    """A value that only the pack states is such that a run can compute with it."""
    for file, here, entry in pack.tables("parameters.toml", "parameter"):
        shape = shape_of(entry["key"])
        if shape is None:
            continue
        if "value" not in entry:
            yield refuse(file, here, "value_lacks")
            continue
        check = FormCheck(file=file, names=pack.names)
        found = list(check.value((*here, "value"), shape, entry["value"]))
        yield from found
        if shape is _STEPS and not found:
            yield from _steps(file, (*here, "value"), entry["value"])


def _steps(file: TomlFile, parts: Parts, steps: Any) -> Iterator[Fault]:  # noqa: ANN401
    """Steps by age begin at age 0 and rise in age, each an age and a number."""
    ages = [step[0] for step in steps]
    if ages[0] != 0 or ages != sorted(set(ages)):
        yield refuse(file, parts, "steps", found=show(steps))


def nobody_moves_unless_a_scenario_says_so(pack: PackContents) -> Iterator[Fault]:
    """A run has moves between districts only where its scenario states them.

    What a pack stated of them would be read by no other run.
    """
    for file, here, entry in pack.tables("parameters.toml", "parameter"):
        if entry["key"].startswith(MOVES_OUT) and entry.get("value") != 0:
            yield refuse(file, here, "moves_stated")


RULES = (pack_values_have_their_shape, nobody_moves_unless_a_scenario_says_so)
