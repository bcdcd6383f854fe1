"""The schools on the screen: missing at the standard, absorbed in fuller classes, turned away."""

from math import isfinite

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.schools.entitlement import Entitled, entitlements
from simulator.city.services.series import service_series
from simulator.report.grid import Grid
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Language, in_language, moment, say

_COLUMNS = ("service", "served", "at_standard", "absorbed", "unplaced", "leaving", "mean_class")


def school_grid(outcome: Outcome, language: Language) -> Grid | None:
    """Every school service in the city on the last 1 September shown; ``None`` without one."""
    last = shown_span(outcome)[1]
    found = [
        one
        for one in entitlements(outcome, service_series(outcome))
        if one.place == CITY and one.when <= last + SAME_INSTANT
    ]
    if not found:
        return None
    when = max(one.when for one in found)
    title = outcome.file.title or outcome.file.name
    return Grid(
        title=say(
            "summary.schools",
            language,
            city=outcome.pack.title,
            scenario=title,
            when=moment(when),
        ),
        headings=tuple(say(f"heading.{name}", language).replace(" / ", " ") for name in _COLUMNS),
        rows=[_row(one, language) for one in found if one.when == when],
        numeric=(False, *(True for _ in _COLUMNS[1:])),
        notes=(say("summary.schools_note", language),),
    )


def _row(one: Entitled, language: Language) -> tuple[str, ...]:
    gap = one.demand - one.places
    counts = (one.served, gap, one.absorbed, one.unplaced, one.leaving)
    return (
        in_language(one.service.title, "zh" if language == "both" else language),
        *(f"{round(value) + 0:,}" for value in counts),
        f"{one.mean_class:.1f}" if isfinite(one.mean_class) else say("word.unknown", language),
    )
