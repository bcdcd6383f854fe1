"""Beds per so many people, each by a stated definition of either, year by year."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from simulator.analysis.definitions import definition_of, read_definitions
from simulator.analysis.modelled import Occasion, deliveries, register, residents, supply
from simulator.analysis.outcome import Outcome
from simulator.analysis.series import CITY
from simulator.errors import DataError, Fault
from simulator.inputs.calendar import instant
from simulator.inputs.cohort_paths import AgeBand
from simulator.inputs.definition import Counted, Definition, divide
from simulator.inputs.paths import SLIVER, Moment

_INSTANT = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """A ratio at the end of a year: both figures, what they count, and their quotient × ``per``."""

    name: str
    title: Mapping[str, str]
    when: float
    upper: Counted
    lower: Counted
    value: float
    unit: str


def ratios_of(outcome: Outcome) -> tuple[Ratio, ...]:
    """Every ratio of the pack at the end of every year at which both figures are known.

    Raises ``UnitError`` where a ratio divides unlike definitions.
    """
    return tuple(_ratios(outcome))


def _ratios(outcome: Outcome) -> Iterator[Ratio]:
    found = read_definitions(outcome.pack)
    run = outcome.trajectory
    ends = [year for year in run.snapshots if abs(year - round(year)) < _INSTANT]
    for entry in found.ratios:
        service = outcome.pack.service[entry["service"]]
        definition = replace(definition_of("supply", service), **entry.get("as", {}))
        people = _people(entry, outcome)
        for when in ends:
            asked = Occasion(outcome=outcome, place=CITY, when=float(when))
            beds, count = supply(service)(asked), people(asked, entry)
            if beds is None or count is None:
                continue
            upper = Counted(name=service.name, value=beds, definition=definition)
            yield Ratio(
                name=entry["id"],
                title={"zh": entry["name_zh"], "en": entry["name_en"]},
                when=float(when),
                upper=upper,
                lower=count,
                value=divide(upper, count, found.converters) * float(entry["per"]),
                unit=entry["unit"],
            )


_Count = Callable[[Occasion, Mapping[str, Any]], Counted | None]


def _people(entry: Mapping[str, Any], outcome: Outcome) -> _Count:
    known: Mapping[str, _Count] = {
        "resident": _residents,
        "registered": _registered,
        "planned": _planned,
        "deliveries": _deliveries,
        "resident_deliveries": _resident_deliveries,
    }
    if entry["people"] not in known:
        message = f"found {entry['people']}; would be right: one of {', '.join(known)}"
        path = f"calibration/{outcome.pack.name}/definitions.toml"
        raise DataError([Fault(path=path, line=None, key=f"ratio.{entry['id']}", message=message)])
    return known[entry["people"]]


def _residents(asked: Occasion, entry: Mapping[str, Any]) -> Counted | None:
    count = residents(asked) if "from" not in entry else _aged(asked, int(entry["from"]), "")
    return _counted("residents", count, "resident", entry)


def _registered(asked: Occasion, entry: Mapping[str, Any]) -> Counted | None:
    """On the register: living here, divided by the share of the register that does."""
    if "from" not in entry:
        return _counted("register", register(asked), "registered", entry)
    living = _aged(asked, int(entry["from"]), "registered")
    path = asked.outcome.scenario.paths["presence_share"]
    share = float(path.value(_moment(asked.when)).ravel()[0])
    return _counted("register", living / share, "registered", entry)


def _planned(asked: Occasion, entry: Mapping[str, Any]) -> Counted | None:
    """Residents as the planners saw them: the published series, then a line to what they expected.

    ``None`` outside the years of the series and the expectation.
    """
    basis = next(
        (each for each in asked.outcome.pack.city["basis"] if "residents_goal" in each), None
    )
    if basis is None:
        return None
    until = instant(date.fromisoformat(str(basis["residents_until"])))
    known = sorted(
        (instant(date.fromisoformat(row.text("date"))), row.number("value"))
        for row in asked.outcome.pack.rows("observations/residents.csv")
        if row.text("series") == basis["residents_series"]
    )
    known = [pair for pair in known if pair[0] <= until + _INSTANT]
    goal = instant(date.fromisoformat(str(basis["residents_goal_date"])))
    years, counts = zip(*known, (goal, float(basis["residents_goal"])), strict=True)
    if not years[0] - _INSTANT <= asked.when <= years[-1] + _INSTANT:
        return None
    count = float(np.interp(asked.when, years, counts))
    return _counted("residents as planned", count, "resident", entry)


def _deliveries(asked: Occasion, entry: Mapping[str, Any]) -> Counted | None:
    return _counted("deliveries", deliveries(asked), "served", entry)


def _resident_deliveries(asked: Occasion, entry: Mapping[str, Any]) -> Counted | None:
    """Deliveries of the year less those of mothers from outside, at its middle."""
    every = deliveries(asked)
    path = asked.outcome.scenario.paths["mothers_from_outside"]
    outside = float(path.value(_moment(asked.when - 0.5)).ravel()[0])
    count = None if every is None else every * (1 - outside)
    return _counted("deliveries of residents", count, "resident", entry)


def _counted(
    name: str, count: float | None, population: str, entry: Mapping[str, Any]
) -> Counted | None:
    if count is None:
        return None
    ages = f"{entry['from']}+" if "from" in entry else ""
    definition = Definition(population=population, age_range=ages, date_rule="year end")
    return Counted(name=f"{name} {ages}".strip(), value=count, definition=definition)


def _aged(asked: Occasion, youngest: int, residency: str) -> float:
    """People of an age and over at a snapshot, of one residency or (empty) of both."""
    run = asked.outcome.trajectory
    place = int(np.argmin(np.abs(run.snapshots - asked.when)))
    people = run.stocks["people"][asked.draw, ..., place]
    share = AgeBand(cohorts=run.system.axis["cohort"], youngest=youngest, oldest=None)
    by_cohort = people.sum(axis=(0, 3))
    rows = [run.system.axis["residency"].index(residency)] if residency else slice(None)
    return float(share.value(_moment(asked.when))[0] @ by_cohort[:, rows].sum(axis=1))


def _moment(when: float) -> Moment:
    return Moment(when, when - SLIVER, when)
