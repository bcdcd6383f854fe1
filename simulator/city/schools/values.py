"""Paths of enrolment, points and private places: how many come, who may have a public place."""

from collections.abc import Sequence
from math import ceil, floor

import numpy as np

from simulator.city.axes import laid_along
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.pack.parameter_form import CATCHMENT_RATIO
from simulator.city.pack.services import Service
from simulator.city.schools.equations import PARAMETERS
from simulator.city.services.capacity import starting_places
from simulator.demography.cohort_paths import AgeBand
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.calendar import SAME_INSTANT, first_september
from simulator.stockflow.values.paths import Constant, Path, Stacked, at
from simulator.stockflow.values.scenario import Occasion

NOBODY = 1e-6


def school_paths(choices: Choices) -> dict[str, Path]:
    """Paths of every parameter of the schools; of a service that is none, everybody is entitled."""
    migrant = laid_along(choices.axis["residency"], {"registered": 0.0, "migrant": 1.0})
    return {
        **leaving_paths(choices, choices.axis["service"], choices.axis["cohort"]),
        "enrolment_ratio": _of_schools(choices, "world.enrolment_ratio"),
        "private_growth": _of_schools(choices, "plan.private_places"),
        "private_start": Constant(_private_places(choices), ("service", "district")),
        "catchment_ratio": Constant(_catchments(choices), ("service", "district")),
        "is_migrant": Constant(migrant[np.newaxis], ("residency",)),
        "registered_private": _by_service(choices, choices.axis["service"], "registered_private"),
    }


def leaving_paths(choices: Choices, services: Axis, cohorts: Axis) -> dict[str, Path]:
    """Paths of what decides who leaves on entering school, of some services."""
    youngest, oldest = map(int, choices.pack.parameters.value("leavers.parents"))
    return {
        **stated_paths(choices, PARAMETERS, but={"enrolment_ratio", "private_growth"}),
        "parent_age": AgeBand(cohorts=cohorts, youngest=youngest, oldest=oldest),
        "nobody": Constant(np.full(1, NOBODY)),
        **{
            name: _by_service(choices, services, name) for name in ("points_share", "private_share")
        },
    }


def leavers_occasions(
    choices: Choices, services: Axis, cohorts: Axis, span: tuple[float, float]
) -> dict[str, tuple[Occasion, ...]]:
    """Every 1 September of a run, its last instant too, with who enters where points are asked.

    Whole birth windows enter: those who have completed the first age of the stage by the day.
    """
    start, stop = span
    days = (first_september(year) for year in range(floor(start), ceil(stop) + 1))
    asking = [choices.pack.service[name] for name in services.labels]
    occasions = tuple(
        Occasion(day, {"entering": _entering(asking, cohorts, day)})
        for day in days
        if start + SAME_INSTANT < day < stop + SAME_INSTANT
    )
    return dict.fromkeys(("parents_of_leavers", "children_without_points"), occasions)


def _entering(services: Sequence[Service], cohorts: Axis, day: float) -> FloatArray:
    """Share of every cohort that enters on a day, shape (1, service, cohort)."""
    found = np.zeros((1, len(services), cohorts.size))
    for row, service in enumerate(services):
        if service.entitlement.leave_on_entry:
            first = service.scope.youngest
            band = AgeBand(
                cohorts=cohorts, youngest=first, oldest=first + 1, reading="last_opening_day"
            )
            found[:, row] = at(band, day)
    return found


def _of_schools(choices: Choices, key: str) -> Path:
    """A number of every school service; 1 of one that is none."""
    schools, one = choices.pack.axes["school"], Constant(np.ones(1))
    paths: dict[str, Path] = {
        name: choices.path(f"{key}.{name}") if name in schools else one
        for name in choices.axis["service"].labels
    }
    return Stacked(axis="service", place=0, paths=paths)


def _private_places(choices: Choices) -> FloatArray:
    """Private places of the starting stock, shape (draws or 1, service, district); 0 if unknown."""
    services = (choices.pack.service[name] for name in choices.axis["service"].labels)
    places = [
        starting_places(choices, service) * service.entitlement.private_places
        for service in services
    ]
    return np.stack(np.broadcast_arrays(*places), axis=1)


def _catchments(choices: Choices) -> FloatArray:
    """Ratio of each district to its city, shape (1, service, district); 1 where none is stated."""
    services, districts = choices.axis["service"], choices.axis["district"]
    table = np.ones((1, services.size, districts.size))
    for row, service in enumerate(services.labels):
        key = f"{CATCHMENT_RATIO}{service}"
        if choices.pack.parameters.find(key, choices.basis) is not None:
            stated = choices.pack.parameters.value(key, choices.basis)
            table[0, row] = [float(stated[name]) for name in districts.labels]
    return table


def _by_service(choices: Choices, services: Axis, figure: str) -> Path:
    """A figure of the pack's entitlement."""
    values = [getattr(choices.pack.service[name].entitlement, figure) for name in services.labels]
    return Constant(np.array([values]), ("service",))
