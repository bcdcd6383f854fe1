"""The whole city: the equations of every room as one system, and the values a scenario gives it."""

from collections.abc import Sequence
from math import ceil, floor
from typing import cast

from simulator.city.axes import city_axes
from simulator.city.beds import equations as beds
from simulator.city.beds.values import bed_paths
from simulator.city.feedback import loops as feedback
from simulator.city.feedback.values import counted_projects, family_paths, feedback_values
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.ground.plan_faults import faults_of_plan
from simulator.city.ground.settings import keys_of
from simulator.city.ground.span import faults_of_span
from simulator.city.housing import equations as housing
from simulator.city.housing.values import housing_paths, starting_homes
from simulator.city.kept_parts import KeptParts, Making
from simulator.city.pack.city_pack import CityPack
from simulator.city.people import equations as people
from simulator.city.people import moves, replacement
from simulator.city.people.plans import plans_occasions
from simulator.city.people.replacement import replacement_occasions
from simulator.city.people.start import starting_people
from simulator.city.people.values import (
    dying,
    lived_parities,
    living_paths,
    newborn_occasions,
)
from simulator.city.schools import equations as schools
from simulator.city.schools.values import leavers_occasions, school_paths
from simulator.city.services import equations as demand
from simulator.city.services.values import demand_paths
from simulator.city.supply import equations as supply
from simulator.city.supply import parameters as supply_parameters
from simulator.city.supply import plan_keys
from simulator.city.supply.open_stock import refuse_beyond
from simulator.city.supply.serving import project_serving
from simulator.city.supply.standing_values import standing_paths
from simulator.city.supply.state_measures import supply_measures
from simulator.city.supply.values import supply_occasions
from simulator.errors import ScenarioError
from simulator.files.scenario_file import ScenarioFile
from simulator.files.schema import TABLES
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Path
from simulator.stockflow.values.scenario import Compiled, Method, Scenario

PARAMETERS = (
    *people.PARAMETERS,
    *supply_parameters.PARAMETERS,
    *demand.PARAMETERS,
    *schools.PARAMETERS,
    *beds.PARAMETERS,
    *housing.PARAMETERS,
)
# departures are counted when those have left who leave on the day
TRANSFERS = (*people.TRANSFERS, *schools.TRANSFERS, *replacement.TRANSFERS)


def _in_tables(settings: Sequence[Setting]) -> tuple[Setting, ...]:
    """Keys table by table, as a scenario file has them; within one, in the order given."""
    tables = list(TABLES)
    return tuple(sorted(settings, key=lambda setting: tables.index(setting.key.split(".")[0])))


SETTINGS = _in_tables(
    (
        *people.SETTINGS,
        *plan_keys.SETTINGS,
        *feedback.SETTINGS,
        *housing.SETTINGS,
        *keys_of((*PARAMETERS, *moves.PARAMETERS, *feedback.PARAMETERS)),
    )
)
"""Every key by which a scenario chooses something of the city, whatever it switches on."""


_PEOPLE = (people.PEOPLE, *replacement.STOCKS)
_AUXILIARIES = (
    *demand.AUXILIARIES,
    *schools.AUXILIARIES,
    *beds.AUXILIARIES,
    *housing.AUXILIARIES,
)
_MEASURES = (
    *demand.MEASURES,
    *schools.MEASURES,
    *people.MEASURES,
    *beds.MEASURES,
    *housing.MEASURES,
)


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
        stocks=(*_PEOPLE, *supply.supply_stocks(building_stages), *housing.STOCKS),
        parameters=PARAMETERS,
        auxiliaries=(
            *people.AUXILIARIES,
            *supply.supply_auxiliaries(building_stages),
            *_AUXILIARIES,
        ),
        flows=(*people.FLOWS, *supply.supply_flows(building_stages), *housing.FLOWS),
        transfers=(*TRANSFERS, *supply.supply_transfers(building_stages)),
        measures=(*_MEASURES, *supply_measures(building_stages)),
        settings=SETTINGS,
    )


def build_scenario(
    system: System, file: ScenarioFile, pack: CityPack, kept: KeptParts | None = None
) -> Scenario:
    """The values a scenario gives to every declared name.

    Precedence: pack < parameters.toml < scenario (its parents, overlays and ``--set`` merged).
    ``kept`` are the parts of a neighbour's values, on the same pack, to be taken again.

    Raises
    ------
    ScenarioError, DataError
        Where a key has no value, or values contradict each other.
    """
    choices = choices_of(file, pack).along(system.axis)
    faults = list(faults_of_span(choices))
    if faults:  # without a span no value can be made; what is planned can be read
        raise ScenarioError([*faults, *faults_of_plan(pack, file)])
    return values_of(choices, kept)


def values_of(choices: Choices, kept: KeptParts | None = None) -> Scenario:
    """The values that choices, laid along the axes of a system, give to every declared name."""
    span = start, stop = choices.date("model.start"), choices.date("model.stop")
    kept = KeptParts() if kept is None else kept
    made = kept.all_of(choices, (*_of_people(span), *_of_supply(span), *_of_answers(span)))
    answers = made["feedback"]
    return Scenario(
        name=choices.file.name,
        start=start,
        stop=stop,
        initial={"people": made["present"], **made["homes there"]},
        paths={
            **made["people"],
            "death_rate": made["deaths"],
            **made["services"],
            **made["housing"],
            **made["supply"],
            "project_serving": made["projects serving"],
            **answers.paths,
            **made["projects counted"],
            **made["families"],
        },
        occasions={
            **made["newborns"],
            **made["plans"],
            **made["leavers"],
            **made["replacement"],
            **made["supply dates"],
            **answers.occasions,
        },
        readings=months(start, stop),
        snapshots=snapshots(start, stop),
        method=_method(choices),
        draws=max(choices.chance.draws, 1),
    )


def _of_people(span: tuple[float, float]) -> tuple[Making, ...]:
    """The parts that the people of a city and what they want are made of, in order."""
    return (
        Making(name="parities", make=lambda _, own: lived_parities(own, span)),
        Making(
            name="people",
            make=lambda made, own: living_paths(own, own.axis["cohort"], made["parities"], span),
            of=("parities",),
        ),
        Making(name="deaths", make=lambda _, own: dying(own, own.axis["cohort"], span)),
        Making(
            name="present",
            make=lambda made, own: starting_people(
                own, own.axis["cohort"], made["parities"], span[0]
            ),
            of=("parities",),
        ),
        Making(name="newborns", make=lambda _, own: newborn_occasions(own)),
        Making(name="plans", make=lambda _, own: plans_occasions(own)),
        Making(
            name="leavers",
            make=lambda _, own: leavers_occasions(
                own, own.axis["service"], own.axis["cohort"], span
            ),
        ),
        Making(
            name="replacement",
            make=lambda _, own: replacement_occasions(own, own.axis["cohort"], span),
        ),
        Making(name="services", make=lambda _, own: _service_paths(own)),
        Making(name="housing", make=lambda _, own: housing_paths(own, own.axis["cohort"])),
        Making(
            name="homes there",
            make=lambda made, own: starting_homes(own, made["housing"], span[0]),
            of=("housing",),
        ),
    )


def _of_supply(span: tuple[float, float]) -> tuple[Making, ...]:
    """The parts that supply is made of, the last of which refuses to close more than is open."""
    return (
        Making(name="supply", make=lambda _, own: standing_paths(own)),
        Making(name="projects serving", make=lambda _, own: project_serving(own, *span)),
        Making(name="supply dates", make=lambda _, own: supply_occasions(own, *span)),
        Making(
            name="within stock",
            make=lambda _, own: refuse_beyond(own, span),
        ),
    )


def _of_answers(span: tuple[float, float]) -> tuple[Making, ...]:
    """The parts that closed loops are given."""
    return (
        Making(name="feedback", make=lambda _, own: feedback_values(own, span[0])),
        Making(name="projects counted", make=lambda _, own: counted_projects(own, span)),
        Making(
            name="families",
            make=lambda made, own: family_paths(own, made["people"]["arrival_profile"]),
            of=("people",),
        ),
    )


def _service_paths(choices: Choices) -> dict[str, Path]:
    cohorts = choices.axis["cohort"]
    return demand_paths(choices, cohorts) | school_paths(choices) | bed_paths(choices, cohorts)


def _method(choices: Choices) -> Method:
    return Method(
        name=str(choices.file.values["model.method"]),
        relative=choices.number("model.relative_tolerance"),
        absolute=choices.number("model.absolute_tolerance"),
        compiled=cast("Compiled", choices.file.values["model.compiled"]),
    )


def months(start: float, stop: float) -> tuple[float, ...]:
    """The first of every month from start to stop."""
    return tuple(
        month // 12 + (month % 12) / 12 for month in range(ceil(start * 12), floor(stop * 12) + 1)
    )


def snapshots(start: float, stop: float) -> tuple[float, ...]:
    """Every 1 January and 1 September from start to stop."""
    return tuple(year for year in months(start, stop) if round(year * 12) % 12 in (0, 8))
