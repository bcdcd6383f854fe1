"""Paths of households and homes, and the homes there at the start of a run.

Of a city without ``housing.toml`` nothing is known: it has no household heads and no homes, and
what is read off says *unknown*, never zero.
"""

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.housing.equations import PARAMETERS, STAGES
from simulator.demography.cohort_paths import ByAge
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Constant, Moment, Path, Stacked

_AGES = 101


def housing_paths(choices: Choices, cohorts: Axis) -> dict[str, Path]:
    """A path for every parameter of the room."""
    known = choices.pack.housing
    if known is None:
        nothing = {each.name: Constant(np.zeros(1)) for each in PARAMETERS if not each.axes}
        return {**nothing, "headship_rate": _headship(choices, cohorts)}
    return {
        "headship_rate": _headship(choices, cohorts),
        "urban_share": Constant(np.full((1,), known.urban)),
        "headship_level": choices.path("world.headship"),
        "need_share": choices.path("world.households_in_need"),
        "homes_started": choices.path("plan.homes_started"),
        "home_building_rate": Constant(len(STAGES) / _building_time(choices)),
        "home_letting": choices.path("plan.homes_allocated"),
    }


def starting_homes(choices: Choices, paths: dict[str, Path], start: float) -> dict[str, FloatArray]:
    """Homes by stock at the start of a run, shape (1,).

    Finished ones by the pace up to their count; under construction what that pace keeps there, a
    third in each stage; empty ones what is let at that pace.
    """
    known = choices.pack.housing
    if known is None:
        return {name: np.zeros(1) for name in (*STAGES, "homes_empty", "homes_let")}
    now = Moment(start, start, start)
    rate, letting = (
        float(paths[name].value(now).ravel()[0]) for name in ("home_building_rate", "home_letting")
    )
    empty = known.a_year / letting if letting else 0.0
    stages = dict.fromkeys(STAGES, known.a_year / rate)
    found = {**stages, "homes_empty": empty, "homes_let": known.finished_by(start) - empty}
    return {name: np.full((1,), value) for name, value in found.items()}


def _building_time(choices: Choices) -> FloatArray:
    """Mean time of building in years: as promised, and the delay unless everything is on time."""
    promised = choices.numbers("plan.home_building_time")
    if choices.switch("plan.on_time"):
        return promised
    return promised + choices.number("plan.delay_factor") * choices.numbers("plan.home_delay")


def _headship(choices: Choices, cohorts: Axis) -> Path:
    """Household heads among people, by age and residency; nobody where none are on record."""
    paths: dict[str, Path] = {}
    for label in choices.axis["residency"].labels:
        table = np.zeros((1, 1, _AGES))
        known = choices.pack.housing
        for age, rate in zip(known.ages, known.rates[label], strict=True) if known else ():
            table[..., age:] = rate
        paths[label] = ByAge(name="headship_rate", cohorts=cohorts, years=(0,), table=table)
    return Stacked(axis="residency", place=1, paths=paths)
