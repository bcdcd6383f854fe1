"""The people of a city by themselves: the same equations, without what is built for them."""

from collections.abc import Sequence

from simulator.model import demand, population, population_parameters
from simulator.model.axes import city_axes
from simulator.model.settings import SETTINGS
from simulator.structure.system import System

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
