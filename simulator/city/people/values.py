"""Paths of every parameter of the population."""

from functools import partial
from math import floor

import numpy as np

from simulator.city.axes import MONTH, laid_along
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.people.equations import PARAMETERS
from simulator.city.people.moves import moves_paths
from simulator.city.people.plans import planning_path, plans_paths
from simulator.city.people.policy import eligible_paths
from simulator.city.people.profiles import arriving, departing, registering, working_ages
from simulator.city.people.replacement import replacement_paths
from simulator.city.people.vital_rates import (
    Parities,
    build_parities,
    death_rates,
    first_birth_rates,
    mortality_level,
    standard_schedules,
    standing_rates,
)
from simulator.demography.cohort_paths import AgeBand, ByAge
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.calendar import calendar_label, exact_instant, instant, is_within
from simulator.stockflow.values.paths import Constant, Mapped, Path, Stacked, Steps, at
from simulator.stockflow.values.scenario import Occasion

ROUNDING = 1e-6
_MADE = ("arrivals_a_year", "arrival_districts", "net_arrivals_a_year", "planning_share")
"""Parameters of which more is made than what their keys hold."""


def people_paths(
    choices: Choices, cohorts: Axis, span: tuple[float, float]
) -> tuple[dict[str, Path], Parities]:
    """A path for every parameter of the population, and the parities behind some of them.

    ``span`` is the first and last instant of the run. What varies by calendar year has a value for
    every year that it touches, be it by its last instant.
    """
    parities = lived_parities(choices, span)
    deaths = {"death_rate": dying(choices, cohorts, span)}
    return living_paths(choices, cohorts, parities, span) | deaths, parities


def lived_parities(choices: Choices, span: tuple[float, float]) -> Parities:
    """How many children women have had, under the policy and the plans of a scenario."""
    schedules = choices.pack.once(standard_schedules)
    spacing = choices.path("policy.two_child.mean_spacing")
    eligible, _ = eligible_paths(choices)
    planning = planning_path(choices)
    return build_parities(choices, schedules, planning, eligible, at(spacing, floor(span[0])))


def dying(choices: Choices, cohorts: Axis, span: tuple[float, float]) -> ByAge:
    """Death rates of every calendar year that a run touches."""
    life = {sex: choices.path(f"world.life_expectancy.{sex}") for sex in choices.axis["sex"].labels}
    return death_rates(choices, cohorts, life, _years(span))


def living_paths(
    choices: Choices, cohorts: Axis, parities: Parities, span: tuple[float, float]
) -> dict[str, Path]:
    """A path for every parameter of the population but the death rates."""
    return (
        stated_paths(choices, PARAMETERS, but=_MADE)
        | plans_paths(choices)
        | replacement_paths(choices)
        | _of_births(choices, cohorts, _years(span))
        | _of_movement(choices, cohorts, parities, span)
        | {
            "relative_mortality": Mapped(
                function=partial(_relative_mortality, choices.axis["residency"]),
                paths=(choices.path("world.migrant_mortality"),),
                axes=("residency",),
            ),
            "mortality_level": mortality_level(choices),
            "selected_ages": working_ages(choices.pack, cohorts),
        }
    )


def _of_births(choices: Choices, cohorts: Axis, years: tuple[int, ...]) -> dict[str, Path]:
    """How many are born to whom, whom the policy allows a second child, what newborns are."""
    eligible, rise = eligible_paths(choices)
    schedules = choices.pack.once(standard_schedules)
    timing = choices.path("world.first_birth_timing")
    return {
        "first_birth_rate": first_birth_rates(schedules.first, cohorts, timing, years),
        "second_birth_rate": standing_rates("second_birth_rate", schedules.second, cohorts),
        "higher_birth_rate": standing_rates("higher_birth_rate", schedules.higher, cohorts),
        "birth_season": birth_season(choices, years),
        "eligible_share": eligible,
        "eligible_rise": rise,
        "below_age_limit": AgeBand(
            cohorts=cohorts,
            youngest=0,
            oldest=int(choices.number("policy.two_child.age_limit")),
        ),
        "boys_share": Mapped(function=_boys, paths=(choices.path("world.sex_ratio_at_birth"),)),
        "newborn_residency": Mapped(
            function=partial(_newborns, choices.axis["residency"]),
            paths=(choices.path("world.registered_newborn_share"),),
            axes=("residency", "to_residency"),
        ),
    }


def _of_movement(
    choices: Choices, cohorts: Axis, parities: Parities, span: tuple[float, float]
) -> dict[str, Path]:
    """Who arrives, where they settle, who leaves, moves on and registers."""
    years = _years(span)
    under_15 = choices.path("world.arrivals_under_15")
    districts = arrival_districts(choices, span)
    return {
        "arrival_profile": arriving(choices, cohorts, under_15, parities, years),
        "arrival_districts": districts,
        **moves_paths(choices, districts),
        "departure_rate": departing(choices.pack, cohorts),
        "registration_profile": registering(
            choices, cohorts, choices.path("world.registration_women"), years
        ),
    }


def _years(span: tuple[float, float]) -> tuple[int, ...]:
    return tuple(range(floor(span[0]), floor(span[1]) + 1))


def birth_season(choices: Choices, years: tuple[int, ...]) -> Path:
    """Births of each month against the mean of its year: a step every month, or one constant.

    ``ScenarioError`` where the twelve factors of a year do not have the mean one.
    """
    keys = [f"world.birth_seasonality.{month}" for month in MONTH]
    months = [choices.path(key) for key in keys]
    instants = [[float(exact_instant(year, month)) for month in range(1, 13)] for year in years]
    factors = np.array(
        [[at(path, when)[0] for path, when in zip(months, row, strict=True)] for row in instants]
    )
    for year, mean in zip(years, factors.mean(axis=1), strict=True):
        if abs(mean - 1) > ROUNDING:
            stated = next((key for key in keys if key in choices.file.origin), keys[0])
            raise choices.fault(stated, "fault.season_mean", year=year, mean=f"{mean:.6g}")
    if np.all(factors == factors[0, 0]):
        return Constant(np.ones(1))
    return Steps(
        name="world.birth_seasonality",
        years=tuple(when for row in instants for when in row),
        values=factors.reshape(-1, 1),
    )


def arrival_districts(choices: Choices, span: tuple[float, float]) -> Path:
    """Shares of arrivals by district, adding to one at every instant of a span of years.

    ``ScenarioError`` where they do not.
    """
    keys = {name: f"world.arrival_districts.{name}" for name in choices.axis["district"].labels}
    stacked = Stacked(
        axis="district", place=0, paths={name: choices.path(key) for name, key in keys.items()}
    )
    for year in (span[0], *stacked.kinks(*span)):
        total = float(at(stacked, year).sum())
        if abs(total - 1) > ROUNDING:
            stated = [key for key in keys.values() if key in choices.file.origin]
            raise choices.fault(
                (stated or list(keys.values()))[0],
                "fault.districts_sum",
                total=f"{total:.6g}",
                year=f"{year:.6g}",
            )
    return Mapped(function=_to_one, paths=(stacked,), axes=("district",))


def newborn_occasions(choices: Choices) -> dict[str, tuple[Occasion, ...]]:
    """Newborns brought in on stated dates; ``ScenarioError`` for a date outside the run."""
    key = "world.newborns_on_dates"
    start, stop = choices.date("model.start"), choices.date("model.stop")
    occasions = []
    for entry in choices.records(key):
        when = instant(entry["date"])
        if not is_within(start, when, stop):
            raise choices.fault_of(
                key,
                (str(entry["id"]), "date"),
                "fault.newborns_outside",
                id=entry["id"],
                day=entry["date"],
                first=calendar_label(start),
                last=calendar_label(stop),
            )
        occasions.append(Occasion(when, {"newborns_that_day": np.array([float(entry["persons"])])}))
    return {
        "newborn_boys_that_day": tuple(occasions),
        "newborn_girls_that_day": tuple(occasions),
    }


def _boys(ratio: FloatArray) -> FloatArray:
    """Share of boys from boys born for 100 girls."""
    return ratio / (100.0 + ratio)


def _relative_mortality(residency: Axis, migrant: FloatArray) -> FloatArray:
    """Registered people live the table, migrants a multiple of it; shape (draws, residency)."""
    return laid_along(residency, {"registered": np.ones_like(migrant), "migrant": migrant})


def _to_one(shares: FloatArray) -> FloatArray:
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _newborns(residency: Axis, share: FloatArray) -> FloatArray:
    """Residency of newborns by that of the mother, shape (draws, residency, to_residency).

    A ``share`` of migrant mothers' newborns is registered at birth; the others are what she is.
    """
    registered, migrant = residency.index("registered"), residency.index("migrant")
    found = np.zeros((*share.shape, residency.size, residency.size))
    found[..., registered, registered] = 1.0
    found[..., migrant, registered] = share
    found[..., migrant, migrant] = 1.0 - share
    return found
