"""Paths of the feedback loops a scenario closes: what is noticed, how late, how it is answered."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.supply.projects import RunningProject, expected_serving, running_projects
from simulator.city.supply.values import spread
from simulator.demography.cohort_paths import ByAge, DensityByAge
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.paths import Constant, Path, Steps
from simulator.stockflow.values.scenario import Occasion

COUNTS_A_YEAR = 3
"""How often the places of named projects are counted: on 1 January, 1 May and 1 September."""

CHILD, MOTHER, NO_CHILDREN = 15, 50, 2
"""Age below which one is a child, below which a mother has children with her; statuses (men and
childless) that come before those of mothers."""

_NUMBERS = {
    "planners": {
        "planners_delay": "feedback.planners.delay",
        "planners_adjustment": "feedback.planners.adjustment",
        "planners_supply_line": "feedback.planners.supply_line",
    },
    "families": {
        "families_delay": "feedback.families.delay",
        "families_strength": "feedback.families.strength",
    },
    "private": {
        "parents_delay": "feedback.private.delay",
        "private_response": "feedback.private.share",
    },
}
_OBSERVERS = {"planners": ("planners", 3), "families": ("families", 1), "private": ("parents", 1)}


@dataclass(frozen=True, kw_only=True)
class FeedbackValues:
    """What the closed loops of a scenario are given; nothing where none is closed."""

    paths: dict[str, Path]
    occasions: dict[str, tuple[Occasion, ...]]


def feedback_values(choices: Choices, profile: Path, start: float, stop: float) -> FeedbackValues:
    """Paths and occasions of every loop that is closed.

    ``profile`` is the profile of arrivals, from which families are told.

    Raises
    ------
    ScenarioError
        Where planners are to answer and everything is to come on time: then no plan has a delay of
        its own, and what planners add would never be built.
    """
    on = [name for name in _NUMBERS if choices.switch(f"feedback.{name}.on")]
    if "planners" in on and choices.switch("plan.on_time"):
        raise choices.fault(
            "feedback.planners.on",
            "true, while plan.on_time lets everything open on its promised day; what planners add "
            "has no promised day. Would be right: plan.on_time = false, or this switch off",
            "计划外新增项目没有承诺日期；请将 plan.on_time 设为 false，或关闭此项",
        )
    paths = _shared(choices, start, stop) if on else {}
    for name in on:
        paths |= {
            parameter: Constant(choices.numbers(key)) for parameter, key in _NUMBERS[name].items()
        }
    if "planners" in on:
        paths["projects_under_way"] = _counted(choices, (start, stop), _under_way)
    if "families" in on:
        paths["in_families"] = in_families(profile)
    if "private" in on:
        paths["private_edge"] = Constant(choices.pack_numbers("feedback.private_edge"))
    return FeedbackValues(paths=paths, occasions=_at_first(on, start))


def in_families(profile: Path) -> ByAge:
    """Share of arrivals who come as a family, by status and age.

    Children are those under 15. A mother below 50 has children with her; of the men of an age as
    many are fathers as of the women are mothers.
    """
    if not isinstance(profile, DensityByAge):
        raise TypeError("families are told from a profile by age")
    table = profile.table
    women, mothers = table[:, :, 1:].sum(axis=2), table[:, :, NO_CHILDREN:].sum(axis=2)
    shares = np.zeros_like(table)
    shares[:, :, NO_CHILDREN:] = 1.0
    shares[:, :, 0] = np.divide(mothers, women, out=np.zeros_like(women), where=women > 0)
    shares[..., MOTHER:] = 0.0
    shares[..., :CHILD] = 1.0
    return ByAge(
        name="in_families",
        cohorts=profile.cohorts,
        table=shares,
        years=profile.years,
        leading=("status",),
    )


def _shared(choices: Choices, start: float, stop: float) -> dict[str, Path]:
    """What every loop needs."""
    services = choices.pack.services
    places, beds = (
        float(choices.pack_numbers(f"feedback.width_{unit}")[0]) for unit in ("places", "beds")
    )
    widths = [[places if service.is_school else beds for service in services]]
    return {
        "is_expected": Constant(np.array([[0.0, 1.0]]), ("delivery",)),
        "watching": watching(choices, start),
        "width": Constant(np.array(widths), ("service",)),
        "projects_in_use": _counted(choices, (start, stop), expected_serving),
    }


def watching(choices: Choices, start: float) -> Path:
    """1 for a service from the day its record starts, 0 before, and for ever where none does."""
    starts = [
        np.inf if service.start is None else service.start.year for service in choices.pack.services
    ]
    years = sorted({start, *(year for year in starts if np.isfinite(year) and year > start)})
    values = [[[float(own <= year) for own in starts]] for year in years]
    return Steps(name="watching", years=tuple(years), values=np.array(values), axes=("service",))


def _counted(
    choices: Choices,
    span: tuple[float, float],
    places: Callable[[RunningProject, FloatArray], FloatArray],
) -> Path:
    """Places of named projects, summed by service and district at every count, then held."""
    first, last = (round(year * COUNTS_A_YEAR) for year in span)
    years = np.array([number / COUNTS_A_YEAR for number in range(first, last + 1)])
    services, districts = choices.pack.axes["service"], choices.pack.axes["district"]
    table = np.zeros((len(years), 1, len(services), len(districts)))
    for running in running_projects(choices):
        counted = places(running, years)
        row = services.index(running.service.name)
        for district, share in spread(choices, running).items():
            table[:, 0, row, districts.index(district)] += counted * share
    kept = [0, *(1 + np.flatnonzero(np.any(np.diff(table, axis=0) != 0, axis=(1, 2, 3))))]
    return Steps(
        name="projects counted",
        years=tuple(float(years[place]) for place in kept),
        values=table[kept],
        axes=("service", "district"),
        before="hold",
    )


def _under_way(running: RunningProject, years: FloatArray) -> FloatArray:
    """Places of a project that will serve and do not yet."""
    return running.places * (1 - running.lost) - expected_serving(running, years)


def _at_first(on: list[str], start: float) -> dict[str, tuple[Occasion, ...]]:
    """On the first day of the run everybody knows things as they are."""
    return {
        f"{observer}_{what}_{stage}_at_first": (Occasion(start),)
        for observer, stages in (_OBSERVERS[name] for name in on)
        for what in ("demand", "supply")
        for stage in range(1, stages + 1)
    }
