"""Paths of every parameter of the population."""

import numpy as np

from simulator.inputs.calendar import exact_instant, instant
from simulator.inputs.cohort_paths import AgeBand
from simulator.inputs.paths import Constant, Mapped, Path, Stacked, Steps, at
from simulator.inputs.scenario import Occasion
from simulator.inputs.values.choices import Choices
from simulator.inputs.values.fertility import (
    first_birth_rates,
    standard_schedules,
    standing_rates,
)
from simulator.inputs.values.migration import arriving, departing
from simulator.inputs.values.mortality import death_rates
from simulator.inputs.values.parity import Parities, build_parities
from simulator.inputs.values.policy import eligible_paths
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import Axis

_PLAIN = {
    "first_birth_level": "world.first_birth_level",
    "second_birth_level": "world.second_birth_level",
    "higher_birth_level": "world.higher_birth_level",
    "planning_share": "policy.two_child.planning_share",
    "mean_spacing": "policy.two_child.mean_spacing",
    "arrivals_a_year": "world.arrivals",
    "registered_arrivals_a_year": "world.registered_arrivals",
    "departure_level": "world.departures",
    "registered_departure_level": "world.registered_departures",
    "registration_rate": "world.registration_rate",
    "newborn_arrivals": "world.newborn_arrivals",
    "presence_share": "world.presence_share",
    "children_per_maternity": "world.children_per_maternity",
    "mothers_from_outside": "world.mothers_from_outside",
}


def people_paths(
    choices: Choices, cohorts: Axis, years: tuple[int, ...]
) -> tuple[dict[str, Path], Parities]:
    """A path for every parameter of the population, and the parities behind some of them.

    ``years`` are the calendar years the run touches.
    """
    pack = choices.pack
    paths: dict[str, Path] = {name: choices.path(key) for name, key in _PLAIN.items()}
    eligible, rise = eligible_paths(choices)
    schedules = standard_schedules(pack)
    spacing = float(at(paths["mean_spacing"], float(years[0]))[0])
    parities = build_parities(pack, schedules, paths["planning_share"], eligible, spacing)
    life = {sex: choices.path(f"world.life_expectancy.{sex}") for sex in ("men", "women")}
    timing = choices.path("world.first_birth_timing")
    under_15 = choices.path("world.arrivals_under_15")
    paths |= {
        "death_rate": death_rates(pack, cohorts, life, years),
        "first_birth_rate": first_birth_rates(schedules.first, cohorts, timing, years),
        "second_birth_rate": standing_rates("second_birth_rate", schedules.second, cohorts),
        "higher_birth_rate": standing_rates("higher_birth_rate", schedules.higher, cohorts),
        "birth_season": birth_season(choices, years),
        "eligible_share": eligible,
        "eligible_rise": rise,
        "below_age_limit": AgeBand(
            cohorts=cohorts, youngest=0, oldest=int(choices.number("policy.two_child.age_limit"))
        ),
        "boys_share": Mapped(function=_boys, paths=(choices.path("world.sex_ratio_at_birth"),)),
        "newborn_residency": Mapped(
            function=_newborns,
            paths=(choices.path("world.registered_newborn_share"),),
            axes=("residency", "to_residency"),
        ),
        "arrival_profile": arriving(pack, cohorts, under_15, parities, years),
        "arrival_districts": arrival_districts(choices),
        "departure_rate": departing(pack, cohorts),
    }
    return paths, parities


def birth_season(choices: Choices, years: tuple[int, ...]) -> Path:
    """Births of each month against the mean of the year: a step every month, or one constant."""
    months = [choices.path(f"world.birth_seasonality.{month:02d}") for month in range(1, 13)]
    factors = np.array([float(at(path, float(years[0]))[0]) for path in months])
    if abs(factors.mean() - 1) > 1e-6:
        raise choices.fault(
            "world.birth_seasonality.01",
            f"the twelve factors have the mean {factors.mean():.6g}; would be right: 1",
        )
    if np.all(factors == factors[0]):
        return Constant(np.ones(1))
    instants = [float(exact_instant(year, month)) for year in years for month in range(1, 13)]
    return Steps(
        name="world.birth_seasonality",
        years=tuple(instants),
        values=np.tile(factors, len(years))[:, np.newaxis],
    )


def arrival_districts(choices: Choices) -> Path:
    """Shares of arrivals by district, adding to one at every instant."""
    names = choices.pack.axes["district"]
    shares = {name: choices.path(f"world.arrival_districts.{name}") for name in names}
    total = sum(float(at(path, 2011.0)[0]) for path in shares.values())
    if abs(total - 1) > 1e-6:
        key = f"world.arrival_districts.{names[0]}"
        raise choices.fault(key, f"the districts add to {total:.6g}; would be right: 1")
    stacked = Stacked(axis="district", place=0, paths=shares)
    return Mapped(function=_to_one, paths=(stacked,), axes=("district",))


def newborn_occasions(choices: Choices) -> dict[str, tuple[Occasion, ...]]:
    """Newborns brought in on stated dates."""
    occasions = tuple(
        Occasion(instant(entry["date"]), {"newborns_that_day": np.array([float(entry["persons"])])})
        for entry in choices.records("world.newborns_on_dates")
    )
    return {"newborn_boys_that_day": occasions, "newborn_girls_that_day": occasions}


def _boys(ratio: FloatArray) -> FloatArray:
    """Share of boys from boys born for 100 girls."""
    return ratio / (100.0 + ratio)


def _to_one(shares: FloatArray) -> FloatArray:
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _newborns(share: FloatArray) -> FloatArray:
    """Rows: residency of the mother; columns: of the child."""
    whole, none = np.ones_like(share), np.zeros_like(share)
    return np.stack(
        [np.stack([whole, none], axis=-1), np.stack([share, whole - share], axis=-1)], axis=-2
    )
