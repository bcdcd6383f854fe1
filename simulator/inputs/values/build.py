"""From a checked scenario file and a city pack to the values of a run."""

from datetime import date
from math import ceil, floor

import numpy as np

from simulator.inputs.calendar import calendar_label, instant
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.pack.reading import refusing
from simulator.inputs.paths import Constant
from simulator.inputs.scenario import Method, Scenario
from simulator.inputs.scenario_file import ScenarioFile
from simulator.inputs.schema import build_schema
from simulator.inputs.values.beds import bed_paths
from simulator.inputs.values.choices import Choices, offered
from simulator.inputs.values.feedback import feedback_values
from simulator.inputs.values.needs import demand_paths, scope_path
from simulator.inputs.values.people import newborn_occasions, people_paths
from simulator.inputs.values.start import starting_people
from simulator.inputs.values.supply import supply_occasions, supply_paths
from simulator.structure.setting import Setting
from simulator.structure.system import System


def build_scenario(system: System, file: ScenarioFile, pack: CityPack) -> Scenario:
    """The values a scenario gives to every declared name.

    Precedence: pack < parameters.toml < scenario (its parents, overlays and ``--set`` merged).

    Raises
    ------
    ScenarioError, DataError
        Where a key has no value, or values contradict each other.
    """
    choices = choices_of(system.settings, file, pack)
    _refuse_other_start(choices)
    with refusing(f"calibration/{pack.name}"):
        return _build(system, choices)


def choices_of(settings: tuple[Setting, ...], file: ScenarioFile, pack: CityPack) -> Choices:
    """What holds of every key of a scenario over a pack."""
    leaves = build_schema(settings, pack.axes).leaves
    return Choices(pack=pack, file=file, offered=offered(pack), settings=leaves)


def _build(system: System, choices: Choices) -> Scenario:
    start, stop = choices.date("model.start"), choices.date("model.stop")
    cohorts = system.axis["cohort"]
    years = tuple(range(floor(start), ceil(stop) + 1))
    paths, parities = people_paths(choices, cohorts, years)
    paths |= demand_paths(choices, cohorts)
    paths |= bed_paths(choices, cohorts)
    paths |= supply_paths(choices, start, stop)
    feedback = feedback_values(choices, paths["arrival_profile"], start, stop)
    return Scenario(
        name=choices.file.name,
        start=start,
        stop=stop,
        initial={"people": starting_people(choices.pack, cohorts, parities, start)},
        paths=paths | feedback.paths,
        occasions={
            **newborn_occasions(choices),
            **supply_occasions(choices, start, stop),
            **feedback.occasions,
        },
        readings=months(start, stop),
        snapshots=snapshots(start, stop),
        method=Method(
            name=str(choices.file.values["model.method"]),
            relative=choices.number("model.relative_tolerance"),
            absolute=choices.number("model.absolute_tolerance"),
            compiled=choices.switch("model.compiled"),
        ),
    )


def build_population_scenario(
    system: System,
    choices: Choices,
    span: tuple[float, float],
    *,
    draws: int = 1,
    whole: bool = False,
) -> Scenario:
    """The values of a system of people alone, over a span of years, for a block of draws.

    ``whole``: the city as one region. Its people are those of all districts, and whoever arrives
    settles in it. Readings are left to the caller.
    """
    cohorts = system.axis["cohort"]
    years = tuple(range(floor(span[0]), ceil(span[1]) + 1))
    paths, parities = people_paths(choices, cohorts, years)
    paths |= scope_path(choices, cohorts, system.axis["service"].labels)
    people = starting_people(choices.pack, cohorts, parities, span[0])
    if whole:
        people = people.sum(axis=-1, keepdims=True)
        paths["arrival_districts"] = Constant(np.ones((1, 1)), ("district",))
    needed = {parameter.name for parameter in system.parameters}
    return Scenario(
        name=choices.file.name,
        start=span[0],
        stop=span[1],
        initial={"people": people},
        paths={name: path for name, path in paths.items() if name in needed},
        occasions=newborn_occasions(choices),
        draws=draws,
    )


def months(start: float, stop: float) -> tuple[float, ...]:
    """The first of every month from start to stop."""
    return tuple(
        month // 12 + (month % 12) / 12 for month in range(ceil(start * 12), floor(stop * 12) + 1)
    )


def snapshots(start: float, stop: float) -> tuple[float, ...]:
    """Every 1 January and 1 September from start to stop."""
    return tuple(year for year in months(start, stop) if round(year * 12) % 12 in (0, 8))


def _refuse_other_start(choices: Choices) -> None:
    """The people and places a run starts with are those of one day, the pack's."""
    start = instant(date.fromisoformat(str(choices.pack.city["start"]["date"])))
    if choices.date("model.start") != start:
        raise choices.fault(
            "model.start",
            f"the record of {choices.pack.name} starts on {calendar_label(start)}; would be "
            "right: that day. What is shown may start later: report.from_year",
            "起始日期应与城市数据一致；只改显示年份请用 report.from_year",
        )
