"""How sure a future intake is by birth: who is here, who is still to arrive, who is not yet born.

On a 1 September after the record of people ends, the children of the first grade of a stage are

    intake = here and registered + here and migrant + born and still to arrive + not yet born

as of the last opening of a birth window before the record ends (the *origin*). The first two are
what becomes of those here at the origin: the run goes on from there once with the registered alone
and once with the migrants alone, and nobody arrives any more. Who is not yet born is told by the
birth window, and who is still to arrive is the rest. Each child follows the rates of its age
whoever else is there, so that the parts are exact where no loop is closed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.ground.subject import Subject
from simulator.city.pack.services import Service
from simulator.city.schools.entering import windows_of_age
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import (
    SAME_INSTANT,
    calendar_label,
    first_september,
    place_of,
)
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Scenario

ARRIVING = (
    *("arrivals_a_year", "net_arrivals_a_year", "departures_replaced"),
    *("registered_arrivals_a_year", "newborn_arrivals"),
)
"""Parameters without which nobody arrives; those that a run has of them are set to nothing."""
BROUGHT = ("newborn_boys_that_day", "newborn_girls_that_day")
"""Transfers by which newborns are brought in."""

PARTS = ("registered_here", "migrant_here", "to_arrive", "unborn")
"""Parts of an intake, the surest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """The first grade of a stage on a 1 September, by district: each part of shape (district,)."""

    service: Service
    when: float
    parts: Mapping[str, FloatArray]


@derived
def intakes(outcome: Outcome, draw: int = 0) -> tuple[Intake, ...]:  # noqa: ARG001 - the first
    """Every stage on every 1 September after the origin; none where a run ends before one."""
    origin = origin_of_intakes(outcome)
    if origin is None:
        return ()
    alone = {
        part: _alone(outcome, origin, residency)
        for part, residency in (("registered_here", "registered"), ("migrant_here", "migrant"))
    }
    return tuple(_intakes(outcome, origin, alone))


def origin_of_intakes(outcome: Outcome) -> float | None:
    """The last opening of a birth window before the record of people ends, that the run keeps."""
    run, counted = outcome.trajectory, _record_ends(outcome)
    windows = run.system.axis["cohort"].birth_windows
    if counted is None or counted > run.readings[-1]:
        return None
    openings = windows.boundaries(float(run.readings[0]), counted + SAME_INSTANT)
    kept = [year for year in openings if place_of(run.snapshots, year) is not None]
    later = kept and first_september(int(kept[-1] + 1)) <= run.snapshots[-1] + SAME_INSTANT
    return kept[-1] if later else None


def _record_ends(outcome: Outcome) -> float | None:
    """The end of the last year in which people were counted, whether or not the run sees it."""
    whole = replace(outcome.scenario, start=-inf, stop=inf)
    return Subject(outcome=replace(outcome, scenario=whole), language="en").counted_until


def _alone(outcome: Outcome, origin: float, residency: str) -> Trajectory:
    """The run from the origin on with those of a residency alone, and nobody who arrives."""
    run = outcome.trajectory
    there = place_of(run.snapshots, origin)
    state = {name: values[..., there] for name, values in run.stocks.items()}
    axes = run.system.stock["people"].axes
    only = np.zeros(run.system.axis["residency"].size)
    only[run.system.axis["residency"].index(residency)] = 1.0
    shape = [1] * (len(axes) + 1)
    shape[axes.index("residency") + 1] = only.size
    state["people"] = state["people"] * only.reshape(shape)
    return simulate(run.system, without_arrivals(outcome.scenario).resumed(origin, state))


def without_arrivals(scenario: Scenario) -> Scenario:
    """The same, and nobody arrives; only Septembers are kept."""
    nobody = {name: Constant(np.zeros(1)) for name in ARRIVING if name in scenario.paths}
    kept = {name: found for name, found in scenario.occasions.items() if name not in BROUGHT}
    return replace(
        scenario, paths={**scenario.paths, **nobody}, occasions=kept, readings=(), totals=False
    )


def _intakes(outcome: Outcome, origin: float, alone: Mapping[str, Trajectory]) -> Iterator[Intake]:
    run = outcome.trajectory
    for service in outcome.pack.services:
        if not service.is_school:
            continue
        for when in run.snapshots:
            is_september = abs(when - first_september(int(when + SAME_INSTANT))) < SAME_INSTANT
            if is_september and when > origin + SAME_INSTANT:
                parts = _parts(run, alone, (service, float(when), origin))
                yield Intake(service=service, when=float(when), parts=parts)


def _parts(
    run: Trajectory, alone: Mapping[str, Trajectory], asked: tuple[Service, float, float]
) -> dict[str, FloatArray]:
    service, when, origin = asked
    windows = run.system.axis["cohort"].birth_windows
    first, last = windows_of_age(windows, service.scope.youngest, when)
    # a window that opens on the origin or later holds nobody who is born by then (place 0 is open)
    later = (n for n in range(first, last) if windows.opening(n - 1) >= origin - SAME_INSTANT)
    born = next(later, last)
    here = {name: _children(found, when, (first, born)) for name, found in alone.items()}
    return {
        **here,
        "to_arrive": _children(run, when, (first, born)) - sum(here.values()),
        "unborn": _children(run, when, (born, last)),
    }


def _children(run: Trajectory, when: float, windows: tuple[int, int]) -> FloatArray:
    """Those born in some windows who live in each district on a day, shape (district,)."""
    there = place_of(run.snapshots, when)
    people = run.stocks["people"][0, :, slice(*windows), ..., there]
    return np.asarray(people.sum(axis=(0, 1, 2)))


def intakes_table(outcome: Outcome) -> Table:
    """Every future intake by stage, day and district, the city last, and its parts."""
    found = intakes(outcome)
    districts = outcome.trajectory.system.axis["district"].labels
    rows = [(each, place) for each in found for place in (*districts, CITY)]

    def of(part: str, each: Intake, place: str) -> float:
        values = each.parts[part]
        return float(values.sum() if place == CITY else values[districts.index(place)])

    return Table(
        name="intakes",
        columns=(
            dates("date", [calendar_label(each.when) for each, _ in rows]),
            texts("service", [each.service.name for each, _ in rows]),
            texts("district", [place for _, place in rows]),
            *(
                numbers(part, [of(part, each, place) for each, place in rows], "persons", 3)
                for part in PARTS
            ),
            levels(outcome.pack, [place for _, place in rows]),
        ),
    )
