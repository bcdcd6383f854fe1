"""From a checked scenario file and a city pack to the values of a run."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

import numpy as np

from simulator.city.beds import equations as beds
from simulator.city.beds.values import bed_paths
from simulator.city.feedback.values import feedback_values
from simulator.city.ground.axes import city_axes
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.ground.settings import SETTINGS
from simulator.city.pack.city_pack import CityPack
from simulator.city.people import equations as population
from simulator.city.people import parameters as population_parameters
from simulator.city.people.start import starting_people
from simulator.city.people.values import newborn_occasions, people_paths
from simulator.city.services import equations as demand
from simulator.city.services.values import demand_paths, scope_path
from simulator.city.supply import equations as supply
from simulator.city.supply import parameters as supply_parameters
from simulator.city.supply.values import supply_occasions, supply_paths
from simulator.files.records import refusing
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import calendar_label, instant
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Method, Scenario

# -- A city: people, supply and demand put together into one system.


def build_city(
    *,
    districts: Sequence[str],
    services: Sequence[str],
    cohorts_per_year: int,
    building_stages: int,
    start: float,
    stop: float,
) -> System:
    """The system of a city, followed from ``start`` to ``stop`` (years).

    Districts and services are labels given by the city pack; the equations are the same for every
    city.
    """
    return System(
        name="city",
        axes=city_axes(
            districts=districts,
            services=services,
            cohorts_per_year=cohorts_per_year,
            start=start,
            stop=stop,
        ),
        stocks=(population.PEOPLE, *supply.supply_stocks(building_stages)),
        parameters=(
            *population_parameters.PARAMETERS,
            *supply_parameters.PARAMETERS,
            *demand.PARAMETERS,
            *beds.PARAMETERS,
        ),
        auxiliaries=(
            *population.AUXILIARIES,
            *supply.supply_auxiliaries(building_stages),
            *demand.AUXILIARIES,
            *beds.AUXILIARIES,
        ),
        flows=(*population.FLOWS, *supply.supply_flows(building_stages)),
        transfers=(*population.TRANSFERS, *supply.supply_transfers(building_stages)),
        measures=(*demand.MEASURES, *beds.MEASURES, *supply.supply_measures(building_stages)),
        settings=SETTINGS,
    )


# -- The people of a city by themselves: the same equations, without what is built for them.

_PARAMETERS = ("scope", "presence_share")
_AUXILIARIES = ("in_scope_by_residency",)
_MEASURES = ("in_scope", "residents", "register")


def build_population(
    *,
    districts: Sequence[str],
    services: Sequence[str],
    cohorts_per_year: int,
    start: float,
    stop: float,
) -> System:
    """The system of the people of a city, from ``start`` to ``stop`` (years).

    Everybody is counted and moved as in the whole city; of the services only who is in scope is
    read. For fitting, where what is built moves nobody.
    """
    axes = city_axes(
        districts=districts,
        services=services,
        cohorts_per_year=cohorts_per_year,
        start=start,
        stop=stop,
    )
    return System(
        name="people",
        axes=tuple(axis for axis in axes if axis.name not in ("delivery", "years_open")),
        stocks=(population.PEOPLE,),
        parameters=(
            *population_parameters.PARAMETERS,
            *(each for each in demand.PARAMETERS if each.name in _PARAMETERS),
        ),
        auxiliaries=(
            *population.AUXILIARIES,
            *(each for each in demand.AUXILIARIES if each.name in _AUXILIARIES),
        ),
        flows=population.FLOWS,
        transfers=population.TRANSFERS,
        measures=tuple(each for each in demand.MEASURES if each.name in _MEASURES),
        settings=SETTINGS,
    )


def build_scenario(system: System, file: ScenarioFile, pack: CityPack) -> Scenario:
    """The values a scenario gives to every declared name.

    Precedence: pack < parameters.toml < scenario (its parents, overlays and ``--set`` merged).

    Raises
    ------
    ScenarioError, DataError
        Where a key has no value, or values contradict each other.
    """
    choices = choices_of(file, pack)
    _refuse_other_start(choices)
    with refusing(f"calibration/{pack.name}"):
        return _build(system, choices)


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
