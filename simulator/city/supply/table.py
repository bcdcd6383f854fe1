"""Where promised places stand: projects one by one, places by state, what a year's slip does."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simulator.city.axes import CITY, TIMETABLE
from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.supply.building import Building, NamedProject, YearsSlip
from simulator.city.supply.project_course import expected_opening, promised_opening
from simulator.report.table import Table, dates, integers, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label

_UNIT = "of_the_service"


def projects_table(building: Building) -> Table:
    """Every named project that is to add places: what is promised of it and what is expected."""
    every = building.projects
    listed = [each.running.project for each in every]
    openings = [expected_opening(each.running) for each in every]
    return Table(
        name="projects",
        columns=(
            texts("project", [one.name for one in listed]),
            texts("service", [one.service for one in listed]),
            texts("district", [one.district for one in listed]),
            numbers("places", [each.running.places for each in every], _UNIT, 1),
            texts("unit", [each.running.service.unit for each in every]),
            texts("inside_programme", [one.programme or "" for one in listed]),
            texts("state", [one.state for one in listed]),
            dates("promised_opening", [_day(promised_opening(each.running)) for each in every]),
            dates("expected_opening", [_day(one.middle) for one in openings]),
            dates("early_opening", [_day(one.early) for one in openings]),
            dates("late_opening", [_day(one.late) for one in openings]),
            dates("closes", [_day(each.running.closes) for each in every]),
            numbers("chance_on_time", [one.on_time for one in openings], "share", 4),
            integers("facilities", [one.facilities for one in listed], "projects"),
            texts("derived", [_derived(each) for each in every]),
            texts("rule", [one.rule for one in listed]),
            texts("source", [one.source for one in listed]),
            texts("grade", [one.grade for one in listed]),
            texts("name_zh", [one.title["zh"] for one in listed]),
            texts("name_en", [one.title["en"] for one in listed]),
        ),
    )


def supply_states_table(outcome: Outcome, building: Building) -> Table:
    """Places by state at the end of every year, on both deliveries; projects for the city alone."""
    rows = tuple(_state_rows(outcome, building))
    unit = {one.name: one.unit for one in outcome.pack.services}
    grades = _grades(outcome)
    return Table(
        name="supply_states",
        columns=(
            dates("date", [_day(row.when) for row in rows]),
            texts("service", [row.service for row in rows]),
            texts("district", [row.district for row in rows]),
            texts("delivery", [row.timetable for row in rows]),
            texts("state", [row.state for row in rows]),
            numbers("places", [row.places for row in rows], _UNIT, 3),
            numbers("in_named_projects", [row.named for row in rows], _UNIT, 3),
            texts("unit", [unit[row.service] for row in rows]),
            numbers("projects", [row.projects for row in rows], "projects", 3),
            texts("plan_grade", [grades[row.service, row.district == CITY] for row in rows]),
            levels(outcome.pack, [row.district for row in rows]),
        ),
    )


def _grades(outcome: Outcome) -> dict[tuple[str, bool], str]:
    """The weakest grade behind a service's places: of a district, and (true) of the city."""
    grades, plan = {}, choices_of_run(outcome).plan
    for service in outcome.pack.services:
        own = [p for p in plan.programmes if p.service == service.name]
        start = [service.grades["start"]] if service.start else []
        city = [*start, *(p.grade for p in own)]
        grades[service.name, True] = max(city, default="")
        grades[service.name, False] = max([*city, *(p.district_grade for p in own)], default="")
    return grades


class _StateRow(NamedTuple):
    when: float
    service: str
    district: str
    timetable: str
    state: str
    places: float
    named: float
    projects: float


def _state_rows(outcome: Outcome, building: Building) -> Iterator[_StateRow]:
    ends = np.flatnonzero(np.abs(building.years - np.round(building.years)) < SAME_INSTANT)
    labels = (*outcome.pack.axes["district"], CITY)
    places, named = (_with_city(each) for each in (building.places, building.named))
    counted = {name: building.counted(name) for name in building.services}
    there = (
        (when, row, service)
        for when in ends
        for row, service in enumerate(building.services)
        if places[:, row, ..., when].any()
    )
    for when, row, service in there:
        for number, timetable in enumerate(TIMETABLE):
            for state, name in enumerate(SUPPLY_STATES):
                here = places[number, row, :, state, when]
                own = named[number, row, :, state, when]
                for place, label in enumerate(labels):
                    many = counted[service][number, state, when] if label == CITY else np.nan
                    yield _StateRow(
                        float(building.years[when]), service, label, timetable, name,
                        float(here[place]), float(own[place]), float(many),
                    )  # fmt: skip


def _with_city(table: FloatArray) -> FloatArray:
    """Append the city to the districts of (timetable, service, district, state, time)."""
    return np.concatenate([table, table.sum(axis=2, keepdims=True)], axis=2)


def project_sensitivity_table(slips: tuple[YearsSlip, ...]) -> Table:
    """What one year's slip of each project does, the largest loss of place-years first."""
    projects = [slip.project.running for slip in slips]
    return Table(
        name="project_sensitivity",
        columns=(
            texts("project", [one.project.name for one in projects]),
            texts("service", [one.service.name for one in projects]),
            texts("district", [slip.place for slip in slips]),
            numbers("place_years_lost", [slip.place_years for slip in slips], "place_years", 3),
            numbers("most_lost", [slip.lost for slip in slips], _UNIT, 3),
            dates("most_lost_on", [_day(slip.when) for slip in slips]),
            numbers("gap_then", [slip.gap for slip in slips], _UNIT, 3),
            numbers("gap_if_late", [slip.gap_if_late for slip in slips], _UNIT, 3),
            numbers("share_of_gap", [slip.share for slip in slips], "share", 4),
            texts("unit", [one.service.unit for one in projects]),
            texts("name_zh", [one.project.title["zh"] for one in projects]),
            texts("name_en", [one.project.title["en"] for one in projects]),
        ),
    )


def _derived(each: NamedProject) -> str:
    own = each.running.project.derived
    return "; ".join(own if each.running.is_sized else (*own, "increment"))


def _day(year: float) -> str:
    return calendar_label(year) if np.isfinite(year) else ""
