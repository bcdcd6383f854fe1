"""The people of a city by themselves: the same equations and values, and nothing that is built."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulator.city.axes import city_axes
from simulator.city.ground.choices import Choices
from simulator.city.people import equations as people
from simulator.city.people import replacement
from simulator.city.people.plans import plans_occasions
from simulator.city.people.start import starting_people
from simulator.city.people.values import newborn_occasions, people_paths
from simulator.city.schools import equations as schools
from simulator.city.schools.values import leavers_occasions, leaving_paths
from simulator.city.services import equations as demand
from simulator.city.services.values import scope_path
from simulator.city.whole import SETTINGS
from simulator.stockflow.grammar.elements import Auxiliary
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Scenario

OF_THE_PEOPLE = ("scope", "in_scope_by_residency", "in_scope")
"""What of the services is read where the people of a city are followed by themselves."""

OF_THE_LEAVERS = (
    *("points_share", "points_threshold", "private_share", "entering"),
    *("adults_with_child", "parent_age", "nobody"),
    *("reached", "staying", "turned_back", "children_leaving", "parents_here"),
)
"""What of the schools decides who leaves on entering one."""


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
    read, and who leaves on entering school. For fitting, where what is built moves nobody, and
    arrivals are those of their record alone.
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
        axes=tuple(axis for axis in axes if axis.name not in ("timetable", "years_open")),
        stocks=(people.PEOPLE,),
        parameters=(
            *(each for each in people.PARAMETERS if each not in replacement.PARAMETERS),
            *(each for each in demand.PARAMETERS if each.name in OF_THE_PEOPLE),
            *(each for each in schools.PARAMETERS if each.name in OF_THE_LEAVERS),
        ),
        auxiliaries=(
            *(_alone(each) for each in people.AUXILIARIES if each.name != "departing"),
            *(each for each in demand.AUXILIARIES if each.name in OF_THE_PEOPLE),
            *(each for each in schools.AUXILIARIES if each.name in OF_THE_LEAVERS),
        ),
        flows=people.FLOWS,
        transfers=(*people.TRANSFERS, *schools.TRANSFERS),
        measures=(
            *(each for each in demand.MEASURES if each.name in OF_THE_PEOPLE),
            *people.MEASURES,
        ),
        settings=SETTINGS,
    )


def _alone(auxiliary: Auxiliary) -> Auxiliary:
    """An auxiliary of people of whom nobody takes the place of another."""
    if auxiliary.name != "arriving":
        return auxiliary
    return replace(auxiliary, expression="arrivals_a_year")


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
    paths, parities = people_paths(choices, cohorts, span)
    services = system.axis["service"]
    paths |= scope_path(choices, cohorts, services.labels)
    paths |= leaving_paths(choices, services, cohorts)
    paths["arrivals_a_year"] = choices.path("world.arrivals")
    present = starting_people(choices, cohorts, parities, span[0])
    if whole:
        present = present.sum(axis=-1, keepdims=True)
        paths["arrival_districts"] = Constant(np.ones((1, 1)), ("district",))
    needed = {parameter.name for parameter in system.parameters}
    return Scenario(
        name=choices.file.name,
        start=span[0],
        stop=span[1],
        initial={"people": present},
        paths={name: path for name, path in paths.items() if name in needed},
        occasions={
            **newborn_occasions(choices),
            **plans_occasions(choices),
            **leavers_occasions(choices, services, cohorts, span),
        },
        draws=draws,
    )
