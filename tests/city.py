"""The real city, loaded and run as a test needs it: small, and once for the same wishes."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from simulator.city.ground.choices import Choices, choices_of
from simulator.city.ground.future import FOLLOWED
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import Loaded, all_settings, load
from simulator.city.pack.city_pack import CityPack, load_city_pack, read_parameters
from simulator.city.record.observed import compare
from simulator.files.scenario_file import load_scenario
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.axis import Axis

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
BASELINE = SCENARIOS / "baseline.toml"
ONE_WINDOW = "model.cohorts_per_year=1"
HELD = tuple(f"world.future.{law}=held" for law in FOLLOWED)
"""For the pack set by hand, which states no law of what follows the record."""
SHORT = (ONE_WINDOW, "model.stop=2014-01-01")


@cache
def city_pack() -> CityPack:
    return load_city_pack(ROOT / "calibration" / "xiamen", all_settings())


@cache
def pinned_pack() -> CityPack:
    """The pack of the city with the round values that were set by hand before the fit."""
    path = ROOT / "tests" / "data" / "hand_set_parameters.toml"
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return replace(city_pack(), parameters=read_parameters(document, path.name))


@cache
def loaded(*sets: str, name: str = "baseline") -> Loaded:
    # Tests go to extremes on purpose.
    return load(SCENARIOS / f"{name}.toml", sets, known=city_pack(), force=True)


@cache
def run(*sets: str, name: str = "baseline") -> Trajectory:
    one = loaded(*sets, name=name)
    return simulate(one.system, one.scenario)


@cache
def septembers(*sets: str) -> Trajectory:
    """A run that keeps nothing but the people of each 1 September."""
    one = loaded(*sets)
    kept = tuple(year for year in one.scenario.snapshots if round(year * 12) % 12 == 8)
    return simulate(one.system, replace(one.scenario, readings=(), snapshots=kept))


def choices(*sets: str, pack: CityPack | None = None) -> Choices:
    """What holds of every key, with nothing built from it."""
    found = pinned_pack() if pack is None else pack
    return choices_of(load_scenario(BASELINE, all_settings(), found.axes, (*HELD, *sets)), found)


@cache
def cohorts(per_year: int = 1, stop: str = "2021-01-01") -> Axis:
    return loaded(f"model.cohorts_per_year={per_year}", f"model.stop={stop}").system.axis["cohort"]


def with_parameters(entries: Mapping[str, Mapping[str, object]]) -> CityPack:
    """The pack with the values set by hand, and some entries in their place."""
    pack = pinned_pack()
    table = {**pack.parameters.table, **{(key, ""): entry for key, entry in entries.items()}}
    return replace(pack, parameters=replace(pack.parameters, table=table))


def reading(run: Trajectory, year: float) -> int:
    """Number of the reading at an instant."""
    found = np.flatnonzero(np.abs(run.readings - year) < 1e-9)
    assert found.size == 1, year
    return int(found[0])


TOLERANCES = {
    "residents": 0.01,
    "registered": 0.01,
    "births": 0.13,
    "district_residents": 0.03,
    "primary_pupils": 0.03,
    "junior_pupils": 0.04,
    "district_primary_pupils": 0.15,
    "crude_death_rate": 0.12,
}
"""How far the baseline may be off each series of the record."""


def errors(*sets: str) -> dict[str, dict[str, float]]:
    """Relative errors of the baseline against the record, by series and date or district."""
    one = loaded(*sets)
    outcome = Outcome(trajectory=run(*sets), scenario=one.scenario, file=one.file, pack=one.pack)
    found: dict[str, dict[str, float]] = {}
    for comparison in compare(outcome):
        series = comparison.series.removesuffix(f"_{comparison.place}")
        found.setdefault(series, {})[f"{comparison.place} {comparison.date}"] = comparison.error
    return found


@cache
def outcome_of(*sets: str, name: str = "baseline") -> Outcome:
    """A run of a scenario together with what it was made from."""
    one = loaded(*sets, name=name)
    found = run(*sets, name=name)
    return Outcome(trajectory=found, scenario=one.scenario, file=one.file, pack=one.pack)
